"""What the tables need of a database inside one transaction: statements by name, and the rows that come of them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Protocol, TypeVar

Column = str | int | float | None
Row = tuple[Any, ...]
T = TypeVar("T")


class Session(Protocol):
    """Each statement is named "file.name" (see queries/). Values are named as in the statement, with a colon before them.

    Errors are those of `core.store.errors`.
    """

    async def rows(self, name: str, /, **values: Column) -> list[Row]: ...

    async def row(self, name: str, /, **values: Column) -> Row | None:
        """The first one."""

    async def known(self, name: str, read: Callable[[list[Row]], T]) -> T:
        """What is read of all rows of a small table; it may be remembered for as long as nobody can have changed it."""

    async def write(self, name: str, /, **values: Column) -> int:
        """How many rows were written."""

    async def each(self, name: str, rows: Sequence[Mapping[str, Column]]) -> list[Row]:
        """Run a statement for each of these values, in their order; all rows that come of it."""

    async def change(self, name: str, /, **values: Column) -> None:
        """Change exactly one row. Raises StoreRefused when there is none."""


@cache
def statements(dialect: str = "") -> dict[str, str]:
    """All statements of queries/*.sql, by "file.name"; a dialect has some of its own in queries/<dialect>/*.sql."""
    folder = files("core.store") / "queries"
    found = _read(folder)
    if dialect:
        own = _read(folder / dialect)
        assert own.keys() <= found.keys(), own.keys() - found.keys()
        found |= own
    return found


def _read(folder: Traversable) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in folder.iterdir():
        table, _, kind = file.name.partition(".")
        if kind == "sql":
            for section in file.read_text("utf-8").split("-- name: ")[1:]:
                name, _, statement = section.partition("\n")
                found[f"{table}.{name.strip()}"] = statement.strip()
    return found
