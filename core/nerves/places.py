"""Places that the processes take together, in Redis: so many answers under way at once, whoever began them."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from core.nerves.link import Away, RedisLink
from core.ports.nerves import Places

if TYPE_CHECKING:
    from redis.asyncio import Redis


class _Taken(NamedTuple):
    """`until`: seconds since 1970."""

    customer: str
    until: float


class RedisPlaces:
    """As `core.ports.nerves.SharedPlaces`. `what` tells these places from others of the desk."""

    def __init__(self, link: RedisLink, what: str) -> None:
        self._link, self._what = link, what
        self._own: dict[str, _Taken] = {}

    async def take(self, place: str, customer: str, now: datetime, until: datetime) -> Places | None:
        self._own = {each: taken for each, taken in self._own.items() if taken.until > now.timestamp()}
        before = len(self._own)
        taken = self._own[place] = _Taken(customer, until.timestamp())
        try:
            others = await self._link.ask(partial(self._add, {place: taken}, now.timestamp()))
            if others.all < before:  # the server was emptied
                await self._link.ask(partial(self._add, self._own, now.timestamp()))
        except Away:
            return None
        return others

    async def leave(self, place: str, customer: str) -> None:
        self._own.pop(place, None)

        async def leave(redis: "Redis") -> None:
            async with redis.pipeline(transaction=True) as pipeline:
                for key in self._keys(customer):
                    pipeline.zrem(key, place)
                await pipeline.execute()

        with suppress(Away):
            await self._link.ask(leave)

    async def _add(self, places: Mapping[str, _Taken], now: float, redis: "Redis") -> Places:
        """How many there were before the last of them."""
        async with redis.pipeline(transaction=True) as pipeline:
            for place, taken in places.items():
                for key in self._keys(taken.customer):
                    pipeline.zremrangebyscore(key, "-inf", now)
                    pipeline.zadd(key, {place: taken.until})
                    pipeline.zcard(key)
                    pipeline.expire(key, max(1, round(taken.until - now)))
            *_, all, _, _, _, own, _ = await pipeline.execute()
        return Places(all - 1, own - 1)

    def _keys(self, customer: str) -> tuple[str, str]:
        """Of all, and of the customer's: whose they are is nobody's business who reads the names of keys."""
        whose = sha256(customer.encode("utf-8", "replace")).hexdigest()[:16]
        return self._link.key(self._what), self._link.key(self._what, whose)
