"""When people are there: whether a desk is open at a moment, when that changes, and how much it has worked meanwhile.

Hours are written in wall clock. A time of day means the first moment of its day at which a clock in the zone shows it or
more: where spring skips an hour, what would happen in it happens at once, so that a slot inside it is empty; where autumn
repeats an hour, its first round counts, and a slot across it is an hour longer.

All moments are aware; answers are UTC. Pure: nothing here knows what time it is.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

_MIDNIGHT = time(0)
_LOOKS_AHEAD = 60  # days, for the next opening and the next closing
_YEAR = 366  # days, for work to be done

_Span = tuple[datetime, datetime]  # UTC, from the first to before the second


class Slot(msgspec.Struct, frozen=True):
    """Part of a day, from `opens` to before `closes`; 24:00 is written time(0). Raises ValueError if it has no length."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes != _MIDNIGHT and self.closes <= self.opens:
            raise ValueError(f"{self.opens:%H:%M}-{self.closes:%H:%M} ends before it begins")


Week = tuple[tuple[Slot, ...], ...]  # seven days, Monday first


class Hours(msgspec.Struct, frozen=True, cache_hash=True):
    """Slots of the seven days of a week, Monday first, in a zone of the IANA names; none on the dates in `closed`.

    Raises ValueError unless there are seven days, each with its slots in order and none over another.
    """

    zone: str
    week: Week
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        for before, next_one in (two for slots in self.week for two in pairwise(slots)):
            if before.closes == _MIDNIGHT or next_one.opens < before.closes:
                raise ValueError(f"from {next_one.opens:%H:%M} begins before {before.closes:%H:%M}, when another ends")


ALWAYS = Hours(zone="UTC", week=((Slot(_MIDNIGHT, _MIDNIGHT),),) * 7)


def is_open(hours: Hours, at: datetime) -> bool:
    return any(opens <= at < closes for opens, closes in _day(hours, _local_date(hours, at)))


def closes_at(hours: Hours, at: datetime) -> datetime | None:
    """The end of what is open at `at`; slots that adjoin count as one, over midnight too.

    None if it is closed, or does not close within 60 days.
    """
    today = _local_date(hours, at)
    present = next((span for span in _day(hours, today) if span[0] <= at < span[1]), None)
    return _adjoining_until(hours, today, present) if present else None


@lru_cache(maxsize=1024)
def _adjoining_until(hours: Hours, day: date, present: _Span) -> datetime | None:
    since, until = present
    for opens, closes in _spans_from(hours, since, day, _LOOKS_AHEAD):
        if opens > until:
            break
        until = closes
    return None if is_open(hours, until) else until


def opens_at(hours: Hours, at: datetime) -> datetime | None:
    """`at` itself if it is open, else the next opening; None if there is none within 60 days."""
    since = at.astimezone(UTC)
    return next((max(opens, since) for opens, _ in _spans(hours, since, _LOOKS_AHEAD)), None)


def worked(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Working time between two moments; none if `end` is not after `start`."""
    since, until = start.astimezone(UTC), end.astimezone(UTC)
    days = (_local_date(hours, until) - _local_date(hours, since)).days + 1
    parts = (min(closes, until) - max(opens, since) for opens, closes in _spans(hours, since, days))
    return sum((part for part in parts if part > timedelta()), timedelta())


def after(hours: Hours, start: datetime, work: timedelta) -> datetime | None:
    """The first moment at which that much has been worked since `start`; None if it takes more than a year.

    Nothing to do is done at `start`, whether it is open or not.
    """
    since = start.astimezone(UTC)
    if work <= timedelta():
        return since
    for opens, closes in _spans(hours, since, _YEAR):
        begins = max(opens, since)
        if work <= closes - begins:
            return begins + work
        work -= closes - begins
    return None


def _spans(hours: Hours, since: datetime, days: int) -> Iterator[_Span]:
    """What is open on the local day of `since` and the following ones, `days` in all, without what ends by `since`."""
    return _spans_from(hours, since, _local_date(hours, since), days)


def _spans_from(hours: Hours, since: datetime, today: date, days: int) -> Iterator[_Span]:
    for ahead in range(days):
        for span in _day(hours, today + timedelta(days=ahead)):
            if span[1] > since:
                yield span


@lru_cache(maxsize=4096)
def _day(hours: Hours, day: date) -> tuple[_Span, ...]:
    """The slots of one local day, without those that a change of clock leaves no length."""
    if day in hours.closed:
        return ()
    slots = hours.week[day.weekday()]
    spans = ((_moment(hours.zone, day, slot.opens), _end(hours.zone, day, slot.closes)) for slot in slots)
    return tuple((opens, closes) for opens, closes in spans if opens < closes)


def _end(zone: str, day: date, closes: time) -> datetime:
    return _moment(zone, day + timedelta(days=1) if closes == _MIDNIGHT else day, closes)


def _moment(zone: str, day: date, wall: time) -> datetime:
    """The first moment, to the second, at which the clock shows this date and time or more."""
    there, shown = ZoneInfo(zone), datetime.combine(day, wall)
    moment = shown.replace(tzinfo=there).astimezone(UTC)
    if _wall(moment, there) == shown:
        return moment
    # In a skipped hour: by the clock of before the change `moment` is after it, by that of after the change before it.
    earlier = shown.replace(tzinfo=there, fold=1).astimezone(UTC)
    seconds = range(int((moment - earlier).total_seconds()))
    skipped = bisect_left(seconds, shown, key=lambda second: _wall(earlier + timedelta(seconds=second), there))
    return earlier + timedelta(seconds=skipped)


def _wall(moment: datetime, there: ZoneInfo) -> datetime:
    return moment.astimezone(there).replace(tzinfo=None)


def _local_date(hours: Hours, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(hours.zone)).date()
