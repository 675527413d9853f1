"""The schemas of both databases are one: the same tables, columns and kinds, each with the words of its own database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import asyncpg
import pytest

from core.store.postgres.connections import bring_up_to_date
from core.store.postgres.schema import shipped
from core.store.postgres.statements import prepared
from core.store.sqlite.schema import shipped as shipped_for_sqlite

# What only one of them has: PostgreSQL has no rowid, by which SQLite knows the order of these.
ONLY_POSTGRES = {("asked", "seq"), ("copies", "seq")}
KINDS = {"INTEGER": "bigint", "REAL": "double precision", "TEXT": "text"}

Columns = dict[tuple[str, str], tuple[str, bool]]


@pytest.fixture
def in_sqlite() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for migration in shipped_for_sqlite():
            connection.executescript(migration.sql)
        yield connection


def columns_in_sqlite(connection: sqlite3.Connection) -> Columns:
    """By table and name: the kind, and whether it may be missing."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        (table, name): (KINDS[kind], not (required or key))
        for table in tables
        if not table.startswith("sqlite_")
        for _, name, kind, required, _, key in connection.execute(f"PRAGMA table_info({table})")
    }


async def columns_in_postgres(connection: asyncpg.Connection) -> Columns:
    found = await connection.fetch(
        "SELECT table_name, column_name, data_type, is_nullable = 'YES' FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name <> 'schema_version'"
    )
    return {(table, name): (kind, optional) for table, name, kind, optional in found}


UNIQUE_IN_POSTGRES = """
SELECT relname, (SELECT array_agg(attname ORDER BY place) FROM unnest(indkey) WITH ORDINALITY AS column_of (number, place)
                 JOIN pg_attribute ON attrelid = indrelid AND attnum = number), indpred IS NOT NULL
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE indisunique AND relnamespace = 'public'::regnamespace AND relname <> 'schema_version'
"""


def unique_in_sqlite(connection: sqlite3.Connection, tables: set[str]) -> set[tuple]:
    """The table, the columns, and whether it is for some of the rows only."""
    found = set()
    for table in tables:
        for _, index, unique, _, partial in connection.execute(f"PRAGMA index_list({table})").fetchall():
            if unique:
                names = tuple(name for _, _, name in connection.execute(f"PRAGMA index_info({index})"))
                found.add((table, names, bool(partial)))
        numbered = [name for _, name, kind, _, _, key in connection.execute(f"PRAGMA table_info({table})") if key]
        found.add((table, tuple(numbered) if len(numbered) == 1 else (), False))
    return {each for each in found if each[1]}


@pytest.fixture
async def connection(url: str):
    await bring_up_to_date(url, shipped())
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


async def test_both_have_the_same_tables_columns_and_kinds(connection, in_sqlite) -> None:
    ours = await columns_in_postgres(connection)
    assert {column: kind for column, kind in ours.items() if column not in ONLY_POSTGRES} == columns_in_sqlite(
        in_sqlite
    )
    assert ours.keys() >= ONLY_POSTGRES


async def test_both_let_the_same_be_there_once(connection, in_sqlite) -> None:
    tables = {table for table, _ in columns_in_sqlite(in_sqlite)}
    ours = {(table, tuple(columns), partial) for table, columns, partial in await connection.fetch(UNIQUE_IN_POSTGRES)}
    assert ours - unique_in_sqlite(in_sqlite, tables) == {("leases", ("name", "epoch"), False)}, "it fences"
    assert unique_in_sqlite(in_sqlite, tables) <= ours


async def test_texts_are_ordered_by_their_bytes_as_sqlite_orders_them(connection) -> None:
    others = await connection.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND table_name <> 'schema_version' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    assert others == []


async def test_every_statement_is_understood(connection) -> None:
    for name, statement in prepared().items():
        places = (await connection.prepare(statement.sql)).get_parameters()
        assert len(places) == len(statement.names), name
