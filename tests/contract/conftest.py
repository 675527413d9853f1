"""A store for each test, on each kind of database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from core.ports import Store
from core.store.postgres import PostgresStore
from core.store.sqlite import SqliteStore
from tests.servers import empty_database, postgres

Opens = Callable[[], Awaitable[Store]]


@pytest.fixture(params=["sqlite file", "sqlite memory", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    store = await (await database(request.param, tmp_path))()
    yield store
    await store.close()


@pytest.fixture(params=["sqlite file", "postgresql"])
async def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Opens:
    """A database to open, and to open again once it is closed."""
    return await database(request.param, tmp_path)


async def database(kind: str, folder: Path) -> Opens:
    if kind == "postgresql":
        url = await empty_database(postgres())
        return lambda: PostgresStore.open(url)

    async def open() -> Store:
        return SqliteStore.open(":memory:" if kind == "sqlite memory" else folder / "desk.db")

    return open
