"""Writes down that a try is made, and what came of it: each in one transaction, under the lease of the lane's slot."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from core.engine.intake import DurableIntake
from core.engine.lane import Lane
from core.engine.ownership import fenced
from core.engine.retry import next_try
from core.model import codec
from core.model.effects import Ask
from core.model.errors import Fault, Final, Transient, Uncertain
from core.model.events import AnyEvent, EffectFailed
from core.model.rows import Done, OutboxRow, Received
from core.ports import Clock, Ownership, Store, Transaction
from core.store.errors import LeaseLost

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds, while the store fails
BUG_TRIES = 5  # an error of our own: some are passing, so a few tries, then the dead letters

Write = Callable[[Transaction], Awaitable[None]]


class Apart(Exception):
    """Several that went out as one have to go one by one."""


class Outcomes:
    def __init__(self, store: Store, clock: Clock, intake: DurableIntake, ownership: Ownership) -> None:
        self._store = store
        self._clock = clock
        self._intake = intake
        self._ownership = ownership

    async def begin(self, lane: Lane, begun: Sequence[OutboxRow]) -> None:
        """Count the tries before they are made: after a crash it is known that they may have happened.

        Raises Transient, LeaseLost, and RowOver where one of them does not wait any more.
        """
        await self._store.transact(fenced(lambda tx: _begin(tx, begun, self._clock.now()), lane.lease, self._clock))

    async def done(self, lane: Lane, begun: Sequence[OutboxRow], done: Done) -> None:
        receipts = (done.receipt, *done.others) if done.others else (done.receipt,) * len(begun)

        async def work(tx: Transaction) -> None:
            for row, receipt in zip(begun, receipts, strict=True):
                await tx.outbox.settle(row.seq, "done", receipt=receipt)

        await self._settle_with(lane, begun[0], work, done.event)

    async def failed(self, lane: Lane, begun: Sequence[OutboxRow], error: Exception) -> datetime | None:
        """When the next try is, or None when it is given up. Raises Apart where several are: one may be what others fail by."""
        if isinstance(error, Transient):
            return await self._again(lane, begun, error)
        if isinstance(error, Final):
            await self.give_up(lane, _alone(begun, error), str(error), error.fault, certain=True)
            return None
        row, reason = begun[0], f"{type(error).__name__}: {error}"
        log.error("effect %s (%s) failed by a mistake of ours", row.id, type(row.effect).__name__, exc_info=error)
        if row.attempts < BUG_TRIES:
            return await self._again(lane, begun, Transient(reason))
        await self.give_up(lane, _alone(begun, error), reason, "exhausted", certain=False)
        return None

    async def _again(self, lane: Lane, begun: Sequence[OutboxRow], error: Transient) -> datetime | None:
        row = begun[0]
        at = next_try(row, error, self._clock.now())
        if at is None:
            certain = not isinstance(error, Uncertain)
            await self.give_up(lane, _alone(begun, error), str(error), "exhausted", certain=certain)
            return None
        log.warning("effect %s waits until %s (try %d): %s", row.id, at.isoformat(), row.attempts, error)
        await self._write(lane, lambda tx: tx.outbox.settle(row.seq, "waiting", reason=str(error), until=at))
        return at

    async def give_up(self, lane: Lane, row: OutboxRow, reason: str, fault: Fault, *, certain: bool) -> None:
        log.error("effect %s (%s) given up: %s", row.id, type(row.effect).__name__, reason)
        failed = EffectFailed(row.id, row.effect, row.turn, reason, fault, certain)
        await self._settle_with(lane, row, lambda tx: tx.outbox.settle(row.seq, "failed", reason=reason), failed)
        if rest := lane.other_parts(row):  # of a message whose beginning did not arrive: it would only puzzle
            await self._write(lane, lambda tx: _drop(tx, rest))

    async def _settle_with(self, lane: Lane, row: OutboxRow, settle: Write, event: AnyEvent | None) -> None:
        """The end of the effect and the event that comes of it, if any, in one transaction."""
        if event is None:
            await self._write(lane, settle)
            return
        result = Received(f"{row.id}/{row.part}", "core", row.conversation, codec.encode(event))

        async def work(tx: Transaction) -> None:
            await settle(tx)
            await tx.inbox.add([result], self._clock.now())

        await self._write(lane, work)
        self._intake.came([result])

    async def _write(self, lane: Lane, work: Write) -> None:
        """What has happened outside is written down before the lane goes on: while the store fails, only the writing is repeated.

        Where the lease has run out it may still be taken anew before anybody else does; otherwise this lane is closed.
        """
        while True:
            lane.lease = self._ownership.lease(lane.lease_name) or lane.lease
            try:
                return await self._store.transact(fenced(work, lane.lease, self._clock))
            except (Transient, LeaseLost) as error:
                log.error("the outcome of an effect is not on disk yet: %s", error)
            await asyncio.sleep(PAUSE)


def _alone(begun: Sequence[OutboxRow], error: Exception) -> OutboxRow:
    """Only one by one is anything given up."""
    if len(begun) > 1:
        raise Apart(str(error)) from error
    return begun[0]


async def _begin(tx: Transaction, begun: Sequence[OutboxRow], now: datetime) -> None:
    """As the store counts them: a try whose beginning it did not take was none."""
    for row in begun:
        tries = await tx.outbox.begin(row.seq)
        if tries > 1 and not isinstance(row.effect, Ask):
            await tx.audit.note("effect tried again", row.conversation, f"{row.id} try {tries}", now)


async def _drop(tx: Transaction, rows: Sequence[OutboxRow]) -> None:
    for row in rows:
        await tx.outbox.settle(row.seq, "failed", reason="an earlier part failed")
