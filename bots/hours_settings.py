"""Reads the hours of a week as an operator writes them: "Mo-Fr 9:00-12:00, 13:00-17:00; Sa 10:00-17:00"."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache

from handoff.holidays import closing_days
from handoff.hours import Hours, Slot

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"([a-z]{2}(?:\s*[-–,]\s*[a-z]{2})*)\s+(.+)", re.IGNORECASE)
_TIME = r"([01]?\d|2[0-4]):([0-5]\d)"
_SLOT = re.compile(rf"{_TIME}\s*[-–]\s*{_TIME}", re.ASCII)
_HOW = "write such as Mo-Fr 9:00-12:00, 13:00-17:00; Sa 10:00-17:00"
_FIRST_YEAR, _YEARS_AHEAD = 2020, 6  # for which public holidays are known


@lru_cache
def read_hours(written: str, zone: str = "UTC", closed: frozenset[date] = frozenset()) -> Hours:
    """Hours of these words; "" has none. Raises ValueError that says what to write instead."""
    week: list[tuple[Slot, ...]] = [()] * 7
    for rule in filter(None, map(str.strip, written.split(";"))):
        days, slots = _rule(rule)
        for day in days:
            if week[day]:
                raise ValueError(f"{DAYS[day]} stands there twice; write all hours of a day together, with commas")
            week[day] = slots
    return Hours(zone, tuple(week), closed)


def _rule(rule: str) -> tuple[list[int], tuple[Slot, ...]]:
    found = _RULE.fullmatch(rule)
    if found is None:
        raise ValueError(f"“{rule}” is not days and times; {_HOW}")
    slots = (_slot(part.strip()) for part in found[2].split(","))
    return list(_days(found[1])), tuple(sorted(slots, key=lambda slot: slot.opens))


def _days(written: str) -> Iterator[int]:
    """A range may go over Sunday: Sa-Mo is three days."""
    for part in written.split(","):
        ends = [_day(name.strip()) for name in re.split("[-–]", part)]
        if len(ends) > 2:
            raise ValueError(f"“{part.strip()}” is no range of days; {_HOW}")
        first, last = ends[0], ends[-1]
        yield from ((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))


def _day(name: str) -> int:
    if name.title() not in DAYS:
        raise ValueError(f"there is no day {name}; write {', '.join(DAYS)}")
    return DAYS.index(name.title())


def _slot(part: str) -> Slot:
    found = _SLOT.fullmatch(part)
    if found is None or int(found[1]) == 24:
        raise ValueError(f"“{part}” is no span of time; {_HOW}")
    opens, closes = time(int(found[1]), int(found[2])), _closing(int(found[3]), int(found[4]))
    try:
        return Slot(opens, closes)
    except ValueError as error:
        raise ValueError(
            f"{error}; what goes over midnight is written 22:00-24:00, and 0:00-2:00 the next day"
        ) from error


def _closing(hour: int, minute: int) -> time:
    if hour == 24 and minute:
        raise ValueError(f"a day has 24 hours, not 24:{minute:02}")
    return time(hour % 24, minute)


@lru_cache
def closed_days(country: str, closed_on: tuple[date, ...] = (), open_on: tuple[date, ...] = ()) -> frozenset[date]:
    """Public holidays and the days in `closed_on`, without those in `open_on`. Raises ValueError for an unknown country."""
    return closing_days(country, known_years(), closed_on) - frozenset(open_on)


def known_years() -> range:
    """Those whose public holidays are taken into account."""
    return range(_FIRST_YEAR, datetime.now(UTC).year + _YEARS_AHEAD)
