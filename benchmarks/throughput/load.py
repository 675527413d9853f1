"""Customers who write, and what is measured while they do: the rate when they press, the times at half of it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from typing import Protocol

from benchmarks.throughput.process import ended, used
from benchmarks.throughput.telegram import Stopwatch

TOGETHER = 64
LAST_REPLIES = 10.0  # seconds that the last ones may take
LOOK = 0.02  # seconds between two looks at what has come


class Crowd(Protocol):
    """Pairs of a writer and a reader, by number; at most one message of each is under way."""

    size: int
    arrived: Callable[[int], None]

    def write(self, number: int) -> None: ...

    def refused(self) -> int:
        """How many messages were not taken at first."""


@dataclass(frozen=True)
class Rate:
    """`per_second`, and the milliseconds of processor time for each message: the bot's and the world's around it."""

    per_second: float
    bot: float
    world: float


@dataclass(frozen=True)
class Times:
    """Milliseconds from message to reply; of half, 95 % and 99 % of them."""

    per_second: float
    p50: float
    p95: float
    p99: float


class Unanswered(Exception):
    """Messages were lost, or the bot is not there."""


class Load:
    """`pids`: of the bot, which may be several processes. `together`: messages under way at saturation."""

    def __init__(self, crowd: Crowd, *pids: int, together: int = TOGETHER) -> None:
        self._crowd, self._together = crowd, together
        self._pids = pids
        self._watch = Stopwatch()
        self._next = 0
        self._pressing = False
        self._free: set[int] = set(range(crowd.size))
        crowd.arrived = self._arrived

    def _arrived(self, number: int) -> None:
        if not self._watch.end(number):
            return
        if self._pressing:
            self._send(number)
        else:
            self._free.add(number)

    def _send(self, number: int) -> None:
        self._watch.begin(number)
        self._crowd.write(number)

    async def meet(self) -> None:
        """Everybody is heard once."""
        self._watch.taken.clear()
        for start in range(0, self._crowd.size, self._together):
            for number in range(start, min(start + self._together, self._crowd.size)):
                self._free.discard(number)
                self._send(number)
            await self._quiet()

    async def saturate(self, seconds: float) -> Rate:
        """So many are under way at any time: whoever is answered writes again at once."""
        began, bot, world = time.perf_counter(), self._used(), time.process_time()
        await self._press(lambda: time.perf_counter() - began >= seconds)
        took, count = time.perf_counter() - began, len(self._watch.taken)
        return Rate(
            count / took,
            1000 * (self._used() - bot) / count,
            1000 * (time.process_time() - world) / count,
        )

    def _used(self) -> float:
        return sum(used(pid) for pid in self._pids)

    async def _press(self, over: Callable[[], bool]) -> None:
        self._watch.taken.clear()
        self._pressing = True
        for number in [self._free.pop() for _ in range(min(self._together, len(self._free)))]:
            self._send(number)
        while not over():
            await self._alive()
        self._pressing = False
        await self._quiet()

    async def _alive(self) -> None:
        before = len(self._watch.taken)
        for _ in range(int(LAST_REPLIES / LOOK)):
            await asyncio.sleep(LOOK)
            if len(self._watch.taken) != before:
                return
        raise Unanswered(
            f"{self._watch.waiting} messages wait for {LAST_REPLIES:.0f} s, and no reply comes; "
            f"{self._crowd.refused()} were refused; processes that have ended: {ended(self._pids) or 'none'}"
        )

    async def _quiet(self) -> None:
        """All are answered: a message without an answer is no message per second."""
        while self._watch.waiting:
            await self._alive()

    async def steady(self, per_second: float, seconds: float) -> Times:
        """They write at even distances, whether others are answered or not."""
        self._watch.taken.clear()
        self._pressing = False
        began, sent = time.perf_counter(), 0
        while (now := time.perf_counter() - began) < seconds:
            due = int(now * per_second)
            while sent < due and self._free:
                self._send(self._free.pop())
                sent += 1
            await asyncio.sleep(0.001)
        await self._quiet()
        if not sent:
            raise Unanswered(f"nobody could write at {per_second:.1f}/s in {seconds:.1f} s")
        cuts = quantiles(self._watch.taken * 2, n=100)  # twice, for one alone has no quantiles
        return Times(sent / seconds, *(1000 * cuts[at] for at in (49, 94, 98)))
