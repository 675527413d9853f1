"""Turns timers that are due into inbox rows, in one transaction, so that none fires twice or never: of however many processes."""

import asyncio

from core.engine.intake import DurableIntake
from core.model import codec
from core.model.events import Woke
from core.model.rows import Received, Timer
from core.ports import Clock, Store, Transaction

BATCH = 200
LONGEST_SLEEP = 1.0  # seconds; a clock that was set, or a timer from elsewhere, is noticed after this


class Timers:
    def __init__(self, store: Store, clock: Clock, intake: DurableIntake) -> None:
        self._store = store
        self._clock = clock
        self._intake = intake

    async def run(self) -> None:
        while True:
            if not await self.fire():
                await asyncio.sleep(await self._pause())

    async def fire(self) -> int:
        """Move what is due to the inbox; how many."""
        fired = await self._store.transact(self._move)
        if fired:
            self._intake.came(fired)
        return len(fired)

    async def _move(self, tx: Transaction) -> list[Received]:
        now = self._clock.now()
        woken = [_woken(timer) for timer in await tx.timers.take_due(now, BATCH)]
        if woken:
            await tx.inbox.add(woken, now)
        return woken

    async def _pause(self) -> float:
        due = await self._store.transact(lambda tx: tx.timers.next_due())
        if due is None:
            return LONGEST_SLEEP
        return min(max((due - self._clock.now()).total_seconds(), 0.01), LONGEST_SLEEP)


def _woken(timer: Timer) -> Received:
    key = f"timer/{timer.conversation}/{timer.reason}/{timer.turn}/{timer.due.timestamp()}"
    return Received(key, "core", timer.conversation, codec.encode(Woke(timer.reason, timer.turn)))
