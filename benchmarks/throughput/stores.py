"""The product on PostgreSQL, as one process and as several, beside SQLite: all desks run at once and are measured in turns."""

import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import NamedTuple

from benchmarks.throughput.accounts import POSTGRES, WAITING, WORLD, Shares, Used, between, read
from benchmarks.throughput.chatting import Chats
from benchmarks.throughput.load import Crowd, Load, Rate, Unanswered
from benchmarks.throughput.measuring import Plan, crowd_of
from benchmarks.throughput.process import used, used_by_family
from benchmarks.throughput.product import Way, products, world
from benchmarks.throughput.servers import Postgres, Written, postgres, redis

SQLITE = 0  # as a number of processes: only one can have the file
_SHARED_WITHIN = 30.0  # seconds
_TOLD_LATE = 1.2  # seconds after which PostgreSQL's processes have told what they did


class Desk(NamedTuple):
    """`parties`: who works for it alone; the world around it is this process, for all desks."""

    processes: int
    crowd: Crowd
    load: Load
    parties: Mapping[str, Used]
    database: Postgres | None


class Turn(NamedTuple):
    rate: Rate
    shares: Shares

    @property
    def messages(self) -> float:
        return self.rate.per_second * self.shares.seconds


class Measured(NamedTuple):
    """`written`: by the database over all turns; None where it is a file."""

    turns: list[Turn]
    written: Written | None

    @property
    def messages(self) -> float:
        return sum(turn.messages for turn in self.turns)

    @property
    def flushing(self) -> float:
        """Of the time, how much the database brought its log to the disk."""
        seconds = sum(turn.shares.seconds for turn in self.turns)
        return self.written.seconds / seconds if self.written else 0.0


@asynccontextmanager
async def desk(name: str, way: Way, processes: int, plan: Plan) -> AsyncIterator[Desk]:
    """On any core, with servers of its own, so that what these need is known of each desk; everybody was heard."""
    async with AsyncExitStack() as stack:
        around, environment = await stack.enter_async_context(world())
        crowd = crowd_of(name, around, plan)
        settings, parties, database = dict[str, str](), dict[str, Used](), None
        if processes:
            settings, parties, database = await _servers(stack)
        run = products(around, environment | settings, way, processes or 1, core=None)
        running = await stack.enter_async_context(run)
        if database:
            async with asyncio.timeout(_SHARED_WITHIN):
                await database.shared_by(processes)
        if isinstance(crowd, Chats):
            await crowd.open()
        load = Load(crowd, *(each.pid for each in running), together=plan.together)
        for _ in range(plan.heard):
            await load.meet()
        yield Desk(processes, crowd, load, _named(running) | parties, database)


async def _servers(stack: AsyncExitStack) -> tuple[dict[str, str], dict[str, Used], Postgres]:
    """The settings that lead to them."""
    database, nerves = await stack.enter_async_context(postgres()), await stack.enter_async_context(redis())
    parties: dict[str, Used] = {POSTGRES: partial(used_by_family, database.pid)}
    if nerves is None:
        return {"DATABASE_URL": database.url}, parties, database
    parties["Redis"] = partial(used, nerves.pid)
    return {"DATABASE_URL": database.url, "REDIS_URL": nerves.url}, parties, database


def _named(running: Sequence[Process]) -> dict[str, Used]:
    names = [f"process {number}" for number, _ in enumerate(running, 1)] if len(running) > 1 else ["process"]
    return {name: partial(used, each.pid) for name, each in zip(names, running, strict=True)}


async def measured(name: str, way: Way, counts: Sequence[int], plan: Plan, rounds: int) -> dict[int, Measured]:
    """By the number of processes. In each round another desk begins, so that what disturbs the machine disturbs all alike."""
    async with AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(desk(name, way, count, plan)) for count in counts]
        before = await _written(desks)
        turns: dict[int, list[Turn]] = {count: [] for count in counts}
        for turn in range(rounds):
            for place in range(len(desks)):
                each = desks[(place + turn) % len(desks)]
                turns[each.processes].append(await _turn(each, desks, plan.seconds))
        after = await _written(desks)
        written = {count: now.since(before[count]) for count, now in after.items()}
        return {count: Measured(each, written.get(count)) for count, each in turns.items()}


async def _turn(desk: Desk, desks: Sequence[Desk], seconds: float) -> Turn:
    waiting = [used for each in desks if each is not desk for used in each.parties.values()]
    parties = {**desk.parties, WORLD: time.process_time, WAITING: lambda: sum(used() for used in waiting)}
    before = read(parties)
    rate = await desk.load.saturate(seconds)
    shares = between(before, read(parties))
    if refused := desk.crowd.refused():
        raise Unanswered(f"the webhook refused {refused} updates")
    return Turn(rate, shares)


async def _written(desks: Sequence[Desk]) -> dict[int, Written]:
    await asyncio.sleep(_TOLD_LATE)
    return {each.processes: await each.database.written() for each in desks if each.database}
