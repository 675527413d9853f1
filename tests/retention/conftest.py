"""A desk with a past: what customers wrote some time ago, in each kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ports import Store
from tests.contract.conftest import database
from tests.retention.past import Past


@pytest.fixture(params=["sqlite file", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    store = await (await database(request.param, tmp_path))()
    yield store
    await store.close()


@pytest.fixture
def past(store: Store) -> Past:
    return Past(store)
