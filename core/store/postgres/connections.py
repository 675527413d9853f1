"""Connections to the database: how each is set up, and why one is refused, with what to do about it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from core.store.errors import StoreBroken
from core.store.postgres.failures import FAILURES
from core.store.postgres.schema import Connection, Migration, join, migrate

_OLDEST = 14
_TOO_LONG = 40  # seconds for an answer: longer than the server lets any statement run
_SETTINGS = {
    "application_name": "frontdesk",
    "synchronous_commit": "on",  # a commit that was answered is on the disk, whatever the database's own default is
    "default_transaction_isolation": "read committed",
    "idle_in_transaction_session_timeout": "4s",  # a process that was stopped must not hold its locks longer than a lease
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "jit": "off",  # our statements are small: compiling one takes longer than running it
}
_MIGRATING = {"lock_timeout": "0", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
_ADVICE = {
    "28P01": "correct the password in DATABASE_URL",
    "28000": "correct the user in DATABASE_URL, or let it in (pg_hba.conf)",
    "3D000": "create it (createdb), or correct its name in DATABASE_URL",
    "42501": "let this user create tables in it (GRANT CREATE ON SCHEMA public)",
    "53300": "raise its max_connections, or start fewer processes",
    "57P03": "wait until it has started",
}


class _Lasting(asyncpg.Connection):
    """Keeps its locks and settings from one transaction to the next, which saves a way to the server and back."""

    def get_reset_query(self) -> str:
        return ""


async def bring_up_to_date(url: str, migrations: Sequence[Migration]) -> None:
    """Make the tables, or change them to those of this release. Raises StoreBroken."""
    async with _refusals(url):
        connection = await asyncpg.connect(url, server_settings=_SETTINGS | _MIGRATING)
        try:
            await _check(connection)
            await migrate(connection, migrations)
        finally:
            await connection.close()


async def open_pool(
    url: str, migrations: Sequence[Migration], size: int, *, read_only: bool
) -> "asyncpg.Pool[asyncpg.Record]":
    """Up to `size` connections, made when they are needed. Raises StoreBroken."""
    async with _refusals(url):
        return await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            max_queries=10_000_000,
            statement_cache_size=1000,  # all there are, each as it is asked by one and by many
            max_cached_statement_lifetime=0,
            connection_class=_Lasting,
            init=partial(_set_up, migrations=migrations),
            command_timeout=_TOO_LONG,
            server_settings=_SETTINGS | {"default_transaction_read_only": "on" if read_only else "off"},
        )


async def _set_up(connection: Connection, migrations: Sequence[Migration]) -> None:
    await _check(connection)
    await join(connection, migrations)


async def _check(connection: Connection) -> None:
    version = connection.get_server_version()
    if version.major < _OLDEST:
        raise StoreBroken(f"PostgreSQL {version.major} is too old: use {_OLDEST} or later")
    if (encoding := connection.get_settings().server_encoding) != "UTF8":
        raise StoreBroken(f"it keeps texts as {encoding}: create a database with ENCODING 'UTF8'")


@asynccontextmanager
async def _refusals(url: str) -> AsyncIterator[None]:
    """Every refusal names the database, none the password."""
    place = _place(url)
    try:
        yield
    except StoreBroken as error:
        raise StoreBroken(f"{place}: {error}") from error
    except ValueError:  # asyncpg.ClientConfigurationError is one too
        raise _unreadable() from None
    except FAILURES as error:
        raise StoreBroken(f"{place}: {_reason(error)}") from None


def _reason(error: BaseException) -> str:
    if isinstance(error, asyncpg.PostgresError):
        advice = _ADVICE.get(error.sqlstate or "", "see the database's log")
        return f"{error.args[0]} ({error.sqlstate}): {advice}"
    return f"it cannot be reached ({type(error).__name__}): start it, or correct DATABASE_URL"


def _place(url: str) -> str:
    """Where the database is, without the user's password."""
    try:
        parts = urlsplit(url)
        where: Any = parts.hostname or "localhost", parts.port or 5432
    except ValueError:
        raise _unreadable() from None
    return f"postgresql://{where[0]}:{where[1]}{parts.path}"


def _unreadable() -> StoreBroken:
    """What does not read may be the password: the message holds nothing of it."""
    return StoreBroken(
        "DATABASE_URL does not read: it has the form postgresql://user:password@host:5432/name, "
        "in which special characters of the password are written as %40 and the like"
    )
