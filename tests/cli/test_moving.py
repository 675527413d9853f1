"""A desk's data on its way into another database: all of it arrives, or nothing."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.model.slots import slot_of, slot_of_lane
from core.store.moving import Progress, move, source_at, target_at
from core.store.moving.errors import MoveFailed, MoveRefused
from core.store.moving.sides import Row, Table, Target
from core.store.postgres import PostgresStore
from tests.cli.moving_data import asked, change, in_file, in_postgres

_NOW = datetime(2026, 11, 22, tzinfo=UTC)


def quietly(_: Progress) -> None: ...


async def moved(source: Path | str, target: Path | str, tell: Any = quietly) -> dict[str, int]:
    async with source_at(source) as left, target_at(target) as arrives:
        found = await move(left, arrives, tell)
        await arrives.keep()
    return found.rows


# --- what arrives


async def test_there_and_back_every_table_is_as_it_was(here: Path, there: str, tmp_path: Path) -> None:
    change(here, "UPDATE inbox SET payload = 'one that every database keeps' WHERE key = 'k2'")
    rows = await moved(here, there)
    back = tmp_path / "back.db"
    assert await moved(there, back) == rows
    left, arrived = in_file(here), in_file(back)
    for row in ("inbox", "outbox"):  # which got their slots on the way
        left[row], arrived[row] = ([_without_slot(each) for each in held[row]] for held in (left, arrived))
    assert arrived == left
    assert {name: len(held) for name, held in left.items()} == rows


def _without_slot(row: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    return tuple(pair for pair in row if pair[0] != "slot")


async def test_what_postgresql_holds_then_is_what_the_file_holds(here: Path, there: str) -> None:
    await moved(here, there)
    left, arrived = in_file(here), await in_postgres(there)
    for moved_otherwise in ("inbox", "outbox"):
        del left[moved_otherwise], arrived[moved_otherwise]
    assert arrived == left


async def test_rows_of_a_time_without_slots_get_theirs(here: Path, there: str) -> None:
    await moved(here, there)
    assert await asked(there, "SELECT slot FROM inbox WHERE key = 'k1'") == slot_of("telegram:1001") != 0
    assert await asked(there, "SELECT slot FROM outbox") == slot_of_lane("ask:telegram:1001", "telegram:1001")


async def test_a_number_that_was_given_once_is_never_given_again(here: Path, there: str, tmp_path: Path) -> None:
    await moved(here, there)
    assert await asked(there, _NEXT) == 501
    await moved(there, tmp_path / "back.db")
    with closing(sqlite3.connect(tmp_path / "back.db")) as back:
        assert back.execute(_NEXT).fetchone() == (502,)


_NEXT = """
INSERT INTO inbox (key, source, stream, payload, received_at) VALUES ('next' || random(), 's', 's', '', 1) RETURNING id
"""


async def test_rows_that_nothing_numbers_keep_their_order(here: Path, there: str, tmp_path: Path) -> None:
    await moved(here, there)
    await moved(there, tmp_path / "back.db")
    in_order = "SELECT id FROM asked ORDER BY rowid"
    with closing(sqlite3.connect(here)) as left, closing(sqlite3.connect(tmp_path / "back.db")) as back:
        assert back.execute(in_order).fetchall() == left.execute(in_order).fetchall()


async def test_a_table_that_a_later_release_adds_is_not_forgotten(here: Path, there: str) -> None:
    await (await PostgresStore.open(there)).close()
    change(here, "CREATE TABLE later (id TEXT PRIMARY KEY, at REAL) STRICT; INSERT INTO later VALUES ('x', 0.5)")
    await asked(there, "CREATE TABLE later (id TEXT PRIMARY KEY, at DOUBLE PRECISION)")
    assert (await moved(here, there))["later"] == 1
    assert await asked(there, "SELECT at FROM later WHERE id = 'x'") == 0.5


async def test_what_processes_hold_and_which_lived_does_not_go_along(here: Path, there: str) -> None:
    await moved(here, there)
    assert await asked(there, "SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM members)") == 0


async def test_a_desk_opens_what_arrived(here: Path, there: str) -> None:
    await moved(here, there)
    store = await PostgresStore.open(there)
    assert [row.key for row in await store.transact(lambda tx: tx.inbox.next(10, _NOW))] == ["k1"]
    await store.close()


# --- what does not arrive


class Altering:
    """A target on whose disk something else comes to lie."""

    def __init__(self, target: Target, alter: Any) -> None:
        self._target, self._alter = target, alter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._target, name)

    async def write(self, table: Table, rows: Sequence[Row]) -> None:
        await self._target.write(table, self._alter(table, rows))


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda table, rows: rows[:-1] if table.name == "gaps" else rows, r"gaps: \d+ rows left and \d+ arrived"),
        (
            lambda table, rows: [(*row[:-1], "other") for row in rows] if table.name == "keep" else rows,
            "keep: what arrived is not what left",
        ),
    ],
    ids=["a row is missing", "a row is another"],
)
async def test_what_arrives_otherwise_is_noticed_and_not_kept(here: Path, there: str, alter: Any, said: str) -> None:
    with pytest.raises(MoveFailed, match=said):
        async with source_at(here) as left, target_at(there) as arrives:
            await move(left, Altering(arrives, alter), quietly)  # type: ignore[arg-type]
    assert await asked(there, "SELECT count(*) FROM asked") == 0


@pytest.mark.parametrize("step", ["copied", "checked"])
async def test_a_move_that_is_interrupted_leaves_nothing_and_can_begin_anew(
    here: Path, there: str, tmp_path: Path, step: str
) -> None:
    def interrupted(progress: Progress) -> None:
        if (progress.step, progress.table) == (step, "inbox"):
            raise KeyboardInterrupt

    back = tmp_path / "back.db"
    for source, target in ((here, there), (there, back)):
        with pytest.raises(KeyboardInterrupt):
            await moved(source, target, interrupted)
        assert not back.exists()
        await moved(source, target)


async def test_a_connection_that_is_cut_leaves_nothing(here: Path, there: str) -> None:
    with pytest.raises(MoveFailed, match="nothing is kept"):
        await _cut_off(here, there)
    assert await asked(there, "SELECT count(*) FROM asked") == 0
    await moved(here, there)


async def _cut_off(source: Path, target: str) -> None:
    async with source_at(source) as left, target_at(target) as arrives:
        await move(left, arrives, quietly)
        await asked(target, _CUT)
        await asyncio.sleep(0.05)
        await arrives.keep()


_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'frontdesk move'"


# --- what is refused before anything is touched


async def test_a_target_that_holds_a_desk(here: Path, there: str) -> None:
    await moved(here, there)
    with pytest.raises(MoveRefused, match="the target holds a desk already"):
        await moved(here, there)


@pytest.mark.parametrize("side", ["source", "target"])
async def test_a_desk_that_is_at_work_on_postgresql(here: Path, there: str, side: str, tmp_path: Path) -> None:
    store = await PostgresStore.open(there)
    with pytest.raises(MoveRefused, match="a desk is at work on the PostgreSQL database: stop all its processes first"):
        await (moved(there, tmp_path / "back.db") if side == "source" else moved(here, there))
    await store.close()


async def test_a_file_that_is_there_already(here: Path, tmp_path: Path) -> None:
    (tmp_path / "other.db").touch()
    with pytest.raises(MoveRefused, match="there is a file already"):
        await moved(here, tmp_path / "other.db")
    assert (tmp_path / "other.db").stat().st_size == 0
