"""A PostgreSQL and a Redis for all tests of this folder, and a desk of several processes for each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.many.machines import Machines, machines
from tests.faults.warm import WarmStarts
from tests.nerves.valkey import Valkey
from tests.servers import Postgres, postgres


@pytest.fixture(scope="session")
def one_redis() -> Iterator[Valkey]:
    with Valkey() as server:
        yield server


@pytest.fixture
async def desk(tmp_path: Path, warm_starts: WarmStarts, one_redis: Valkey) -> AsyncIterator[Machines]:
    async with machines(tmp_path, warm_starts.start, postgres(), one_redis) as desk:
        yield desk


@pytest.fixture
def own_redis() -> Iterator[Valkey]:
    """To be killed, paused and emptied."""
    with Valkey() as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """To be restarted."""
    server = Postgres()
    server.start()
    yield server
    server.remove()
