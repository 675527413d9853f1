"""One SQLite connection as the tables see it: statements by name, errors of the store."""

import sqlite3
import threading
from functools import cache
from importlib.resources import files
from typing import Any

from core.store.errors import StoreBroken, StoreFailed, StoreRefused

Column = str | int | float | None
Row = tuple[Any, ...]

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


@cache
def statements() -> dict[str, str]:
    """All statements of queries/*.sql, by "file.name"."""
    found: dict[str, str] = {}
    for file in (files("core.store") / "queries").iterdir():
        table, _, kind = file.name.partition(".")
        if kind == "sql":
            for section in file.read_text("utf-8").split("-- name: ")[1:]:
                name, _, statement = section.partition("\n")
                found[f"{table}.{name.strip()}"] = statement.strip()
    return found


class Session:
    """Runs statements, only in the thread that made it and only inside a transaction.

    The second rule matters after a failure in which SQLite rolled the transaction back by itself: a further
    statement would be kept on its own.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._statements = statements()
        self._thread = threading.get_ident()

    def rows(self, name: str, /, **values: Column) -> list[Row]:
        return self._execute(name, values).fetchall()

    def row(self, name: str, /, **values: Column) -> Row | None:
        return next(iter(self.rows(name, **values)), None)

    def write(self, name: str, /, **values: Column) -> int:
        """How many rows were written."""
        return self._execute(name, values).rowcount

    def change(self, name: str, /, **values: Column) -> None:
        """Change exactly one row. Raises StoreRefused when there is none."""
        if self.write(name, **values) != 1:
            raise StoreRefused(f"{name}: there is no such row")

    def _execute(self, name: str, values: dict[str, Column]) -> sqlite3.Cursor:
        if threading.get_ident() != self._thread:
            raise StoreRefused("the tables of a transaction were used after its end")
        if not self._connection.in_transaction:
            raise StoreFailed("the database gave the transaction up")
        try:
            return self._connection.execute(self._statements[name], values)
        except sqlite3.Error as error:
            raise store_error(error) from error
