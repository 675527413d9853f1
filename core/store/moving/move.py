"""Copies all tables from one database into another, and reads them there once more before anything is kept."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from core.store.moving.errors import MoveFailed, MoveRefused
from core.store.moving.rows import Fitting, Sum
from core.store.moving.sides import Row, Source, Table, Target


class Progress(NamedTuple):
    """`done` of `total` rows of a table; each is copied, and later checked."""

    step: Literal["copied", "checked"]
    table: str
    done: int
    total: int


Tell = Callable[[Progress], None]


class Moved(NamedTuple):
    """`rows` by table; `replaced`: rows with a text that not every database can keep (core.store.storable)."""

    rows: dict[str, int]
    replaced: int


class _Copied(NamedTuple):
    rows: int
    digest: str
    replaced: int


async def move(source: Source, target: Target, tell: Tell) -> Moved:
    """Copy and check; `target.keep` is the caller's to say. Raises MoveRefused or MoveFailed."""
    tables = _alike(await source.tables(), await target.tables())
    await _refuse_used(target, tables)
    copied = {table: await _copy(source, target, table, tell) for table in tables}
    for table, left in copied.items():
        await _check(target, table, left, tell)
    rows = {table.name: each.rows for table, each in copied.items()}
    return Moved(rows, sum(each.replaced for each in copied.values()))


def _alike(source: Sequence[Table], target: Sequence[Table]) -> Sequence[Table]:
    if list(source) != list(target):
        names = sorted({table.name for table in set(source) ^ set(target)})
        raise MoveRefused(
            f"the two databases have different tables ({', '.join(names)}): use the release with which both were made"
        )
    return source


async def _refuse_used(target: Target, tables: Sequence[Table]) -> None:
    for table in tables:
        if await target.count(table):
            raise MoveRefused(
                f"the target holds a desk already (rows in {table.name}): name an empty database, or empty this one yourself"
            )


async def _copy(source: Source, target: Target, table: Table, tell: Tell) -> _Copied:
    fitting, left = Fitting(table), Sum()
    total = await source.count(table)
    async for chunk in source.rows(table):
        rows: list[Row] = fitting(chunk)
        await target.write(table, rows)
        left.add(rows)
        tell(Progress("copied", table.name, left.rows, total))
    if table.number:
        await target.number_on(table, await source.last_number(table))
    return _Copied(left.rows, left.digest, fitting.replaced)


async def _check(target: Target, table: Table, left: _Copied, tell: Tell) -> None:
    arrived = Sum()
    async for rows in target.rows(table):
        arrived.add(rows)
        tell(Progress("checked", table.name, arrived.rows, left.rows))
    if arrived.rows != left.rows:
        raise MoveFailed(f"{table.name}: {left.rows} rows left and {arrived.rows} arrived; nothing is kept")
    if arrived.digest != left.digest:
        raise MoveFailed(f"{table.name}: what arrived is not what left; nothing is kept")
