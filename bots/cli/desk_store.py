"""The desk's database for a command: a command that only looks may run beside the desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.settings import Settings
from core.ports import Store
from core.store.sqlite import SqliteStore


@asynccontextmanager
async def desk_store(settings: Settings, *, read_only: bool = True) -> AsyncIterator[Store]:
    """Closed at the end. Raises DeskError where it cannot be opened."""
    store = SqliteStore.open(settings.desk.database, read_only=read_only)
    try:
        yield store
    finally:
        await store.close()
