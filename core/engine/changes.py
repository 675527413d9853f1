"""Tells whoever shows how things stand that they may have changed."""

import asyncio
from collections.abc import Callable

BY_ITSELF = 0.3  # seconds: so often somebody looks who may not be told; from hearing to sending three have to look


class Changes:
    """Counts; whoever waits names the count that they have seen, so that nothing is missed between two looks.

    `unheard`: whether other processes may change things at this moment of which nobody here is told.
    """

    def __init__(self, unheard: Callable[[], bool] = lambda: False) -> None:
        self.count = 0
        self._unheard = unheard
        self._news = asyncio.Event()

    def tell(self) -> None:
        self.count += 1
        self._news.set()
        self._news = asyncio.Event()

    async def after(self, seen: int, at_most: float) -> int:
        """Returns the count once it is another than `seen`, or after so many seconds in any case, or sooner where nothing is heard."""
        try:
            async with asyncio.timeout(min(at_most, BY_ITSELF) if self._unheard() else at_most):
                while self.count == seen:
                    await self._news.wait()
        except TimeoutError:
            pass
        return self.count
