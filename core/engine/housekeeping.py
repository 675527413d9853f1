"""Forgets what is kept for a time only: gaps, and links to sign in."""

import asyncio
from datetime import datetime, timedelta

from core.ports import Clock, Store, Transaction

EVERY = timedelta(hours=6)
GAPS = timedelta(days=365)
LINKS = timedelta(days=1)  # after they expired


class Housekeeping:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        while True:
            await self.tidy()
            await asyncio.sleep(EVERY.total_seconds())

    async def tidy(self) -> None:
        now = self._clock.now()
        await self._store.transact(lambda tx: _forget(tx, now))


async def _forget(tx: Transaction, now: datetime) -> None:
    await tx.gaps.forget(now - GAPS)
    await tx.links.forget(now - LINKS)
