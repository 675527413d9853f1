"""The figures of the benchmark are what their names say, on questions few enough to count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measures import Judged, answered, auroc, coverage, f1, mixed, reliability

ASKED = [Judged(0.9, True), Judged(0.8, True), Judged(0.7, False), Judged(0.6, True), Judged(0.1, False)]


@pytest.mark.parametrize(
    ("higher", "lower", "expected"),
    [([2, 3], [0, 1], 1.0), ([0], [1], 0.0), ([1], [1], 0.5), ([1, 3], [2], 0.5), ([1, 2, 2], [2], 1 / 3)],
)
def test_auroc(higher: list[float], lower: list[float], expected: float) -> None:
    assert auroc(higher, lower) == pytest.approx(expected)


@given(st.lists(st.integers(0, 9), min_size=1), st.lists(st.integers(0, 9), min_size=1))
def test_auroc_counts_the_pairs(higher: list[int], lower: list[int]) -> None:
    pairs = [(first > second) + (first == second) / 2 for first in higher for second in lower]
    assert auroc([*higher], [*lower]) == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize(("precision", "expected"), [(1.0, 0.4), (0.75, 0.8), (0.6, 1.0)])
def test_coverage(precision: float, expected: float) -> None:
    assert coverage(ASKED, precision) == pytest.approx(expected)


def test_questions_of_one_probability_are_answered_together() -> None:
    assert coverage([Judged(0.9, True), Judged(0.9, False)], 1.0) == 0


def test_a_share_out_of_scope_counts_as_that_share() -> None:
    asked = mixed([Judged(0.5, True)] * 8, [Judged(0.9, False)], 0.2)
    assert sum(each.weight for each in asked if not each.right) == pytest.approx(2)
    assert answered(asked, 0.4) == pytest.approx((0.8, 0.2))


def test_what_is_less_probable_than_the_threshold_is_not_answered() -> None:
    assert answered(ASKED, 0.65) == pytest.approx((0.4, 0.2))


def test_reliability_tells_what_was_said_and_what_was_right() -> None:
    assert reliability([Judged(0.72, True), Judged(0.78, False), Judged(1.0, True)]) == [
        (0.7, pytest.approx(2 / 3), pytest.approx(0.75), 0.5),
        (0.9, pytest.approx(1 / 3), 1.0, 1.0),
    ]


def test_f1() -> None:
    assert f1([(True, True), (True, False), (False, True), (False, False)]) == 0.5
