"""One SQLite file as an end of a move."""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

from core.store.moving.errors import MoveFailed, MoveRefused
from core.store.moving.sides import CHUNK, NOT_MOVED, Row, Table
from core.store.sqlite.database import open_to_read, open_to_write
from core.store.sqlite.schema import shipped

_ROWID = {"asked": "seq", "copies": "seq"}  # what SQLite numbers unasked has a column of its own in other databases


class SqliteSource:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it stands still

    async def tables(self) -> list[Table]:
        found = self._connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return [self._table(name, sql) for name, sql in sorted(found) if name not in NOT_MOVED]

    def _table(self, name: str, sql: str) -> Table:
        columns = self._connection.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
        names, number = [column for column, _ in columns], _ROWID.get(name, "")
        if "AUTOINCREMENT" in sql.upper():
            number = next(column for column, key in columns if key)
        return Table(name, tuple(sorted({*names, *filter(None, (number,))})), number)

    async def count(self, table: Table) -> int:
        (rows,) = self._connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608
        return int(rows)

    async def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        found = self._connection.execute(f'SELECT {_listed(table)} FROM "{table.name}" ORDER BY rowid')  # noqa: S608
        while chunk := found.fetchmany(CHUNK):
            yield chunk

    async def last_number(self, table: Table) -> int:
        (last,) = self._connection.execute(
            f'SELECT max(coalesce((SELECT max(rowid) FROM "{table.name}"), 0),'  # noqa: S608
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))",
            (table.name,),
        ).fetchone()
        return int(last)


class SqliteTarget(SqliteSource):
    """Made under another name, so that a move that was interrupted leaves no database that looks whole."""

    def __init__(self, connection: sqlite3.Connection, held: ExitStack, unfinished: Path, path: Path) -> None:
        super().__init__(connection)
        self._held = held
        self._unfinished = unfinished
        self._path = path

    async def write(self, table: Table, rows: Sequence[Row]) -> None:
        places = ", ".join("?" * len(table.columns))
        self._connection.executemany(
            f'INSERT INTO "{table.name}" ({_listed(table)}) VALUES ({places})',  # noqa: S608
            rows,
        )

    async def number_on(self, table: Table, last: int) -> None:
        if table.name in _ROWID:  # goes on from the highest that is there
            return
        changed = self._connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table.name))
        if not changed.rowcount:
            self._connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last))

    async def keep(self) -> None:
        """On the disk, whole, before it has its name."""
        self._connection.execute("COMMIT")
        self._connection.execute("ANALYZE")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._held.close()
        try:
            _rename(self._unfinished, self._path)
        except OSError as error:
            raise MoveFailed(f"{self._path}: {error.strerror}; nothing is kept") from error


def _rename(unfinished: Path, path: Path) -> None:
    """So that a power cut finds the one name or the other."""
    os.replace(unfinished, path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _listed(table: Table) -> str:
    unasked = _ROWID.get(table.name)
    return ", ".join("rowid" if column == unasked else f'"{column}"' for column in table.columns)


@asynccontextmanager
async def sqlite_source(path: Path, *, running: bool) -> AsyncIterator[SqliteSource]:
    """`running`: a desk may be at work on it; else no desk may, and the file is brought up to date. Raises StoreBroken."""
    _need(path)
    with _failures(path), ExitStack() as held:
        opened = open_to_read if running else open_to_write
        yield SqliteSource(opened(path, shipped(), held))


@asynccontextmanager
async def sqlite_target(path: Path) -> AsyncIterator[SqliteTarget]:
    """Raises StoreBroken, and MoveRefused where there is a file of this name already."""
    _need_none(path)
    unfinished = path.with_name(f"{path.name}.moving")
    with _failures(path):
        with ExitStack() as held:  # not while another move is at it
            open_to_write(unfinished, shipped(), held)
        _forget(unfinished)  # of a move that was interrupted
        with ExitStack() as held:
            try:
                yield SqliteTarget(open_to_write(unfinished, shipped(), held), held, unfinished, path)
            finally:
                held.close()
                _forget(unfinished)


def _need(path: Path) -> None:
    if not path.exists():
        raise MoveRefused(
            f"{path}: there is no such file; the desk's own is desk.db in the folder that DESK_DATA names"
        )


def _need_none(path: Path) -> None:
    if path.exists():
        raise MoveRefused(f"{path}: there is a file already; name one that there is not, or put that one away")


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise MoveFailed(f"{path}: {error}; nothing is kept") from error


def _forget(file: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        with suppress(FileNotFoundError):
            os.unlink(f"{file}{suffix}")
