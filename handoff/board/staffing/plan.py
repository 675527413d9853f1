"""For each hour of the week, how many agents it needs and who was there: what a supervisor plans shifts by. Pure."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from core.model.ids import Language
from handoff.board.staffing.erlang import in_time
from handoff.board.staffing.lengths import Lengths
from handoff.board.staffing.mix import Need, need
from handoff.board.staffing.week import SOON, Hour, Seen, Speaks, Week

ENOUGH_CHATS = 10  # of an hour of the week, in all weeks together; with fewer the need is hardly known
TOLERANCE = 0.15  # of an agent: who came nine minutes late is not missing
HARDLY = 0.05  # of an agent: too little to show

Mark = Literal["short", "fits", "spare", "quiet"]
"""Agents were missing, in some language at least; they were enough; one or more were to spare; nobody came."""


class Demand(NamedTuple):
    """Of a language in an hour: chats an hour, how long one takes (seconds), what it comes to (erlangs), agents for it alone."""

    language: Language
    chats: int
    per_hour: float
    length: float
    load: float
    alone: int
    there: float


class HourPlan(NamedTuple):
    """`there`: agents on duty, on average. `short`: the most agents missing for any group of languages, those in `missing`.

    `expected`: the share in time, were those who were there to speak all of the languages. `few`: it rests on too few chats.
    """

    hour: Hour
    seen: Seen
    demands: tuple[Demand, ...]
    need: Need
    there: float
    short: float
    missing: tuple[Language, ...]
    expected: float
    mark: Mark
    few: bool

    @property
    def empty(self) -> bool:
        """Nobody came, and nobody was there."""
        return not self.seen.came and self.there < HARDLY

    @property
    def per_hour(self) -> float:
        return self.seen.came / self.seen.times

    @property
    def kept(self) -> float | None:
        """The share of those who came who had somebody in time, as measured."""
        return self.seen.soon / self.seen.came if self.seen.came else None

    @property
    def load(self) -> float:
        return sum(demand.load for demand in self.demands)

    @property
    def alone(self) -> int:
        return sum(self.need.alone.values())


def plans_of(week: Week, at_once: int) -> list[HourPlan]:
    """Of each hour that was watched, in the week's order. `at_once`: chats that an agent is to have at the same time."""
    teams = sorted(week.teams, key=lambda speaks: (len(speaks), sorted(speaks)))
    return [_plan(hour, seen, week.lengths, at_once, teams) for hour, seen in week.hours.items()]


def _plan(hour: Hour, seen: Seen, lengths: Lengths, at_once: int, teams: list[Speaks]) -> HourPlan:
    loads = {language: _load(language, seen, lengths) for language in seen.chats}
    wanted = need(loads, lengths.mean, at_once, teams)
    there = sum(seen.there.values())
    short, missing = _short(wanted, seen.there)
    return HourPlan(
        hour=hour,
        seen=seen,
        demands=tuple(_demand(language, seen, lengths, wanted) for language in sorted(loads)),
        need=wanted,
        there=there,
        short=short,
        missing=missing,
        expected=in_time(sum(loads.values()), int(there * at_once), lengths.mean, SOON.total_seconds()),
        mark=_mark(wanted, there, short),
        few=seen.came < ENOUGH_CHATS,
    )


def _load(language: Language, seen: Seen, lengths: Lengths) -> float:
    return seen.chats[language] / seen.times * lengths.of(language) / 3600


def _demand(language: Language, seen: Seen, lengths: Lengths, wanted: Need) -> Demand:
    return Demand(
        language,
        seen.chats[language],
        seen.chats[language] / seen.times,
        lengths.of(language),
        _load(language, seen, lengths),
        wanted.alone.get(language, 0),
        sum(count for speaks, count in seen.there.items() if language in speaks),
    )


def _short(wanted: Need, there: Mapping[Speaks, float]) -> tuple[float, tuple[Language, ...]]:
    """Below zero: so many could go, and every group of languages would still have enough."""
    if wanted.nobody:
        return sum(wanted.alone[language] for language in wanted.nobody), wanted.nobody
    worst = max(wanted.groups, key=lambda group: group.short(there), default=None)
    if worst is None:
        return -sum(there.values()), ()
    short = worst.short(there)
    return short, tuple(sorted(worst.languages)) if short > TOLERANCE else ()


def _mark(wanted: Need, there: float, short: float) -> Mark:
    if not wanted.pooled:
        return "quiet"
    if short > TOLERANCE:
        return "short"
    return "spare" if there - wanted.mixed >= 1 else "fits"
