"""Says a moment as one says it on the day itself: "today at 17:00", "tomorrow at 9:00", "Monday at 9:00"."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from core.language.names import locale_of
from core.model.ids import Language
from core.model.view import Soon, Text, text

_WEEK = 7  # days: from then on a weekday alone could be mistaken

Say = Callable[[Text], str]  # in the reader's language


def said_soon(soon: Soon, language: Language, say: Say) -> str:
    """The answer to "when?", for use inside a sentence: the day as it is at `now` in the zone, and the time of day."""
    there = ZoneInfo(soon.zone)
    local, now = soon.at.astimezone(there), soon.now.astimezone(there)
    day = _day(local, (local.date() - now.date()).days, language, say)
    return say(text("soon.at", day=day, hour=local.hour, minute=f"{local.minute:02}"))


def _day(local: datetime, ahead: int, language: Language, say: Say) -> str:
    if ahead == 0:
        return say(text("soon.today"))
    if ahead == 1:
        return say(text("soon.tomorrow"))
    weekday = say(_weekday(local))
    if 1 < ahead < _WEEK:
        return weekday
    return say(text("soon.date", weekday=weekday, date=_date(local, language)))


def _weekday(local: datetime) -> Text:
    """Not by CLDR, which has the days' bare names: "on Monday" is "w poniedziałek" or "na segunda-feira"."""
    week = (
        text("soon.monday"),
        text("soon.tuesday"),
        text("soon.wednesday"),
        text("soon.thursday"),
        text("soon.friday"),
        text("soon.saturday"),
        text("soon.sunday"),
    )
    return week[local.weekday()]


def _date(local: datetime, language: Language) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("MMMMd", local, locale=locale_of(language))
