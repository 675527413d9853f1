"""The store on a PostgreSQL database: durable transactions of many processes, those that wait run together."""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple, TypeVar

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from core.store.errors import StoreBroken, StoreFailed, StoreRefused
from core.store.postgres.asking import Connection
from core.store.postgres.connections import bring_up_to_date, open_pool
from core.store.postgres.failures import FAILURES, InTheWay, Lost, Taken, Unanswered, store_error
from core.store.postgres.group import Outcome, Work
from core.store.postgres.schema import shipped
from core.store.postgres.statements import prepared
from core.store.postgres.transaction import Apart, InDoubt, drop, outcome, run

T = TypeVar("T")

_PAUSES = (0.01, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6)  # seconds, before a transaction is run again
_LONGEST_WAIT = 10.0  # seconds, for a connection
_LARGEST_GROUP = 25  # transactions that are run together: while the server works for one group, another is at work here
_BUSY = 2  # groups at work: others wait and are run together, unless ...
_PATIENCE = 0.05  # ... one has waited so many seconds: those groups may be held up by something else


class _Job(NamedTuple):
    work: Work[Any]
    future: asyncio.Future[Any]


class PostgresStore:
    """The Store of core.ports. Transactions run beside each other; those that have to wait for others are run together.

    A work may run more than once: when PostgreSQL has let another transaction go first, when its connection was lost, or
    when one that was run together with it has failed. Where the connection was lost at the commit, the database is first
    asked what became of it, so that also what has no unique key is never written twice. A work that waits for anything but
    its tables is not refused at once, as by SQLite, but holds others up until the server ends its transaction, after four
    seconds.
    """

    def __init__(
        self, pool: "asyncpg.Pool[asyncpg.Record]", *, read_only: bool = False, pauses: Sequence[float] = _PAUSES
    ) -> None:
        self._pool = pool
        self._pauses = pauses
        self._statements = prepared(read_only=read_only)
        self._waiting: deque[_Job] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._serving = 0  # of those that run, the ones that will look once more whether anybody waits
        self._relief: asyncio.TimerHandle | None = None
        self._closed = False

    @classmethod
    async def open(cls, url: str, *, read_only: bool = False, connections: int = 10) -> "PostgresStore":
        """Connect, and make the tables or bring them up to date. Raises StoreBroken with what to do.

        `url`: "postgresql://user:password@host:port/name". `connections`: the most at once; others wait for one.
        `read_only` changes nothing, neither the tables nor what is in them: a change raises StoreFailed.
        """
        if not read_only:
            await bring_up_to_date(url, shipped())
        return cls(await open_pool(url, shipped(), connections, read_only=read_only), read_only=read_only)

    async def transact(self, work: Work[T]) -> T:
        """Run the work in a transaction and return when it is on the server's disk.

        What the work raises undoes it and is raised here. Raises StoreFailed when the database stays away, or no connection
        is free for ten seconds. When the caller is cancelled, the transaction may take place all the same.
        """
        if self._closed:
            raise StoreFailed("the store is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, future))
        if self._serving < _BUSY:
            self._start()
        else:
            self._watch()
        return await future

    async def close(self) -> None:
        """Finish what was asked for, then leave the database. A second time does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._relief is not None:
            self._relief.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=_LONGEST_WAIT)
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                await self._pool.close()
        except (*FAILURES, asyncio.CancelledError):
            self._pool.terminate()
            raise

    def _start(self) -> None:
        self._serving += 1
        running = asyncio.create_task(self._serve())
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    def _relieve(self) -> None:
        self._relief = None
        if self._waiting and self._serving < self._pool.get_max_size():
            self._start()
            self._watch()

    def _watch(self) -> None:
        """Who waits now may not have to wait for long."""
        if self._relief is None and self._waiting:
            self._relief = asyncio.get_running_loop().call_later(_PATIENCE, self._relieve)

    async def _serve(self) -> None:
        """Until nobody waits."""
        try:
            while self._waiting:
                jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_GROUP))]
                await self._settle(jobs)
        finally:
            self._serving -= 1

    async def _settle(self, jobs: Sequence[_Job]) -> None:
        try:
            left = await self._together(jobs)
            await asyncio.gather(*map(self._alone, left))
        except asyncio.CancelledError as stopped:
            _deliver_all(jobs, stopped)
            raise
        except Exception as error:  # noqa: BLE001 - the edge of this lane: whoever asked hears of it
            _deliver_all(jobs, error)

    async def _together(self, jobs: Sequence[_Job]) -> Sequence[_Job]:
        """Those that are to be run each by itself."""
        if len(jobs) == 1:
            return jobs
        try:
            outcomes = await self._once([job.work for job in jobs])
        except Unanswered as error:
            for job in jobs:
                _deliver(job, Outcome(None, Unanswered(str(error))))
            return ()
        except (Apart, StoreFailed, StoreRefused, StoreBroken):
            return jobs
        for job, came in zip(jobs, outcomes, strict=True):
            if came is not None:
                _deliver(job, came)
        return [job for job, came in zip(jobs, outcomes, strict=True) if came is None]

    async def _alone(self, job: _Job) -> None:
        try:
            came = await self._until_it_stands(job.work)
        except (StoreFailed, StoreRefused, StoreBroken) as error:
            came = Outcome(None, error)
        _deliver(job, came)

    async def _until_it_stands(self, work: Work[Any]) -> Outcome:
        refused = False
        for pause in self._pauses:
            try:
                return await self._by_itself(work)
            except (Lost, InTheWay):
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - so that two do not meet again
            except Taken:
                if refused:
                    raise
                refused = True
        return await self._by_itself(work)

    async def _by_itself(self, work: Work[Any]) -> Outcome:
        (came,) = await self._once([work])
        assert came is not None, "one by itself is never left for later"
        return came

    async def _once(self, works: Sequence[Work[Any]]) -> list[Outcome | None]:
        try:
            async with self._connection() as connection:
                return await run(connection, self._statements, works)
        except InDoubt as doubt:
            if await self._stands(doubt.transaction):
                return doubt.outcomes
            raise Lost("the connection was lost at the commit, which did not take place") from None

    async def _stands(self, transaction: str) -> bool:
        """Whether it was committed. Raises Unanswered where that cannot be found out."""
        for pause in self._pauses:
            with suppress(Lost, InTheWay):
                async with self._connection() as connection:
                    if (became := await outcome(connection, transaction)) is not None:
                        return became
            await asyncio.sleep(pause)
        raise Unanswered("the connection was lost at the commit, which may have taken place all the same")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        try:
            connection = await self._pool.acquire(timeout=_LONGEST_WAIT)
        except TimeoutError:
            raise Unanswered("all connections to the database are in use, or it does not answer") from None
        except FAILURES as error:
            raise store_error(error) from None
        try:
            yield connection
        finally:
            await self._give_back(connection)

    async def _give_back(self, connection: "PoolConnectionProxy[asyncpg.Record]") -> None:
        """One that cannot be used again is dropped, which undoes what it had begun."""
        try:
            await self._pool.release(connection, timeout=_LONGEST_WAIT)
        except FAILURES:
            drop(connection)


def _deliver(job: _Job, came: Outcome) -> None:
    if job.future.done():  # its caller was cancelled
        return
    if came.error is None:
        job.future.set_result(came.result)
    elif isinstance(came.error, asyncio.CancelledError):
        job.future.cancel()
    else:
        job.future.set_exception(came.error)


def _deliver_all(jobs: Sequence[_Job], error: BaseException) -> None:
    for job in jobs:
        _deliver(job, Outcome(None, error))
