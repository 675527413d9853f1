"""What PostgreSQL and its connection say has failed, as the store's own errors, and whether to run the transaction again.

Codes are those of https://www.postgresql.org/docs/current/errcodes-appendix.html.
"""

import asyncpg
from asyncpg.exceptions import InternalClientError, InvalidCachedStatementError, OutdatedSchemaCacheError

from core.store.errors import StoreBroken, StoreFailed, StoreRefused

Failure = asyncpg.PostgresError | asyncpg.InterfaceError | InternalClientError | OSError | TimeoutError
FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, InternalClientError, OSError, TimeoutError)

_AGAIN = {
    "40001",
    "40P01",
    "55P03",
}  # two transactions in each other's way: serialization, deadlock, lock not available
_LOST = {"25P03", "25P04", "57P01", "57P02", "57P03", "57P04", "57P05", "53300"}  # ended by the server, or not let in
_DAMAGED = {"XX001", "XX002"}
_TAKEN = "23505"
_WRONG = ("0A", "21", "22", "23", "25", "26", "42")


class Lost(StoreFailed):
    """The connection is gone, and with it the transaction, unless it was just being committed."""


class InTheWay(StoreFailed):
    """Another transaction was in the way: the same again may well succeed."""


class Unanswered(StoreFailed):
    """Nobody answers, not even what became of a commit: to run the transaction again at once is of no use, or not safe."""


class Taken(StoreRefused):
    """A unique key is there already; another transaction may have written it a moment ago."""


def store_error(error: Failure) -> StoreFailed | StoreBroken | StoreRefused:
    """The store's error for one of PostgreSQL's. Never with its details, which may be a customer's words."""
    if isinstance(error, InvalidCachedStatementError | OutdatedSchemaCacheError):
        return InTheWay("the schema has just been changed")
    if isinstance(error, asyncpg.PostgresError):
        return _of_server(error.sqlstate or "", str(error.args[0]))
    if isinstance(error, asyncpg.exceptions.DataError):
        return StoreRefused(f"a value does not fit its column: {error}")
    return Lost(f"the connection to the database was lost: {type(error).__name__}: {error}")


def _of_server(code: str, said: str) -> StoreFailed | StoreBroken | StoreRefused:
    message = f"{said} ({code})"
    if code in _AGAIN:
        return InTheWay(message)
    if code in _LOST or code.startswith("08"):
        return Lost(f"the database ended the connection: {message}")
    if code == _TAKEN:
        return Taken(message)
    if code in _DAMAGED:
        return StoreBroken(f"the database is damaged ({message}): stop Frontdesk and restore the last backup")
    if code != "25006" and code.startswith(_WRONG):  # 25006: a database that cannot be written now
        return StoreRefused(message)
    return StoreFailed(f"the database did not take the transaction: {message}")
