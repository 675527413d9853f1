"""`frontdesk retention` and `frontdesk audit`: what would go, what went, and who did what."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from core.engine.clock import SystemClock
from core.model.ids import ConversationId
from core.model.rows import GapRow
from core.ports import Transaction
from core.store.sqlite import SqliteStore
from handoff.board.audit import lines
from tests.cli.conftest import Frontdesk

ANNA = ConversationId("telegram:1")


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    store, now = SqliteStore.open(folder / "desk.db"), SystemClock().now()
    gap = GapRow(now - timedelta(days=400), "unanswered", "en", "Why?", "", 0.1, ANNA)
    await store.transact(lambda tx: tx.gaps.add(gap))
    await store.transact(lambda tx: tx.audit.note("board: read", ANNA, "U1 Eva: FD-7K2M9P", now, "U1"))
    await store.transact(lambda tx: tx.audit.note("closed", ANNA, "=FD-7K2M9P \x1b[2J", now, "U2"))
    await store.close()
    return folder


def line_of(out: str, kind: str) -> list[str]:
    (line,) = [each for each in out.splitlines() if each.startswith(kind)]
    return line.removeprefix(kind).split()


async def test_a_dry_run_counts_by_kind_and_nothing_goes(frontdesk: Frontdesk, data: Path) -> None:
    oldest = SystemClock().now() - timedelta(days=400)
    for _ in range(2):
        printed = await frontdesk("retention", "--dry-run")
        assert printed.code == 0
        assert line_of(printed.out, "questions left open, masked") == ["365", "days", "1", f"{oldest:%Y-%m-%d}"]
        assert line_of(printed.out, "ratings") == ["730", "days", "0", "-"]
    assert "1 would go" in printed.out


async def test_now_it_goes_and_is_noted(frontdesk: Frontdesk, data: Path) -> None:
    assert "1 gone." in (await frontdesk("retention", "--now")).out
    assert "Nothing would go today" in (await frontdesk("retention")).out
    assert "1 of questions left open, masked" in (await frontdesk("audit")).out


async def test_the_settings_say_how_long(frontdesk: Frontdesk, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETENTION_QUESTIONS", "401")
    assert "Nothing would go today" in (await frontdesk("retention")).out
    monkeypatch.setenv("RETENTION_QUESTIONS", "1")
    assert "RETENTION_QUESTIONS" in (await frontdesk("retention")).err


async def test_files_go_too(frontdesk: Frontdesk, data: Path) -> None:
    old, young = data / "desk.db.before-0017", data / "evidence" / "FD-7K2M9P"
    old.write_text("all that there was")
    young.mkdir(parents=True)
    import os

    long_ago = (SystemClock().now() - timedelta(days=31)).timestamp()
    os.utime(old, (long_ago, long_ago))
    await frontdesk("retention", "--now")
    assert not old.exists()
    assert young.exists()
    os.utime(young, (long_ago, long_ago))
    await frontdesk("retention", "--now")
    assert not young.exists()


async def test_the_audit_is_narrowed(frontdesk: Frontdesk, data: Path) -> None:
    printed = await frontdesk("audit", "--who", "U1")
    assert "board: read" in printed.out
    assert "closed" not in printed.out
    assert (await frontdesk("audit", "--case", "FD-8M4Q2T")).out == "Nothing of the kind was noted.\n"
    assert len((await frontdesk("audit", "--case", "fd-7k2m9p")).out.splitlines()) == 2


async def test_no_line_steers_a_terminal(frontdesk: Frontdesk, data: Path) -> None:
    assert "\x1b" not in (await frontdesk("audit")).out


async def test_it_is_taken_along_once(frontdesk: Frontdesk, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit.csv"
    assert (await frontdesk("audit", "--csv", str(file))).code == 0
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert {row["who"] for row in rows} == {"U1", "U2"}
    assert any(row["detail"].startswith("'=") for row in rows)
    again = await frontdesk("audit", "--csv", str(file))
    assert (again.code, "is there already" in again.err) == (1, True)
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_folder_that_there_is_not_is_said(frontdesk: Frontdesk, data: Path, tmp_path: Path) -> None:
    refused = await frontdesk("audit", "--csv", str(tmp_path / "none" / "audit.csv"))
    assert (refused.code, "No such file or directory" in refused.err) == (1, True)


async def test_that_there_are_older_ones_is_said_and_only_then(frontdesk: Frontdesk, data: Path) -> None:
    assert "these are the newest 1" in (await frontdesk("audit", "--limit", "1")).out
    assert "newest" not in (await frontdesk("audit", "--limit", "2")).out


async def test_a_file_has_all_of_them_and_says_since_when(frontdesk: Frontdesk, data: Path, tmp_path: Path) -> None:
    store, file = SqliteStore.open(data / "desk.db"), tmp_path / "audit.csv"
    now = SystemClock().now()

    async def many(tx: Transaction) -> None:
        for number in range(2 * lines.AT_ONCE):
            await tx.audit.note("closed", ANNA, str(number), now, "U1")

    await store.transact(many)
    await store.close()
    printed = await frontdesk("audit", "--csv", str(file), "--since", f"{now - timedelta(days=2):%Y-%m-%d}")
    count = 2 * lines.AT_ONCE + 2
    assert (
        printed.out == f"Lines in {file}: {count}, all since {now - timedelta(days=2):%Y-%m-%d} 00:00 UTC (--since).\n"
    )
    assert len(file.read_text("utf-8-sig").splitlines()) == 1 + count


async def test_what_cannot_be_read_leaves_no_file(
    frontdesk: Frontdesk, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk:canary@127.0.0.1:9/desk")
    file = tmp_path / "audit.csv"
    assert (await frontdesk("audit", "--csv", str(file))).code == 1
    assert not file.exists()


async def test_a_day_that_is_none_is_refused(frontdesk: Frontdesk, data: Path) -> None:
    with pytest.raises(SystemExit):
        await frontdesk("audit", "--since", "yesterday")
