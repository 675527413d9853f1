"""Says a moment as one says it on the day itself: "today at 17:00", "tomorrow morning", "Monday at 9:00"."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.language.names import locale_of
from core.model.ids import Language
from core.model.view import Soon, Text, text

_WEEK = 7  # days: from then on a weekday alone could be mistaken
_NOON, _EVENING = 12, 18  # o'clock
_MINUTE = timedelta(minutes=1)

Say = Callable[[Text], str]  # in the reader's language


def said_soon(soon: Soon, language: Language, say: Say) -> str:
    """The answer to "when?", for use inside a sentence: the day as it is at `now` in the zone, and the time of day."""
    there = ZoneInfo(soon.zone)
    local, now = soon.at.astimezone(there), soon.now.astimezone(there)
    last = (soon.at - _MINUTE).astimezone(there)  # what is over at noon is over in the morning
    if soon.roughly and 0 < _days(now, last) < _WEEK:
        return say(_part(last, "" if _days(now, last) == 1 else say(_weekday(last))))
    day = _day(local, _days(now, local), language, say)
    return say(text("soon.at", day=day, hour=local.hour, minute=f"{local.minute:02}"))


def _days(now: datetime, local: datetime) -> int:
    return (local.date() - now.date()).days


def _part(last: datetime, weekday: str) -> Text:
    """Of a day of the week, or of tomorrow."""
    if last.hour < _NOON:
        return text("soon.morning", day=weekday) if weekday else text("soon.tomorrow_morning")
    if last.hour < _EVENING:
        return text("soon.afternoon", day=weekday) if weekday else text("soon.tomorrow_afternoon")
    return text("soon.evening", day=weekday) if weekday else text("soon.tomorrow_evening")


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
