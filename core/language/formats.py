"""Times, money, lengths of time and lists as a language writes them, by the CLDR data of Babel."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import assert_never
from zoneinfo import ZoneInfo

from core.language.names import locale_of, name_of
from core.model.ids import Language
from core.model.view import LanguageNames, Lasting, Moment, Money

_YEAR = re.compile(r"(\s*'de')?[\s,]*y年?")  # in CLDR's pattern of a full date, with what joins it to the month

Plain = str | int | Moment | Money | Lasting | LanguageNames  # what needs no text of the catalogs to be said


def shown(value: Plain, language: Language) -> str | int:
    """The value of a variable as readers of the language expect it; words and plain numbers stay as they are."""
    match value:
        case str() | int():
            return value
        case Moment(at, zone):
            return _moment(at.astimezone(ZoneInfo(zone)), language)
        case Money(amount, currency):
            from babel.numbers import format_currency

            return format_currency(Decimal(amount), currency, locale=locale_of(language))
        case Lasting(seconds):
            from babel.dates import format_timedelta

            return format_timedelta(timedelta(seconds=seconds), locale=locale_of(language))
        case LanguageNames(codes):
            from babel.lists import format_list

            return format_list([name_of(code, language) for code in codes], locale=locale_of(language))
        case other:
            assert_never(other)


def _moment(local: datetime, language: Language) -> str:
    """The weekday and the date, and the time of day: who reads it today must not mistake it for another day.

    The last minute of a day stands for the whole of it: "until Tuesday, 24 November".
    """
    from babel.dates import format_datetime, format_skeleton, format_time

    locale = locale_of(language)
    if (local.hour, local.minute) == (23, 59):
        return format_datetime(local, _YEAR.sub("", locale.date_formats["full"].pattern), locale=locale)
    day = format_skeleton("MMMEd", local, locale=locale)
    return f"{day}, {format_time(local, 'short', locale=locale)}"
