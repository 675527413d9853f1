"""A database of its own for each test that wants one, on the PostgreSQL server that tests share."""

import pytest

from tests.servers import new_database, postgres


@pytest.fixture
async def url() -> str:
    """The address of a database without any tables."""
    return await new_database(postgres())
