"""The schema by numbered migrations, brought up to date while processes of an older release may still be at work.

A migration that expands (its first line says "-- expand") leaves everything that older releases use: they go on with a
database that is ahead of them. One that contracts ("-- contract") takes something away that only they used. So each
connection of a process holds a lock that says which migrations its release knows; a contracting migration waits, until a
later start, while there is a connection that knows less, and a process that was away meanwhile is not let in again.
"""

import logging
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple, TypeAlias

import asyncpg

from core.store.errors import StoreBroken

log = logging.getLogger(__name__)

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_FRONTDESK = 1_179_010_891  # "FDSK": the first half of all our advisory locks; the second is 0 or what a release knows
_VERSIONS = """
CREATE TABLE IF NOT EXISTS schema_version (
    version    BIGINT PRIMARY KEY,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('expand', 'contract')),
    checksum   TEXT NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)
"""
_OURS = "SELECT to_regclass('schema_version') IS NOT NULL"
_OTHERS = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())"
_LESS_KNOWING = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = $1 AND objsubid = 2 AND objid > 0 AND objid::bigint < $2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Migration(NamedTuple):
    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return sha256(self.sql.encode()).hexdigest()

    @property
    def kind(self) -> str:
        """ "expand" or "contract"; anything else the database refuses."""
        return self.sql.partition("\n")[0].removeprefix("--").strip()


@cache
def shipped() -> tuple[Migration, ...]:
    """The migrations of this release, from 1 on without a gap."""
    scripts = (files("core.store.postgres") / "migrations").iterdir()
    found = sorted(
        _migration(script.name, script.read_text("utf-8")) for script in scripts if script.name[-4:] == ".sql"
    )
    assert [each.version for each in found] == list(range(1, len(found) + 1)), "a migration's number is missing"
    return tuple(found)


def _migration(file_name: str, sql: str) -> Migration:
    number, _, name = file_name.removesuffix(".sql").partition("_")
    return Migration(int(number), name, sql)


async def join(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Say with this connection, as long as it lasts, what this release knows.

    Raises StoreBroken where the database is not, or no longer, one for this release.
    """
    async with connection.transaction():  # nothing is migrated meanwhile
        await connection.execute("SELECT pg_advisory_xact_lock_shared($1, 0)", _FRONTDESK)
        await connection.execute("SELECT pg_advisory_lock_shared($1, $2)", _FRONTDESK, len(migrations))
        version = await verify(connection, migrations)
    if any(each.kind == "expand" for each in migrations[version:]):
        raise StoreBroken(
            f"it has version {version}, not {len(migrations)}: start Frontdesk once to bring it up to date"
        )


async def verify(connection: Connection, migrations: Sequence[Migration]) -> int:
    """How many of these migrations the database has. Raises StoreBroken where this release cannot use it."""
    if not await connection.fetchval(_OURS):
        if await connection.fetchval(_OTHERS):
            raise StoreBroken("this is another program's database: give Frontdesk one of its own")
        return 0
    applied = await connection.fetch("SELECT version, kind, checksum FROM schema_version ORDER BY version")
    for (version, _, checksum), migration in zip(applied, migrations, strict=False):
        if checksum != migration.checksum:
            raise StoreBroken(
                f"the database was made with another version of migration {version} ({migration.name}): "
                "run the release that it was last used with"
            )
    if any(kind == "contract" for _, kind, _ in applied[len(migrations) :]):
        raise StoreBroken(
            f"the database has version {len(applied)}, without something that this release, which knows "
            f"{len(migrations)}, needs: run the release that it was last used with, or a newer one"
        )
    return min(len(applied), len(migrations))


async def migrate(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Bring the database up to the last migration that it can have now, one process at a time.

    Each migration is applied whole or not at all: killed at any moment, the next start goes on with it. Raises StoreBroken
    when one that expands would have to come after one that contracts and has to wait.
    """
    await connection.execute("SELECT pg_advisory_lock($1, 0)", _FRONTDESK)
    try:
        missing = migrations[await verify(connection, migrations) :]
        if missing:
            await connection.execute(_VERSIONS)
        for place, migration in enumerate(missing):
            if migration.kind == "contract" and await _is_too_early(connection, migration):
                _leave(missing[place:])
                return
            await _apply(connection, migration)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1, 0)", _FRONTDESK)


async def _is_too_early(connection: Connection, migration: Migration) -> bool:
    return bool(await connection.fetchval(_LESS_KNOWING, _FRONTDESK, migration.version))


def _leave(rest: Sequence[Migration]) -> None:
    if any(each.kind == "expand" for each in rest):
        raise StoreBroken(
            f"migration {rest[0].version} ({rest[0].name}) takes away what processes of an older release still use, "
            "and this release needs it: stop those, and start this again"
        )
    log.warning(
        "migration %d (%s) waits while processes of an older release are at work: it is applied at a start without them",
        rest[0].version,
        rest[0].name,
    )


async def _apply(connection: Connection, migration: Migration) -> None:
    async with connection.transaction():
        await connection.execute(migration.sql)
        await connection.execute(
            "INSERT INTO schema_version (version, name, kind, checksum) VALUES ($1, $2, $3, $4)",
            migration.version,
            migration.name,
            migration.kind,
            migration.checksum,
        )
