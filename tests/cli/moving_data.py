"""A desk's database with something odd in it, and two looks at what a database holds, made without the code that moves it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg

from bots.playground.fortnight import Fortnight, fortnight, write
from core.store.sqlite import SqliteStore

OWN = {"schema_version", "leases", "members"}  # what each database has for itself
UNASKED = {"asked", "copies"}  # PostgreSQL numbers their rows in a column, SQLite in its rowid

Held = dict[str, list[tuple[tuple[str, Any], ...]]]
"""Of each table its rows, sorted, each with the names of its columns."""

_ODD = """
INSERT INTO inbox (key, source, stream, payload, received_at, state, slot) VALUES
    ('k1', 'telegram', 'telegram:1001', 'zażółć ' || char(128512), 0.1 + 0.2, 'new', 0),
    ('k2', 'telegram', 'telegram:1002', 'before' || char(0) || 'after', 1e300, 'done', 0),
    ('k3', 'slack', 'slack:C1', '', 1700000000.123456, 'dead', 0);
INSERT INTO outbox (id, part, conversation, lane, effect, turn, created_at, not_before, slot) VALUES
    ('1.0', 0, 'telegram:1001', 'ask:telegram:1001', '{}', 9007199254740993, 1, 1, 0);
INSERT INTO conversations VALUES ('telegram:1001', '{}', 'idle', NULL, 'pl', 2.5);
INSERT INTO members VALUES ('gone', '[]', 1);
INSERT INTO leases VALUES ('decide/1', 'gone', 7, 1);
UPDATE sqlite_sequence SET seq = 500 WHERE name = 'inbox';
"""


_made: list[bytes] = []


@cache
def four_days() -> Fortnight:
    """Of a busy desk. Not to be changed."""
    return fortnight(datetime(2026, 11, 20, tzinfo=UTC), days=4)


async def desk_at(path: Path) -> Path:
    """Of four days, with numbers that were given and taken away again, and rows of a time without slots: the same file each time."""
    if not _made:
        await _make(path)
    _copy(path)
    return path


def _copy(path: Path) -> None:
    """Of the first one that was made."""
    if _made:
        path.touch(mode=0o600)
        path.write_bytes(_made[0])
    else:
        _made.append(path.read_bytes())


async def _make(path: Path) -> None:
    store = SqliteStore.open(path)
    await store.transact(lambda tx: write(tx, four_days()))
    await store.close()
    change(path, _ODD)


def change(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def in_file(path: Path) -> Held:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: _sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), _columns(connection, name))
            for (name,) in tables.fetchall()
            if name not in OWN
        }


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


async def in_postgres(url: str) -> Held:
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name: await _rows(connection, name) for (name,) in tables if name not in OWN}
    finally:
        await connection.close()


async def _rows(connection: Any, table: str) -> list[tuple[tuple[str, Any], ...]]:
    found = await connection.fetch(f"SELECT * FROM {table}")
    return _sorted([tuple(row.values()) for row in found], list(found[0].keys()) if found else [], table in UNASKED)


def _sorted(rows: list[Any], columns: list[str], numbered: bool = False) -> list[tuple[tuple[str, Any], ...]]:
    named = (zip(columns, row, strict=True) for row in rows)
    kept = (tuple(sorted(pair for pair in row if not (numbered and pair[0] == "seq"))) for row in named)
    return sorted(kept, key=repr)


async def asked(url: str, question: str) -> Any:
    """The one value that PostgreSQL answers with."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()
