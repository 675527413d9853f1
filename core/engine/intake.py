"""The door of the durable inbox: on disk first, then "received"."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary

from core.engine.changes import BY_ITSELF
from core.engine.ownership import ALONE, NOBODY_ELSE
from core.model.lease import deciding
from core.model.rows import Received
from core.model.slots import slot_of
from core.ports import Clock, Nerves, Ownership, Store


class DurableIntake:
    """Writes what came in and wakes whoever decides it: the worker of this process, or of another."""

    def __init__(self, store: Store, clock: Clock, ownership: Ownership = ALONE, nerves: Nerves = NOBODY_ELSE) -> None:
        self._store = store
        self._clock = clock
        self._ownership = ownership
        self._nerves = nerves
        self._is_alone = ownership.slots("decide") is None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._news = asyncio.Event()
        nerves.heard("inbox", self.look)

    async def receive(self, items: Sequence[Received]) -> None:
        """What is received of a stream gets its place in the inbox in the order in which it came."""
        if self._is_alone:  # its store takes one transaction after the other
            await self._add(items)
        else:
            async with self._turn({item.stream for item in items}):
                await self._add(items)

    async def _add(self, items: Sequence[Received]) -> None:
        await self._store.transact(lambda tx: tx.inbox.add(items, self._clock.now()))
        self.came(items)

    @asynccontextmanager
    async def _turn(self, streams: Iterable[str]) -> AsyncIterator[None]:
        """Of several transactions that begin at once, the later one may be the first to write."""
        async with AsyncExitStack() as turns:
            for stream in sorted(streams):
                await turns.enter_async_context(self._turns.setdefault(stream, asyncio.Lock()))
            yield

    def came(self, items: Sequence[Received]) -> None:
        """They are in the inbox."""
        self.look()
        if not self._is_alone and not all(map(self._is_ours, items)):
            self._nerves.tell("inbox")

    def _is_ours(self, item: Received) -> bool:
        return self._ownership.lease(deciding(slot_of(item.stream))) is not None

    def wake(self) -> None:
        """There may be undone rows, of whatever streams."""
        self.look()
        self._nerves.tell("inbox")

    def look(self) -> None:
        """There may be undone rows for the worker of this process."""
        self._news.set()

    async def news(self, at_most: float) -> None:
        """Wait until there may be undone rows, or for some seconds, fewer where others cannot tell of theirs."""
        try:
            # Not wait_for: before Python 3.12 it may swallow a cancellation that comes together with the news.
            async with asyncio.timeout(min(at_most, BY_ITSELF) if self._nerves.deaf else at_most):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()
