"""Opens either end of a move by its address."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from core.store.moving.sides import Source, Target
from core.store.moving.sqlite import sqlite_source, sqlite_target

Place = Path | str
"""The file of a SQLite database, or the address of a PostgreSQL one."""


def source_at(place: Place, *, running: bool = False) -> AbstractAsyncContextManager[Source]:
    """`running`: a desk may be at work there, and is not disturbed; else it is held still. Raises DeskError with what to do."""
    if isinstance(place, Path):
        return sqlite_source(place, running=running)
    from core.store.moving.postgres import postgres_source  # asyncpg takes a tenth of a second to load

    return postgres_source(place, running=running)


def target_at(place: Place) -> AbstractAsyncContextManager[Target]:
    """Nothing but empty tables. Raises DeskError with what to do."""
    if isinstance(place, Path):
        return sqlite_target(place)
    from core.store.moving.postgres import postgres_target

    return postgres_target(place)
