"""Carries effects out: one first-in-first-out lane per destination, with its retries, its pauses and its end."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from core.engine.intake import DurableIntake
from core.engine.limits import Limits
from core.engine.retry import next_try
from core.engine.routes import Routes
from core.model import codec
from core.model.effects import Ask
from core.model.errors import Fault, Final, Limited, Transient, Uncertain
from core.model.events import AnyEvent, EffectFailed
from core.model.rows import Done, Limit, OutboxRow, Received
from core.ports import Clock, Performer, Store, Transaction

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds, after an error that is not the destination's
STOP_WITHIN = 7.0  # seconds for what is being sent, so that the whole process ends within ten
BUG_TRIES = 5  # an error of our own: some are passing, so a few tries, then the dead letters


class Dispatcher:
    """Lanes live in memory; what is in them lives in the outbox, from which a fresh start fills them again."""

    def __init__(self, store: Store, routes: Routes, clock: Clock, intake: DurableIntake) -> None:
        self._store = store
        self._routes = routes
        self._clock = clock
        self._intake = intake
        self._limits = Limits()
        self._lanes: dict[str, deque[OutboxRow]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()
        self._performing: set[str] = set()

    async def recover(self) -> int:
        """Take up what an earlier process left; how many rows."""
        rows = await self._store.transact(lambda tx: tx.outbox.waiting())
        self.put(rows)
        return len(rows)

    def put(self, rows: Sequence[OutboxRow]) -> None:
        """Queue rows that are already in the outbox."""
        for row in rows:
            self._lanes.setdefault(row.lane, deque()).append(row)
            if row.lane not in self._tasks:
                self._tasks[row.lane] = asyncio.create_task(self._drain(row.lane), name=f"lane {row.lane}")

    def waiting(self) -> int:
        """How many effects are queued in this process."""
        return sum(len(lane) for lane in self._lanes.values())

    async def stop(self, within: float = STOP_WITHIN) -> None:
        """Begin nothing new; let what is being sent finish, up to a time in seconds. The rest is in the outbox."""
        self._stopping.set()
        for lane, task in self._tasks.items():
            if lane not in self._performing:
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=within)
        for task in self._tasks.values():
            task.cancel()

    async def _drain(self, lane: str) -> None:
        """One row after the other; a row that has to wait holds up its own lane and no other."""
        rows = self._lanes[lane]
        while rows and not self._stopping.is_set():
            try:
                await self._until(rows[0].not_before)
                await self._try(lane, rows)
            except Transient as error:  # the store does not take the beginning of a try: none was made
                log.error("lane %s goes on in %.0f s: %s", lane, PAUSE, error)
                await asyncio.sleep(PAUSE)
            except Exception:  # the edge of the lane: one that ended silently would never send again
                log.exception("lane %s failed by a mistake of ours", lane)
                await asyncio.sleep(PAUSE)
        del self._tasks[lane]
        if not rows:
            del self._lanes[lane]

    async def _until(self, at: datetime) -> None:
        seconds = (at - self._clock.now()).total_seconds()
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def _try(self, lane: str, rows: deque[OutboxRow]) -> None:
        """Make one try of the first row; it is over then, or stands as it waits for the next try."""
        try:
            performer = self._routes.performer(rows[0].effect)
            limits = performer.limits(rows[0].effect)
        except Final as error:  # since it was decided, its channel or method was taken away
            await self._give_up(rows[0], str(error), error.fault, certain=True)
            rows.popleft()
            return
        await self._limits.acquire(limits)
        if self._stopping.is_set():
            return
        # Kept here too: whatever happens to the outcome, the next try must know of this one.
        rows[0] = begun = replace(rows[0], attempts=rows[0].attempts + 1)
        await self._store.transact(lambda tx: _begin(tx, begun, self._clock.now()))
        self._performing.add(lane)
        try:
            after = await self._outcome(begun, performer, limits)
        finally:
            self._performing.discard(lane)
        if after is None:
            rows.popleft()
        else:
            rows[0] = after

    async def _outcome(self, begun: OutboxRow, performer: Performer, limits: tuple[Limit, ...]) -> OutboxRow | None:
        """Perform and write down what came of it; the row as it waits for the next try, or None when it is over."""
        try:
            done = await performer.perform(begun)
        except Limited as error:
            if error.scope == "key":
                self._limits.pause(limits, error.retry_after)
            return await self._again(begun, error)
        except Transient as error:
            return await self._again(begun, error)
        except Final as error:
            await self._give_up(begun, str(error), error.fault, certain=True)
            return None
        except Exception as error:  # the edge of the lane: a mistake of ours must not stop the destination
            log.exception("effect %s (%s) failed by a mistake of ours", begun.id, type(begun.effect).__name__)
            if begun.attempts >= BUG_TRIES:
                await self._give_up(begun, f"{type(error).__name__}: {error}", "exhausted", certain=False)
                return None
            return await self._again(begun, Transient(f"{type(error).__name__}: {error}"))
        await self._finish(begun, done)
        return None

    async def _finish(self, row: OutboxRow, done: Done) -> None:
        async def work(tx: Transaction) -> None:
            await tx.outbox.settle(row.seq, "done", receipt=done.receipt)

        if done.event is None:
            await self._write(work)
        else:
            await self._settle_with(row, "done", done.receipt, "", done.event)

    async def _again(self, row: OutboxRow, error: Transient) -> OutboxRow | None:
        now = self._clock.now()
        at = next_try(row, error, now)
        if at is None:
            await self._give_up(row, str(error), "exhausted", certain=not isinstance(error, Uncertain))
            return None
        log.warning("effect %s waits until %s (try %d): %s", row.id, at.isoformat(), row.attempts, error)
        await self._write(lambda tx: tx.outbox.settle(row.seq, "waiting", reason=str(error), until=at))
        return replace(row, not_before=at)

    async def _give_up(self, row: OutboxRow, reason: str, fault: Fault, *, certain: bool) -> None:
        log.error("effect %s (%s) given up: %s", row.id, type(row.effect).__name__, reason)
        failed = EffectFailed(row.id, row.effect, row.turn, reason, fault, certain)
        await self._settle_with(row, "failed", "", reason, failed)
        await self._drop_other_parts(row)

    async def _drop_other_parts(self, row: OutboxRow) -> None:
        """The rest of a message whose beginning did not arrive would only puzzle."""
        rows = self._lanes[row.lane]
        rest = [other for other in list(rows)[1:] if other.id == row.id]
        for other in rest:
            rows.remove(other)
            await self._write(
                lambda tx, seq=other.seq: tx.outbox.settle(seq, "failed", reason="an earlier part failed")  # type: ignore[misc]
            )

    async def _settle_with(self, row: OutboxRow, state: str, receipt: str, reason: str, event: AnyEvent) -> None:
        """The end of the effect and the event that comes of it, in one transaction."""
        result = Received(f"{row.id}/{row.part}", "core", row.conversation, codec.encode(event))

        async def work(tx: Transaction) -> None:
            await tx.outbox.settle(row.seq, state, receipt=receipt, reason=reason)
            await tx.inbox.add([result], self._clock.now())

        await self._write(work)
        self._intake.wake()

    async def _write(self, work: Callable[[Transaction], Awaitable[None]]) -> None:
        """What has happened outside is written down before the lane goes on: while the store fails, only the writing is repeated."""
        while True:
            try:
                return await self._store.transact(work)
            except Transient as error:
                log.error("the outcome of an effect is not on disk yet: %s", error)
            await asyncio.sleep(PAUSE)


async def _begin(tx: Transaction, row: OutboxRow, now: datetime) -> None:
    """Count the try on disk before it is made: after a crash it is known that it may have happened."""
    await tx.outbox.begin(row.seq)
    if row.attempts > 1 and not isinstance(row.effect, Ask):
        await tx.audit.note("effect tried again", row.conversation, f"{row.id} try {row.attempts}", now)
