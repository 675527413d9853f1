"""Rates of the platforms: who may go now, and how long the others wait."""

import asyncio

from core.model.rows import Limit


class Limits:
    """A bucket per name, in one process. Those who wait for a bucket go in the order in which they came."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}

    async def acquire(self, limits: tuple[Limit, ...]) -> None:
        """Wait for each limit in turn; list the narrowest first, so that nobody holds a place in a wide one while waiting."""
        for limit in limits:
            await self._acquire(limit)

    async def _acquire(self, limit: Limit) -> None:
        now = asyncio.get_running_loop().time()
        step = 1 / limit.per_second
        earliest = now - step * (limit.burst - 1)  # unused time up to the burst may be caught up
        mine = max(self._free_at.get(limit.name, 0.0), earliest)
        self._free_at[limit.name] = mine + step
        self._forget(now)
        if mine > now:
            await asyncio.sleep(mine - now)

    def pause(self, limits: tuple[Limit, ...], seconds: float) -> None:
        """The platform says that nobody may go on these for a while."""
        until = asyncio.get_running_loop().time() + seconds
        for limit in limits:
            self._free_at[limit.name] = max(self._free_at.get(limit.name, 0.0), until)

    def _forget(self, now: float) -> None:
        """Buckets of quiet chats are full again and need no memory."""
        if len(self._free_at) > 10_000:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now}
