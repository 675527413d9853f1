"""Until when something is put off, as an agent types or chooses it: "30m", "15:30", "tomorrow"."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
FARTHEST = timedelta(days=30)

_PART = r"(\d{1,4})\s*(m|mins?|minutes?|h|hrs?|hours?|d|days?)"
_SPAN = re.compile(rf"{_PART}(?:\s*{_PART})?")  # "90m", "1h 30m"
_CLOCK = re.compile(r"(?:at\s+)?([01]?\d|2[0-3])[:.]([0-5]\d)")
_HOUR = re.compile(r"(?:at\s+)?(1[0-2]|0?[1-9])\s*(am|pm)")
_BARE_HOUR = re.compile(r"(?:at\s+)?([01]?\d|2[0-3])")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def time_in(words: str, now: datetime, zone: str) -> datetime | None:
    """The time (UTC, as `now`) that the words name in the zone, on the next day on which it comes; None where they name none."""
    said = " ".join(words.casefold().removeprefix("until ").split())
    if span := _SPAN.fullmatch(said.removeprefix("for ").removeprefix("in ")):
        return now + _long(span[1], span[2]) + _long(span[3], span[4])
    local = now.astimezone(ZoneInfo(zone))
    day, _, rest = said.partition(" ")
    if day == "tomorrow":
        return _on(local + timedelta(days=1), rest, now)
    if date := _DAY.fullmatch(day):
        return _dated(local, (int(date[1]), int(date[2]), int(date[3])), rest, now)
    at = _clock(said)
    if at is None:
        return None
    today = _at(local, at, now)
    return today if today > now else _at(local + timedelta(days=1), at, now)


def _long(count: str | None, unit: str | None) -> timedelta:
    return timedelta(**{_UNITS[unit[0]]: int(count)}) if count and unit else timedelta()


def _dated(local: datetime, day: tuple[int, int, int], rest: str, now: datetime) -> datetime | None:
    try:
        return _on(local.replace(year=day[0], month=day[1], day=day[2]), rest, now)
    except (ValueError, OverflowError):
        return None


def _on(day: datetime, rest: str, now: datetime) -> datetime | None:
    at = _hour(rest) if rest else MORNING
    return _at(day, at, now) if at else None


def _at(day: datetime, at: time, now: datetime) -> datetime:
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0).astimezone(now.tzinfo)


def _hour(words: str) -> time | None:
    """After a day a mere hour will do."""
    bare = _BARE_HOUR.fullmatch(words)
    return time(int(bare[1])) if bare else _clock(words)


def _clock(words: str) -> time | None:
    if clock := _CLOCK.fullmatch(words):
        return time(int(clock[1]), int(clock[2]))
    if hour := _HOUR.fullmatch(words):
        return time(int(hour[1]) % 12 + (12 if hour[2] == "pm" else 0))
    return None
