"""Files on the desk's disk leave with what they belong to, and none that is still needed."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from bots.retention_files import shelves
from core.engine.retention.job import Retention, Shelf
from core.engine.retention.periods import Periods
from core.model.dispute_file import Contact, DisputeFile
from core.ports import Store
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON, Clock
from tests.handoff.quarrel import quarrel
from tests.retention.past import DAY

CASE = "FD-7K2M9"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


def put(path: Path, days: float) -> Path:
    """A file, or a folder where it has no suffix, of so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix:
        path.write_text("xylocanary")
    else:
        path.mkdir()
    age = (NOON - days * DAY).timestamp()
    os.utime(path, (age, age))
    return path


async def lets_go(store: Store, folder: Path, *, really: bool = True) -> dict[str, int]:
    gone = await Retention(store, Clock(), Periods(), shelves(folder, store)).run(really=really)
    return {each.name.partition(",")[0]: each.rows for each in gone if each.rows}


async def dispute(store: Store, stage: str, ended: datetime, *, hold: bool = False) -> None:
    file = DisputeFile(quarrel(), Contact(), Contact())
    held = replace(file, dispute=replace(file.dispute, stage=stage, legal_hold=hold))
    await store.transact(lambda tx: tx.disputes.save(held, ended))


@pytest.mark.parametrize(
    ("stage", "days", "hold", "goes"),
    [
        ("closed", 31, False, True),
        ("closed", 29, False, False),
        ("closed", 300, True, False),
        ("appealed", 300, False, False),
    ],
)
async def test_evidence_leaves_a_month_after_the_end(
    store: Store, tmp_path: Path, stage: str, days: int, hold: bool, goes: bool
) -> None:
    folder = put(tmp_path / "evidence" / CASE, days=400)
    await dispute(store, stage, NOON - days * DAY, hold=hold)
    assert await lets_go(store, tmp_path) == ({"evidence of disputes": 1} if goes else {})
    assert folder.exists() is not goes


async def test_mails_leave_two_years_after_they_came(store: Store, tmp_path: Path) -> None:
    old, read = put(tmp_path / "mail" / "2024-02" / "a1.eml", 740), put(tmp_path / "mail" / "2024-02" / "a1.json", 740)
    young = put(tmp_path / "mail" / "2024-12" / "b2.eml", 400)
    assert await lets_go(store, tmp_path, really=False) == {"mails as they came": 2}
    assert old.exists()
    assert await lets_go(store, tmp_path) == {"mails as they came": 2}
    assert [path.exists() for path in (old, read, young)] == [False, False, True]


async def test_copies_of_the_database_leave_as_raw_items_do(store: Store, tmp_path: Path) -> None:
    old, young = put(tmp_path / "desk.db.before-0016", 31), put(tmp_path / "desk.db.before-0017", 29)
    assert await lets_go(store, tmp_path) == {"copies of the database": 1}
    assert (old.exists(), young.exists()) == (False, True)


async def test_what_a_killed_process_left_on_its_way_leaves_after_a_day(store: Store, tmp_path: Path) -> None:
    left, on_its_way = put(tmp_path / "passing" / "1.jpg", 2), put(tmp_path / "passing" / "2.jpg", 0.1)
    await lets_go(store, tmp_path)
    assert (left.exists(), on_its_way.exists()) == (False, True)


async def test_a_desk_without_files_has_none(store: Store, tmp_path: Path) -> None:
    each: Shelf
    for each in shelves(tmp_path, store):
        assert await each.let_go(NOON, really=True) == (0, None)


async def test_what_cannot_be_removed_keeps_nothing_else(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, other = (put(tmp_path / "mail" / "2024-02" / name, 740) for name in ("a1.eml", "b2.eml"))
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path == stuck:
            raise PermissionError(1, "Operation not permitted")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    assert await lets_go(store, tmp_path) == {"mails as they came": 1}
    assert (stuck.exists(), other.exists()) == (True, False)
    assert f"{stuck} is kept no longer, but stays: Operation not permitted" in caplog.text
