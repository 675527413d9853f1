"""Ranges put right by earlier ones, rounded, and told anew."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.offer import Eta
from handoff.calibration import Outcome, Range, calibrated, changed_much, eta, held

SAID = Range(5, 20)


def outcomes(*ratios: float, said: Range = SAID, times: int = 20) -> list[Outcome]:
    return [Outcome(said, eta(said), ratio * said.high_minutes) for ratio in ratios] * times


def test_without_history_the_models_word_counts():
    assert calibrated(SAID, []) == SAID


def test_where_ends_held_too_seldom_they_move_out():
    late = calibrated(SAID, outcomes(0.5, 0.8, 1, 1.5, 2))
    assert 30 < late.high_minutes < 40


def test_where_everybody_is_answered_sooner_the_ends_come_down():
    soon = calibrated(SAID, outcomes(0.1, 0.2, 0.3, 0.4, 0.5))
    assert 10 <= soon.high_minutes < 14
    assert soon.low_minutes < SAID.low_minutes


def test_a_few_outcomes_move_little():
    assert calibrated(SAID, outcomes(2, times=3)).high_minutes == pytest.approx(20, rel=0.1)


def test_outcomes_of_much_shorter_promises_say_nothing():
    near = calibrated(SAID, outcomes(3, said=Range(0.5, 1.5)))
    assert near.high_minutes == pytest.approx(20, abs=0.1)


minutes = st.floats(0, 600)
ranges = st.tuples(minutes, minutes).map(lambda ends: Range(*sorted(ends)))


@given(ranges, st.lists(st.builds(lambda said, took: Outcome(said, eta(said), took), ranges, minutes), max_size=30))
def test_a_calibrated_range_is_a_range_that_can_be_told(said: Range, history: list[Outcome]):
    told = eta(calibrated(said, history))
    assert 1 <= told.low_minutes <= told.high_minutes


@given(minutes)
def test_a_longer_history_of_what_always_took_as_long_leads_there(took: float):
    said = Range(5, 20)
    moved = calibrated(said, [Outcome(said, eta(said), took)] * 200)
    assert abs(moved.high_minutes - took) <= abs(20 - took)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.2, 0.9, Eta(1, 1)),
        (0, 1.01, Eta(1, 2)),
        (3.2, 9.1, Eta(4, 10)),
        (9.9, 10.1, Eta(10, 15)),
        (22, 59.5, Eta(25, 60)),
        (61, 170, Eta(75, 180)),
        (239, 241, Eta(240, 300)),
    ],
)
def test_what_is_told_is_rounded_up(low: float, high: float, told: Eta):
    assert eta(Range(low, high)) == told


@pytest.mark.parametrize(
    ("told", "after", "now", "again", "why"),
    [
        (20, 0.5, 60, False, "it was told less than a minute ago"),
        (20, 5, 15, False, "it goes as was said"),
        (20, 5, 18, False, "a little later"),
        (20, 5, 25, True, "much later"),
        (20, 5, 10, False, "a little sooner"),
        (20, 5, 5, True, "half of it will do"),
        (3, 1, 4, False, "two minutes are no change"),
        (3, 3, 1, True, "the promised time is over"),
        (3, 60, 2, True, "it has been over for long"),
        (20, 19, 1, False, "it will just hold"),
    ],
)
def test_a_new_time_is_told(told: int, after: float, now: int, again: bool, why: str):
    assert changed_much(Eta(1, told), Eta(1, now), timedelta(minutes=after)) is again, why


def test_the_board_reads_how_often_the_upper_end_held():
    assert held([]) is None
    assert held(outcomes(0.5, 0.9, 1.0, 1.1, times=1)) == 0.75
