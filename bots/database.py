"""Opens the database that the settings name, for the desk and for every command alike."""

from bots.settings import Settings
from core.ports import Store
from core.store.sqlite import SqliteStore


async def open_store(settings: Settings, *, read_only: bool = False, beside: bool = False, spared: int = 0) -> Store:
    """One file, or PostgreSQL. Brought up to date unless it is only read. Raises StoreBroken with what to do.

    `beside`: the desk may be at work on it, also where it is a file. `spared`: how many of the connections that this process
    may open are for something else.
    """
    file = settings.database_file()
    if file is not None and beside:
        return SqliteStore.open_beside(file)
    if file is not None:
        return SqliteStore.open(file, read_only=read_only)
    from core.store.postgres import PostgresStore  # asyncpg takes a tenth of a second to load

    url, connections = settings.database.url.get_secret_value(), settings.database.connections - spared
    return await PostgresStore.open(url, read_only=read_only, connections=connections)
