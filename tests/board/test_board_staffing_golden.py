"""The usual week and the open questions of an invented fortnight: as they are written down, and as plain loops find them.

`python -m tests.board.test_board_staffing_golden` writes them down anew.
"""

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bots.playground.fortnight import Fortnight, fortnight
from core.model.ids import Language
from handoff.board.export import records
from handoff.board.staffing.plan import plans_of
from handoff.board.staffing.tables import hours_table
from handoff.board.staffing.week import stays_of, week_of
from handoff.board.unanswered.articles import disliked_articles
from handoff.board.unanswered.gaps import OpenQuestion, open_questions

FILE = Path(__file__).parent / "golden" / "staffing.json"
SINCE, UNTIL = datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
LANGUAGES = [Language(code) for code in ("en", "nl", "pl")]
AT_ONCE = 3

Json = dict[str, Any]


@cache
def history() -> Fortnight:
    return fortnight(UNTIL)


@cache
def hours() -> list[Json]:
    """Those in which anybody came."""
    stays = stays_of(history().spells, LANGUAGES, UNTIL)
    plans = plans_of(week_of(history().handoffs, stays, SINCE, UNTIL, ZONE.key), AT_ONCE)
    return [row for row in records(hours_table(plans)) if row["chats"]]


@cache
def questions() -> list[OpenQuestion]:
    return open_questions(history().gaps, history().handoffs)


def written() -> str:
    """A line for each row, so that a change can be read."""
    found = [*hours(), *(question._asdict() for question in questions()[:20])]
    rows = ",\n".join(msgspec.json.encode(row, order="deterministic").decode() for row in found)
    return f"[\n{rows}\n]\n"


def test_they_are_as_they_are_written_down():
    assert written() == FILE.read_text("utf-8")


def test_an_hours_chats_are_those_that_counting_row_by_row_gives():
    came, soon = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for row in history().handoffs:
        if row.method == "live_chat" and row.why != "agent":
            local = row.asked_at.astimezone(ZONE)
            came[f"{local:%A}", local.hour] += 1
            if row.claimed_at and row.claimed_at <= row.asked_at + timedelta(minutes=1):
                soon[f"{local:%A}", local.hour] += 1
    assert {(row["weekday"], row["hour"]): row["chats"] for row in hours()} == came
    for row in hours():
        hour = row["weekday"], row["hour"]
        assert row["within_60_s_measured"] == round(soon[hour] / came[hour], 3)


def test_who_was_there_is_what_looking_every_minute_sees():
    seen = Counter[tuple[str, int]]()
    for spell in history().spells:
        minute = spell.began_at.replace(second=30)
        while minute < (spell.ended_at or UNTIL):
            local = minute.astimezone(ZONE)
            seen[f"{local:%A}", local.hour] += 1
            minute += timedelta(minutes=1)
    for row in hours():
        assert row["agents_there"] == pytest.approx(seen[row["weekday"], row["hour"]] / 60 / 2, abs=0.1)


def test_no_hour_needs_more_than_its_languages_alone_or_fewer_than_pooled():
    for row in hours():
        assert 1 <= row["agents_all_pooled"] <= row["agents_mix"] <= row["agents_each_language_alone"]


def test_every_question_that_was_not_answered_is_in_one_group():
    unanswered = Counter(gap.language for gap in history().gaps if gap.kind == "unanswered")
    grouped = Counter[str]()
    for question in questions():
        grouped[question.language] += question.asked
    assert grouped == unanswered


def test_questions_led_to_as_many_people_as_came_soon_after_one():
    gaps = [gap for gap in history().gaps if gap.kind == "unanswered"]
    led = 0
    for handoff in history().handoffs:
        waits = [handoff.asked_at - gap.at for gap in gaps if gap.conversation == handoff.conversation]
        led += any(timedelta(0) <= wait <= timedelta(hours=1) for wait in waits)
    assert sum(question.handoffs for question in questions()) == led > 0


def test_the_questions_that_come_again_and_again_are_few_groups():
    """A dozen subjects in three languages, in many wordings, make up nearly all that was left open."""
    first = sum(question.asked for question in questions()[:36])
    assert first >= 0.75 * sum(question.asked for question in questions())


def test_articles_are_cited_as_often_as_questions_say():
    cited, disliked = Counter[str](), Counter[str]()
    for row in history().asked:
        cited[row.article] += 1
        disliked[row.article] += row.helpful is False
    found = disliked_articles(history().asked)
    assert {article.article: (article.cited, article.disliked) for article in found} == {
        name: (cited[name], count) for name, count in disliked.items() if name and count
    }


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
    sys.stdout.write(f"written: {FILE}\n")
