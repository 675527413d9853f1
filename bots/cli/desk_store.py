"""The desk's database for a command: a command that looks, or leaves something for it, may run beside the desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.database import open_store
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.lease import LIVES
from core.ports import Store
from core.store.sqlite.database import is_at_work


@asynccontextmanager
async def desk_store(settings: Settings, *, read_only: bool = True, beside: bool = False) -> AsyncIterator[Store]:
    """`beside`: to write, while the desk may write too. Closed at the end. Raises DeskError where it cannot be opened."""
    store = await open_store(settings, read_only=read_only and not beside, beside=beside)
    try:
        yield store
    finally:
        await store.close()


async def desk_works(settings: Settings, store: Store) -> bool:
    """Whether a desk is at work on the database, which carries out what is left for it."""
    file = settings.database_file()
    if file is not None:
        return is_at_work(file)
    now = SystemClock().now()
    processes = await store.transact(lambda tx: tx.health.processes(now - LIVES, now))
    return any("worker" in process.roles for process in processes)
