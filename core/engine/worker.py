"""Takes inbox rows in order, decides, and writes state and effects: one transaction for each row."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

from msgspec.structs import replace

from core.engine.callback_desk import CallbackDesk
from core.engine.dispute_desk import DisputeDesk
from core.engine.facts import FactsLoader
from core.engine.intake import DurableIntake
from core.engine.record import Recorder
from core.flow.choices import TALK_BUTTON
from core.flow.decide import decide
from core.flow.decision import Decision, say
from core.flow.greeting import greet
from core.language.detect import hear
from core.model import codec
from core.model.callback import CallDone, StaffCallback
from core.model.callback import case_in as callback_in
from core.model.conversation import Conversation
from core.model.dispute_events import StaffEvent
from core.model.dispute_file import case_in
from core.model.errors import DeskError, Transient, Unreadable
from core.model.events import (
    AgentEvent,
    AgentWrote,
    CallbackEvent,
    CustomerEvent,
    CustomerWrote,
    DisputeEvent,
    Event,
    HandoffOpened,
)
from core.model.heard import (
    DutyChanged,
    FromCallback,
    FromCard,
    FromCustomer,
    FromDispute,
    FromGroup,
    FromMail,
    FromThread,
    Heard,
    Ignored,
)
from core.model.ids import Address, AgentId, CaseCode, ConversationId, conversation_at
from core.model.people import Agent, Duty
from core.model.rows import Decided, InboxRow, OutboxRow
from core.model.view import Line, text
from core.ports import Clock, Reader, Store, Transaction

log = logging.getLogger(__name__)

BATCH = 50
IDLE = 1.0  # seconds until the table is looked at again without news: parked rows become due
TRIES = 3
PARK = timedelta(seconds=2)
UNKNOWN_THREAD = timedelta(minutes=2)  # so long a thread of ours may be written in before its opening is recorded


class Parked(Exception):
    """The row cannot be decided yet."""


class Worker:
    def __init__(
        self,
        *,
        store: Store,
        intake: DurableIntake,
        clock: Clock,
        readers: Mapping[str, Reader],
        facts: FactsLoader,
        recorder: Recorder,
        send: Callable[[Sequence[OutboxRow]], None],
        duty_changed: Callable[[], None],
        disputes: DisputeDesk,
        callbacks: CallbackDesk,
    ) -> None:
        self._store = store
        self._intake = intake
        self._clock = clock
        self._readers = readers
        self._facts = facts
        self._recorder = recorder
        self._send = send
        self._duty_changed = duty_changed
        self._disputes = disputes
        self._callbacks = callbacks
        self._roster_changed = False

    async def run(self) -> None:
        while True:
            if not await self.work():
                await self._intake.news(IDLE)

    async def work(self) -> int:
        """Decide what is undone, at most a batch; how many rows were looked at. The store groups their commits."""
        now = self._clock.now()
        rows = await self._store.transact(lambda tx: tx.inbox.next(BATCH, now))
        held: set[str] = set()
        results = await asyncio.gather(*(self._one(row, held) for row in rows), return_exceptions=True)
        effects = [effect for result in results if isinstance(result, list) for effect in result]
        self._send(sorted(effects, key=lambda effect: effect.seq))
        if self._roster_changed:
            self._roster_changed = False
            self._duty_changed()
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return len(rows)

    async def _one(self, row: InboxRow, held: set[str]) -> list[OutboxRow]:
        """One row to its end. If it has to wait, so does all of its stream: `held` keeps the later rows back."""

        async def unit(tx: Transaction) -> list[OutboxRow]:
            if row.stream in held:
                return []
            try:
                return await self._take(tx, row)
            except BaseException:
                held.add(row.stream)
                raise

        try:
            return await self._store.transact(unit)
        except Parked as pause:
            return await self._park(row, str(pause))
        except Transient:
            raise  # the store, not the row
        except Unreadable as error:
            return await self._bury_row(row, str(error))
        except Exception as error:  # the edge of the inbox: one poison item must not mute anybody
            log.exception("inbox row %d failed by a mistake of ours", row.id)
            reason = f"{type(error).__name__}: {error}"
            if row.attempts + 1 < TRIES:
                return await self._park(row, reason)
            return await self._bury_row(row, reason)

    async def _park(self, row: InboxRow, reason: str) -> list[OutboxRow]:
        until = self._clock.now() + PARK
        await self._store.transact(lambda tx: tx.inbox.park(row.id, until, reason))
        return []

    async def _take(self, tx: Transaction, row: InboxRow) -> list[OutboxRow]:
        """Read the row, decide, and write what follows."""
        case = case_in(row.stream) if row.source == "core" else None
        if case:
            return await self._dispute(tx, row, case, codec.decode_dispute_event(row.payload))
        call = callback_in(row.stream) if row.source == "core" else None
        if call:
            return await self._callback(tx, row, call, codec.decode_callback_event(row.payload))
        if row.source == "core":
            event = codec.decode_event(row.payload)
            return await self._decide(tx, row, ConversationId(row.stream), event)
        match self._read(row):
            case Ignored(why):
                await tx.inbox.settle(row.id, "ignored", why)
                return []
            case DutyChanged() as change:
                return await self._duty(tx, row, change)
            case FromCustomer(address, event):
                return await self._decide(tx, row, conversation_at(address), event, address)
            case FromGroup(address, language_code):
                return await self._group(tx, row, address, language_code)
            case FromCard(conversation, event):
                await tx.conversations.link(event.thread, conversation)
                return await self._decide(tx, row, conversation, await _named(tx, event))
            case FromCallback(callback, did_call):
                return await self._callback(tx, row, callback, await _named(tx, did_call))
            case FromDispute(dispute, did):
                return await self._dispute(tx, row, dispute, await _named(tx, did))
            case FromMail():
                await tx.inbox.settle(row.id, "ignored", "mails enter no ticket yet; this one is kept")
                return []
            case FromThread(thread, event, ours):
                return await self._thread(tx, row, thread, event, ours=ours)

    def _read(self, row: InboxRow) -> Heard:
        try:
            return self._readers[row.source].read(row.payload)
        except Transient as error:
            raise Parked(str(error)) from error

    async def _thread(
        self, tx: Transaction, row: InboxRow, thread: Address, event: AgentEvent, *, ours: bool
    ) -> list[OutboxRow]:
        conversation = await tx.conversations.of_thread(thread)
        if conversation and (call := callback_in(conversation)):
            return await self._call_note(tx, row, call, await _named(tx, event))
        if conversation and case_in(conversation):
            await tx.inbox.settle(row.id, "ignored", "staff talk about a dispute among themselves")
            return []
        if conversation:
            return await self._decide(tx, row, conversation, await _named(tx, event))
        if ours and self._clock.now() - row.received_at < UNKNOWN_THREAD:
            raise Parked("the thread is ours, but its opening is not recorded yet")
        await tx.inbox.settle(row.id, "ignored", "not a thread of a conversation")
        return []

    async def _group(self, tx: Transaction, row: InboxRow, group: Address, language_code: str) -> list[OutboxRow]:
        """Once for each group: why nothing personal is said here, and where it can be."""
        await tx.inbox.settle(row.id, "ignored", "not a private chat")
        known = f"group:{group}"
        if await tx.keep.get(known):
            return []
        now = self._clock.now()
        await tx.keep.put(known, now.isoformat())
        stranger = Conversation(conversation_at(group), group, language=hear("", None, language_code).language)
        why = say(stranger, Line(text("sign_in.group")))
        return await self._recorder.send(tx, row.id, Decision(stranger, (why,)), now)

    async def _duty(self, tx: Transaction, row: InboxRow, change: DutyChanged) -> list[OutboxRow]:
        now = self._clock.now()
        known = await tx.staff.get(change.agent.id)
        agent = known.agent if known else change.agent
        languages = known.languages if known else ()
        await tx.staff.put(Duty(agent, change.on_duty, languages), now)
        await tx.audit.note("on duty" if change.on_duty else "off duty", "", agent.id, now)
        await tx.inbox.settle(row.id, "done")
        self._roster_changed = True
        return []

    async def _decide(
        self, tx: Transaction, row: InboxRow, id: ConversationId, event: Event, customer: Address | None = None
    ) -> list[OutboxRow]:
        before = await tx.conversations.load(id) or _new(id, customer, event)
        if before is None:
            await tx.inbox.settle(row.id, "ignored", f"no conversation {id}")
            return []
        facts = await self._facts.load(tx, before, event)
        after, effects = decide(before, event, facts)
        if isinstance(event, HandoffOpened) and event.thread:
            await tx.conversations.link(event.thread, id)
        await tx.inbox.settle(row.id, "done")
        return await self._recorder.record(tx, Decided(row.id, event, facts, before, after, effects))

    async def _dispute(self, tx: Transaction, row: InboxRow, case: CaseCode, event: DisputeEvent) -> list[OutboxRow]:
        rows = await self._disputes.decide(tx, row.id, case, event)
        await tx.inbox.settle(row.id, "done")
        return rows

    async def _callback(self, tx: Transaction, row: InboxRow, case: CaseCode, event: CallbackEvent) -> list[OutboxRow]:
        rows = await self._callbacks.decide(tx, row.id, case, event)
        await tx.inbox.settle(row.id, "done")
        return rows

    async def _call_note(self, tx: Transaction, row: InboxRow, case: CaseCode, event: AgentEvent) -> list[OutboxRow]:
        """After the call what its owner writes in the thread is the note; all else there is talk among staff."""
        file = await tx.callbacks.load(case)
        if (
            file
            and file.state == "reached"
            and isinstance(event, AgentWrote)
            and file.owner
            and file.owner.id == event.agent.id
        ):
            return await self._callback(tx, row, case, CallDone(event.agent, event.thread, event.text))
        await tx.inbox.settle(row.id, "ignored", "staff talk about a callback among themselves")
        return []

    async def _bury_row(self, row: InboxRow, reason: str) -> list[OutboxRow]:
        return await self._store.transact(lambda tx: self._bury(tx, row, reason))

    async def _bury(self, tx: Transaction, row: InboxRow, reason: str) -> list[OutboxRow]:
        """To the dead letters, where operators see it; a customer is told that the message was not understood."""
        log.error("inbox row %d goes to the dead letters: %s", row.id, reason)
        await tx.inbox.settle(row.id, "dead", reason)
        conversation = await tx.conversations.load(ConversationId(row.stream)) or self._stranger(row)
        if conversation is None or row.source == "core":
            return []
        sorry = say(conversation, Line(text("desk.stumbled")), buttons=(TALK_BUTTON,))
        told = greet(Decision(conversation, (sorry,)))
        await tx.conversations.save(told.conversation, self._clock.now())
        return await self._recorder.send(tx, row.id, told, self._clock.now())

    def _stranger(self, row: InboxRow) -> Conversation | None:
        """Whose very first item could be read, but not answered."""
        try:
            heard = self._readers[row.source].read(row.payload)
        except (DeskError, LookupError):
            return None
        if not isinstance(heard, FromCustomer):
            return None
        return _new(conversation_at(heard.address), heard.address, heard.event)


def _new(id: ConversationId, customer: Address | None, event: Event) -> Conversation | None:
    """A conversation begins with a customer, in the language that their first words or their messenger speak."""
    if customer is None or not isinstance(event, CustomerEvent):
        return None
    words = event.text if isinstance(event, CustomerWrote) else ""
    language = hear(words, None, event.sender.language_code).language
    return Conversation(id, customer, event.sender.name, language)


S = TypeVar("S", bound=AgentEvent | StaffEvent | StaffCallback)


async def _named(tx: Transaction, event: S) -> S:
    """The agent by the name that customers read: channels often know only an id."""
    duty = await tx.staff.get(AgentId(event.agent.id))
    name = duty.agent.name if duty else event.agent.name or event.agent.id
    return replace(event, agent=Agent(event.agent.id, name))
