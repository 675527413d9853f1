"""Reads days of the week, months without a day, yesterday, today and tomorrow."""

import re
from collections.abc import Iterator
from functools import cache, partial

from core.answers.figures import Reading, months
from core.answers.guard.number_words import always, table, whole


def days(language: str) -> Iterator[Reading]:
    """ "may" alone is a verb more often than a month."""
    yield whole("|".join(_weekdays(language)), language), partial(_weekday, language)
    named = [re.escape(name) for name in months(language) if name != "may" and not name[0].isdigit()]
    if named:
        yield whole("|".join(sorted(named, key=len, reverse=True)), language), partial(_month, language)
    for day in ("yesterday", "today", "tomorrow"):
        yield whole(table(language)[day], language), partial(always, day)


def _month(language: str, match: re.Match[str]) -> str:
    return f"month {months(language)[match[0].casefold()]}"


def _weekday(language: str, match: re.Match[str]) -> str:
    found = (day for day, name in enumerate(_weekdays(language)) if re.fullmatch(name, match[0], re.IGNORECASE))
    return f"weekday {next(found)}"


@cache
def _weekdays(language: str) -> tuple[str, ...]:
    """Monday to Sunday as patterns, with the endings of their plurals."""
    from babel import Locale  # a tenth of a second that searches need not wait for

    if written := table(language).get("weekdays"):
        return tuple(written.split())
    names = Locale.parse(language).days["format"]["wide"]
    return tuple(rf"{re.escape(names[day])}\w{{0,3}}" for day in range(7))
