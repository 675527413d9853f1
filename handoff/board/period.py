"""Which days a page is about: the last so many, or from one day to another, as days of the reader's zone."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.model.view import Text, text
from handoff.board.room import Room
from handoff.board.routes import Visit

PRESETS = (1, 7, 14, 30, 90)  # days, today among them
USUAL = 14
LONGEST = 800  # days
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)


class UnknownPeriod(Exception):
    """What was asked for names no days, or too many; `why` says it to the reader."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.key)
        self.why = why


class Period(NamedTuple):
    """From `since` on and before `until` (UTC both): the days `first` to `last` of `zone`. `days`: they are the last so many."""

    since: datetime
    until: datetime
    zone: ZoneInfo
    first: date
    last: date
    days: int = 0

    def all_days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(number)

    def query(self) -> dict[str, str]:
        """As an address says it."""
        if self.days:
            return {"days": str(self.days)}
        return {"since": self.first.isoformat(), "until": self.last.isoformat()}


def period_of(visit: Visit, room: Room, usual: int = USUAL) -> Period:
    """The days that a visit asks for. Raises UnknownPeriod."""
    return asked_for(visit.request.query, room.clock.now(), zone_of(visit.visitor.zone, room.rules.zone), usual)


def asked_for(query: Mapping[str, str], now: datetime, zone: ZoneInfo, usual: int = USUAL) -> Period:
    """By "days", or by "since" and "until", both among them ("2026-11-22"). Raises UnknownPeriod."""
    today = now.astimezone(zone).date()
    if query.get("since") or query.get("until"):
        last = _day(query.get("until") or today.isoformat())
        first = _day(query.get("since") or last.isoformat())
        return _between(min(first, last), max(first, last), zone)
    days = _number(query.get("days") or str(usual))
    return _between(today - timedelta(days - 1), today, zone)._replace(days=days)


def zone_of(name: str, otherwise: str) -> ZoneInfo:
    """The zone by its name (IANA); the other one where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(otherwise)


def _between(first: date, last: date, zone: ZoneInfo) -> Period:
    if (last - first).days >= LONGEST:
        raise UnknownPeriod(text("board.period.too_long", n=LONGEST))
    return Period(_midnight(first, zone), _midnight(last + timedelta(1), zone), zone, first, last)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _day(said: str) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise UnknownPeriod(text("board.period.no_day")) from None
    if not _FIRST <= day < _LAST:
        raise UnknownPeriod(text("board.period.no_day"))
    return day


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and 1 <= int(said[:5]) <= LONGEST and len(said) <= 5):
        raise UnknownPeriod(text("board.period.no_number", n=LONGEST))
    return int(said)
