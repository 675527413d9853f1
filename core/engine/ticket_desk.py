"""Decides what happens to e-mail tickets, each in its own stream: loads what is known, and writes down what follows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from core.engine.audited import who_did
from core.engine.history_cases import keep_ticket
from core.engine.mail_waits import REMEMBERED
from core.engine.record import Recorder
from core.model.effects import Effect, Pass
from core.model.events import TicketEvent
from core.model.ids import CaseCode, Language
from core.model.rows import OutboxRow, TicketDecided
from core.model.ticket import TicketFacts, TicketFile, Tokens, stream_of
from core.model.ticket_events import MailArrived, TicketAsked
from core.ports import Clock, MailQueue, Ticketing, Transaction


class MailRoom(NamedTuple):
    """`team`: the address of the team's inbox; staff read times in `zone` (IANA); `hears`: mails can come in.

    `new_code` and `new_tokens`: for a case that is split off.
    """

    team: str
    zone: str
    hears: bool
    new_code: Callable[[], CaseCode]
    new_tokens: Callable[[], Tokens]


class TicketDesk:
    def __init__(self, clock: Clock, rules: Ticketing, queue: MailQueue, recorder: Recorder, room: MailRoom) -> None:
        self._clock = clock
        self._rules = rules
        self._queue = queue
        self._recorder = recorder
        self._room = room

    async def decide(self, tx: Transaction, inbox_id: int, case: CaseCode, event: TicketEvent) -> list[OutboxRow]:
        """The effects that go out, as they stand in the outbox."""
        before = await tx.tickets.load(case)
        spoken = _spoken(before, event)
        if spoken is None:
            await tx.audit.note("no ticket", stream_of(case), type(event).__name__, self._clock.now())
            return []
        facts = await self._facts(tx, before, event, spoken)
        after, effects = self._rules.decide(case, before, event, facts)
        decided = TicketDecided(inbox_id, case, event, facts, before, after, effects)
        await tx.ticket_decisions.add(decided)
        await keep_ticket(tx, decided)
        await _keep(tx, case, before, after, facts.now)
        await _open_split(tx, effects, facts.now)
        turn = after.turn if after else 0
        return await self._recorder.carry(tx, stream_of(case), turn, inbox_id, effects, facts.now, who=who_did(event))

    async def _facts(
        self, tx: Transaction, before: TicketFile | None, event: TicketEvent, spoken: Language
    ) -> TicketFacts:
        now, room = self._clock.now(), self._room
        others = await tx.ticket_pace.ahead() - (before is not None and before.state == "waiting")
        facts = TicketFacts(
            now=now,
            zone=room.zone,
            team=room.team,
            hears=room.hears,
            wait=self._queue(spoken, others, await tx.ticket_pace.answered(REMEMBERED), now),
            ahead=others,
        )
        if before is None or not isinstance(event, MailArrived) or event.side != "team":
            return facts
        return await self._for_team(tx, before, event, facts)

    async def _for_team(
        self, tx: Transaction, file: TicketFile, arrived: MailArrived, facts: TicketFacts
    ) -> TicketFacts:
        """Only the team splits and merges: nothing else needs secrets that stand in a stored decision."""
        while await tx.cases.conversation(code := self._room.new_code()):
            pass
        named = self._rules.merges_into(arrived.letter.text)
        other = await _other(tx, file, named) if named else None
        return replace(facts, fresh_case=code, fresh=self._room.new_tokens(), other=other)


async def merged_into(tx: Transaction, file: TicketFile) -> TicketFile:
    """The ticket in which this one goes on; itself, where it was not merged."""
    seen = {file.case}
    while file.into and file.into not in seen and (target := await tx.tickets.load(file.into)):
        seen.add(target.case)
        file = target
    return file


async def _other(tx: Transaction, file: TicketFile, named: CaseCode) -> CaseCode | None:
    """The ticket that is named, if it is an open one of the same customer, in the same chat."""
    other = await tx.tickets.load(named)
    if other is None or not other.open or other.case == file.case or other.conversation != file.conversation:
        return None
    strangers = file.person and other.person and file.person != other.person  # they share a phone
    return None if strangers else other.case


def _spoken(file: TicketFile | None, event: TicketEvent) -> Language | None:
    """In which the team answers the customer; none for a ticket that was never asked for, to which nothing happens."""
    if isinstance(event, TicketAsked):
        return event.spoken or event.language
    return file.staff_language if file else None


async def _keep(
    tx: Transaction, case: CaseCode, before: TicketFile | None, after: TicketFile | None, now: datetime
) -> None:
    """How it stands. Its case is open while it is, and ends with it; while a person helps in another way the case goes on."""
    if after is not None:
        await tx.tickets.save(after, now)
    if _over(after) and (before is None or not _over(before)):
        await tx.cases.close(case, now)
    if after and after.open and not (before and before.open):
        await tx.cases.open(case, after.conversation, "email", now)


async def _open_split(tx: Transaction, effects: Sequence[Effect], now: datetime) -> None:
    """What is split off has its case at once, so that nobody else is given the code."""
    for effect in effects:
        if isinstance(effect, Pass) and isinstance(effect.event, TicketAsked):
            await tx.cases.open(effect.event.case, effect.event.conversation, "email", now)


def _over(file: TicketFile | None) -> bool:
    return file is None or file.state == "closed"
