"""What a usual week of live chats is: how many come in each hour and language, how long they take, and who was there. Pure.

An hour is one of the 168 of a week, as the clock of a zone shows it; of each the average of all that were watched is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.model.figures import HandoffRow, SpellRow
from core.model.ids import Language
from handoff.board.figures.lens import waited
from handoff.board.staffing.lengths import Lengths, at_once, lengths_of

SOON = timedelta(seconds=60)  # within which a customer is to have an agent

Speaks = frozenset[Language]
_HOUR = timedelta(hours=1)


class Hour(NamedTuple):
    """One of a week's: `weekday` 0 is Monday, `hour` 0 to 23."""

    weekday: int
    hour: int


class Seen(NamedTuple):
    """An hour of the week: how often it was watched, the chats of all those times, those of them that somebody had taken `SOON`,
    and how many agents were there on average, by what they speak.
    """

    times: int
    chats: Mapping[Language, int]
    soon: int
    there: Mapping[Speaks, float]

    @property
    def came(self) -> int:
        return sum(self.chats.values())


class Week(NamedTuple):
    """`hours` holds all that were watched. `at_once`: how many chats agents had on average while they had any."""

    since: datetime
    until: datetime
    hours: Mapping[Hour, Seen]
    lengths: Lengths
    at_once: float

    @property
    def teams(self) -> frozenset[Speaks]:
        """What agents speak who were there at all."""
        return frozenset(speaks for seen in self.hours.values() for speaks in seen.there)


class Stay(NamedTuple):
    """An agent was there and took chats in these languages, from then to then (UTC)."""

    speaks: Speaks
    began: datetime
    ended: datetime


def stays_of(spells: Iterable[SpellRow], languages: Sequence[Language], now: datetime) -> list[Stay]:
    """`languages`: the desk's; an agent who has named none speaks all of them."""
    every = frozenset(languages)
    spoken = [(frozenset(map(Language, spell.languages)) & every or every, spell) for spell in spells]
    return [Stay(speaks, spell.began_at, spell.ended_at or now) for speaks, spell in spoken]


def week_of(chats: Sequence[HandoffRow], stays: Iterable[Stay], since: datetime, until: datetime, zone: str) -> Week:
    """Of the whole hours between both; other ways than the chat do not count, nor who comes where an agent began it."""
    watched = list(_hours(since, until, ZoneInfo(zone)))
    times = Counter(hour for _, hour in watched)
    live = [chat for chat in chats if chat.method == "live_chat"]
    came, soon = _arrivals(waited(live), dict(watched))
    there = _presence(stays, watched)
    hours = {
        hour: Seen(times[hour], came[hour], soon[hour], _average(there[hour], times[hour])) for hour in sorted(times)
    }
    return Week(since, until, hours, lengths_of(live), at_once(live))


def _hours(since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, Hour]]:
    """Each whole hour by its beginning in UTC. Where a clock is set back, both rounds are that hour of the week."""
    local = since.astimezone(zone)
    begins = (local - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)).astimezone(
        UTC
    )
    if begins < since:
        begins += _HOUR
    while begins + _HOUR <= until:
        shown = begins.astimezone(zone)
        yield begins, Hour(shown.weekday(), shown.hour)
        begins += _HOUR


def _arrivals(
    live: Iterable[HandoffRow], watched: Mapping[datetime, Hour]
) -> tuple[defaultdict[Hour, Counter[Language]], Counter[Hour]]:
    first = min(watched, default=None)
    came: defaultdict[Hour, Counter[Language]] = defaultdict(Counter)
    soon = Counter[Hour]()
    for chat in live:
        hour = watched.get(_beginning(chat.asked_at, first)) if first else None
        if hour is not None:
            came[hour][chat.language] += 1
            soon[hour] += chat.claimed_at is not None and chat.claimed_at - chat.asked_at <= SOON
    return came, soon


def _beginning(at: datetime, first: datetime) -> datetime:
    """Of the watched hour that it falls in, if any."""
    return first + (at - first) // _HOUR * _HOUR


def _presence(
    stays: Iterable[Stay], watched: Sequence[tuple[datetime, Hour]]
) -> defaultdict[Hour, defaultdict[Speaks, float]]:
    """Hours that agents were there, by what they speak."""
    there: defaultdict[Hour, defaultdict[Speaks, float]] = defaultdict(lambda: defaultdict(float))
    if not watched:
        return there
    first = watched[0][0]
    for stay in stays:
        begin, end = max(0, (stay.began - first) // _HOUR), max(0, -((first - stay.ended) // _HOUR))
        for begins, hour in watched[begin:end]:
            there[hour][stay.speaks] += (min(stay.ended, begins + _HOUR) - max(stay.began, begins)) / _HOUR
    return there


def _average(sums: Mapping[Speaks, float], times: int) -> dict[Speaks, float]:
    return {speaks: total / times for speaks, total in sums.items()}
