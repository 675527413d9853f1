"""One SQLite connection as the tables see it: statements by name, errors of the store. Awaiting it never suspends."""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from core.store.errors import StoreBroken, StoreFailed, StoreRefused
from core.store.session import Column, Row, statements
from core.store.storable import storable

T = TypeVar("T")

# Primary result codes, see https://www.sqlite.org/rescode.html
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_WRONG = {
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
}


def result_code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code; None for an error of Python's binding to it."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def store_error(error: sqlite3.Error) -> StoreFailed | StoreBroken | StoreRefused:
    """The store's own error for one of SQLite's."""
    code = result_code(error)
    if code in _DAMAGED:
        return StoreBroken(f"the database is damaged ({error}): stop Frontdesk and restore the last backup")
    if code is None or code in _WRONG:
        return StoreRefused(str(error))
    return StoreFailed(f"the database did not take the transaction: {error}")


def _table(name: str) -> str:
    """Each file of statements writes one table, or tables that no other one reads as `known`."""
    return name.partition(".")[0]


class SqliteSession:
    """Runs statements, only in the thread that made it and only inside a transaction.

    The second rule matters after a failure in which SQLite rolled the transaction back by itself: a further
    statement would be kept on its own.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._statements = statements()
        self._thread = threading.get_ident()
        self._known: dict[str, dict[str, Any]] = {}  # by table, then by statement

    def forget(self) -> None:
        """What was read may have changed: others could write, or something was undone."""
        self._known.clear()

    async def rows(self, name: str, /, **values: Column) -> list[Row]:
        return self._execute(name, values).fetchall()

    async def row(self, name: str, /, **values: Column) -> Row | None:
        return next(iter(await self.rows(name, **values)), None)

    async def known(self, name: str, read: Callable[[list[Row]], T]) -> T:
        known = self._known.setdefault(_table(name), {})
        if name not in known:
            known[name] = read(await self.rows(name))
        return known[name]  # type: ignore[no-any-return]

    async def write(self, name: str, /, **values: Column) -> int:
        """How many rows were written."""
        self._known.pop(_table(name), None)
        return self._execute(name, values).rowcount

    async def each(self, name: str, rows: Sequence[Mapping[str, Column]]) -> list[Row]:
        self._known.pop(_table(name), None)
        return [row for values in rows for row in self._execute(name, values).fetchall()]

    async def change(self, name: str, /, **values: Column) -> None:
        """Change exactly one row. Raises StoreRefused when there is none."""
        if await self.write(name, **values) != 1:
            raise StoreRefused(f"{name}: there is no such row")

    def _execute(self, name: str, values: Mapping[str, Column]) -> sqlite3.Cursor:
        if threading.get_ident() != self._thread:
            raise StoreRefused("the tables of a transaction were used after its end")
        if not self._connection.in_transaction:
            raise StoreFailed("the database gave the transaction up")
        try:
            return self._connection.execute(self._statements[name], values)
        except sqlite3.Error as error:
            raise store_error(error) from error
        except UnicodeEncodeError:  # half a character: it keeps nothing else out of the database
            return self._execute(name, {key: storable(value) for key, value in values.items()})
