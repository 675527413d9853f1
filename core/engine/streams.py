"""Decides each row of the inbox in the stream that it belongs to: a conversation, a dispute, a callback, a ticket, the roster."""

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta

from core.engine import at_once, commands, roster
from core.engine.board_desk import BoardDesk
from core.engine.callback_desk import CallbackDesk
from core.engine.dispute_desk import DisputeDesk
from core.engine.facts import FactsLoader
from core.engine.mail_desk import MailDesk
from core.engine.naming import named
from core.engine.record import Recorder
from core.engine.ticket_desk import TicketDesk
from core.flow.decide import decide
from core.flow.decision import Decision, say
from core.language.detect import hear
from core.model import codec
from core.model.board_acts import DeskAct
from core.model.callback import CallDone
from core.model.callback import case_in as callback_in
from core.model.conversation import Conversation
from core.model.dispute_file import case_in as dispute_in
from core.model.effects import PutOffDuty
from core.model.errors import Transient
from core.model.events import (
    AgentEvent,
    AgentWrote,
    CustomerEvent,
    CustomerWrote,
    Event,
    HandoffOpened,
    ThreadMoved,
)
from core.model.heard import (
    AgentLeft,
    AgentSettings,
    DutyChanged,
    FromBoard,
    FromCallback,
    FromCard,
    FromCommand,
    FromCustomer,
    FromDispute,
    FromGroup,
    FromMail,
    FromThread,
    Heard,
    Ignored,
    PresenceSeen,
)
from core.model.ids import Address, CaseCode, ConversationId, conversation_at
from core.model.rows import Decided, InboxRow, OutboxRow
from core.model.ticket import case_in as ticket_in
from core.model.view import Line, text
from core.ports import Clock, Reader, Transaction

UNKNOWN_THREAD = timedelta(minutes=2)  # so long a thread of ours may be written in before its opening is recorded


class Parked(Exception):
    """The row cannot be decided yet."""


class Streams:
    """`roster_changes` counts: when it is another number, who is there may have to be shown anew."""

    def __init__(
        self,
        *,
        clock: Clock,
        readers: Mapping[str, Reader],
        facts: FactsLoader,
        recorder: Recorder,
        disputes: DisputeDesk,
        callbacks: CallbackDesk,
        tickets: TicketDesk,
        mails: MailDesk,
        board: BoardDesk,
    ) -> None:
        self._clock = clock
        self._readers = readers
        self._facts = facts
        self._recorder = recorder
        self._disputes = disputes
        self._callbacks = callbacks
        self._tickets = tickets
        self._mails = mails
        self._board = board
        self.roster_changes = 0

    async def take(self, tx: Transaction, row: InboxRow) -> list[OutboxRow]:
        """Read the row, decide, and write what follows."""
        if row.source == "core":
            return await self._go_on(tx, row)
        match self.read(row):
            case Ignored(why):
                await tx.inbox.settle(row.id, "ignored", why)
                return []
            case DutyChanged() as change:
                return await self._duty(tx, row, change)
            case PresenceSeen() | AgentLeft() as seen:
                return await self._seen(tx, row, seen)
            case AgentSettings() as wanted:
                return await self._settings(tx, row, wanted)
            case FromCustomer(address, event, written):
                return await self._decide(tx, row, conversation_at(address), event, address, written)
            case FromGroup(address, language_code):
                return await self._group(tx, row, address, language_code)
            case FromCard(conversation, event):
                await tx.conversations.link(event.thread, conversation)
                return await self._decide(tx, row, conversation, await named(tx, event))
            case FromCommand() as command:
                return await self._command(tx, row, command)
            case FromBoard(act):
                return await self._at_the_board(tx, row, act)
            case FromCallback(callback, did_call):
                return await self._done(
                    tx, row, self._callbacks.decide(tx, row.id, callback, await named(tx, did_call))
                )
            case FromDispute(dispute, did):
                return await self._done(tx, row, self._disputes.decide(tx, row.id, dispute, await named(tx, did)))
            case FromMail(letter):
                return await self._done(tx, row, self._mails.take(tx, row.id, letter))
            case FromThread(thread, event, ours):
                return await self._thread(tx, row, thread, event, ours=ours)

    async def _go_on(self, tx: Transaction, row: InboxRow) -> list[OutboxRow]:
        """What an earlier decision led to, in the stream of what it is about."""
        payload = row.payload
        if case := dispute_in(row.stream):
            dispute = codec.decode_dispute_event(payload)
            return await self._done(tx, row, self._disputes.decide(tx, row.id, case, dispute))
        if case := callback_in(row.stream):
            call = codec.decode_callback_event(payload)
            return await self._done(tx, row, self._callbacks.decide(tx, row.id, case, call))
        if case := ticket_in(row.stream):
            ticket = codec.decode_ticket_event(payload)
            return await self._done(tx, row, self._tickets.decide(tx, row.id, case, ticket))
        return await self._decide(tx, row, ConversationId(row.stream), codec.decode_event(payload))

    def read(self, row: InboxRow) -> Heard:
        try:
            return self._readers[row.source].read(row.payload)
        except Transient as error:
            raise Parked(str(error)) from error

    async def _thread(
        self, tx: Transaction, row: InboxRow, thread: Address, event: AgentEvent, *, ours: bool
    ) -> list[OutboxRow]:
        conversation = await tx.conversations.of_thread(thread)
        if conversation and (call := callback_in(conversation)):
            return await self._call_note(tx, row, call, await named(tx, event))
        if conversation and dispute_in(conversation):
            await tx.inbox.settle(row.id, "ignored", "staff talk about a dispute among themselves")
            return []
        if conversation:
            return await self._decide(tx, row, conversation, await named(tx, event))
        if ours and self._clock.now() - row.received_at < UNKNOWN_THREAD:
            raise Parked("the thread is ours, but its opening is not recorded yet")
        await tx.inbox.settle(row.id, "ignored", "not a thread of a conversation")
        return []

    async def _command(self, tx: Transaction, row: InboxRow, command: FromCommand) -> list[OutboxRow]:
        match await commands.meaning(tx, command):
            case commands.Meant(conversation, event):
                return await self._decide(tx, row, conversation, await named(tx, event))
            case commands.Unclear(why, soon):
                if soon and self._clock.now() - row.received_at < UNKNOWN_THREAD:
                    raise Parked(why)
                await tx.inbox.settle(row.id, "ignored", why)
                return []

    async def _at_the_board(self, tx: Transaction, row: InboxRow, act: DeskAct) -> list[OutboxRow]:
        effects = await self._board.take(tx, row.id, act)
        changed = effects is not None
        await tx.inbox.settle(row.id, "done" if changed else "ignored", "" if changed else "nothing new")
        self.roster_changes += changed
        return effects or []

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
        await roster.change_duty(tx, change, str(row.id), self._clock.now())
        await tx.inbox.settle(row.id, "done")
        self.roster_changes += 1
        return []

    async def _settings(self, tx: Transaction, row: InboxRow, wanted: AgentSettings) -> list[OutboxRow]:
        await roster.change_settings(tx, wanted, str(row.id), self._clock.now())
        await tx.inbox.settle(row.id, "done")
        self.roster_changes += 1
        return []

    async def _seen(self, tx: Transaction, row: InboxRow, seen: PresenceSeen | AgentLeft) -> list[OutboxRow]:
        """What the messenger knows of an agent."""
        cause, now = str(row.id), self._clock.now()
        if isinstance(seen, AgentLeft):
            changed = await roster.leave(tx, seen.agent, cause, now)
        else:
            changed = await roster.see_presence(tx, seen, cause, now)
        await tx.inbox.settle(row.id, "done" if changed else "ignored", "" if changed else "nothing new")
        self.roster_changes += changed
        return []

    async def _decide(
        self,
        tx: Transaction,
        row: InboxRow,
        id: ConversationId,
        event: Event,
        customer: Address | None = None,
        written: datetime | None = None,
    ) -> list[OutboxRow]:
        before = await tx.conversations.load(id) or begun(id, customer, event)
        if before is None:
            await tx.inbox.settle(row.id, "ignored", f"no conversation {id}")
            return []
        facts = await self._facts.load(tx, before, event, written=written)
        after, effects = decide(before, event, facts)
        if isinstance(event, HandoffOpened) and event.thread:
            await tx.conversations.link(event.thread, id)
            await commands.keep_thread(tx, event.case, event.thread)
        if isinstance(event, ThreadMoved):
            await tx.conversations.link(event.to, id)
            await commands.keep_thread(tx, event.case, event.to)
        await tx.inbox.settle(row.id, "done")
        self.roster_changes += any(isinstance(effect, PutOffDuty) for effect in effects)
        decided = Decided(row.id, event, facts, before, after, effects)
        return await at_once.record(tx, decided, self._facts, self._recorder)

    async def _done(self, tx: Transaction, row: InboxRow, deciding: Awaitable[list[OutboxRow]]) -> list[OutboxRow]:
        rows = await deciding
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
            done = CallDone(event.agent, event.thread, event.text)
            return await self._done(tx, row, self._callbacks.decide(tx, row.id, case, done))
        await tx.inbox.settle(row.id, "ignored", "staff talk about a callback among themselves")
        return []


def begun(id: ConversationId, customer: Address | None, event: Event) -> Conversation | None:
    """A conversation begins with a customer, in the language that their first words or their messenger speak."""
    if customer is None or not isinstance(event, CustomerEvent):
        return None
    words = event.text if isinstance(event, CustomerWrote) else ""
    language = hear(words, None, event.sender.language_code).language
    return Conversation(id, customer, event.sender.name, language)
