"""How many agents of which languages an hour needs: each language alone, all together, and the cheapest team there can be. Pure.

Agents take turns over all the languages that they speak, for which there is no formula. What is reckoned here is the least
that must be: the agents who speak any language of a group must be so many as Erlang's formula wants for all that comes in that
group, for each group of languages. Where agents' languages overlap this is nearly enough (R. B. Wallace, W. Whitt, "A Staffing
Algorithm for Call Centers with Skill-Based Routing", 2005: with two skills each, nearly all of the gain is there).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from core.model.ids import Language
from handoff.board.staffing.erlang import places_needed
from handoff.board.staffing.week import SOON, Speaks

SHARE = 0.8  # of customers who are to have an agent within `SOON`

Loads = Mapping[Language, float]  # erlangs
Team = Mapping[Speaks, float]


class Group(NamedTuple):
    """All that these teams together can answer in `languages` takes `agents` of them."""

    languages: frozenset[Language]
    teams: frozenset[Speaks]
    agents: int

    def short(self, team: Team) -> float:
        """So many are missing; below zero they are to spare."""
        return self.agents - sum(count for speaks, count in team.items() if speaks in self.teams)


class Need(NamedTuple):
    """Agents. `alone`: of each language, if nobody spoke two; `pooled`: if everybody spoke all; `mix`: of the teams there are.

    `nobody`: customers came in these languages and no team speaks them; they are in `alone` and `pooled`.
    """

    alone: Mapping[Language, int]
    pooled: int
    mix: Mapping[Speaks, int]
    groups: tuple[Group, ...]
    nobody: tuple[Language, ...]

    @property
    def mixed(self) -> int:
        return sum(self.mix.values())


def need(loads: Loads, length: float, at_once: int, teams: Iterable[Speaks]) -> Need:
    """`length`: seconds that a chat takes on average; `at_once`: chats of an agent, who counts as so many places."""
    loads = {language: load for language, load in sorted(loads.items()) if load > 0}
    shared = _sharing(frozenset(loads), frozenset(teams))

    def agents(languages: Iterable[Language]) -> int:
        load = sum(loads[language] for language in sorted(languages))
        return ceil(places_needed(load, length, SHARE, SOON.total_seconds()) / at_once)

    groups = tuple(Group(languages, those, agents(languages)) for languages, those in shared.groups)
    alone = {language: agents([language]) for language in loads}
    nobody = tuple(language for language, those in shared.speaking.items() if not those)
    return Need(alone, agents(loads), _cheapest(groups, shared, alone), groups, nobody)


class _Sharing(NamedTuple):
    """Which teams speak each language, the groups of languages with their teams, and in which groups, by number, a team is."""

    speaking: Mapping[Language, frozenset[Speaks]]
    groups: tuple[tuple[frozenset[Language], frozenset[Speaks]], ...]
    of_team: Mapping[Speaks, tuple[int, ...]]


@lru_cache(maxsize=64)
def _sharing(languages: frozenset[Language], teams: frozenset[Speaks]) -> _Sharing:
    """The same for most hours of a week. A group is all languages that only some teams speak, for each union of teams."""
    speaking = {language: frozenset(team for team in teams if language in team) for language in sorted(languages)}
    unions: set[frozenset[Speaks]] = set()
    for those in filter(None, speaking.values()):
        unions |= {those | union for union in unions} | {those}
    groups = sorted((_only_of(union, speaking), union) for union in unions)
    numbers = {team: tuple(n for n, (_, union) in enumerate(groups) if team in union) for team in teams}
    return _Sharing(speaking, tuple((frozenset(spoken), union) for spoken, union in groups), numbers)


def _only_of(union: frozenset[Speaks], speaking: Mapping[Language, frozenset[Speaks]]) -> tuple[Language, ...]:
    return tuple(language for language, those in speaking.items() if those and those <= union)


# --- the cheapest team
def _cheapest(groups: tuple[Group, ...], shared: _Sharing, alone: Mapping[Language, int]) -> dict[Speaks, int]:
    """Whichever has fewer agents: one put together step by step, or one with agents for each language alone."""
    return min(_step_by_step(groups, shared), _specialists(shared.speaking, alone), key=lambda mix: sum(mix.values()))


def _step_by_step(groups: tuple[Group, ...], shared: _Sharing) -> dict[Speaks, int]:
    """Always the agent who is missing in most groups, of two who speaks less; then those go again whom nobody misses."""
    making = _Making(groups, shared.of_team)
    while wanted := making.most_wanted():
        making.take(wanted)
    for team in making.most_speaking_first():
        while making.is_spare(team):
            making.leave(team)
    return dict(+making.mix)


class _Making:
    """A mix that grows; how many each group is short of is counted along, for there may be hundreds of groups."""

    def __init__(self, groups: tuple[Group, ...], of_team: Mapping[Speaks, tuple[int, ...]]) -> None:
        self.mix = Counter[Speaks]()
        self._groups = groups
        self._short = [group.agents for group in groups]
        self._of_team = of_team
        self._wanted = Counter({team: len(numbers) for team, numbers in of_team.items()})
        self._place = {team: place for place, team in enumerate(sorted(self._of_team, key=_frugal))}

    def most_wanted(self) -> Speaks | None:
        """None once no group is short."""
        team = max(self._place, key=lambda team: (self._wanted[team], -self._place[team]), default=None)
        return team if team is not None and self._wanted[team] else None

    def take(self, team: Speaks) -> None:
        self.mix[team] += 1
        for number in self._of_team[team]:
            self._short[number] -= 1
            if self._short[number] == 0:
                self._wanted.subtract(self._groups[number].teams)

    def most_speaking_first(self) -> list[Speaks]:
        return sorted(self.mix, key=_frugal, reverse=True)

    def is_spare(self, team: Speaks) -> bool:
        return self.mix[team] > 0 and all(self._short[number] < 0 for number in self._of_team[team])

    def leave(self, team: Speaks) -> None:
        """One who is spare."""
        self.mix[team] -= 1
        for number in self._of_team[team]:
            self._short[number] += 1


def _specialists(speaking: Mapping[Language, frozenset[Speaks]], alone: Mapping[Language, int]) -> dict[Speaks, int]:
    mix = Counter[Speaks]()
    for language, those in speaking.items():
        if those:
            mix[min(those, key=_frugal)] += alone[language]
    return dict(mix)


def _frugal(team: Speaks) -> tuple[int, list[Language]]:
    return len(team), sorted(team)
