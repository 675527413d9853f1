"""Forgets what is kept for a time only: links to sign in and marks of signed requests at once, all else as the settings say."""

import asyncio
from datetime import datetime, timedelta

from core.engine.history import begin_counting
from core.engine.retention.job import Retention
from core.ports import Clock, Store, Transaction

EVERY = timedelta(minutes=15)
LINKS = timedelta(days=1)  # after they expired


class Housekeeping:
    def __init__(self, store: Store, clock: Clock, retention: Retention) -> None:
        self._store = store
        self._clock = clock
        self._retention = retention

    async def run(self) -> None:
        while True:
            await self.tidy()
            await self._retention.daily()
            await asyncio.sleep(EVERY.total_seconds())

    async def tidy(self) -> None:
        now = self._clock.now()
        await self._store.transact(lambda tx: _forget(tx, now))


async def _forget(tx: Transaction, now: datetime) -> None:
    await begin_counting(tx, now)
    await tx.links.forget(now - LINKS)
    await tx.nonces.forget(now)
