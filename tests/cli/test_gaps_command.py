"""`frontdesk gaps`: the questions that were left open, as an operator reads them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.cli.gaps import gaps
from bots.read_settings import load
from core.model.rows import GapRow
from core.store.errors import StoreBroken
from core.store.sqlite import SqliteStore

TODAY = datetime.now(UTC)

Listed = Callable[..., Awaitable[str]]


def gap(text: str, days_ago: float, customer: int, language: str = "en", article: str = "") -> GapRow:
    at = TODAY - timedelta(days=days_ago)
    kind = "disliked" if article else "unanswered"
    return GapRow(at, kind, language, text, article, 0.2, f"telegram:{customer}")


ASKED = [
    gap("Can I pay with bitcoin?", 3, 1),
    gap("pay with Bitcoin", 2, 2),
    gap("Can I pay with bitcoin?", 1, 2, article="Payments"),
    gap("Do you have a shop in Paris?", 1, 3),
    gap("Kan ik in termijnen betalen?", 1, 4, "nl"),
    gap("Do you have a shop in Rome?", 40, 5),
]


async def left_open(folder: Path, *asked: GapRow) -> None:
    (folder / "data").mkdir()
    store = SqliteStore.open(folder / "data" / "desk.db")
    for one in asked:
        await store.transact(lambda tx, one=one: tx.gaps.add(one))
    await store.close()


@pytest.fixture
def listed(capsys: pytest.CaptureFixture[str]) -> Listed:
    """Run the command in a thread, for it makes a loop of its own."""

    async def run(days: int = 30, language: str = "", limit: int = 50, as_json: bool = False) -> str:
        code = await asyncio.to_thread(
            lambda: gaps(load(None), days=days, language=language, limit=limit, as_json=as_json)
        )
        assert code == 0
        return capsys.readouterr().out

    return run


async def test_the_most_frequent_question_comes_first_with_how_often_by_whom_and_what_was_disliked(
    listed: Listed, tmp_path: Path
) -> None:
    await left_open(tmp_path, *ASKED)
    printed = await listed()
    first, last = TODAY - timedelta(days=3), TODAY - timedelta(days=1)
    assert printed.startswith(
        "The last 30 days: 5 questions left open, of 3 kinds.\n"
        "\n"
        "    3  en  Can I pay with bitcoin?\n"
        f"           unanswered 2, disliked 1 (Payments); 2 customers, {first:%Y-%m-%d} to {last:%Y-%m-%d}\n"
        "    1  en  Do you have a shop in Paris?\n"
    )
    assert "add the customers' words to its aliases; where none has, write one" in printed
    assert "Rome" not in printed


async def test_one_language_and_fewer_or_more_days_can_be_asked_for(listed: Listed, tmp_path: Path) -> None:
    await left_open(tmp_path, *ASKED)
    assert "1 question left open, of 1 kind." in await listed(language="nl")
    assert "1 question left open, of 1 kind." in await listed(language="nl-BE")
    assert "Rome" in await listed(days=60)
    assert "of 2 kinds" in await listed(days=2, language="en")


async def test_what_is_not_shown_is_counted(listed: Listed, tmp_path: Path) -> None:
    await left_open(tmp_path, *ASKED)
    assert "... and 2 kinds more (--limit)" in await listed(limit=1)


async def test_as_json_for_other_programs(listed: Listed, tmp_path: Path) -> None:
    await left_open(tmp_path, *ASKED)
    first, *others = json.loads(await listed(as_json=True))
    assert (first["count"], first["question"], first["article"]) == (3, "Can I pay with bitcoin?", "Payments")
    assert (first["unanswered"], first["disliked"], first["customers"]) == (2, 1, 2)
    assert datetime.fromisoformat(first["last"]) == ASKED[2].at
    assert [other["language"] for other in others] == ["en", "nl"]


async def test_where_nothing_was_left_open_it_says_so(listed: Listed, tmp_path: Path) -> None:
    await left_open(tmp_path)
    assert await listed() == "No question of the last 30 days was left open.\n"
    assert json.loads(await listed(as_json=True)) == []


async def test_a_customer_s_words_cannot_steer_the_terminal(listed: Listed, tmp_path: Path) -> None:
    await left_open(tmp_path, gap("pay\x1b[2J\r\n\u202ewith bitcoin" + " very" * 100, 1, 1))
    printed = await listed()
    assert "pay [2J with bitcoin" in printed
    assert max(map(len, printed.splitlines())) < 130


async def test_before_the_first_start_there_is_nothing_to_tell(listed: Listed) -> None:
    with pytest.raises(StoreBroken, match=r"desk\.db: there is no such file"):
        await listed()
