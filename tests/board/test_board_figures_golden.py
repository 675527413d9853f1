"""The figures of an invented fortnight: as they are written down, and as plain loops over the rows find them.

`python -m tests.board.test_board_figures_golden` writes them down anew.
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bots.playground.fortnight import Fortnight, fortnight
from core.answers.alike import alike
from core.model.figures import HandoffRow
from handoff.board.export import records
from handoff.board.figures.counted import Counted
from handoff.board.figures.lens import Lens, Rows
from handoff.board.figures.tables import TABLES

FILE = Path(__file__).parent / "golden" / "figures.json"
END = datetime(2026, 11, 23, 19, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
SINCE, UNTIL = datetime(2026, 11, 9, 23, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC)
WEEK = timedelta(days=7)

Json = dict[str, Any]


@cache
def history() -> Fortnight:
    return fortnight(END)


@cache
def figures(method: str = "", language: str = "") -> dict[str, list[Json]]:
    rows = Rows(history().asked, history().handoffs, history().ratings, history().person_words)
    counted = Counted(rows, Lens(SINCE, UNTIL, END, ZONE, method, language))
    made = {name: records(make(counted)) for name, make in TABLES.items()}
    found: dict[str, list[Json]] = msgspec.json.decode(msgspec.json.encode(made))
    return found


def written() -> str:
    """A row on each line, so that a change can be read."""
    tables = (
        f'"{name}": [\n' + ",\n".join(msgspec.json.encode(row).decode() for row in rows) + "\n]"
        for name, rows in figures().items()
    )
    return "{\n" + ",\n".join(tables) + "\n}\n"


def test_the_figures_are_those_that_are_written_down():
    assert figures() == msgspec.json.decode(FILE.read_bytes())


def test_the_fortnight_has_something_of_everything_that_is_counted():
    assert all(row["count"] for row in figures()["assistant-questions"])
    assert {row["outcome"] for row in figures()["assistant-answers"] if row["count"]} >= {"solved", "silent", "again"}
    assert all(row["promised"] and row["kept"] and row["broken"] for row in figures()["promises-by-method"])


# --- the same by plain loops
def asked_in_time(at: datetime) -> bool:
    return at >= SINCE and at < UNTIL


def waiting() -> list[HandoffRow]:
    return [row for row in history().handoffs if asked_in_time(row.asked_at) and row.why != "agent"]


def least_within(percent: int, values: list[float]) -> float | None:
    """The least that so many percent of all do not exceed."""
    enough = [value for value in values if sum(other <= value for other in values) * 100 >= percent * len(values)]
    return min(enough, default=None)


def minutes(begin: datetime, end: datetime | None) -> float:
    assert end
    return (end - begin).total_seconds() / 60


def test_days_by_a_loop():
    by_day: dict[str, list[int]] = {}
    for at, place in [(row.at, 0) for row in history().asked] + [(row.asked_at, 1) for row in waiting()]:
        if asked_in_time(at):
            by_day.setdefault(str(at.astimezone(ZONE))[:10], [0, 0])[place] += 1
    assert {row["day"]: [row["questions"], row["to_a_person"]] for row in figures()["days"]} == by_day


@pytest.mark.parametrize("method", ["live_chat", "callback", "email", "dispute"])
def test_waits_by_a_loop(method: str):
    rows = [row for row in waiting() if row.method == method]
    [found] = [row for row in figures()["waits-by-method"] if row["method"] == method]
    for name, number, taken in (
        ("claim", "claimed", [minutes(row.asked_at, row.claimed_at) for row in rows if row.claimed_at]),
        ("first_response", "answered", [minutes(row.asked_at, row.answered_at) for row in rows if row.answered_at]),
        (
            "solution",
            "solved",
            [minutes(row.asked_at, row.ended_at) for row in rows if row.end in ("solved", "closed")],
        ),
    ):
        assert found[number] == len(taken)
        assert found[f"{name}_median_minutes"] == pytest.approx(least_within(50, taken), abs=0.01)
        assert found[f"{name}_p90_minutes"] == pytest.approx(least_within(90, taken), abs=0.01)
    assert found["abandoned"] == len([row for row in rows if row.end == "abandoned"])
    assert found["going_on"] == len([row for row in rows if row.ended_at is None])


@pytest.mark.parametrize("method", ["live_chat", "callback", "email", "dispute"])
def test_promises_by_a_loop(method: str):
    kept = broken = left = running = 0
    for row in waiting():
        if row.method != method or row.due is None:
            continue
        there = row.claimed_at if method == "live_chat" else row.answered_at
        if there is not None:
            kept, broken = (kept + 1, broken) if there <= row.due else (kept, broken + 1)
        elif row.ended_at is not None and row.ended_at <= row.due:
            left += 1
        elif row.due < END:
            broken += 1
        else:
            running += 1
    [found] = [row for row in figures()["promises-by-method"] if row["method"] == method]
    counts = (found["kept"], found["broken"], found["left"], found["running"])
    assert counts == (kept, broken, left, running)
    assert found["kept_share"] == pytest.approx(kept / (kept + broken))


def test_what_became_of_the_answers_by_a_loop():
    found = dict.fromkeys(("solved", "silent", "early", "disliked", "handed", "wrote", "again"), 0)
    for number, row in enumerate(history().asked):
        if row.told not in ("answered", "careful", "order") or not asked_in_time(row.at):
            continue
        handed = row.handed
        for other in history().handoffs:
            handed |= other.conversation == row.conversation and timedelta(0) < other.asked_at - row.at <= WEEK
        wrote = False
        for conversation, at in history().person_words:
            wrote |= conversation == row.conversation and timedelta(0) < at - row.at <= WEEK
        again = False
        for later in history().asked[number + 1 :]:
            if later.conversation == row.conversation and row.at < later.at <= row.at + WEEK:
                one_article = later.article == row.article != ""
                again |= later.language == row.language and (one_article or alike(row.text, later.text, row.language))
        if row.helpful is False:
            found["disliked"] += 1
        elif handed or wrote or again:
            found["handed" if handed else "wrote" if wrote else "again"] += 1
        elif END - row.at < WEEK:
            found["early"] += 1
        else:
            found["solved" if row.helpful else "silent"] += 1
    assert {row["outcome"]: row["count"] for row in figures()["assistant-answers"]} == found


def test_ratings_by_a_loop():
    said = {rating.rate.case: rating.rate for rating in history().ratings}
    last: dict[str, HandoffRow] = {}
    for row in history().handoffs:
        if asked_in_time(row.asked_at) and row.end in ("solved", "closed") and row.method != "dispute":
            last[row.case] = row
    for of, is_of in (("agent", lambda row: row.method != "email"), ("email", lambda row: row.method == "email")):
        rates = [said.get(case) for case, row in last.items() if is_of(row)]
        [found] = [row for row in figures()["ratings"] if row["of"] == of]
        assert found["helped"] == len(rates)
        assert found["said_solved"] == len([rate for rate in rates if rate and rate.solved is True])
        assert found["said_not_solved"] == len([rate for rate in rates if rate and rate.solved is False])
        for stars in range(1, 6):
            assert found[f"stars_{stars}"] == len([rate for rate in rates if rate and rate.stars == stars])


def test_reasons_by_a_loop():
    for row in figures()["reasons"]:
        of_it = [each for each in history().handoffs if asked_in_time(each.asked_at) and each.why == row["reason"]]
        assert row["all"] == len(of_it)
        for method in ("live_chat", "callback", "email", "dispute"):
            assert row[method] == sum(each.method == method for each in of_it)


# --- parts and wholes
COUNTS = ("asked", "claimed", "answered", "solved", "abandoned", "otherwise", "going_on")
PROMISED = ("promised", "kept", "broken", "sooner", "left", "running")
ASKED = ("asked", "answered", "said_helpful", "said_not_helpful", "said_nothing", "handed_over", "solved_and_said_so")


@pytest.mark.parametrize("by", ["language", "topic", "hour", "day"])
@pytest.mark.parametrize(("kind", "counts"), [("waits", COUNTS), ("promises", PROMISED)])
def test_slices_add_up_to_the_whole(kind: str, counts: tuple[str, ...], by: str):
    for count in counts:
        whole = sum(row[count] for row in figures()[f"{kind}-by-method"])
        assert sum(row[count] for row in figures()[f"{kind}-by-{by}"]) == whole, count


@pytest.mark.parametrize("by", ["topic", "day"])
def test_slices_of_questions_add_up_to_the_whole(by: str):
    for count in ASKED:
        whole = sum(row[count] for row in figures()["assistant-by-language"])
        assert sum(row[count] for row in figures()[f"assistant-by-{by}"]) == whole, count


@pytest.mark.parametrize("language", ["en", "nl", "pl"])
def test_a_language_by_itself_is_the_same_as_among_the_others(language: str):
    [among] = [row for row in figures()["assistant-by-language"] if row["language"] == language]
    assert figures(language=language)["assistant-by-language"] == [among]


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
    sys.stdout.write(f"written: {FILE}\n")
