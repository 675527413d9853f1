"""Keeps the desk right as time passes: shifts end, ways that were closed open, what agents say of themselves begins and ends."""

import asyncio
from collections.abc import Callable

from core.engine import closing, roster
from core.engine.intake import DurableIntake
from core.ports import Clock, ShiftOver, Store, Transaction

LOOKS = 5.0  # seconds between two looks


class Shifts:
    """`over` is the handoff's, handed in by the composition root; `changed` is called when the roster is another."""

    def __init__(
        self, store: Store, clock: Clock, intake: DurableIntake, over: ShiftOver, changed: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._intake = intake
        self._over = over
        self._changed = changed

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOKS)

    async def look(self) -> bool:
        """Once at everybody; whether anything has changed. Who is put off duty is so once, and may come back at once."""
        changed = await self._store.transact(self._look)
        if changed:
            self._changed()
            self._intake.wake()  # for their chats and for those who wait
        return changed

    async def _look(self, tx: Transaction) -> bool:
        now = self._clock.now()
        changed = await roster.time_passes(tx, now)
        changed |= await closing.time_passes(tx, now)
        for duty in await tx.staff.all():
            if self._over(duty, now):
                await roster.end_shift(tx, duty, now)
                changed = True
        return changed
