"""The desk's store for a command that has a model write: what it costs counts, and repeated questions cost nothing."""

from contextlib import AsyncExitStack

from bots.settings import Settings
from core.ports import Store
from core.store.sqlite import SqliteStore


async def store_for_model(settings: Settings, doors: AsyncExitStack) -> Store:
    """Closed with the doors. Raises DeskError where it cannot be opened."""
    store = SqliteStore.open(settings.desk.data / "desk.db")
    doors.push_async_callback(store.close)
    return store
