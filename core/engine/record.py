"""Writes down what a decision changed: state, transcript, cases, timers and effects, all in its transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from core.answers.gaps import keep_gap
from core.engine.audited import note_owner, who_did
from core.engine.chats import keep_chat
from core.engine.copies import keep_copies
from core.engine.history import keep_history
from core.engine.roster import put_off_duty
from core.engine.routes import Routes
from core.flow.call_buttons import change_in
from core.flow.choices import PRESSED, choices
from core.flow.decision import Decision
from core.flow.dispute_form import step_button, step_of
from core.flow.joining import apart_in
from core.flow.language import LANGUAGE
from core.flow.mail_buttons import OTHER_LABEL, press_in
from core.flow.translated import ORIGINAL, ORIGINAL_LABEL
from core.language.plain import plain
from core.language.spec import BY_CODE
from core.model.callback import CallbackAsked
from core.model.codec import encode
from core.model.controls import KeepNote
from core.model.conversation import Conversation, Filling, Queued, Stage, WithAgent
from core.model.dispute_events import DisputeFiled
from core.model.effects import (
    Amend,
    Ask,
    Effect,
    Erase,
    Gap,
    Invite,
    Note,
    OpenHandoff,
    Pass,
    PutOffDuty,
    Rate,
    Say,
    SendFile,
    Wake,
)
from core.model.events import (
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    CustomerWrote,
)
from core.model.ids import CaseCode, ConversationId, EffectId, Language
from core.model.rows import Decided, LinkRow, Message, NewEffect, OutboxRow, RatingRow, Received, Timer, digest
from core.model.ticket_events import TicketAsked
from core.model.view import Quote, Text, Written
from core.ports import AsksAtOnce, Catalog, Transaction


class Recorder:
    def __init__(self, catalog: Catalog, routes: Routes) -> None:
        self._catalog = catalog
        self._routes = routes
        self._asker = routes.answers if isinstance(routes.answers, AsksAtOnce) else None

    def at_once(self, decided: Decided) -> tuple[EffectId, AnswerReady] | None:
        """The answer to what the decision asks, if it asks anything and nothing has to be waited for."""
        for index, effect in enumerate(decided.effects):
            if self._asker and isinstance(effect, Ask):
                ready = self._asker.at_once(effect, decided.after.id)
                return (effect_id(decided, index), ready) if ready else None
        return None

    async def record(self, tx: Transaction, decided: Decided, *, answered: bool = False) -> list[OutboxRow]:
        """Write everything; the effects that go out, as they now stand in the outbox.

        `answered`: the answer is decided in the same transaction, so nobody goes to ask, and none is due.
        """
        now, after = decided.facts.now, decided.after
        if not answered:  # else its next state follows
            await tx.conversations.save(after, now)
        await tx.decisions.add(decided)
        await tx.transcript.add(self._messages(decided))
        await _cases(tx, decided)
        await _sign_in(tx, decided)
        await keep_chat(tx, decided)
        await keep_history(tx, decided)
        await keep_copies(tx, decided)
        for effect in decided.effects:
            if isinstance(effect, Gap):
                await keep_gap(tx, after.id, effect, now)
            elif isinstance(effect, Invite):
                await tx.links.make(_link(decided, effect))
            elif isinstance(effect, Rate):
                await tx.ratings.put(RatingRow(_rated(decided, effect), after.id, now, effect))
        over = _is_over if answered else None
        await note_owner(tx, decided)
        who = who_did(decided.event)
        return await self.carry(tx, after.id, after.turn, decided.inbox_id, decided.effects, now, over, who=who)

    async def carry(
        self,
        tx: Transaction,
        stream: ConversationId,
        turn: int,
        inbox_id: int,
        effects: Sequence[Effect],
        now: datetime,
        over: Callable[[Effect], bool] | None = None,
        *,
        who: str = "",
    ) -> list[OutboxRow]:
        """Set timers, write notes, pass events on to other streams, and put the rest into the outbox.

        `over`: which effects have had their result already. `who`: of the staff, whose doing it is.
        """
        rows: list[NewEffect] = []
        for index, effect in enumerate(effects):
            id = EffectId(f"{inbox_id}.{index}")
            if over and over(effect):
                continue
            if isinstance(effect, Wake):
                await tx.timers.set(Timer(stream, effect.reason, effect.turn, effect.at))
            elif isinstance(effect, Note):
                await tx.audit.note(effect.kind, stream, effect.detail, now, who)
            elif isinstance(effect, Pass):
                await tx.inbox.add([Received(f"{id}>", "core", effect.to, encode(effect.event))], now)
            elif isinstance(effect, PutOffDuty):
                await put_off_duty(tx, effect.agents, id, stream, now)
            elif isinstance(effect, Erase):
                await tx.erasures.ask(effect.subject, effect.by, effect.to, effect.language, now)
            elif not isinstance(effect, Gap | Invite | Rate):
                rows += self._effect_rows(id, stream, turn, effect)
        return await tx.outbox.add(rows, now)

    async def send(self, tx: Transaction, inbox_id: int, said: Decision, now: datetime) -> list[OutboxRow]:
        """Messages outside a decision of the flow, with their place in the transcript."""
        rows = []
        for index, effect in enumerate(said.effects):
            assert isinstance(effect, Say)
            id = EffectId(f"{inbox_id}.{index}")
            await tx.transcript.add([self._said(said.conversation, inbox_id, id, effect, now)])
            talk = said.conversation
            rows += await tx.outbox.add(self._effect_rows(id, talk.id, talk.turn, effect), now)
        return rows

    def _effect_rows(self, id: EffectId, stream: ConversationId, turn: int, effect: Effect) -> list[NewEffect]:
        performer = self._routes.performer(effect)
        lane = performer.lane(effect, stream)
        return [NewEffect(id, stream, lane, effect, turn, part) for part in range(performer.parts(effect))]

    def _messages(self, decided: Decided) -> list[Message]:
        """What stands in the chat. A mail to the customer is none of it: the code in it is for nobody else's eyes."""
        said = [
            self._said(decided.after, decided.inbox_id, effect_id(decided, index), effect, decided.facts.now)
            for index, effect in enumerate(decided.effects)
            if isinstance(effect, Say | SendFile) and effect.to == decided.after.customer
        ]
        if isinstance(decided.event, AnswerReady):  # also where it tells of an order, and quotes nothing
            said = [replace(line, author="assistant") for line in said]
        # What is being translated is said once it is.
        on_their_way = len(decided.after.awaited) > len(decided.before.awaited)
        heard = self._heard(decided, answered=bool(said) or on_their_way)
        return [heard, *said] if heard else said

    def _said(
        self, conversation: Conversation, inbox_id: int, id: EffectId, effect: Say | SendFile, now: datetime
    ) -> Message:
        return Message(
            conversation=conversation.id,
            inbox_id=inbox_id,
            author=_author(effect),
            name=effect.speaker.name if effect.speaker else "",
            text=self._text(effect),
            at=now,
            effect=id,
        )

    def _text(self, effect: Say | SendFile) -> str:
        match effect:
            case Say():
                return plain(effect.view, effect.language, self._catalog)
            case SendFile():
                return f"[{effect.file.name or effect.file.kind}] {effect.caption}".rstrip()

    def _heard(self, decided: Decided, *, answered: bool) -> Message | None:
        """What came in, in its own words. An agent's words that went to the customer are there as what was said."""
        event = decided.event
        common = {"conversation": decided.after.id, "inbox_id": decided.inbox_id, "at": decided.facts.now}
        match event:
            case CustomerWrote(text=text, ref=ref) | CustomerEdited(text=text, ref=ref):
                return Message(author="customer", name=decided.after.name, text=text, ref=ref, **common)  # type: ignore[arg-type]
            case CustomerSentFile(kind=kind, caption=caption, ref=ref):
                words = f"[{kind}] {caption}".rstrip()
                return Message(author="customer", name=decided.after.name, text=words, ref=ref, **common)  # type: ignore[arg-type]
            case CustomerChose(action=action):
                words = f"[{self._label(decided.before, action)}]"
                return Message(author="customer", name=decided.after.name, text=words, **common)  # type: ignore[arg-type]
            case AgentWrote(agent=agent, text=text, ref=ref) if not answered:
                return Message(author="note", name=agent.name, text=text, ref=ref, **common)  # type: ignore[arg-type]
            case AgentEdited(agent=agent, text=text, ref=ref) if not answered:
                author = "agent" if any(isinstance(effect, Amend) for effect in decided.effects) else "note"
                return Message(author=author, name=agent.name, text=text, ref=ref, **common)  # type: ignore[arg-type]
            case AgentControlled(agent=agent, control=KeepNote(text=text)):
                return Message(author="note", name=agent.name, text=text, **common)  # type: ignore[arg-type]
            case AgentDeleted() | _:
                return None

    def _label(self, conversation: Conversation, action: str) -> str:
        for button in choices(conversation):
            if button.action == action:
                return self._catalog.say(button.label.key, button.label.params, conversation.language)
        if action.startswith(LANGUAGE):
            code = Language(action.removeprefix(LANGUAGE))
            return BY_CODE[code].name if code in BY_CODE else action
        label = _label_elsewhere(action)
        return self._catalog.say(label.key, label.params, conversation.language) if label else action


def _label_elsewhere(action: str) -> Text | None:
    """What a button said that is none of the present stage's; none for one that we do not know."""
    if action.startswith(ORIGINAL):
        return ORIGINAL_LABEL
    if step := step_of(action):
        return step_button(*step).label
    if change := change_in(action):
        return change.label
    if apart_in(action):
        return OTHER_LABEL
    if press := press_in(action):
        return press.label
    return PRESSED.get(action)


def _rated(decided: Decided, rate: Rate) -> str:
    """A case is rated once; an answer of the assistant by the turn at which it was shown."""
    return rate.case or f"{decided.after.id}/{decided.before.turn}"


def _link(decided: Decided, invite: Invite) -> LinkRow:
    conversation = decided.after
    channel = conversation.customer.channel
    return LinkRow(digest(invite.token), conversation.id, channel, invite.name, decided.facts.now, invite.until)


def _is_over(effect: Effect) -> bool:
    return isinstance(effect, Ask) or (isinstance(effect, Wake) and effect.reason == "answer_due")


def effect_id(decided: Decided, index: int) -> EffectId:
    return EffectId(f"{decided.inbox_id}.{index}")


def _author(effect: Say | SendFile) -> Literal["agent", "assistant", "desk"]:
    if effect.speaker or isinstance(effect, SendFile):
        return "agent"
    return "assistant" if _quotes(effect) else "desk"


def _quotes(effect: Say) -> bool:
    return any(isinstance(block, Quote | Written) for block in effect.view.blocks)


async def _sign_in(tx: Transaction, decided: Decided) -> None:
    """Where somebody is signed in, so that they can be reached there."""
    before, after = decided.before.person, decided.after.person
    if (before and before.id) != (after and after.id):
        await tx.sign_ins.put(decided.after.id, after.id if after else None, decided.facts.now)


async def _cases(tx: Transaction, decided: Decided) -> None:
    opened = {effect.case: effect.method for effect in decided.effects if isinstance(effect, OpenHandoff)}
    for effect in decided.effects:
        if isinstance(effect, Pass) and isinstance(effect.event, DisputeFiled):
            opened[effect.event.case] = "dispute"
        if isinstance(effect, Pass) and isinstance(effect.event, CallbackAsked):
            opened[effect.event.case] = "callback"
        if isinstance(effect, Pass) and isinstance(effect.event, TicketAsked):
            opened[effect.event.case] = "email"
    for code, method in opened.items():
        await tx.cases.open(code, decided.after.id, method, decided.facts.now)
    before, after = _live_case(decided.before.stage), _live_case(decided.after.stage)
    if before and before != after and before not in opened:
        await tx.cases.close(before, decided.facts.now)
    if after and before != after and after not in opened:  # an agent goes on with it
        await tx.cases.open(after, decided.after.id, "live_chat", decided.facts.now)


def _live_case(stage: Stage) -> CaseCode | None:
    """The case that a person in this chat has or will have."""
    if isinstance(stage, Filling):
        return stage.meanwhile.case if stage.meanwhile else None
    return stage.case if isinstance(stage, Queued | WithAgent) else None
