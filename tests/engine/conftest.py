"""A store for each test of the engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.store.sqlite import SqliteStore


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
async def filed(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """For what no port reads; see `fakes.kept`."""
    store = SqliteStore.open(tmp_path / "desk.db")
    yield store
    await store.close()
