"""The platforms' limits, shared by all who send: one bucket for all processes, in Redis; without it each has its share."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from weakref import WeakValueDictionary

from core.model.rows import Limit
from core.nerves.link import Away, RedisLink
from core.nerves.shares import RatesByShare
from core.ports.nerves import Rates

SOON = 0.1  # seconds: so long before it may go somebody is told when, so that no time between two is lost
LONGEST = 5.0  # seconds until it is asked again: a flushed server knows of no wait any more

_HERE = Path(__file__).parent


class _Answer(NamedTuple):
    """`limit`: of those asked for, the one to wait for; None: go. `wait` in seconds."""

    limit: int | None
    wait: float


class _Asked:
    """What somebody waits for, with the places that they have got."""

    def __init__(self, limits: tuple[Limit, ...]) -> None:
        self.limits = limits
        self.places = ["0"] * len(limits)  # moments of the server's clock, as it writes them


class RedisRates:
    """As `core.ports.Rates`, and as fair: who comes first in this process goes first, and processes take turns.

    While Redis is away each goes at its share (`local`, `sharers`: as RatesByShare has them), and after that nobody catches up.
    """

    def __init__(self, link: RedisLink, local: Rates, sharers: Callable[[], int]) -> None:
        self._link, self._local = link, RatesByShare(local, sharers)
        self._may_go = link.redis.register_script((_HERE / "rates.lua").read_text("utf-8"))
        self._put_off = link.redis.register_script((_HERE / "pause.lua").read_text("utf-8"))
        self._turns = WeakValueDictionary[str, asyncio.Lock]()
        self._paused: dict[str, float] = {}
        self._telling: set[asyncio.Task[None]] = set()

    async def acquire(self, limits: tuple[Limit, ...]) -> bool:
        """Never hangs: what Redis does not say in time is decided without it."""
        if not limits:
            return False
        waited, asked = False, _Asked(limits)
        while True:
            try:
                return await self._in_turn(asked) or waited
            except Away:
                alone = await self._by_share(limits)
            if alone is not None:
                return alone or waited
            waited = True

    def pause(self, limits: tuple[Limit, ...], seconds: float) -> None:
        """The other processes learn it a moment later: who goes just then goes."""
        self._local.pause(limits, seconds)
        now = _now()
        self._paused = {name: until for name, until in self._paused.items() if until > now}
        self._paused |= {each.name: max(self._paused.get(each.name, 0.0), now + seconds) for each in limits}
        telling = asyncio.create_task(self._pause(limits, seconds))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _pause(self, limits: tuple[Limit, ...], seconds: float) -> None:
        with suppress(Away):  # this process keeps to it all the same, and the others hear it from the platform
            await self._link.ask(lambda redis: self._put_off(self._keys(limits), [round(seconds * 1e6)], redis))

    # --- with Redis
    async def _in_turn(self, asked: _Asked) -> bool:
        """Whether there was anything to wait for. The narrowest limit is held until one goes."""
        narrowest = asked.limits[0]
        turn = self._turn(narrowest)
        waited = turn.locked()
        async with turn:
            while True:
                answer, queued = await self._from(0, asked)
                await asyncio.sleep(answer.wait)
                waited |= queued or answer.wait > 0
                if answer.limit is None:
                    rest = self._rest_of_pause(asked.limits)
                    if rest <= 0:
                        return waited
                    await asyncio.sleep(rest)

    async def _from(self, depth: int, asked: _Asked) -> tuple[_Answer, bool]:
        """Ask in the turn of each wider limit; who has to wait for a narrower one gives the wider ones' turns back."""
        wider = depth + 1
        if wider == len(asked.limits):
            return await self._ask(asked), False
        turn = self._turn(asked.limits[wider])
        queued = turn.locked()
        async with turn:
            while True:
                answer, more = await self._from(wider, asked)
                queued |= more
                if answer.limit != wider:
                    return answer, queued
                queued = True
                await asyncio.sleep(answer.wait)

    async def _ask(self, asked: _Asked) -> _Answer:
        limits = asked.limits
        arguments: list[str | int] = [round(SOON * 1e6)]
        for limit, place in zip(limits, asked.places, strict=True):
            arguments += [max(1, round(1e6 / limit.per_second)), self._burst(limit), place]
        answer = await self._link.ask(lambda redis: self._may_go(self._keys(limits), arguments, redis))
        which, wait = answer[0] - 1, answer[1] / 1e6
        if which < 0:
            return _Answer(None, wait)
        asked.places[which] = answer[2].decode()
        is_widest = which == len(limits) - 1
        return _Answer(which, min(LONGEST, wait - SOON / 2 if is_widest and wait > SOON else wait))

    def _burst(self, limit: Limit) -> int:
        """Nobody catches up what others may have used while Redis was away."""
        return limit.burst if _now() - self._link.up_since > limit.burst / limit.per_second else 1

    def _rest_of_pause(self, limits: Iterable[Limit]) -> float:
        """Whoever was told to go before the pause began asks again after it."""
        return max(self._paused.get(limit.name, 0.0) for limit in limits) - _now()

    def _turn(self, limit: Limit) -> asyncio.Lock:
        """Of all who wait in this process; forgotten when nobody does."""
        return self._turns.setdefault(limit.name, asyncio.Lock())

    def _keys(self, limits: Iterable[Limit]) -> list[str]:
        return [self._link.key("rate", limit.name) for limit in limits]

    # --- without
    async def _by_share(self, limits: tuple[Limit, ...]) -> bool | None:
        """None: Redis came back before it was this one's time."""
        going = asyncio.ensure_future(self._local.acquire(limits))
        back = asyncio.ensure_future(self._link.until_up())
        try:
            await asyncio.wait((going, back), return_when=asyncio.FIRST_COMPLETED)
            return going.result() if going.done() else None
        finally:
            going.cancel()
            back.cancel()


def _now() -> float:
    return asyncio.get_running_loop().time()
