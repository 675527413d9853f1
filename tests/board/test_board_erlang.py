"""Erlang's formulas: as others have published their values, as sums say them, and as a line of customers behaves."""

import heapq
import random
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.board.staffing.erlang import blocked, in_time, places_needed, waits

LOADS = st.floats(0.01, 60)
PLACES = st.integers(1, 80)
LENGTHS = st.floats(10, 3600)
SHARES = st.floats(0.05, 0.99)
WITHIN = st.floats(0, 600)


# --- published values
@pytest.mark.parametrize(
    ("places", "lost", "load"),
    [
        (1, 0.01, 0.0101),
        (2, 0.01, 0.153),
        (5, 0.01, 1.36),
        (10, 0.01, 4.46),
        (15, 0.01, 8.108),
        (20, 0.01, 12.0),
        (100, 0.01, 84.1),
        (5, 0.02, 1.66),
        (10, 0.02, 5.08),
        (20, 0.02, 13.2),
        (10, 0.001, 3.09),
    ],
)
def test_erlang_b_is_as_in_the_tables_of_trunks(places: int, lost: float, load: float):
    assert blocked(load, places) == pytest.approx(lost, rel=0.03)


def test_a_call_centre_of_ten_erlangs_and_fourteen_agents():
    """200 calls an hour of 3 minutes: the worked example of many handbooks has 17.4 % who wait and 88.8 % within 20 seconds."""
    assert waits(10, 14) == pytest.approx(0.1741, abs=0.0001)
    assert in_time(10, 14, 180, 20) == pytest.approx(0.8884, abs=0.0001)
    assert places_needed(10, 180, 0.8, 20) == 14


def test_one_place_is_the_queue_with_one_counter():
    """M/M/1: who comes waits with the chance that the counter is busy."""
    assert waits(0.7, 1) == pytest.approx(0.7)
    assert in_time(0.7, 1, 60, 60) == pytest.approx(1 - 0.7 * exp(-0.3))


# --- the same by another way
def erlang_c_by_its_sum(load: float, places: int) -> float:
    last = load**places / factorial(places) * places / (places - load)
    return last / (sum(load**number / factorial(number) for number in range(places)) + last)


@given(LOADS, PLACES)
def test_the_recursion_gives_what_the_sum_gives(load: float, places: int):
    if load < places:
        assert waits(load, places) == pytest.approx(erlang_c_by_its_sum(load, places), rel=1e-6)


@pytest.mark.parametrize(("load", "places"), [(0.6, 1), (2.4, 3), (5.0, 7), (8.0, 11)])
def test_a_line_of_customers_played_through_waits_as_the_formula_says(load: float, places: int):
    chance = random.Random(8)
    waited = played_through(load / 300, 300.0, places, 60_000, chance)
    assert sum(wait <= 60 for wait in waited) / len(waited) == pytest.approx(in_time(load, places, 300, 60), abs=0.02)


def played_through(per_second: float, length: float, places: int, customers: int, chance: random.Random) -> list[float]:
    """How long each waits who comes by chance and is served in turn."""
    free, now, waited = [0.0] * places, 0.0, []
    for _ in range(customers):
        now += chance.expovariate(per_second)
        begins = max(now, heapq.heappop(free))
        waited.append(begins - now)
        heapq.heappush(free, begins + chance.expovariate(1 / length))
    return waited


# --- what holds for all
@given(LOADS, PLACES, LENGTHS, WITHIN)
def test_chances_are_chances(load: float, places: int, length: float, within: float):
    for chance in (blocked(load, places), waits(load, places), in_time(load, places, length, within)):
        assert 0 <= chance <= 1 + 1e-12


@given(LOADS, LENGTHS, SHARES, WITHIN)
def test_what_is_needed_is_enough_and_one_less_is_not(load: float, length: float, share: float, within: float):
    places = places_needed(load, length, share, within)
    assert in_time(load, places, length, within) >= share
    assert in_time(load, places - 1, length, within) < share


@given(LOADS, st.floats(0, 10), LENGTHS, SHARES, WITHIN)
def test_more_customers_never_need_fewer_places(load: float, more: float, length: float, share: float, within: float):
    assert places_needed(load + more, length, share, within) >= places_needed(load, length, share, within)


@given(LOADS, LOADS, LENGTHS, SHARES, WITHIN)
def test_two_lines_together_never_need_more_than_apart(
    load: float, other: float, length: float, share: float, within: float
):
    apart = places_needed(load, length, share, within) + places_needed(other, length, share, within)
    assert places_needed(load + other, length, share, within) <= apart


def test_where_nobody_comes_nobody_is_needed():
    assert places_needed(0, 300, 0.8, 60) == 0
    assert waits(0, 3) == 0
    assert in_time(0, 3, 300, 60) == 1


def test_what_no_desk_could_do_is_refused():
    with pytest.raises(ValueError, match="erlangs"):
        places_needed(20_000, 300, 0.8, 60)


def test_with_too_few_places_everybody_waits_for_ever():
    assert waits(5, 5) == 1
    assert in_time(5, 5, 300, 60) == 0
