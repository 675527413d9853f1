"""How many agents of which languages are enough: by tables, by trying all teams, by playing days through, and what always holds."""

import heapq
import itertools
import random
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.ids import Language
from handoff.board.staffing.mix import Need, need

EN, NL, PL = Language("en"), Language("nl"), Language("pl")


def speaks(*languages: Language) -> frozenset[Language]:
    return frozenset(languages)


def test_nobody_came_so_nobody_is_needed():
    assert need({EN: 0.0}, 600, 3, [speaks(EN)]) == Need({}, 0, {}, (), ())


def test_one_agent_for_each_language_or_one_who_speaks_all():
    """A tenth of an erlang each: an agent who speaks both does for both."""
    found = need({EN: 0.1, NL: 0.1}, 600, 1, [speaks(EN), speaks(NL), speaks(EN, NL)])
    assert (found.alone, found.pooled, found.mix) == ({EN: 1, NL: 1}, 1, {speaks(EN, NL): 1})


def test_where_nobody_speaks_both_there_is_nothing_to_share():
    found = need({EN: 0.1, NL: 0.1}, 600, 1, [speaks(EN), speaks(NL)])
    assert (found.pooled, found.mix) == (1, {speaks(EN): 1, speaks(NL): 1})


def test_who_speaks_less_is_preferred_where_it_makes_no_difference():
    assert need({EN: 5.0}, 600, 1, [speaks(EN, NL, PL), speaks(EN)]).mix == {speaks(EN): 8}


def test_a_language_that_nobody_speaks_is_named():
    found = need({EN: 0.1, PL: 0.1}, 600, 1, [speaks(EN)])
    assert (found.alone, found.mix, found.nobody) == ({EN: 1, PL: 1}, {speaks(EN): 1}, (PL,))


@pytest.mark.parametrize(("capacity", "agents"), [(1, 14), (2, 7), (3, 5), (14, 1), (20, 1)])
def test_an_agent_counts_as_so_many_places_as_they_have_chats(capacity: int, agents: int):
    """10 erlangs of 5 minutes need 13 places for 80 % within a minute at the least."""
    places = need({EN: 10.0}, 300, 1, [speaks(EN)]).pooled
    assert need({EN: 10.0}, 300, capacity, [speaks(EN)]).pooled == -(-places // capacity) <= agents


LANGUAGES = [Language(code) for code in ("en", "nl", "pl", "de")]
LOADS = st.dictionaries(st.sampled_from(LANGUAGES), st.floats(0.01, 12), max_size=4)
TEAMS = st.sets(st.frozensets(st.sampled_from(LANGUAGES), min_size=1), max_size=6)
CAPACITIES = st.integers(1, 4)


@given(LOADS, TEAMS, CAPACITIES)
def test_together_never_needs_more_than_each_language_alone(loads: dict[Language, float], teams: set, capacity: int):
    found = need(loads, 600, capacity, teams)
    served = sum(agents for language, agents in found.alone.items() if language not in found.nobody)
    assert found.pooled <= sum(found.alone.values())
    assert found.mixed <= served
    assert found.nobody or found.pooled <= found.mixed


@given(LOADS, TEAMS, CAPACITIES)
def test_the_mix_is_enough_for_each_group_of_languages(loads: dict[Language, float], teams: set, capacity: int):
    found = need(loads, 600, capacity, teams)
    for count in range(1, len(loads) + 1):
        for group in itertools.combinations(sorted(set(loads) - set(found.nobody)), count):
            speaking = sum(agents for team, agents in found.mix.items() if team & set(group))
            assert speaking >= need({language: loads[language] for language in group}, 600, capacity, teams).pooled


@given(LOADS, TEAMS, CAPACITIES, st.sampled_from(LANGUAGES), st.floats(0, 5))
def test_more_chats_never_need_fewer_agents(
    loads: dict[Language, float], teams: set, capacity: int, language: Language, more: float
):
    before, after = (
        need(loads, 600, capacity, teams),
        need({**loads, language: loads.get(language, 0) + more}, 600, capacity, teams),
    )
    assert after.pooled >= before.pooled
    assert sum(after.alone.values()) >= sum(before.alone.values())


@settings(max_examples=30)
@given(
    st.dictionaries(st.sampled_from(LANGUAGES), st.floats(0.01, 2), min_size=1, max_size=4),
    st.sets(st.frozensets(st.sampled_from(LANGUAGES), min_size=1), min_size=1, max_size=4),
)
def test_no_team_is_cheaper_by_more_than_one_agent(loads: dict[Language, float], teams: set):
    found = need(loads, 600, 2, teams)
    assert found.mixed - fewest(found, sorted(teams, key=sorted)) <= 1


def fewest(found: Need, teams: Sequence[frozenset[Language]]) -> int:
    """By trying all teams."""
    counts = itertools.product(range(found.mixed + 1), repeat=len(teams))
    mixes = (dict(zip(teams, each, strict=True)) for each in counts)
    return min(sum(mix.values()) for mix in mixes if all(group.short(mix) <= 0 for group in found.groups))


class Mixed(NamedTuple):
    loads: dict[Language, float]
    teams: list[frozenset[Language]]


@pytest.mark.parametrize(
    "desk",
    [
        Mixed({EN: 3.0, NL: 2.0}, [speaks(EN), speaks(EN, NL)]),
        Mixed({EN: 4.0, NL: 3.0, PL: 1.0}, [speaks(EN), speaks(EN, NL), speaks(EN, PL)]),
        Mixed({EN: 2.0, NL: 2.0, PL: 2.0}, [speaks(EN, NL), speaks(NL, PL), speaks(PL, EN)]),
    ],
)
def test_a_desk_with_the_mix_comes_near_to_what_is_wanted(desk: Mixed):
    """Customers come by chance, and who is free and speaks their language takes them; four in five within a minute is the aim."""
    found = need(desk.loads, 300, 1, desk.teams)
    agents = [team for team, count in found.mix.items() for _ in range(count)]
    assert within_a_minute(desk.loads, agents, random.Random(8)) >= 0.75


def within_a_minute(loads: dict[Language, float], agents: list[frozenset[Language]], chance: random.Random) -> float:
    """Each agent takes, when free, who has waited longest of those whom they can answer; of free agents who speaks least goes."""
    languages, weights = list(loads), list(loads.values())
    per_second = sum(weights) / 300
    free = set(range(len(agents)))
    waiting: list[tuple[float, Language]] = []
    events = [(chance.expovariate(per_second), -1)]
    waited: list[float] = []
    while len(waited) < 30_000:
        now, agent = heapq.heappop(events)
        if agent < 0:
            waiting.append((now, chance.choices(languages, weights)[0]))
            heapq.heappush(events, (now + chance.expovariate(per_second), -1))
        else:
            free.add(agent)
        for customer in list(waiting):
            able = [each for each in free if customer[1] in agents[each]]
            if able:
                taker = min(able, key=lambda each: len(agents[each]))
                free.remove(taker)
                waiting.remove(customer)
                waited.append(now - customer[0])
                heapq.heappush(events, (now + chance.expovariate(1 / 300), taker))
            if not free:
                break
    return sum(wait <= 60 for wait in waited) / len(waited)
