"""`frontdesk explain` and `frontdesk dead-letters`: what the stored rows say."""

import sqlite3
from pathlib import Path

import pytest

from core.model.errors import Unreadable
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk
from tests.engine.desk import Desk


@pytest.fixture
async def told(tmp_path: Path) -> None:
    """A conversation, with a case, and an item that could not be read."""
    (tmp_path / "data").mkdir()
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    desk = Desk(store)
    for words in ("My vase is broken", "/support", "email", "anna@shop.example"):
        await desk.hears(words)
        await desk.works()
    desk.reader.errors["junk"] = Unreadable("text is not a text")
    await desk.gets("junk")
    await desk.works()
    await store.close()


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", ["telegram:1001", "FD-4", "fd-4"])
async def test_every_decision_is_printed_and_comes_out_the_same(frontdesk: Frontdesk, name: str) -> None:
    printed = await frontdesk("explain", name)
    assert printed.code == 0
    assert printed.out.endswith("All 4 decisions come out the same when they are decided again.\n")
    assert "#1  2026-03-02 12:00:00 UTC  CustomerWrote" in printed.out
    assert '"My vase is broken"' in printed.out
    assert "    before   turn 0, Idle" in printed.out
    assert "    effect   1.0 Ask" in printed.out
    assert "DIFFERS" not in printed.out


@pytest.mark.usefixtures("told")
async def test_a_row_that_was_tampered_with_is_shown_as_differing(frontdesk: Frontdesk, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "data" / "desk.db")
    with database:
        changed = database.execute(
            "UPDATE decisions SET decided = replace(decided, 'choosing.ways', 'idle.ask') WHERE inbox_id = 2"
        )
        assert changed.rowcount == 1
    database.close()
    printed = await frontdesk("explain", "telegram:1001")
    assert printed.code == 1
    assert printed.out.count("DIFFERS") == 1
    assert "1 of 4 decisions come out differently with the present code." in printed.out


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", ["telegram:9", "FD-000000", "", "' OR 1=1 --"])
async def test_a_conversation_that_is_not_there_is_exit_code_1(frontdesk: Frontdesk, name: str) -> None:
    printed = await frontdesk("explain", name)
    assert printed.code == 1
    assert "Conversations are named like telegram:1001" in printed.out


@pytest.mark.usefixtures("told")
async def test_dead_letters_are_listed_with_their_reasons(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("dead-letters")
    assert printed.code == 0
    assert "inbox 5  telegram:1001  text is not a text" in printed.out
    assert "\n1 dead letter.\n" in printed.out


@pytest.mark.parametrize("command", [["dead-letters"], ["explain", "telegram:1001"]])
async def test_before_the_first_start_there_is_nothing_to_tell(frontdesk: Frontdesk, command: list[str]) -> None:
    printed = await frontdesk(*command)
    assert (printed.code, printed.out) == (1, "")
    assert "desk.db" in printed.err


@pytest.mark.usefixtures("told")
async def test_a_row_that_the_present_code_cannot_read_is_no_traceback(frontdesk: Frontdesk, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "data" / "desk.db")
    with database:
        database.execute("UPDATE decisions SET decided = '{}' WHERE inbox_id = 2")
    database.close()
    printed = await frontdesk("explain", "telegram:1001")
    assert printed.code == 1
    assert "stored value does not read as" in printed.err
