"""E-mail: a ticket in the team's inbox with the whole transcript."""

from collections.abc import Iterator

from core.language.names import name_of
from core.model.effects import Effect, OpenHandoff
from core.model.events import HandoffOpened
from core.model.handoff import REPLY_ABOVE, CaseOpening, Mail, mail_lane, reply_marker
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, Message, OutboxRow
from core.model.view import Text
from core.ports import Catalog, Mailer, Store
from handoff.methods.opening import read_opening
from handoff.ticket_mails import HOW_TO_ANSWER, STAFF, team_subject
from handoff.ticket_telling import one_line


class EmailTicket:
    """`hears`: what the team answers to the ticket comes in to the desk; else it goes to the customer's address."""

    def __init__(
        self,
        mailer: Mailer,
        store: Store,
        catalog: Catalog,
        team_inbox: str,
        desk_id: str,
        *,
        hears: bool = False,
    ) -> None:
        self._mailer = mailer
        self._store = store
        self._catalog = catalog
        self._team_inbox = team_inbox
        self._desk_id = desk_id
        self._hears = hears

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        """That of the ticket's later mails: a mail that the server will not take yet holds up no other customer's."""
        assert isinstance(effect, OpenHandoff)
        letterhead = effect.letterhead
        return mail_lane(letterhead, self._team_inbox) if letterhead else f"ticket:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, OpenHandoff)
        letterhead = row.effect.letterhead
        opening = await read_opening(self._store, row)
        mail = Mail(
            to=self._team_inbox,
            subject=self._read(team_subject(row.effect.case, row.effect.question)),
            text=self._text(opening),
            id=f"{letterhead.id if letterhead else row.id}.{self._desk_id}",
            reply_to=row.effect.email,
            letterhead=letterhead,
        )
        await self._mailer.send(mail)
        return Done(receipt=mail.id, event=HandoffOpened(row.effect.turn, row.effect.method, row.effect.case))

    def _text(self, opening: CaseOpening) -> str:
        """Nothing that a customer wrote can pass for a line of ours: it is in one line, or indented."""
        lines = "\n".join(self._line(message) for message in opening.transcript)
        facts = "\n".join(self._facts(opening.handoff))
        how = "".join(f"{line}\n\n" for line in self._how_to_answer(opening.handoff))
        return f"{how}{facts}\n\n{self._say('ticket.team.transcript')}\n\n{lines}\n"

    def _how_to_answer(self, handoff: OpenHandoff) -> Iterator[str]:
        """Where an answer comes in to the desk."""
        if self._hears and handoff.letterhead and handoff.letterhead.token:
            yield reply_marker(self._read(REPLY_ABOVE))
            yield self._read(HOW_TO_ANSWER)

    def _facts(self, handoff: OpenHandoff) -> Iterator[str]:
        """What is known of the case, one line each."""
        if handoff.urgent:
            yield self._say("card.urgent")
        address = str(handoff.customer)
        yield self._say("ticket.team.case", case=handoff.case)
        yield self._say("ticket.team.customer", name=one_line(handoff.name) or address, address=address)
        if handoff.person:
            yield f"{self._say('card.account')}: {one_line(handoff.person.name)} ({handoff.person.id})"
        if handoff.about:
            yield f"{self._say('card.order')}: {handoff.about.id} {one_line(handoff.about.title)}"
        if handoff.tried:
            yield f"{self._say('card.tried')}: {self._say(f'card.tried.{handoff.tried}')}"
        if handoff.email:
            yield self._say("ticket.team.email", email=handoff.email)
        elif not self._hears:
            yield self._say("ticket.team.no_email")
        yield self._say("ticket.team.language", language=name_of(handoff.language, STAFF))
        if handoff.writes:
            yield self._say("ticket.team.writes", language=name_of(handoff.writes, STAFF))
        if handoff.spoken:
            yield self._say("ticket.team.spoken", language=name_of(handoff.spoken, STAFF))
        yield self._say("ticket.team.question", question=_indented(handoff.question).strip())

    def _line(self, message: Message) -> str:
        who = one_line(message.name) or self._say(f"mail.transcript.{message.author}")
        return f"[{message.at:%Y-%m-%d %H:%M} UTC] {who}:\n{_indented(message.text)}\n"

    def _read(self, text: Text) -> str:
        return self._catalog.say(text.key, text.params, STAFF)

    def _say(self, key: str, **params: str | int) -> str:
        return self._catalog.say(key, params, STAFF)


def _indented(words: str) -> str:
    return "\n".join(f"    {line}" for line in words.splitlines())
