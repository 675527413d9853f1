"""What the store asks PostgreSQL is found by an index, however large the desk has grown: its own plan of each statement says so."""

import re
from collections.abc import AsyncIterator

import asyncpg
import pytest

from core.store.postgres.statements import Statement, prepared
from tests.servers import empty_database, postgres

# Read from the beginning to the end: there are as many rows as colleagues, ways to a person, or processes.
SMALL = {"agents", "closures", "members"}


@pytest.fixture
async def connection() -> AsyncIterator[asyncpg.Connection]:
    """It reads a whole table only where it has no other way: tables without rows would tempt it."""
    connection = await asyncpg.connect(await empty_database(postgres()))
    await connection.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
    yield connection
    await connection.close()


async def read_whole(connection: asyncpg.Connection, statement: str) -> set[str]:
    await connection.execute(f"PREPARE asked AS {statement}")
    values = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", statement))))
    plan = await connection.fetch(f"EXPLAIN EXECUTE asked {f'({values})' if values else ''}")
    await connection.execute("DEALLOCATE asked")
    return set(re.findall(r"Seq Scan on (\w+)", "\n".join(line for (line,) in plan)))


def all_ways(statement: Statement) -> list[str]:
    """By itself and for many at once."""
    return [sql for sql in (statement.sql, statement.numbered, statement.counted, statement.unlocked) if sql]


async def test_every_statement_finds_its_rows_by_an_index(connection: asyncpg.Connection) -> None:
    whole = {
        name: tables
        for name, statement in prepared().items()
        for sql in all_ways(statement)
        if (tables := await read_whole(connection, sql) - SMALL)
    }
    assert whole == {}


async def test_an_index_that_is_missing_is_noticed(connection: asyncpg.Connection) -> None:
    assert await read_whole(connection, "SELECT data FROM tickets WHERE updated_at > $1") == {"tickets"}
