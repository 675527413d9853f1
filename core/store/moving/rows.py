"""Rows on their way: made fit for the other database, and summed up to be compared."""

from collections.abc import Callable, Sequence
from hashlib import blake2b

import msgspec

from core.model.slots import slot_of, slot_of_lane
from core.store.moving.sides import Row, Table
from core.store.storable import storable

_SLOTS: dict[str, tuple[tuple[str, ...], Callable[..., int]]] = {
    "inbox": (("stream",), slot_of),
    "outbox": (("lane", "conversation"), slot_of_lane),
}


class Fitting:
    """Rows of a table as they are to arrive; `replaced` counts those with a text that not every database can keep.

    Each has the slot of its stream or lane: rows that an older release wrote have none.
    """

    def __init__(self, table: Table) -> None:
        self._slot = _slot(table)
        self.replaced = 0

    def __call__(self, rows: Sequence[Row]) -> list[Row]:
        fitting = map(self._storable, rows)
        return [self._slot(row) for row in fitting] if self._slot else list(fitting)

    def _storable(self, row: Row) -> Row:
        fitting = tuple(storable(value) if isinstance(value, str) else value for value in row)
        self.replaced += fitting != tuple(row)
        return fitting


def _slot(table: Table) -> Callable[[Row], Row] | None:
    """What puts a row into its slot; None for a table without slots."""
    if table.name not in _SLOTS:
        return None
    names, reckon = _SLOTS[table.name]
    place, given = table.columns.index("slot"), [table.columns.index(name) for name in names]

    def placed(row: Row) -> Row:
        return (*row[:place], reckon(*(row[each] for each in given)), *row[place + 1 :])

    return placed


class Sum:
    """Of rows in any order: equal sums are, but for a chance of 2 to the -128, equal rows."""

    def __init__(self) -> None:
        self.rows = 0
        self._total = 0

    def add(self, rows: Sequence[Row]) -> None:
        self.rows += len(rows)
        digests = (blake2b(msgspec.msgpack.encode(row), digest_size=16).digest() for row in rows)
        self._total = (self._total + sum(int.from_bytes(digest) for digest in digests)) % 2**128

    @property
    def digest(self) -> str:
        return f"{self._total:032x}"
