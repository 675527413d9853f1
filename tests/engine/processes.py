"""Several processes of one desk in one: each with its own worker, lanes and leases over one store; they join, leave, sleep and die."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar

from core.engine.dispatcher import Dispatcher
from core.engine.ownership import Shared
from core.engine.routes import Routes
from core.model.rows import Done, OutboxRow
from core.ports import Store, Transaction
from tests.engine.desk import Desk
from tests.engine.fakes import NOON, Clock, Lane

T = TypeVar("T")


@dataclass
class Sky:
    """The true time, in seconds, which passes for all, sleeping or not."""

    seconds: float = 0.0

    def ticks(self) -> float:
        return self.seconds

    async def goes_on(self, seconds: float) -> None:
        self.seconds += seconds


class RealSky(Sky):
    """For a database that goes by its own clock."""

    def ticks(self) -> float:
        return time.monotonic()

    async def goes_on(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass
class SkyClock(Clock):
    sky: Sky = field(default_factory=Sky)

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.sky.ticks())


class Asleep:
    """While it is asleep nothing goes on that waits for anything: `awake` returns when it is not."""

    def __init__(self) -> None:
        self._awake = asyncio.Event()
        self._awake.set()

    async def awake(self) -> None:
        await self._awake.wait()

    def sleeps(self) -> None:
        self._awake.clear()

    def wakes(self) -> None:
        self._awake.set()

    def __bool__(self) -> bool:
        return not self._awake.is_set()


class OverTheWire:
    """A store whose questions are asked, and whose answers are heard, only by a process that is awake.

    `asks`: after so many more questions it falls asleep.
    """

    def __init__(self, store: Store, asleep: Asleep) -> None:
        self._store = store
        self._asleep = asleep
        self.asks = -1

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        asleep = self._asleep
        if self.asks == 0:
            asleep.sleeps()
        self.asks -= 1
        await asleep.awake()
        try:
            return await self._store.transact(work)
        finally:
            await asleep.awake()

    async def close(self) -> None:
        """It is the town's."""


class Messenger(Lane):
    """Keeps what was sent, by whichever process; `perform` takes a moment, in which that process may fall asleep."""

    def __init__(self, sent: list[OutboxRow], asleep: Asleep) -> None:
        self._sent = sent
        self._asleep = asleep
        self.tried: set[int] = set()
        self.meanwhile: Callable[[], None] = lambda: None  # happens while something is under way

    async def perform(self, row: OutboxRow) -> Done:
        self.tried.add(row.seq)
        self.meanwhile()
        await asyncio.sleep(0)
        await self._asleep.awake()
        self._sent.append(row)
        await asyncio.sleep(0)
        await self._asleep.awake()
        return Done(receipt=f"r{row.seq}")


class Process:
    """A worker and a sender; `run` has its loops go on in the background, `beats` are called by the test."""

    def __init__(self, town: "Town", id: str, roles: tuple[str, ...] = ("worker", "sender")) -> None:
        self.id = id
        self.asleep = Asleep()
        clock = SkyClock(sky=town.sky)
        self.wire = store = OverTheWire(town.store, self.asleep)
        self.ownership = Shared(store, clock, id, roles, town.sky.ticks)
        self.messenger = Messenger(town.sent, self.asleep)
        routes = Routes({"telegram": self.messenger}, {}, self.messenger)
        self.desk = Desk(store, clock=clock, ownership=self.ownership, send=lambda rows: self.lanes.put(rows))
        self.lanes = Dispatcher(store, routes, clock, self.desk.intake, ownership=self.ownership)
        self.ownership.serves(self.lanes)
        self.desk._numbers = town.numbers
        self._loops: list[asyncio.Task[None]] = []

    async def beats(self) -> None:
        await self.ownership.beat()
        await self.ownership.open()

    def runs(self) -> None:
        self._loops = [asyncio.create_task(self._decide()), asyncio.create_task(self._look())]

    async def _decide(self) -> None:
        while True:
            if not await self.desk.worker.work():
                await asyncio.sleep(0.001)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(0.002)
            await self.lanes.look()

    def under_way(self) -> set[int]:
        """What was tried, and what came of it is not written down."""
        return {row.seq for lane in self.lanes._lanes.values() for row in lane.rows} & self.messenger.tried

    async def ends(self) -> None:
        """As by SIGTERM."""
        await self._stop_deciding()
        await self.lanes.stop()
        await self.ownership.leave()

    async def dies(self) -> None:
        """As by SIGKILL: nothing is given back."""
        tasks = [*self._loops, *self.lanes._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _stop_deciding(self) -> None:
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)


class Town:
    """`sent`: what customers got, in its order. `excused`: rows that were under way when their process fell asleep, or died."""

    def __init__(self, store: Store, sky: Sky | None = None) -> None:
        self.store = store
        self.sky = sky or Sky()
        self.sent: list[OutboxRow] = []
        self.excused: set[int] = set()
        self.living: list[Process] = []
        self.numbers = iter(range(1, 1_000_000))  # of what comes in, by whichever process
        self._ids = count(1)

    def joins(self, *roles: str) -> Process:
        process = Process(self, f"p{next(self._ids)}", roles or ("worker", "sender"))
        self.living.append(process)
        return process

    @property
    def awake(self) -> list[Process]:
        return [process for process in self.living if not process.asleep]

    def falls_asleep(self, process: Process) -> None:
        self.excused |= process.under_way()
        process.asleep.sleeps()

    async def loses(self, process: Process) -> None:
        self.excused |= process.under_way()
        self.living.remove(process)
        await process.dies()

    async def lets_go(self, process: Process) -> None:
        self.living.remove(process)
        await process.ends()

    async def passes(self, seconds: float) -> None:
        """And everybody who is awake beats."""
        await self.sky.goes_on(seconds)
        for process in self.awake:
            await process.beats()

    def doubles(self) -> dict[int, int]:
        """What was sent more than once, and has no excuse."""
        counted = Counter(row.seq for row in self.sent)
        return {seq: times for seq, times in counted.items() if times > 1 and seq not in self.excused}
