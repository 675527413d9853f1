"""Takes inbox rows in order, decides, and writes state and effects: one transaction for each row."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from core.engine.intake import DurableIntake
from core.engine.ownership import ALONE, NOBODY_ELSE, fenced
from core.engine.record import Recorder
from core.engine.streams import Parked, Streams, begun
from core.flow.choices import TALK_BUTTON
from core.flow.decision import Decision, say
from core.flow.greeting import greet
from core.model.conversation import Conversation
from core.model.errors import Transient, Unreadable
from core.model.heard import (
    FromCustomer,
)
from core.model.ids import ConversationId, conversation_at
from core.model.lease import Lease, deciding
from core.model.rows import InboxRow, OutboxRow
from core.model.slots import slot_of
from core.model.view import Line, text
from core.ports import Clock, Nerves, Ownership, Store, Transaction
from core.store.errors import LeaseLost, RowOver

log = logging.getLogger(__name__)

BATCH = 50
IDLE = 1.0  # seconds until the table is looked at again without news: parked rows become due
TRIES = 3
PARK = timedelta(seconds=2)
BATCHES = 3  # at one time, where streams are decided beside each other


class Worker:
    """Where several processes share the work, it decides the streams of the slots that this process holds."""

    def __init__(
        self,
        *,
        store: Store,
        intake: DurableIntake,
        clock: Clock,
        streams: Streams,
        recorder: Recorder,
        send: Callable[[Sequence[OutboxRow]], None],
        duty_changed: Callable[[], None],
        changed: Callable[[], None] = lambda: None,
        ownership: Ownership = ALONE,
        nerves: Nerves = NOBODY_ELSE,
    ) -> None:
        self._store = store
        self._intake = intake
        self._clock = clock
        self._streams = streams
        self._recorder = recorder
        self._send = send
        self._duty_changed = duty_changed
        self._changed = changed
        self._ownership = ownership
        self._nerves = nerves
        self._is_alone = ownership.slots("decide") is None
        self._places = asyncio.Semaphore(BATCH)
        self._busy: set[str] = set()  # streams

    async def run(self) -> None:
        """For ever. Where streams are decided beside each other, the next batch need not wait for the last stream of one."""
        if self._is_alone:
            await self._go_on()
        async with asyncio.TaskGroup() as group:
            for _ in range(BATCHES):
                group.create_task(self._go_on())

    async def _go_on(self) -> None:
        while True:
            if not await self.work():
                await self._intake.news(IDLE)

    def look(self) -> None:
        """There may be undone rows: do not wait for news of them."""
        self._intake.look()

    async def work(self) -> int:
        """Decide what is undone, at most a batch; how many rows were looked at."""
        rows, held, roster = await self._undone(), dict[str, int](), self._streams.roster_changes
        # The store of the one process takes them in their order by itself, and groups their commits.
        chains = [[row] for row in rows] if self._is_alone else _by_stream(rows)
        streams = {row.stream for row in rows}
        self._busy |= streams
        try:
            results = await asyncio.gather(*(self._chain(chain, held) for chain in chains), return_exceptions=True)
        finally:
            self._busy -= streams
        self._tell(rows, roster)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return sum(result for result in results if isinstance(result, int))

    async def _undone(self) -> list[InboxRow]:
        """The next batch, without streams that are being decided, or were while it was read."""
        now, slots, busy = self._clock.now(), self._ownership.slots("decide"), self._busy.copy()
        if slots is not None and not slots:
            return []
        rows = await self._store.transact(lambda tx: tx.inbox.next(BATCH, now, slots))
        return [row for row in rows if row.stream not in busy and row.stream not in self._busy]

    def _tell(self, rows: Sequence[InboxRow], roster: int) -> None:
        """`roster`: how often it had changed before. Each batch compares for itself: what it changed stands only now."""
        if self._streams.roster_changes != roster:
            self._duty_changed()
            self._nerves.tell("roster")
        if rows:
            self._changed()
            self._nerves.tell("changed")

    async def _chain(self, rows: Sequence[InboxRow], held: dict[str, int]) -> int:
        """One row after the other, beside other streams."""
        async with self._places:
            return sum([await self._one(row, held) for row in rows])

    async def _one(self, row: InboxRow, held: dict[str, int]) -> bool:
        """One row to its end, unless it is another's. If it has to wait, so does all of its stream: `held` has by which row."""
        lease = self._ownership.lease(deciding(slot_of(row.stream)))
        if lease is None or row.stream in held:
            return False
        try:
            self._send(await self._decide(row, held, lease))
        except (LeaseLost, RowOver) as error:
            held[row.stream] = row.id
            log.warning("inbox row %d is left to another process: %s", row.id, error)
            return False
        return True

    async def _decide(self, row: InboxRow, held: dict[str, int], lease: Lease) -> list[OutboxRow]:
        async def unit(tx: Transaction) -> list[OutboxRow]:
            # Only an earlier one holds it up: the store may run a whole group again, this row and one behind it that failed.
            if held.get(row.stream, row.id) < row.id:
                return []
            try:
                return await self._streams.take(tx, row)
            except Exception:
                held[row.stream] = row.id
                raise

        try:
            return await self._store.transact(fenced(unit, lease, self._clock))
        except Parked as pause:
            return await self._park(row, str(pause), lease)
        except (Transient, LeaseLost, RowOver):
            raise  # the store, not the row
        except Unreadable as error:
            return await self._bury(row, str(error), lease)
        except Exception as error:  # noqa: BLE001 - the edge of the inbox: one poison item must not mute anybody
            return await self._put_aside(row, error, lease)

    async def _put_aside(self, row: InboxRow, mistake: Exception, lease: Lease) -> list[OutboxRow]:
        """For another try, or for good. Raises RowOver where another process has just decided it: then its keys are taken."""
        reason = f"{type(mistake).__name__}: {mistake}"
        put = self._park if row.attempts + 1 < TRIES else self._bury
        try:
            left = await put(row, reason, lease)
        except (LeaseLost, RowOver):
            raise
        except Exception:
            log.error("inbox row %d failed by a mistake of ours", row.id, exc_info=mistake)
            raise
        log.error("inbox row %d failed by a mistake of ours", row.id, exc_info=mistake)
        return left

    async def _park(self, row: InboxRow, reason: str, lease: Lease) -> list[OutboxRow]:
        until = self._clock.now() + PARK
        await self._store.transact(fenced(lambda tx: tx.inbox.park(row.id, until, reason), lease, self._clock))
        return []

    async def _bury(self, row: InboxRow, reason: str, lease: Lease) -> list[OutboxRow]:
        """To the dead letters, where operators see it; a customer is told that the message was not understood."""
        log.error("inbox row %d goes to the dead letters: %s", row.id, reason)
        return await self._store.transact(fenced(lambda tx: self._buried(tx, row, reason), lease, self._clock))

    async def _buried(self, tx: Transaction, row: InboxRow, reason: str) -> list[OutboxRow]:
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
            heard = self._streams.read(row)
        except Exception:  # noqa: BLE001 - it is being given up for that: whatever it is, it must not keep the row here
            return None
        if not isinstance(heard, FromCustomer):
            return None
        return begun(conversation_at(heard.address), heard.address, heard.event)


def _by_stream(rows: Iterable[InboxRow]) -> list[list[InboxRow]]:
    chains: defaultdict[str, list[InboxRow]] = defaultdict(list)
    for row in rows:
        chains[row.stream].append(row)
    return list(chains.values())
