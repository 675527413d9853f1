"""Through which rows are looked at: of which days, for which way and language, and cut into which slices. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from core.model.figures import AskedRow, HandoffRow
from core.model.ids import ConversationId
from core.model.rows import RatingRow

R = TypeVar("R")

HOURS = tuple(f"{hour:02}" for hour in range(24))


class Lens(NamedTuple):
    """What was asked from `since` on and before `until` counts (UTC), as things stand `now`; days and hours are the zone's.

    `method`, `language`: only of these, where they are named. Questions have no method: for them it says nothing.
    `weekly`: instead of days there are weeks, each by its Monday.
    """

    since: datetime
    until: datetime
    now: datetime
    zone: ZoneInfo
    method: str = ""
    language: str = ""
    weekly: bool = False

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until

    def hour(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone).hour:02}"

    def day(self, at: datetime) -> str:
        return _named(at.astimezone(self.zone).date(), self.weekly)

    def days(self) -> tuple[str, ...]:
        """All that have begun, the empty ones too."""
        first = self.since.astimezone(self.zone).date()
        last = (min(self.until, self.now) - timedelta.resolution).astimezone(self.zone).date()
        days = (first + timedelta(number) for number in range((last - first).days + 1))
        return tuple(dict.fromkeys(_named(day, self.weekly) for day in days))


@lru_cache(maxsize=1_000)  # days, of which each has many rows
def _named(day: date, weekly: bool) -> str:
    return (day - timedelta(day.weekday() if weekly else 0)).isoformat()


class Rows(msgspec.Struct, frozen=True):
    """What the figures of some days are made of. What followed a question, up to seven days later, is among it."""

    asked: Sequence[AskedRow] = ()
    handoffs: Sequence[HandoffRow] = ()
    ratings: Sequence[RatingRow] = ()
    person_words: Sequence[tuple[ConversationId, datetime]] = ()

    def questions(self, lens: Lens) -> list[AskedRow]:
        """Those that count."""
        return [row for row in self.asked if lens.holds(row.at) and lens.language in ("", row.language)]

    def ways(self, lens: Lens) -> list[HandoffRow]:
        """The ways to a person that count."""
        return [
            row
            for row in self.handoffs
            if lens.holds(row.asked_at) and lens.language in ("", row.language) and lens.method in ("", row.method)
        ]


def waited(handoffs: Iterable[HandoffRow]) -> list[HandoffRow]:
    """Those for which a customer waited: not what an agent took up again by themselves."""
    return [row for row in handoffs if row.why != "agent"]


def sliced(rows: Iterable[R], key: Callable[[R], str], always: Iterable[str] = ()) -> dict[str, list[R]]:
    """The rows by their key; first the keys that are there even with nothing, then the others in order."""
    fixed = tuple(always)
    slices = defaultdict[str, list[R]](list, {each: [] for each in fixed})
    for row in rows:
        slices[key(row)].append(row)
    return {each: slices[each] for each in (*fixed, *sorted(slices.keys() - set(fixed)))}
