"""Ten minutes of it: fifty messages a second, all kinds of trouble, and what the desk needed meanwhile."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean, quantiles
from typing import NamedTuple

from benchmarks.load.oracle import Oracle, Verdict
from benchmarks.load.people import Town
from benchmarks.load.world import Desk, World, desk_of
from benchmarks.throughput.process import resident, used

WITHIN = 500.0  # milliseconds for 99 of 100 acknowledgements
WARM = 0.5  # of the time, after which what is remembered is as much as ever is
FLAT = 2.0  # megabytes a minute; what is less is the noise of the allocator
DRAINED_WITHIN = 300.0  # seconds
SAMPLED = 1.0  # seconds

OPEN = """
SELECT (SELECT count(*) FROM inbox WHERE state = 'new')
     + (SELECT count(*) FROM outbox WHERE state = 'waiting' AND NOT (attempts > 0 AND lane LIKE '%@%'))
"""
LEFT = "SELECT lane, attempts, reason FROM outbox WHERE state = 'waiting'"


class Plan(NamedTuple):
    """`replies`: of agents, a second, beside the `rate` of what customers send."""

    minutes: float = 10.0
    rate: float = 50.0
    store: str = "sqlite"
    replies: float = 10.0
    askers: int = 400
    chats: int = 30
    model: bool = True


class Memory(NamedTuple):
    """Megabytes; `slope` is in megabytes a minute, once it is warm."""

    start: float
    middle: float
    end: float
    slope: float


class Figures(NamedTuple):
    plan: Plan
    taken: int
    refused: int
    p50: float
    p99: float
    memory: Memory
    desk: float  # of its core
    world: float
    drained: float  # seconds after the last message
    asked_model: int
    trouble: dict[tuple[str, str], int]
    verdict: Verdict

    def hold(self) -> bool:
        return not self.verdict.wrong and self.p99 < WITHIN and self.memory.slope < FLAT


async def measure(plan: Plan) -> Figures:
    world = World(lifted=True, model=plan.model)
    town = Town(world, plan.askers, plan.chats)
    settings = await world.start()
    try:
        with tempfile.TemporaryDirectory(prefix="load-") as folder:
            async with desk_of(Path(folder), settings, plan.store) as desk:
                return await _run(plan, world, town, desk)
    finally:
        await world.stop()


async def _run(plan: Plan, world: World, town: Town, desk: Desk) -> Figures:
    async with desk.running(world) as running:
        await town.open()
        await asyncio.sleep(SAMPLED)
        world.webhook.times.clear()
        world.trouble.on = True
        began, before, mine = time.perf_counter(), used(running.pid), time.process_time()
        sampled = await _pressed(plan, town, running.pid)
        took = time.perf_counter() - began
        shares = (used(running.pid) - before) / took, (time.process_time() - mine) / took
        world.trouble.on = False
        emptied = await drained(world, desk)
        times = sorted(world.webhook.times)
    cuts = quantiles(times, n=100)
    return Figures(
        plan,
        len(times),
        world.webhook.refused,
        1000 * cuts[49],
        1000 * cuts[98],
        _memory(sampled),
        *shares,
        emptied,
        len(world.model.requests),
        dict(world.trouble.met),
        await Oracle(town, desk).verdict(),
    )


async def _pressed(plan: Plan, town: Town, pid: int) -> list[tuple[float, float]]:
    """Whatever becomes of them, they write at even distances; seconds and megabytes, once a second."""
    sampled: list[tuple[float, float]] = []
    began, came, replied = time.perf_counter(), 0, 0
    while (now := time.perf_counter() - began) < 60 * plan.minutes:
        while came < now * plan.rate:
            await town.something_comes_in()
            came += 1
        while replied < now * plan.replies:
            town.replies()
            replied += 1
        if now > len(sampled) * SAMPLED:
            sampled.append((now, resident(pid)))
        await asyncio.sleep(0.002)
    return sampled


async def drained(world: World, desk: Desk, within: float = DRAINED_WITHIN) -> float:
    """Seconds until nothing is left to be done; a mail that a server would not take yet has time."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(within):
            while not world.webhook.is_quiet:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            await world.slack.deliveries.quiet()
            while (await desk.database.rows(OPEN))[0][0]:  # noqa: ASYNC110 - nobody tells when it is empty
                await asyncio.sleep(0.2)
    except TimeoutError:
        left = await desk.database.rows(LEFT)
        raise SystemExit(f"not drained within {within:.0f} s: {len(left)} left, such as {left[:5]}") from None
    return time.perf_counter() - began


def _memory(sampled: Sequence[tuple[float, float]]) -> Memory:
    warm = [each for each in sampled if each[0] >= WARM * sampled[-1][0]] or list(sampled)
    sizes = [size for _, size in sampled]
    return Memory(sizes[0], sizes[len(sizes) // 2], sizes[-1], _slope(warm))


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """By least squares, a minute."""
    if len(points) < 2 or not any(one != other for one, other in pairwise(points)):
        return 0.0
    at, size = mean(x for x, _ in points), mean(y for _, y in points)
    spread = sum((x - at) ** 2 for x, _ in points)
    return 60 * sum((x - at) * (y - size) for x, y in points) / spread
