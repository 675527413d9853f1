"""The figures of a small day of real conversations are those that were counted by hand from what people did."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from bots.playground.slack import Person
from core.engine.clock import SystemClock
from handoff.board.figures import page as figures_page
from handoff.board.staffing import page as staffing_page
from handoff.board.unanswered import page as gaps_page
from tests.board.visiting import inside, visitor
from tests.scenarios.disputing import SETTINGS as DISPUTES
from tests.scenarios.figured_day import QUESTION, RIDDLE, Day
from tests.scenarios.town import ABOUT_ORDERS, HEARS_MAIL, Town, copied_articles

REFUNDS = "https://help.hamerslag.example/en/refund-timing"

# Each number is a list of the customers whom it counts.
GOT = {
    "answered": "Ann Bo Cas Dan Dan Dora Fay Ivo Lea Max Hal Hal Ned Pia Quin Rob Tia Uma Kim Ola",
    "order": "Emma Anna",
    "abstained": "Eve Fay Quin",
}
BECAME = {
    "solved": "Ann Dan",
    "silent": "Bo Emma Hal",
    "disliked": "Cas Dora",
    "handed": "Ivo Lea Max Hal Ned Pia Quin Rob Anna Tia Uma Kim Ola",
    "wrote": "Fay",
    "again": "Dan",
}
WAITED = {
    "live_chat": {
        "asked": "Cas Gus Ivo Kim Lea Max Hal Tia Uma",
        "claimed": "Cas Gus Kim Lea Max Hal Uma",
        "answered": "Cas Gus Kim Max Uma",
        "solved": "Cas Gus Kim Lea Max Uma",
        "abandoned": "Ivo",
        "otherwise": "Hal Tia",
    },
    "callback": {"asked": "Ned Ola", "claimed": "Ned Ola", "answered": "Ned", "solved": "Ned", "otherwise": "Ola"},
    "email": {
        "asked": "Fay Ola Pia Pia Quin Quin Rob Tia",
        "claimed": "Fay Pia Quin Quin",
        "answered": "Fay Pia Quin Quin",
        "solved": "Fay Pia Quin Rob",
        "otherwise": "Quin",
        "going_on": "Ola Pia Tia",
    },
    "dispute": {"asked": "Anna", "claimed": "Anna", "answered": "Anna", "solved": "Anna"},
}
PROMISED = {
    "live_chat": {"kept": "Gus Kim Lea Max Hal Uma", "broken": "Cas", "left": "Ivo Tia"},
    "callback": {"kept": "Ned", "left": "Ola"},
    "email": {"kept": "Fay Pia Quin Quin", "broken": "Ola Pia Tia", "left": "Rob"},
    "dispute": {"kept": "Anna"},
}
SAID = {
    "assistant": {"said_solved": "Ann Dan", "said_not_solved": "Cas Dora"},
    "agent": {"said_solved": "Cas Ned", "said_not_solved": "Kim", "said_nothing": "Gus Lea Max Uma", "stars_5": "Cas"},
    "email": {"said_solved": "Fay Quin", "said_nothing": "Pia Rob"},
}
BECAUSE = {
    "wished": {
        "live_chat": "Ivo Kim Lea Max Hal Tia Uma",
        "callback": "Ned Ola",
        "email": "Ola Pia Pia Quin Rob Tia",
    },
    "unanswered": {"email": "Fay Quin"},
    "disliked": {"live_chat": "Cas"},
    "danger": {"live_chat": "Gus"},
    "agent": {"live_chat": "Max"},
    "other": {"dispute": "Anna"},
}


class EightDaysLater:
    """When it has turned out what the answers were good for."""

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(days=8)


@pytest.fixture
def settings() -> dict[str, str]:
    return {"HOURS_PHONE": "Mo-Su 0:00-24:00", **DISPUTES, **HEARS_MAIL}


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"), (*ABOUT_ORDERS, "how-to-pay"), ("en", "nl", "pl"))


@pytest.fixture
async def board(town: Town, tom: Person, zofia: Person) -> AsyncIterator[TestClient]:
    """After the day, which the desk has counted from its first hour on."""
    await Day(town, tom, zofia).passes()
    town.stored("UPDATE keep SET value = ? WHERE name = 'counted since'", (_now() - timedelta(days=1)).isoformat())
    room = replace(town.room, clock=EightDaysLater())
    pages = (figures_page, gaps_page, staffing_page)
    async with inside([route for page in pages for route in page.routes(room)], visitor("viewer")) as client:
        yield client


async def table(board: TestClient, path: str) -> list[dict[str, Any]]:
    """Of the day, and of those beside it, for midnight may pass."""
    first, last = (f"{_now() + timedelta(days=days):%Y-%m-%d}" for days in (-1, 1))
    answer = await board.get(f"{path}.json?since={first}&until={last}")
    assert answer.status == 200
    rows: list[dict[str, Any]] = (await answer.json())["rows"]
    return rows


def _now() -> datetime:
    return SystemClock().now()


def counted(names: str) -> int:
    return len(names.split())


def numbers(rows: Sequence[Mapping[str, Any]], key: str, columns: Sequence[str]) -> dict[str, dict[str, int]]:
    """Without what is nothing."""
    found = {row[key]: {column: row[column] for column in columns if row[column]} for row in rows}
    return {name: cells for name, cells in found.items() if cells}


def by_hand(table: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, int]]:
    return {name: {column: counted(names) for column, names in cells.items()} for name, cells in table.items()}


async def test_the_figures_of_a_day_are_those_that_were_counted_by_hand(board: TestClient) -> None:
    got = await table(board, "/figures/assistant-questions")
    assert {row["told"]: row["count"] for row in got if row["count"]} == {told: counted(GOT[told]) for told in GOT}
    became = await table(board, "/figures/assistant-answers")
    assert {row["outcome"]: row["count"] for row in became if row["count"]} == {
        outcome: counted(names) for outcome, names in BECAME.items()
    }
    spoken = await table(board, "/figures/assistant-by-language")
    assert {row["language"]: (row["asked"], row["handed_over"]) for row in spoken} == {
        "en": (23, 15),
        "nl": (1, 0),
        "pl": (1, 1),
    }

    waits = await table(board, "/figures/waits-by-method")
    columns = ("asked", "claimed", "answered", "solved", "abandoned", "otherwise", "going_on")
    assert numbers(waits, "method", columns) == by_hand(WAITED)
    (chats,) = [row for row in waits if row["method"] == "live_chat"]
    for what in ("claim", "first_response", "solution"):  # all but Cas were helped at once
        assert chats[f"{what}_median_minutes"] == pytest.approx(0, abs=0.2)
        assert chats[f"{what}_p90_minutes"] == pytest.approx(10, abs=0.2)

    promises = await table(board, "/figures/promises-by-method")
    assert numbers(promises, "method", ("kept", "broken", "left", "running")) == by_hand(PROMISED)
    (chats,) = [row for row in promises if row["method"] == "live_chat"]
    assert chats["over_median_minutes"] == pytest.approx(6, abs=0.2)  # four minutes were promised, ten it took

    ratings = await table(board, "/figures/ratings")
    columns = ("said_solved", "said_not_solved", "said_nothing", "stars_5")
    silent = counted(GOT["answered"]) + counted(GOT["order"]) - 4
    expected = by_hand(SAID)
    expected["assistant"]["said_nothing"] = silent
    assert numbers(ratings, "of", columns) == expected

    reasons = await table(board, "/figures/reasons")
    assert numbers(reasons, "reason", ("live_chat", "callback", "email", "dispute")) == by_hand(BECAUSE)


async def test_what_the_day_says_of_the_help_centre_and_of_staffing(board: TestClient) -> None:
    (riddle,) = await table(board, "/gaps/questions")
    assert (riddle["question"], riddle["asked"], riddle["customers"], riddle["handoffs"]) == (RIDDLE, 3, 3, 2)
    polish, refunds = await table(board, "/gaps/articles")
    assert (polish["languages"], polish["cited"], polish["disliked"]) == ("pl", 1, 1)
    assert (refunds["article"], refunds["address"]) == (QUESTION, REFUNDS)
    said = "Ann Dan", "Dora", "Dan Ivo Lea Max Hal Ned Pia Quin Rob Tia Uma Kim Ola"
    assert [refunds[column] for column in ("helpful", "disliked", "silent")] == [*map(counted, said)]

    hours = [hour for hour in await table(board, "/staffing/hours") if hour["chats"]]
    assert sum(hour["chats"] for hour in hours) == counted(WAITED["live_chat"]["asked"])
    soon = sum(hour["chats"] * hour["within_60_s_measured"] for hour in hours)
    assert soon == pytest.approx(counted(PROMISED["live_chat"]["kept"]), abs=0.1)
