"""Takes mails in: to which ticket each belongs and who wrote it, and what becomes of those that belong to none."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from core.engine.record import Recorder
from core.engine.ticket_desk import TicketDesk, merged_into
from core.model import codec
from core.model.effects import Say
from core.model.ids import Address, ConversationId, Language
from core.model.letter import Letter
from core.model.rows import OutboxRow
from core.model.ticket import Side, TicketFile
from core.model.ticket_events import MailArrived
from core.model.view import Block, Line, View, Words, text
from core.ports import Clock, Transaction

log = logging.getLogger(__name__)

STRAY = ConversationId("mail:stray")  # the stream of what is passed on: no conversation
STAFF = Language("en")  # what the team reads
WITHIN = timedelta(hours=1)
FROM_ONE, FROM_ALL = 10, 100  # stray mails that are passed on in that time
LONGEST = 100  # characters of a stranger's subject or name in a line of ours


class Forwarded(msgspec.Struct, frozen=True):
    """A stray mail that was passed on."""

    at: datetime
    sender: str


class MailDesk:
    """`inbox`: the team's address. `team`: who else may write for the team, as addresses or "@domain". `ours`: the desk's own."""

    def __init__(
        self,
        clock: Clock,
        tickets: TicketDesk,
        recorder: Recorder,
        *,
        inbox: str,
        team: Iterable[str] = (),
        ours: Iterable[str] = (),
    ) -> None:
        self._clock = clock
        self._tickets = tickets
        self._recorder = recorder
        self._inbox = inbox
        self._team = frozenset(map(_bare, (inbox, *team)))
        self._own = frozenset(map(_bare, (inbox, *ours)))

    async def take(self, tx: Transaction, inbox_id: int, letter: Letter) -> list[OutboxRow]:
        """The effects that go out, as they stand in the outbox."""
        self._complain(letter)
        addressed = await tx.tickets.of_token(letter.token)
        if addressed is None:
            return await self._stray(tx, inbox_id, letter)
        file = await merged_into(tx, addressed)
        arrived = MailArrived(letter, self._side(letter, addressed, file))
        return await self._tickets.decide(tx, inbox_id, file.case, arrived)

    def _complain(self, letter: Letter) -> None:
        """Nobody reads what is sent to an inbox that refuses it, so nobody there could say so."""
        report = letter.bounced
        if report and report.final and _bare(report.to) == _bare(self._inbox):
            log.error("the team's inbox refuses a mail (%s): %s", report.status, letter.original)

    def _side(self, letter: Letter, addressed: TicketFile, file: TicketFile) -> Side:
        """A secret address alone proves nothing, for mails are passed on; nor does a sender that their own domain denies."""
        if letter.trust == "failed" or not letter.sender:
            return "stranger"
        if letter.sender.casefold() in (addressed.email.casefold(), file.email.casefold()):
            return "customer"
        return "team" if letter.token == addressed.tokens.team and self._is_team(letter.sender) else "stranger"

    def _is_team(self, sender: str) -> bool:
        bare = _bare(sender)
        return bare in self._team or "@" + bare.rpartition("@")[2] in self._team

    async def _stray(self, tx: Transaction, inbox_id: int, letter: Letter) -> list[OutboxRow]:
        """To the team, as words. Its sender is never answered: whoever they name would get our mail."""
        now = self._clock.now()
        lately = await _lately(tx, now)
        kept_back = self._why_not(letter, lately)
        await tx.audit.note("stray mail", STRAY, f"{kept_back or 'passed on'}: {letter.original}", now)
        if kept_back:
            return []
        await tx.keep.put(STRAY, codec.encode((*lately, Forwarded(now, _bare(letter.sender)))))
        mail = Say(Address("email", self._inbox), _passed_on(letter), STAFF)
        return await self._recorder.carry(tx, STRAY, 0, inbox_id, [mail], now)

    def _why_not(self, letter: Letter, lately: tuple[Forwarded, ...]) -> str:
        sender = _bare(letter.sender)
        if letter.bounced:
            return "a bounce"
        if letter.automatic:
            return "automatic"
        if sender in self._own:
            return "our own"
        many = len(lately) >= FROM_ALL or sum(one.sender == sender for one in lately) >= FROM_ONE
        return "too many" if many else ""


async def _lately(tx: Transaction, now: datetime) -> tuple[Forwarded, ...]:
    """What was passed on within the hour."""
    stored = await tx.keep.get(STRAY)
    known = codec.decode(stored, tuple[Forwarded, ...]) if stored else ()
    return tuple(one for one in known if now - one.at < WITHIN)


async def forget_senders(tx: Transaction, mails: Iterable[str], now: datetime) -> None:
    """That mails of these addresses were passed on."""
    gone, lately = {_bare(mail) for mail in mails}, await _lately(tx, now)
    if any(one.sender in gone for one in lately):
        await tx.keep.put(STRAY, codec.encode(tuple(one for one in lately if one.sender not in gone)))


def _passed_on(letter: Letter) -> View:
    name = _one_line(letter.sender_name)
    sender = f"{name} <{letter.sender}>" if name else letter.sender
    subject = _one_line(letter.subject) or "-"
    blocks: list[Block] = [Line(text("stray.wrote", sender=sender, subject=subject))]
    if letter.trust == "failed":
        blocks.append(Line(text("stray.doubtful")))
    if letter.unreadable:
        blocks.append(Line(text("stray.unreadable", reason=letter.unreadable)))
    elif words := letter.text or letter.whole:
        blocks.append(Words(words))
    if letter.attached:
        blocks.append(Line(text("stray.files", files=", ".join(_one_line(file.name) for file in letter.attached))))
    if letter.attached or letter.too_large or letter.unreadable:
        blocks.append(Line(text("stray.kept", original=letter.original)))
    return View(tuple(blocks), title=text("stray.subject", subject=subject))


def _one_line(words: str) -> str:
    return " ".join(words.split())[:LONGEST]


def _bare(address: str) -> str:
    """Without what stands after a plus, in small letters: all addresses of one mailbox are the same."""
    local, at, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
