"""What is moved, and what the two ends of a move must be able to do."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple, Protocol

Row = tuple[Any, ...]  # of whole numbers, reals, texts and None

NOT_MOVED = frozenset({"schema_version", "leases", "members"})  # each database's own; of processes that live
CHUNK = 1000  # rows that are in memory at once


class Table(NamedTuple):
    """`columns` by the alphabet, so that both ends say them alike; `number`: the column that numbers its rows itself, or ""."""

    name: str
    columns: tuple[str, ...]
    number: str = ""


class Source(Protocol):
    """Stands still while it is open: all that is read is of one moment."""

    async def tables(self) -> list[Table]:
        """All that there are but NOT_MOVED, by their names."""

    async def count(self, table: Table) -> int: ...

    def rows(self, table: Table) -> AsyncIterator[Sequence[Row]]:
        """All, by at most CHUNK at once."""

    async def last_number(self, table: Table) -> int:
        """The highest that was ever given to a row of a table with numbers: a number is given once."""


class Target(Source, Protocol):
    """Holds what was written from `keep` on, and nothing of it when it is closed before that."""

    async def write(self, table: Table, rows: Sequence[Row]) -> None: ...

    async def number_on(self, table: Table, last: int) -> None:
        """The next row's number is higher."""

    async def keep(self) -> None: ...
