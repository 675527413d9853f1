"""One transaction as the tables see it: each statement is asked for, and awaited until somebody has the answer."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from core.store.errors import StoreFailed, StoreRefused
from core.store.postgres.statements import Statement
from core.store.session import Column, Row
from core.store.storable import storable

T = TypeVar("T")
Values = tuple[Any, ...]


@dataclass(slots=True)
class Ask:
    """A statement with its values. The answer to "count" is a number, to the others a list of rows.

    "rows" and "count" run it once, "each" for each of several values.
    """

    statement: Statement
    kind: Literal["rows", "count", "each"]
    values: tuple[Values, ...]

    def __await__(self) -> Generator["Ask", Any, Any]:
        return (yield self)


class PostgresSession:
    """Asks for statements until the transaction's end. After one that failed, PostgreSQL takes no more: nor does this.

    `failed` is that first failure, for whoever runs the transaction: the work may have raised something else of it.
    """

    def __init__(self, statements: Mapping[str, Statement]) -> None:
        self._statements = statements
        self._over = False
        self.wrote = False
        self.failed: Exception | None = None

    def end(self) -> None:
        """No statement from now on."""
        self._over = True

    async def rows(self, name: str, /, **values: Column) -> list[Row]:
        statement = self._take(name)
        found: list[Row] = await Ask(statement, "rows", (_placed(statement, values),))
        return found

    async def row(self, name: str, /, **values: Column) -> Row | None:
        return next(iter(await self.rows(name, **values)), None)

    async def known(self, name: str, read: Callable[[list[Row]], T]) -> T:
        """Nothing is remembered: another process may have changed it."""
        return read(await self.rows(name))

    async def write(self, name: str, /, **values: Column) -> int:
        """How many rows were written."""
        statement = self._take(name)
        count: int = await Ask(statement, "count", (_placed(statement, values),))
        return count

    async def each(self, name: str, rows: Sequence[Mapping[str, Column]]) -> list[Row]:
        statement = self._take(name)
        found: list[Row] = await Ask(statement, "each", tuple(_placed(statement, values) for values in rows))
        return found

    async def change(self, name: str, /, **values: Column) -> None:
        """Change exactly one row. Raises StoreRefused when there is none."""
        if await self.write(name, **values) != 1:
            raise StoreRefused(f"{name}: there is no such row")

    def _take(self, name: str) -> Statement:
        if self._over:
            raise StoreRefused("the tables of a transaction were used after its end")
        if self.failed is not None:
            raise StoreFailed("the database gave the transaction up") from self.failed
        statement = self._statements[name]
        self.wrote = self.wrote or statement.writes
        return statement


def _placed(statement: Statement, values: Mapping[str, Column]) -> Values:
    return tuple([storable(values[name]) for name in statement.names])
