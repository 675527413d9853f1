"""The product's database as the tests ask it, also while it runs: its SQLite file, or the PostgreSQL that it was given."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

ADDRESS = "database"  # a file of the stage's folder: where its PostgreSQL is


def rows(folder: Path, question: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask it. Each value stands for a "?"."""
    if (folder / ADDRESS).exists():
        return _postgres(folder, question, values)
    with closing(sqlite3.connect(f"file:{folder / 'data' / 'desk.db'}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute(question, values).fetchall()


def changes(folder: Path, statement: str, *values: Any) -> None:
    """What otherwise only time would make of it."""
    if (folder / ADDRESS).exists():
        _postgres(folder, statement, values)
        return
    with closing(sqlite3.connect(folder / "data" / "desk.db", timeout=5)) as connection, connection:
        connection.execute(statement, values)


def _postgres(folder: Path, question: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """In a thread of its own: the driver waits, and a test's question does not."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _asked((folder / ADDRESS).read_text(), question, values)).result()


async def _asked(address: str, question: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    numbers = count(1)
    first, *rest = question.split("?")
    connection = await asyncpg.connect(address)
    try:
        asked = first + "".join(f"${next(numbers)}{part}" for part in rest)
        return [tuple(row) for row in await connection.fetch(asked, *values)]
    finally:
        await connection.close()
