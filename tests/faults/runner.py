"""Runs the chains of all scenarios on both stores, two at a time, and counts what came of them."""

import asyncio
import os
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from multiprocessing import Queue, get_context
from pathlib import Path
from typing import NamedTuple

import asyncpg
import redis

from tests.faults.chains import CHAINS, NO_KILL, Outcome, run
from tests.faults.scenarios import SCENARIOS
from tests.faults.warm import DIES_OFTEN, WarmStarts
from tests.nerves.valkey import Valkey
from tests.servers import Postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
WORKERS = 2
LONGEST = 400.0  # seconds of one chain
FIRST_PORTS = 13  # of the tests' ranges of ports, which the suite's own workers do not reach on a common machine

Job = tuple[str, str, str]  # a scenario, a store, a chain


def jobs(stores: Sequence[str], scenarios: Sequence[str] = (), chains: Sequence[str] = ()) -> list[Job]:
    """Of all, where none are named. Each scenario is also run without a kill: so its steps are counted."""
    return [
        (scenario.name, store, chain.name)
        for store in stores
        for scenario in SCENARIOS
        for chain in (NO_KILL, *CHAINS)
        if (not scenarios or scenario.name in scenarios) and (not chains or chain.name in chains)
    ]


class Servers(NamedTuple):
    """`postgres`: where new databases are made; `redis`: of this worker. Both are addresses."""

    postgres: str = ""
    redis: str = ""


def outcomes(work: Sequence[Job]) -> Iterator[Outcome]:
    """Of each job, as they end. PostgreSQL and Redis are started where a job needs them."""
    context = get_context("spawn")
    with ExitStack() as stack, _servers(any(store == POSTGRESQL for _, store, _ in work)) as servers:
        given: Queue[tuple[int, Servers]] = context.Queue()
        for number, each in enumerate(servers, FIRST_PORTS):
            given.put((number, each))
        pool = stack.enter_context(ProcessPoolExecutor(WORKERS, context, initializer=_begins, initargs=(given,)))
        for done in as_completed([pool.submit(_done, job) for job in work]):
            yield done.result()


@contextmanager
def _servers(wanted: bool) -> Iterator[list[Servers]]:
    if not wanted:
        yield [Servers()] * WORKERS
        return
    postgres = Postgres()
    try:
        postgres.start()
        with ExitStack() as stack:
            yield [Servers(postgres.url(), stack.enter_context(Valkey()).url) for _ in range(WORKERS)]
    finally:
        postgres.remove()


# --- in a process of its own

_starts: WarmStarts
_servers_here: Servers


def _begins(given: "Queue[tuple[int, Servers]]") -> None:
    global _starts, _servers_here
    number, _servers_here = given.get()
    os.environ["PYTEST_XDIST_WORKER"] = f"gw{number}"  # ports of its own
    _starts = WarmStarts(Path(tempfile.mkdtemp(prefix="frontdesk-warm-")))


def _done(job: Job) -> Outcome:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="frontdesk-chain-") as folder:
        outcome = asyncio.run(_run(job, Path(folder)))
    return outcome._replace(seconds=time.monotonic() - began)


async def _run(job: Job, folder: Path) -> Outcome:
    try:
        async with asyncio.timeout(LONGEST):
            return await run(folder, _starts.start, job, await _settings(job[1]))
    except TimeoutError:
        return Outcome(*job, wrong="InLimbo", words=f"not over within {LONGEST:.0f} s")


async def _settings(store: str) -> dict[str, str]:
    always = {DIES_OFTEN: "1", "PATIENCE_ANSWER": "300"}
    if store == SQLITE:
        return always
    with redis.Redis.from_url(_servers_here.redis) as there:
        there.flushall()
    return {"DATABASE_URL": await _new_database(), "REDIS_URL": _servers_here.redis} | always


async def _new_database() -> str:
    name = f"chain{uuid.uuid4().hex}"
    connection = await asyncpg.connect(_servers_here.postgres)
    try:
        await connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy")
    finally:
        await connection.close()
    return f"{_servers_here.postgres.rpartition('/')[0]}/{name}"
