"""Opening the database file: one process at a time, checked, up to date, or refused with what to do."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from core.store.errors import StoreBroken
from core.store.sqlite.schema import Migration, migrate, verify
from core.store.sqlite.session import result_code

MEMORY = Path(":memory:")

_OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
_CHECKED_UP_TO = 200 * 2**20  # bytes: a check reads the whole file and would delay the start
_PAGES_IN_LOG = (
    4_000  # 16 MB until it is copied into the database: a page that changes often is copied once, not each time
)
_ADVICE = {
    sqlite3.SQLITE_BUSY: "another program holds it; close that program",
    sqlite3.SQLITE_LOCKED: "another program holds it; close that program",
    sqlite3.SQLITE_READONLY: "make the file and its folder writable for the user that runs Frontdesk",
    sqlite3.SQLITE_CANTOPEN: "make the file and its folder readable and writable for the user that runs Frontdesk",
    sqlite3.SQLITE_FULL: "free some space on its disk",
    sqlite3.SQLITE_IOERR: "its disk is full or reports errors",
    sqlite3.SQLITE_CORRUPT: "restore the last backup",
    sqlite3.SQLITE_NOTADB: "give another path, or restore the last backup",
}


def open_to_write(path: Path, migrations: Sequence[Migration], held: ExitStack) -> sqlite3.Connection:
    """A connection for this process alone, to a file that is made where there is none; `held` closes what is opened.

    Raises StoreBroken.
    """
    with _refusals(path):
        if path != MEMORY:
            path.parent.mkdir(parents=True, exist_ok=True)
            _lock(path, held)
            path.touch(mode=0o600)  # customers' words: SQLite gives its side files the same rights
        connection = _connect(str(path), held)
        if path != MEMORY:
            _check(path, connection)
            _make_durable(connection)
        migrate(connection, migrations, None if path == MEMORY else path)
        return connection


def open_to_read(path: Path, migrations: Sequence[Migration], held: ExitStack) -> sqlite3.Connection:
    """A connection that cannot write, also while another process writes. Raises StoreBroken."""
    return _open_as_it_is(path, "ro", migrations, held)


def open_beside(path: Path, migrations: Sequence[Migration], held: ExitStack) -> sqlite3.Connection:
    """A connection that writes, also while the desk does: each waits some seconds for the other's transaction.

    For what an operator's command leaves for the desk: the desk looks for it each second. Raises StoreBroken.
    """
    connection = _open_as_it_is(path, "rw", migrations, held)
    with _refusals(path):
        _make_durable(connection)
    return connection


def is_at_work(path: Path) -> bool:
    """Whether a process has the file open to write."""
    try:
        handle = os.open(f"{path}.lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _open_as_it_is(
    path: Path, mode: Literal["ro", "rw"], migrations: Sequence[Migration], held: ExitStack
) -> sqlite3.Connection:
    """Not made where there is none, and not brought up to date."""
    with _refusals(path):
        if not path.exists():
            raise StoreBroken(
                "there is no such file: it is made at the desk's first start, in the folder that DESK_DATA names"
            )
        connection = _connect(f"file:{quote(str(path.absolute()))}?mode={mode}", held)
        if (version := verify(connection, migrations)) != len(migrations):
            raise StoreBroken(
                f"it has version {version}, not {len(migrations)}: start Frontdesk once to bring it up to date"
            )
        return connection


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Every refusal names the file."""
    try:
        yield
    except StoreBroken as error:
        raise StoreBroken(f"{path}: {error}") from error
    except OSError as error:
        raise StoreBroken(
            f"{path}: {error.strerror}: give a place that the user who runs Frontdesk can write"
        ) from error
    except sqlite3.Error as error:
        code = result_code(error)
        advice = "this is a fault of Frontdesk" if code is None else _ADVICE.get(code, "restore the last backup")
        raise StoreBroken(f"{path}: {error}: {advice}") from error


def _lock(path: Path, held: ExitStack) -> None:
    """Hold the file beside the database until the end of this process, however it ends."""
    handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    held.callback(os.close, handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 20).decode("ascii", "replace")
        raise StoreBroken(
            f"process {holder} has it open: stop that Frontdesk, or give this one a file of its own; "
            "for a desk of several processes set DATABASE_URL=postgresql://..."
        ) from None
    os.ftruncate(handle, 0)
    os.write(handle, str(os.getpid()).encode())


def _connect(target: str, held: ExitStack) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreBroken(f"SQLite {sqlite3.sqlite_version} is too old: use a Python with SQLite 3.37 or later")
    connection = sqlite3.connect(
        target,
        timeout=5,
        isolation_level=None,  # BEGIN and COMMIT are ours
        check_same_thread=False,  # opened by the caller, then used by one thread only
        cached_statements=200,
        uri=target.startswith("file:"),
    )
    held.enter_context(closing(connection))
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # what undoes a part of a group would else be written to files
    return connection


def _check(path: Path, connection: sqlite3.Connection) -> None:
    if path.stat().st_size > _CHECKED_UP_TO:
        return
    found = [word for (word,) in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise StoreBroken(f"the file is damaged ({'; '.join(found)}): restore the last backup")


def _make_durable(connection: sqlite3.Connection) -> None:
    """See https://www.sqlite.org/wal.html: with FULL each COMMIT is on the disk before it returns."""
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreBroken("its file system cannot share memory between processes: use a local disk")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "PRAGMA secure_delete = ON"
    )  # what was removed is overwritten: an erased name is nowhere in the file
    connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_IN_LOG}")
