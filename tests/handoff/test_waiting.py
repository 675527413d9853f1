"""Place and wait in the chat's queue, by who is ahead and who works."""

from math import inf, log
from statistics import mean, pvariance
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.calibration import Range
from handoff.lengths import MEMORY, Rate, Times
from handoff.waiting import Pace, Place, Serving, place

KNOWN = Pace(
    handling=Times.guess(10, 0.7, 400),
    pickup=Times.guess(0.5, 0.5, 400),
    leaving=Rate(100, 9000),
    breaks=Rate(100, 15000),
)
LANGUAGES = ("nl", "en", "de", "pl")


def agent(*languages: str, capacity: int = 1, chats: tuple[float, ...] = (), starts: float = 0, stops: float = inf):
    return Serving(frozenset(languages), capacity, chats, starts, stops)


def wait(language: str, ahead: list[str], *agents: Serving, pace: Pace = KNOWN) -> Range:
    found = place(language, ahead, agents, pace).wait
    assert found is not None
    return found


def test_who_finds_an_agent_free_waits_for_the_first_word_only():
    assert wait("nl", [], agent("nl")).high_minutes < 1.5


def test_who_finds_every_agent_busy_waits_for_the_end_of_a_chat():
    low, high = wait("nl", [], agent("nl", chats=(5,)))
    assert 2 < low < 10
    assert 15 < high < 40


def test_a_long_chat_is_expected_to_last_longer_than_a_fresh_one():
    assert wait("nl", [], agent("nl", chats=(45,))).high_minutes > wait("nl", [], agent("nl", chats=(5,))).high_minutes


def test_a_second_place_beside_a_chat_is_free():
    assert wait("nl", [], agent("nl", capacity=2, chats=(5,))).high_minutes < 1.5


def test_an_agent_with_more_chats_than_room_has_to_end_several():
    over = wait("nl", [], agent("nl", capacity=1, chats=(5, 5, 5)))
    assert over.low_minutes > wait("nl", [], agent("nl", capacity=3, chats=(5, 5, 5))).high_minutes


@pytest.mark.parametrize(
    ("agents", "why"),
    [
        ([], "nobody is there"),
        ([agent("en")], "nobody speaks the language"),
        ([agent("nl", capacity=0)], "who speaks it takes no chats"),
        ([agent("nl", chats=(5,), stops=3)], "who speaks it goes before their chat is likely to end"),
    ],
)
def test_nothing_is_promised_where(agents: list[Serving], why: str):
    assert place("nl", [], agents, KNOWN).wait is None, why


def test_a_shift_that_begins_soon_counts():
    low, high = wait("nl", [], agent("nl", starts=20))
    assert 20 < low < high < 40


def test_the_place_counts_those_whom_the_same_agents_answer():
    agents = [agent("nl", "en", chats=(1,)), agent("pl", chats=(1,))]
    assert place("nl", ["pl", "en", "nl", "zh"], agents, KNOWN).position == 3
    assert place("pl", ["pl", "en", "nl", "zh"], agents, KNOWN).position == 2


def test_who_is_answered_by_others_makes_nobody_wait():
    agents = [agent("nl", chats=(5,)), agent("pl", chats=(5,))]
    assert place("nl", ["pl"] * 9, agents, KNOWN).wait == place("nl", [], agents, KNOWN).wait


def test_a_pool_of_languages_is_faster_than_a_queue_for_each():
    queue = ["nl", "en"] * 4
    apart = wait("nl", queue, *[agent("nl", chats=(5,))] * 3, *[agent("en", chats=(5,))] * 3)
    shared = wait("nl", ["nl"] * 7 + ["en"], *[agent("nl", "en", chats=(5,))] * 6)
    assert shared.high_minutes < apart.high_minutes


def test_who_speaks_few_languages_takes_the_chat_that_both_could():
    agents = [agent("nl", "pl"), agent("nl")]
    assert wait("pl", ["nl"], *agents).high_minutes < 1.5


def test_little_history_makes_the_range_wider():
    busy = [agent("nl", chats=(5,))] * 3
    unsure = Pace(handling=Times.guess(10, 0.7, 5), pickup=KNOWN.pickup, leaving=KNOWN.leaving, breaks=KNOWN.breaks)
    queue = ["nl"] * 6
    known, guessed = wait("nl", queue, *busy), wait("nl", queue, *busy, pace=unsure)
    assert guessed.high_minutes - guessed.low_minutes > known.high_minutes - known.low_minutes


def test_where_people_give_up_the_wait_is_shorter():
    hasty = Pace(handling=KNOWN.handling, pickup=KNOWN.pickup, leaving=Rate(100, 1000), breaks=KNOWN.breaks)
    busy = [agent("nl", chats=(5,))] * 2
    assert wait("nl", ["nl"] * 8, *busy, pace=hasty).high_minutes < wait("nl", ["nl"] * 8, *busy).high_minutes


serving = st.builds(
    Serving,
    st.frozensets(st.sampled_from(LANGUAGES), min_size=1),
    st.integers(0, 3),
    st.lists(st.floats(-5, 500), max_size=4).map(tuple),
    st.sampled_from([0.0, 0.0, 10.0]),
    st.sampled_from([inf, inf, 90.0, 0.0, -5.0]),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(LANGUAGES), max_size=12), st.lists(serving, max_size=5))
def test_one_more_ahead_never_makes_it_sooner(language: str, ahead: list[str], agents: list[Serving]):
    before, behind = place(language, ahead, agents, Pace()), place(language, [*ahead, language], agents, Pace())
    assert before == place(language, ahead, agents, Pace())
    assert 1 <= before.position <= len(ahead) + 1
    assert behind.wait is None or (before.wait is not None and ends(before) <= ends(behind))


def ends(found: Place) -> tuple[float, ...]:
    assert found.wait is not None
    assert 0 < found.wait.low_minutes <= found.wait.high_minutes < inf
    return found.wait


def test_a_queue_of_fifty_before_twenty_agents_takes_less_than_five_milliseconds():
    agents = [agent(LANGUAGES[n % 4], LANGUAGES[n % 3], capacity=3, chats=(n, 2 * n, 3)) for n in range(20)]
    assert min(seconds(["nl", "en", "de", "pl", "nl"] * 10, agents) for _ in range(10)) < 0.005


def seconds(ahead: list[str], agents: list[Serving]) -> float:
    began = process_time()
    place("nl", ahead, agents, KNOWN)
    return process_time() - began


def test_measured_lengths_are_summed_up_as_a_prior_and_what_was_seen():
    lengths = [3.0, 8, 15, 40, 5]
    times = Times.guess(10, 0.9, 4)
    for minutes in lengths:
        times = times.learn(minutes)
    logs = [log(minutes) for minutes in lengths]
    assert times.count == 9
    assert times.mean == pytest.approx((4 * log(10) + sum(logs)) / 9)
    apart = (mean(logs) - log(10)) ** 2 * 4 * 5 / 9
    assert times.squares == pytest.approx(4 * 0.81 + 5 * pvariance(logs) + apart)


def test_old_lengths_fade():
    times = Times.guess(10, 0.9, 6)
    for minutes in [5.0, 20.0] * 1000 + [10.0, 40.0] * 1000:
        times = times.learn(minutes)
    assert times.count == MEMORY
    assert times.mean == pytest.approx(log(20), abs=0.05)
    assert times.squares / times.count == pytest.approx(log(2) ** 2, rel=0.1)


def test_a_rate_follows_what_happens_lately():
    rate = Rate(1, 60)
    for _ in range(3000):
        rate = rate.learn(1, 30)
    assert rate.minutes / rate.events == pytest.approx(30, rel=0.01)
    assert rate.events <= MEMORY + 1


def test_no_time_at_all_is_a_length_too():
    assert Times.guess(10, 0.9, 6).learn(0).mean < log(10)
