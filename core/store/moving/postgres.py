"""A PostgreSQL database as an end of a move: one transaction, so that nothing of a move that was interrupted stays."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg

from core.store.moving.errors import MoveFailed, MoveRefused
from core.store.moving.sides import CHUNK, NOT_MOVED, Row, Table
from core.store.postgres import PostgresStore

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

_UNHURRIED = {
    "application_name": "frontdesk move",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
_AT_WORK = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'frontdesk' AND pid <> pg_backend_pid()
"""
_COLUMNS = """
SELECT tables.relname, columns.attname, pg_get_serial_sequence(quote_ident(tables.relname), columns.attname) AS sequence
FROM pg_class AS tables JOIN pg_attribute AS columns ON columns.attrelid = tables.oid
WHERE tables.relkind = 'r' AND tables.relnamespace = current_schema()::regnamespace
  AND columns.attnum > 0 AND NOT columns.attisdropped
"""


class PostgresSource:
    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    async def tables(self) -> list[Table]:
        columns, numbers = defaultdict[str, list[str]](list), dict[str, str]()
        for table, column, sequence in await self._connection.fetch(_COLUMNS):
            columns[table].append(column)
            if sequence:
                numbers[table] = column
        return [
            Table(name, tuple(sorted(columns[name])), numbers.get(name, ""))
            for name in sorted(columns.keys() - NOT_MOVED)
        ]

    async def count(self, table: Table) -> int:
        return int(await self._connection.fetchval(f'SELECT count(*) FROM "{table.name}"'))  # noqa: S608

    async def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        listed = ", ".join(f'"{column}"' for column in table.columns)
        found = await self._connection.cursor(f'SELECT {listed} FROM "{table.name}"')  # noqa: S608
        while chunk := await found.fetch(CHUNK):
            yield [tuple(row) for row in chunk]

    async def last_number(self, table: Table) -> int:
        sequence = await self._sequence(table)
        last = await self._connection.fetchval(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608
        return int(last or 0)

    async def _sequence(self, table: Table) -> str:
        """Its name as it stands in a statement."""
        asked = "SELECT pg_get_serial_sequence(quote_ident($1), $2)"
        return str(await self._connection.fetchval(asked, table.name, table.number))


class PostgresTarget(PostgresSource):
    def __init__(self, connection: "Connection", transaction: asyncpg.transaction.Transaction) -> None:
        super().__init__(connection)
        self._transaction = transaction

    async def write(self, table: Table, rows: Sequence[Row]) -> None:
        await self._connection.copy_records_to_table(table.name, records=rows, columns=table.columns)

    async def number_on(self, table: Table, last: int) -> None:
        """`setval` is no part of a transaction; in a table that stays empty a number that was skipped is no harm."""
        if last:
            await self._connection.execute("SELECT setval($1::text::regclass, $2)", await self._sequence(table), last)

    async def keep(self) -> None:
        await self._transaction.commit()
        await self._connection.execute("ANALYZE")  # the first questions are answered as fast as all later ones


@asynccontextmanager
async def postgres_source(url: str, *, running: bool) -> AsyncIterator[PostgresSource]:
    """`running`: a desk may be at work on it; else none may, and the tables are brought up to date. Raises StoreBroken."""
    if not running:
        await _refuse_at_work(url)
    await _look_at(url, read_only=running)
    async with _connected(url) as connection, connection.transaction(isolation="repeatable_read"):
        source = PostgresSource(connection)
        if not running:
            await _hold(connection, await source.tables())
        yield source


@asynccontextmanager
async def postgres_target(url: str) -> AsyncIterator[PostgresTarget]:
    """Its tables are made where there are none. Raises StoreBroken, and MoveRefused where a desk is at work on it."""
    await _refuse_at_work(url)
    await _look_at(url, read_only=False)
    async with _connected(url) as connection:
        transaction = connection.transaction()
        await transaction.start()
        target = PostgresTarget(connection, transaction)
        await _hold(connection, await target.tables())
        yield target  # a connection that is closed undoes what was not kept


async def _look_at(url: str, *, read_only: bool) -> None:
    """The store's own look at the database: is it one of ours, and of this release."""
    store = await PostgresStore.open(url, read_only=read_only)
    await store.close()


@asynccontextmanager
async def _connected(url: str) -> "AsyncIterator[Connection]":
    """What fails once it was reached. Never with the details, in which a customer's words may stand."""
    connection = await asyncpg.connect(url, server_settings=_UNHURRIED)
    try:
        yield connection
    except asyncpg.PostgresError as error:
        raise MoveFailed(f"the database refused ({error.sqlstate}): {error.args[0]}; nothing is kept") from None
    except (asyncpg.InterfaceError, OSError) as error:
        raise MoveFailed(f"the connection to the database was lost: {type(error).__name__}; nothing is kept") from None
    finally:
        if not connection.is_closed():
            await connection.close()


async def _refuse_at_work(url: str) -> None:
    """Before the tables are touched."""
    try:
        connection = await asyncpg.connect(url, server_settings=_UNHURRIED)
    except (asyncpg.PostgresError, OSError, ValueError, asyncpg.InterfaceError):
        return  # the store says it better
    try:
        at_work = await connection.fetchval(_AT_WORK)
    finally:
        await connection.close()
    if at_work:
        raise MoveRefused("a desk is at work on the PostgreSQL database: stop all its processes first")


async def _hold(connection: "Connection", tables: Sequence[Table]) -> None:
    """Whoever would write meanwhile has to wait."""
    await connection.execute("SET LOCAL lock_timeout = '5s'")
    names = ", ".join(f'"{table.name}"' for table in tables)
    await connection.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
