"""The schema by numbered migrations: each applied once, whole or not at all, and never changed afterwards."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from core.store.errors import StoreBroken

_VERSIONS = """
CREATE TABLE IF NOT EXISTS schema_version (
    version    INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT
"""


class Migration(NamedTuple):
    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def shipped() -> list[Migration]:
    """The migrations of this release, from 1 on without a gap."""
    scripts = (files("core.store.sqlite") / "migrations").iterdir()
    found = sorted(
        _migration(script.name, script.read_text("utf-8")) for script in scripts if script.name[-4:] == ".sql"
    )
    assert [migration.version for migration in found] == list(range(1, len(found) + 1)), (
        "a migration's number is missing"
    )
    return found


def _migration(file_name: str, sql: str) -> Migration:
    number, _, name = file_name.removesuffix(".sql").partition("_")
    return Migration(int(number), name, sql)


def verify(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> int:
    """The version of the database, 0 for an empty one. Raises StoreBroken where this release cannot use it."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise StoreBroken("this is another program's database: give Frontdesk a file of its own")
    applied = connection.execute("SELECT version, checksum FROM schema_version ORDER BY version").fetchall()
    if len(applied) > len(migrations):
        raise StoreBroken(
            f"the database has version {len(applied)} and this release knows only {len(migrations)}: "
            "run the release that it was last used with, or a newer one"
        )
    for (version, checksum), migration in zip(applied, migrations, strict=False):
        if checksum != migration.checksum:
            raise StoreBroken(
                f"the database was made with another version of migration {version} ({migration.name}): "
                "run the release that it was last used with"
            )
    return len(applied)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration], backup: Path | None) -> None:
    """Bring the database up to the last migration.

    One that holds data is first copied to `backup` with the first missing version in its name, e.g. "desk.db.before-0002".
    Killed at any moment, the next start goes on with the migration that was not finished.
    """
    missing = migrations[verify(connection, migrations) :]
    if not missing:
        return
    if backup is not None and missing[0].version > 1:
        _copy(connection, backup.with_name(f"{backup.name}.before-{missing[0].version:04}"))
    connection.execute(_VERSIONS)
    for migration in missing:
        _apply(connection, migration)


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    """A half-written copy never has the final name."""
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(target)


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in _statements(migration.sql):
            connection.execute(statement)
        connection.execute(
            "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?, ?, ?, datetime('now'))",
            (migration.version, migration.name, migration.checksum),
        )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The statements one by one, each ending at the end of a line: sqlite3's executescript would commit before the first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if rest := re.sub(r"--.*", "", statement).strip():
        raise StoreBroken(f"a migration ends in the middle of a statement: {rest[:60]}")
