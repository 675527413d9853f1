"""Rates of the platforms: who may go now, and how long the others wait."""

import asyncio
import math

from core.model.rows import Limit

FEW_BUCKETS = 1_000  # so many are kept without a look at which of them are needed


class _Bucket:
    """From `free_at` on (the loop's time) the next may go; `turn` lines up those who wait."""

    def __init__(self) -> None:
        self.free_at = -math.inf
        self.turn = asyncio.Lock()


class Limits:
    """A bucket per name, in one process. Those who wait for a bucket go in the order in which they came."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}
        self._most = FEW_BUCKETS

    async def acquire(self, limits: tuple[Limit, ...]) -> bool:
        """Wait for all limits; whether there was anything to wait for.

        List the narrowest first: it is held while the wider ones are waited for, never the other way round.
        """
        if not limits:
            return False
        narrowest, *wider = limits
        bucket = self._bucket(narrowest.name)
        waited = bucket.turn.locked()
        async with bucket.turn:
            waited |= await _until_free(bucket)
            waited |= await self.acquire(tuple(wider))
            step = 1 / narrowest.per_second
            unused = _now() - step * (narrowest.burst - 1)  # time that may be caught up
            bucket.free_at = max(bucket.free_at, unused) + step
        return waited

    def pause(self, limits: tuple[Limit, ...], seconds: float) -> None:
        """The platform says that nobody may go on these for a while, those who wait already included."""
        for limit in limits:
            bucket = self._bucket(limit.name)
            bucket.free_at = max(bucket.free_at, _now() + seconds)

    def _bucket(self, name: str) -> _Bucket:
        if name not in self._buckets:
            self._forget()
            self._buckets[name] = _Bucket()
        return self._buckets[name]

    def _forget(self) -> None:
        """Buckets of quiet chats are full again and need no memory. Looked for when there are twice as many as were needed last."""
        if len(self._buckets) >= self._most:
            now = _now()
            self._buckets = {
                name: bucket for name, bucket in self._buckets.items() if bucket.free_at > now or bucket.turn.locked()
            }
            self._most = max(FEW_BUCKETS, 2 * len(self._buckets))


async def _until_free(bucket: _Bucket) -> bool:
    """Whether it was not free at once. A pause may begin during the wait, so the time is looked at again."""
    waited = False
    while (wait := bucket.free_at - _now()) > 0:
        waited = True
        await asyncio.sleep(wait)
    return waited


def _now() -> float:
    return asyncio.get_running_loop().time()
