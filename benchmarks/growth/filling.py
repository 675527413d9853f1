"""Makes a desk of so many conversations: each is the played one under names of its own, spread over the past weeks."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.growth.template import ANNA, Table, Template, pattern
from core.model.slots import slot_of, slot_of_lane
from core.store.sqlite import SqliteStore

FIRST = 100_000  # the first customer's number
BESIDE = 500  # so many conversations went on at a time: their rows lie between each other's
APART = 30.0  # seconds between two of them
OWED = 100  # of so many tickets one still waits for its answer
DECISIONS = 8  # of those that led to it, the last ones; with all 20 the largest desk would take 18 GB of disk
INBOX = 1_000  # numbers of inbox rows that each conversation has for itself
TIMES = frozenset(
    {"received_at", "created_at", "not_before", "at", "opened_at", "closed_at", "queued_at", "asked_at", "updated_at"}
)
_NUMBERED = re.compile(r"(\d+)(.*)", re.DOTALL)

Cell = Callable[[int], object]


class Filling(NamedTuple):
    """Of one table: how to write a row, and each row's cells as they are for the conversation of a number."""

    statement: str
    rows: list[list[Cell]]


async def fill(file: Path, template: Template, conversations: int) -> None:
    """A file of this release with nothing else in it."""
    await SqliteStore.open(file).close()
    with closing(sqlite3.connect(file)) as connection:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "locking_mode = EXCLUSIVE"):
            connection.execute(f"PRAGMA {setting}")
        fillings = [_filling(table, template, conversations) for table in template.tables]
        for beginning in range(0, conversations, BESIDE):
            beside = range(beginning, min(beginning + BESIDE, conversations))
            for statement, rows in fillings:
                connection.executemany(statement, _written(rows, beside))
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")


def customer(number: int) -> int:
    """The chat of the conversation with this number, from 0 on."""
    return FIRST + number


def _written(rows: Sequence[list[Cell]], beside: range) -> Iterator[tuple[object, ...]]:
    return (tuple(cell(number) for cell in row) for row in rows for number in beside)


def _filling(table: Table, template: Template, conversations: int) -> Filling:
    marks = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"
    return Filling(statement, [_cells(table, row, template, conversations) for row in _kept(table)])


def _kept(table: Table) -> Sequence[tuple[object, ...]]:
    """Timers that are over by now are no more."""
    if table.name == "timers":
        return [row for row in table.rows if "expire" in row]
    return table.rows[-DECISIONS:] if table.name == "decisions" else table.rows


def _cells(table: Table, row: tuple[object, ...], template: Template, conversations: int) -> list[Cell]:
    found = dict(zip(table.columns, row, strict=True))
    cells = {name: _cell(table.name, name, value, template, conversations) for name, value in found.items()}
    if table.name == "inbox":
        cells["slot"] = lambda number, stream=cells["stream"]: slot_of(stream(number))  # type: ignore[misc]
    if table.name == "outbox":
        lane, stream = cells["lane"], cells["conversation"]
        cells["slot"] = lambda number: slot_of_lane(str(lane(number)), str(stream(number)))
    if "team_token" in found or found.get("method") == "email":
        cells = {name: _mostly_over(name, cell) for name, cell in cells.items()}
    return list(cells.values())


def _cell(table: str, name: str, value: object, template: Template, conversations: int) -> Cell:
    if name == "due":
        return lambda number: template.ends + 86_400 + number % 86_400  # tomorrow
    if isinstance(value, float) and name in TIMES and value:
        return lambda number: value - (conversations - number) * APART
    if name == "inbox_id" or (table, name) == ("inbox", "id"):
        return lambda number: number * INBOX + int(str(value))
    if not isinstance(value, str):
        return _always(value)
    if (table, name) in {
        ("outbox", "id"),
        ("copies", "effect"),
        ("messages", "effect"),
        ("asked", "id"),
        ("inbox", "key"),
    }:
        return _effect(value)
    return _text(value, template)


def _effect(value: str) -> Cell:
    """A name that begins with the number of the inbox row; any other is made unique at its end."""
    numbered = _NUMBERED.fullmatch(value)
    if numbered is None:
        return lambda number: f"{value}/{number}"
    row, rest = int(numbered[1]), numbered[2]
    return lambda number: f"{number * INBOX + row}{rest}"


def _text(value: str, template: Template) -> Cell:
    """What stays, with the names that differ."""
    found = pattern(template.names).split(value)
    if len(found) == 1:
        return _always(value)
    frame = "%s".join(part.replace("%", "%%") for part in found[::2])
    places = [template.names.index(name) for name in found[1::2]]
    return lambda number: frame % tuple(map(_named(tuple(template.names), number).__getitem__, places))


@lru_cache(maxsize=2 * BESIDE)
def _named(names: tuple[str, ...], number: int) -> tuple[str, ...]:
    return tuple(_name(name, number) for name in names)


def _name(name: str, number: int) -> str:
    """What it is called in the conversation of this number."""
    if str(ANNA) in name:
        return name.replace(str(ANNA), str(customer(number)))
    if name.lower().startswith("fd-"):  # a case: a letter that tells it from the conversation's other one, and a number
        return f"{name[:4]}{number:06}"
    if name[:1].isdigit() and "." in name:  # a thread in Slack
        return f"{1_600_000_000 + number}.000100"
    return f"{name[:16]}{number:010}"


def _always(value: object) -> Cell:
    return lambda _: value


def _mostly_over(name: str, cell: Cell) -> Cell:
    """A ticket that was answered, but for a few: nowhere do all customers wait for a mail."""
    if name in ("ended_at", "closed_at"):
        return lambda number: None if number % OWED == 0 else 1.0
    if name not in ("state", "data"):
        return cell
    return lambda number: cell(number) if number % OWED == 0 else _over(str(cell(number)))


def _over(text: str) -> str:
    """As the ticket's table and documents have it."""
    return "closed" if text == "waiting" else text.replace('"state":"waiting"', '"state":"closed"')
