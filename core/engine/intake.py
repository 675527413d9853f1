"""The door of the durable inbox: on disk first, then "received"."""

import asyncio
from collections.abc import Sequence

from core.model.rows import Received
from core.ports import Clock, Store


class DurableIntake:
    """Writes what came in and wakes the worker."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._news = asyncio.Event()

    async def receive(self, items: Sequence[Received]) -> None:
        await self._store.transact(lambda tx: tx.inbox.add(items, self._clock.now()))
        self.wake()

    def wake(self) -> None:
        """There may be undone rows."""
        self._news.set()

    async def news(self, at_most: float) -> None:
        """Wait until there may be undone rows, or for some seconds."""
        try:
            # Not wait_for: before Python 3.12 it may swallow a cancellation that comes together with the news.
            async with asyncio.timeout(at_most):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()
