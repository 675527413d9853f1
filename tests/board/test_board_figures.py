"""The figures, case by case: what counts as kept, as solved, as silence; and how lengths are measured."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.model.effects import Rate
from core.model.figures import AskedRow, HandoffRow
from core.model.ids import CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.rows import RatingRow
from handoff.board.figures.counted import Counted
from handoff.board.figures.lens import Lens, Rows, sliced, waited
from handoff.board.figures.promises import Fate, fate, promises
from handoff.board.figures.ratings import ratings
from handoff.board.figures.reasons import reasons
from handoff.board.figures.response import course
from handoff.board.figures.solved import Afterwards, Outcome, assistant
from handoff.board.figures.spread import Spread, spread
from handoff.board.figures.tables import TABLES

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
MUCH_LATER = MONDAY + timedelta(days=30)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EMMA, PIOTR = ConversationId("telegram:1"), ConversationId("telegram:2")


def after(minutes: float) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def question(id: str = "1", at: datetime = MONDAY, **known: Any) -> AskedRow:
    row = {"topic": "", "text": "When do I get my money back?", "told": "answered", "article": "refunds"} | known
    return AskedRow(id, row.pop("conversation", EMMA), at, Language(row.pop("language", "en")), **row)


def handoff(case: str = "FD-2222CC", method: Any = "live_chat", **known: Any) -> HandoffRow:
    row = {"language": Language("en"), "topic": "", "why": "wished", "asked_at": MONDAY} | known
    return HandoffRow(CaseCode(case), row.pop("conversation", EMMA), method, **row)


# --- lengths
@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ([], Spread(0, None, None)),
        ([3], Spread(1, 3, 3)),
        ([1, 2], Spread(2, 1, 2)),
        ([5, 1, 3], Spread(3, 3, 5)),
        (range(1, 11), Spread(10, 5, 9)),
        (range(1, 101), Spread(100, 50, 90)),
        ([-1, 4], Spread(2, 0, 4)),
    ],
)
def test_a_middle_and_a_high_end_that_happened(minutes: Any, found: Spread):
    assert spread(timedelta(minutes=each) for each in minutes) == found


def test_fewer_than_five_say_little():
    assert [spread([timedelta(minutes=1)] * n).few for n in (0, 4, 5)] == [True, True, False]


# --- waits
def test_how_long_it_took_until_somebody_came_until_the_first_word_and_until_the_end():
    row = handoff(claimed_at=after(2), answered_at=after(3), ended_at=after(20), end="solved")
    found = course([row])
    assert (found.claim.median, found.first_response.median, found.solution.median) == (2, 3, 20)


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (handoff(), (0, 0, 0, 0, 1)),
        (handoff(claimed_at=after(1)), (1, 0, 0, 0, 1)),
        (handoff(claimed_at=after(1), answered_at=after(2)), (1, 1, 0, 0, 1)),
        (handoff(claimed_at=after(1), answered_at=after(2), ended_at=after(3), end="closed"), (1, 1, 1, 0, 0)),
        (handoff(ended_at=after(3), end="abandoned"), (0, 0, 0, 1, 0)),
        (handoff(ended_at=after(3), end="moved"), (0, 0, 0, 0, 0)),
        (handoff(ended_at=after(3), end="cancelled"), (0, 0, 0, 0, 0)),
        (handoff(ended_at=after(3), end="failed"), (0, 0, 0, 0, 0)),
    ],
)
def test_what_each_way_to_a_person_is_counted_in(row: HandoffRow, counts: tuple[int, ...]):
    found = course([row])
    assert (found.claim.n, found.first_response.n, found.solution.n, found.abandoned, found.going_on) == counts
    assert found.otherwise == (1 if sum(counts[2:]) == 0 else 0)


def test_nobody_waited_for_what_an_agent_took_up_again():
    assert waited([handoff(why="agent"), handoff(why="disliked")]) == [handoff(why="disliked")]


# --- promises
@pytest.mark.parametrize(
    ("row", "now", "found"),
    [
        (handoff(claimed_at=after(5)), after(60), Fate.KEPT),
        (handoff(claimed_at=after(10)), after(60), Fate.KEPT),
        (handoff(claimed_at=after(10.1)), after(60), Fate.BROKEN),
        (handoff(claimed_at=after(9), answered_at=after(11)), after(60), Fate.KEPT),  # somebody was there
        (handoff(method="email", claimed_at=after(9), answered_at=after(11)), after(60), Fate.BROKEN),
        (handoff(method="email", answered_at=after(9)), after(60), Fate.KEPT),
        (handoff(method="callback", answered_at=after(9)), after(60), Fate.KEPT),
        (handoff(), after(10), Fate.RUNNING),
        (handoff(), after(11), Fate.BROKEN),
        (handoff(ended_at=after(4), end="abandoned"), after(60), Fate.LEFT),
        (handoff(ended_at=after(14), end="abandoned"), after(60), Fate.BROKEN),
        (handoff(ended_at=after(4), end="moved"), after(60), Fate.LEFT),
    ],
)
def test_what_became_of_a_promise_of_ten_minutes(row: HandoffRow, now: datetime, found: Fate):
    assert fate(row, after(10), now) == found


def test_promises_with_what_was_told_and_how_far_over_they_went():
    told = Eta(3, 10)
    rows = [
        handoff("FD-2", told=told, due=after(10), claimed_at=after(2)),  # sooner than said
        handoff("FD-3", told=told, claimed_at=after(4)),  # the range itself says when it is over
        handoff("FD-4", told=told, due=after(10), claimed_at=after(25)),
        handoff("FD-5", told=told, due=after(10)),  # and nobody has come
        handoff("FD-6", claimed_at=after(1)),  # nothing was promised
    ]
    found = promises(rows, after(70))
    assert (found.promised, found.kept, found.sooner, found.broken, found.running, found.left) == (4, 2, 1, 2, 0, 0)
    assert found.over == Spread(2, 15, 60)
    assert found.kept_share == 0.5


# --- the assistant
CARD = "Can I pay with a card?"
ORDER = question(told="order", article="", text="Where is order 12?")
WORDS = question(text="How long does the refund take?")
SAME_IN_OTHERS = "how long does the refund take"


@pytest.mark.parametrize(
    ("rows", "now", "outcome"),
    [
        (Rows([question(helpful=True)]), MUCH_LATER, Outcome.SOLVED),
        (Rows([question()]), MUCH_LATER, Outcome.SILENT),
        (Rows([question(helpful=True)]), MONDAY + timedelta(days=6), Outcome.EARLY),
        (Rows([question()]), MONDAY + timedelta(days=6), Outcome.EARLY),
        (Rows([question(helpful=False)]), MONDAY, Outcome.DISLIKED),
        (Rows([question(helpful=True, handed=True)]), MUCH_LATER, Outcome.HANDED),
        (Rows([question(helpful=True)], [handoff(asked_at=after(1))]), MUCH_LATER, Outcome.HANDED),
        (Rows([question(helpful=True)], [handoff(asked_at=after(7 * 24 * 60))]), MUCH_LATER, Outcome.HANDED),
        (Rows([question(helpful=True)], [handoff(asked_at=after(7 * 24 * 60 + 1))]), MUCH_LATER, Outcome.SOLVED),
        (Rows([question(helpful=True)], [handoff(asked_at=after(-1))]), MUCH_LATER, Outcome.SOLVED),
        (Rows([question(helpful=True)], [handoff(asked_at=after(1), conversation=PIOTR)]), MUCH_LATER, Outcome.SOLVED),
        (Rows([question(helpful=True)], person_words=[(EMMA, after(60))]), MUCH_LATER, Outcome.WROTE),
        (Rows([question(helpful=True)], person_words=[(EMMA, after(-60))]), MUCH_LATER, Outcome.SOLVED),
        (Rows([question(helpful=True)], person_words=[(PIOTR, after(60))]), MUCH_LATER, Outcome.SOLVED),
        (Rows([WORDS, question("2", after(5), text=SAME_IN_OTHERS)]), MUCH_LATER, Outcome.AGAIN),
        (Rows([WORDS, question("2", after(5), text=CARD, article="cards")]), MUCH_LATER, Outcome.SILENT),
        (Rows([WORDS, question("2", after(5), text="When is it back on my card?")]), MUCH_LATER, Outcome.AGAIN),
        (Rows([ORDER, question("2", after(5), text=CARD, told="order", article="")]), MUCH_LATER, Outcome.SILENT),
        (Rows([WORDS, question("2", after(7 * 24 * 60 + 1), text=SAME_IN_OTHERS)]), MUCH_LATER, Outcome.SILENT),
        (Rows([WORDS, question("2", after(5), text=SAME_IN_OTHERS, conversation=PIOTR)]), MUCH_LATER, Outcome.SILENT),
        (Rows([WORDS, question("2", after(5), text=SAME_IN_OTHERS, told="abstained")]), MUCH_LATER, Outcome.AGAIN),
    ],
)
def test_what_became_of_an_answer(rows: Rows, now: datetime, outcome: Outcome):
    assert Afterwards(rows, now).outcome(rows.asked[0]) == outcome


def test_the_last_of_three_alike_is_the_one_that_solved_it():
    asked = [question(str(n), after(n)) for n in range(2)] + [question("2", after(2), helpful=True)]
    judged = Afterwards(Rows(asked), MUCH_LATER)
    assert [judged.outcome(row) for row in asked] == [Outcome.AGAIN, Outcome.AGAIN, Outcome.SOLVED]


def test_silence_is_counted_as_silence():
    asked = [question("1"), question("2", conversation=PIOTR, helpful=True), question("3", told="abstained")]
    found = assistant(asked, Afterwards(Rows(asked[1:]), MUCH_LATER))
    assert (found.asked, found.answered, found.helpful, found.unhelpful, found.silent) == (3, 2, 1, 0, 1)
    assert (found.outcomes[Outcome.SOLVED], found.outcomes[Outcome.SILENT]) == (1, 1)


# --- ratings and reasons
def test_ratings_are_told_apart_by_who_helped_and_silence_is_none_of_them():
    closed = {"ended_at": after(20), "end": "closed"}
    handoffs = [
        handoff("FD-2", **closed),
        handoff("FD-3", **closed),
        handoff("FD-4", "callback", **closed),
        handoff("FD-5", "email", **closed),
        handoff("FD-6", ended_at=after(2), end="abandoned"),
        handoff("FD-7", "dispute", **closed),
    ]
    given = [
        RatingRow("FD-2", EMMA, after(30), Rate("agent", "FD-2", "U0EVA", True, 5)),
        RatingRow("FD-3", EMMA, after(30), Rate("agent", "FD-3", "U0EVA", False)),
        RatingRow("FD-5", EMMA, after(30), Rate("email", "FD-5", "", True, 3)),
        RatingRow("FD-9", EMMA, after(30), Rate("agent", "FD-9", "", True, 1)),  # of another fortnight
        RatingRow("telegram:1/3", EMMA, after(30), Rate("assistant", solved=True)),  # the question knows it
    ]
    found = ratings([question(helpful=True), question("2")], handoffs, given)
    assert {of: (said.helped, said.solved, said.unsolved, said.silent) for of, said in found.items()} == {
        "assistant": (2, 1, 0, 1),
        "agent": (3, 1, 1, 1),
        "email": (1, 1, 0, 0),
    }
    assert (found["agent"].stars, found["agent"].mean_stars) == ((0, 0, 0, 0, 1), 5)
    assert found["assistant"].mean_stars is None


def test_a_case_that_went_two_ways_is_rated_for_the_last():
    chat = handoff("FD-2", ended_at=after(5), end="closed")
    mail = handoff("FD-2", "email", asked_at=after(6), ended_at=after(60), end="solved")
    found = ratings([], [chat, mail], [RatingRow("FD-2", EMMA, after(70), Rate("email", "FD-2", "", True, 4))])
    assert (found["agent"].helped, found["email"].helped, found["email"].solved) == (0, 1, 1)


def test_every_reason_is_there_also_with_nothing():
    assert reasons([handoff(why="wished"), handoff(why="danger"), handoff(why="wished")]) == {
        "wished": 2,
        "unanswered": 0,
        "disliked": 0,
        "danger": 1,
        "failed": 0,
        "agent": 0,
        "other": 0,
    }


# --- slices
def lens(**known: Any) -> Lens:
    return Lens(MONDAY - timedelta(days=1), MONDAY + timedelta(days=1), after(600), AMSTERDAM, **known)


def test_what_is_always_there_comes_first_and_in_its_order():
    assert sliced(["b", "a", "z"], str, ("z", "y")) == {"z": ["z"], "y": [], "a": ["a"], "b": ["b"]}
    assert list(sliced(["b", "a", "z"], str, ("z", "y"))) == ["z", "y", "a", "b"]


def test_days_and_hours_are_those_of_the_zone():
    late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert (lens().day(late), lens().hour(late)) == ("2026-11-16", "00")
    assert lens().days() == ("2026-11-15", "2026-11-16")  # the 17th has not begun


def test_of_many_days_weeks_are_shown_from_their_mondays():
    weekly = lens(weekly=True)._replace(since=MONDAY - timedelta(days=10))
    assert weekly.days() == ("2026-11-02", "2026-11-09", "2026-11-16")
    assert weekly.day(MONDAY - timedelta(days=1)) == "2026-11-09"


def test_only_what_was_asked_for_in_these_days_counts():
    asked = [question("1", MONDAY - timedelta(days=2)), question("2"), question("3", MONDAY + timedelta(days=1))]
    assert [row.id for row in Rows(asked).questions(lens())] == ["2"]


def test_a_way_and_a_language_narrow_what_counts():
    rows = Rows(
        [question("1"), question("2", language="nl")],
        [handoff("FD-2"), handoff("FD-3", "email"), handoff("FD-4", language=Language("nl"))],
    )
    narrow = lens(method="live_chat", language="nl")
    assert [row.id for row in rows.questions(narrow)] == ["2"]
    assert [row.case for row in rows.ways(narrow)] == ["FD-4"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_nothing_has_its_columns_and_says_zero(name: str):
    table = TABLES[name](Counted(Rows(), lens()))
    widths = {len(row) for row in (*table.rows, *filter(None, [table.total]))}
    assert widths <= {len(table.columns)}
    assert all(cell in (0, None, "") for cell in (table.total or ()))
