"""When an agent's shift is over: the live-chat hours of all their languages have ended since they came. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from core.model.ids import Language
from core.model.people import Duty
from handoff.hours import Hours, is_open, opens_at, worked


class Shifts(msgspec.Struct, frozen=True):
    """`languages`: those in which there are chats, with their `hours`."""

    languages: tuple[Language, ...]
    hours: Mapping[Language, Hours]

    def __call__(self, duty: Duty, now: datetime) -> bool:
        """As `core.ports.ShiftOver`.

        Who came while everything was closed did so on purpose, and stays until hours have begun and ended after that. A
        break, after which a language opens again on the same day, ends nothing.
        """
        if not duty.on_duty or duty.since is None:
            return False
        spoken = frozenset(duty.languages or self.languages) & frozenset(self.languages)
        hours = [self.hours[language] for language in self.languages if language in spoken and language in self.hours]
        if any(is_open(each, now) or _opens_again(each, now) for each in hours):
            return False
        return any(worked(each, duty.since, now) > timedelta() for each in hours)


def _opens_again(hours: Hours, now: datetime) -> bool:
    """On the same day, by the hours' own calendar."""
    opens, zone = opens_at(hours, now), ZoneInfo(hours.zone)
    return opens is not None and opens.astimezone(zone).date() == now.astimezone(zone).date()
