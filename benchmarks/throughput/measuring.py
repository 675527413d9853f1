"""What is measured of each bot, and of the product with many open conversations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from benchmarks.throughput.asking import Askers
from benchmarks.throughput.chatting import Chats
from benchmarks.throughput.load import TOGETHER, Crowd, Load, Rate, Times, Unanswered
from benchmarks.throughput.process import resident
from benchmarks.throughput.product import Way, World, echo, product, world

NAMES = {
    "a": "bare echo bot",
    "b": "echo bot, our HTTP client",
    "c": "the product answers",
    "d": "the product relays",
}


class Plan(NamedTuple):
    """Seconds of each measurement, how many customers and live chats, and how often all of them are heard before it begins."""

    seconds: float
    customers: int
    chats: int
    heard: int
    fresh: bool = False  # no question is asked twice
    together: int = TOGETHER  # messages under way at saturation


FULL, QUICK = Plan(8, 500, 64, 4), Plan(0.5, 22, 3, 1)
STORES = Plan(5, 500, 64, 2)  # of each desk, in each round


class Measured(NamedTuple):
    rate: Rate
    times: Times
    memory: float  # megabytes


@asynccontextmanager
async def running(name: str, way: Way, plan: Plan) -> AsyncIterator[tuple[Crowd, int]]:
    """The bot of this name, with those who write to it, and its process."""
    async with world() as (around, environment):
        if name in "ab":
            async with echo(environment, "default" if name == "a" else "aiohttp") as bot:
                yield Askers(around.telegram, plan.customers, fresh=plan.fresh), bot.pid
            return
        crowd = crowd_of(name, around, plan)
        async with product(around, environment, way) as bot:
            if isinstance(crowd, Chats):
                await crowd.open()
            yield crowd, bot.pid


def crowd_of(name: str, around: World, plan: Plan) -> Askers | Chats:
    """Who writes to the product."""
    if name == "d":
        return Chats(around, plan.chats)
    return Askers(around.telegram, plan.customers, fresh=plan.fresh)


async def measure(name: str, way: Way, plan: Plan) -> Measured:
    async with running(name, way, plan) as (crowd, pid):
        load = Load(crowd, pid, together=plan.together)
        for _ in range(plan.heard):
            await load.meet()
        rate = await load.saturate(plan.seconds)
        times = await load.steady(rate.per_second / 2, plan.seconds)
        if refused := crowd.refused():
            raise Unanswered(f"the webhook refused {refused} updates")
        return Measured(rate, times, resident(pid))


async def remember(conversations: int, languages: int) -> tuple[float, float]:
    """Megabytes at the start, and once so many customers, who speak so many languages, have a conversation each."""
    async with world() as (around, environment), product(around, environment, "polling") as bot:
        before = resident(bot.pid)
        await Load(Askers(around.telegram, conversations, languages=languages), bot.pid).meet()
        return before, resident(bot.pid)
