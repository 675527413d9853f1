"""`frontdesk export` and `frontdesk erase`, beside a running desk and without one."""

import json
from pathlib import Path

import pytest

from bots.cli import erase as command
from tests.cli.conftest import Frontdesk
from tests.privacy import canary, life
from tests.privacy.canary import MAIL, NAME, NUMBER, WORD, WORDS
from tests.privacy.conftest import Kept
from tests.scenarios.town import Town

CHAT = f"telegram:{NUMBER}"


async def test_all_of_a_customers_data_is_written_into_a_folder(
    town: Town, frontdesk: Frontdesk, tmp_path: Path
) -> None:
    zed = await life.arrives(town)
    await life.reports(town, zed)
    case = await life.asks_by_mail(town, zed)
    done = await frontdesk("export", case, "--out", str(tmp_path / "out"))
    assert (done.code, done.err) == (0, "")
    assert f"Chats: {CHAT}" in done.out
    data = json.loads((tmp_path / "out" / "my-data.json").read_text())
    assert data["account"] == life.ACCOUNT
    assert data["mails"] == [MAIL]
    assert [ticket["case"] for ticket in data["tickets"]] == [case]
    assert {(mail["direction"], WORD in mail["text"]) for mail in data["tickets"][0]["mails"]} >= {("in", True)}
    assert WORD in (tmp_path / "out" / "my-data.html").read_text()
    assert [dispute["account"] for dispute in data["disputes"]] == [f"My {WORD} never came.\n\nthe box of the {WORD}"]
    names = sorted(path.suffix for path in (tmp_path / "out" / "files").rglob("*.*"))
    assert names == [".eml", ".jpg"]


async def test_a_folder_that_is_there_is_not_written_into_and_no_export_is_noted(
    town: Town, frontdesk: Frontdesk, tmp_path: Path, kept: Kept
) -> None:
    await life.arrives(town)
    done = await frontdesk("export", CHAT, "--out", str(tmp_path))
    assert (done.code, "is there already" in done.err) == (1, True)
    assert "data exported" not in repr((await kept.held())["audit"])


@pytest.mark.parametrize("typed", ["telegram:5", "FD-222222", "nobody@nowhere.example", "account:c-9", "what?"])
async def test_whom_nothing_is_kept_of_is_said(town: Town, frontdesk: Frontdesk, typed: str) -> None:
    done = await frontdesk("erase", typed, "--yes")
    assert done.code == 1
    assert typed in done.err


async def test_a_dry_run_shows_what_would_go_and_changes_nothing(town: Town, frontdesk: Frontdesk, kept: Kept) -> None:
    await life.arrives(town)
    done = await frontdesk("erase", CHAT, "--dry-run")
    assert done.code == 0
    assert f"Account: {life.ACCOUNT}" in done.out
    assert "  conversations" in done.out
    assert canary.in_tables(await kept.held(), (NAME,))
    assert (await kept.held())["erasures"] == []


async def test_beside_a_running_desk_it_is_carried_out_and_waited_for(
    town: Town, frontdesk: Frontdesk, kept: Kept
) -> None:
    zed = await life.arrives(town)
    await life.asks_by_mail(town, zed)
    done = await frontdesk("erase", MAIL, "--yes")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Done.")
    assert canary.in_tables(await kept.held(), WORDS) == []
    assert "It is done" not in zed.screen[-1].text  # who did not ask for it in the chat is not written to


async def test_without_a_desk_it_is_kept_for_the_next_one(town: Town, frontdesk: Frontdesk, kept: Kept) -> None:
    await life.arrives(town)
    await town.closes()
    done = await frontdesk("erase", CHAT, "--yes")
    assert (done.code, "as soon as one runs" in done.out) == (1, True)
    await town.opens()
    await command._look_on(town.room.store, 1)
    assert canary.in_tables(await kept.held(), WORDS) == []


async def test_where_nobody_can_be_asked_nothing_is_erased(town: Town, frontdesk: Frontdesk, kept: Kept) -> None:
    await life.arrives(town)
    done = await frontdesk("erase", CHAT)
    assert (done.code, "say --yes" in done.out) == (1, True)
    assert (await kept.held())["erasures"] == []
