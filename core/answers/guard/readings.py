"""Reads what a text says in figures: amounts, numbers, dates, clock times, periods and days, as words or in digits.

Each figure comes in one form for all languages (€1000.5, 9%, 14 day, 3 workday, 17:00, 09-14, weekday 1, tomorrow), with
"|" between the forms of one that can be read in two ways and "&" between the ends of a range. Nothing is converted: two
weeks are not fourteen days.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from core.answers.figures import Reading, dates, patterns, read
from core.answers.guard.amounts import amounts, counts, money
from core.answers.guard.contacts import contacts_of
from core.answers.guard.days import days
from core.answers.guard.hours import hours, hours_alone
from core.answers.guard.number_words import known
from core.answers.guard.periods import periods
from core.answers.guard.sources import KEPT, Source
from core.answers.guard.units import units
from core.language.remembered import remembered

_FALLBACK = "en"  # for the help centre's languages beyond ours

_FULL_DATE = re.compile(r"\d{4}-(\d\d-\d\d)")


def readings(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What is written, and its form; in the order of what kind it is."""
    yield from read(text, _readings(language if known(language) else _FALLBACK))


def forms_of(said: Iterable[tuple[str, str]]) -> frozenset[str]:
    """All forms of figures that were read."""
    return frozenset(form for _, forms in said for form in re.split(r"[|&]", forms))


@remembered(KEPT)
def figures_of(source: Source) -> frozenset[str]:
    """All forms of all figures of a source but the numbers of its lists, which state nothing; a date also without its year."""
    text = "\n".join(units(contacts_of(source).rest))
    forms = forms_of(readings(text, source.language))
    return forms | {full[1] for form in forms if (full := _FULL_DATE.fullmatch(form))}


@cache
def _readings(language: str) -> tuple[Reading, ...]:
    """Longest first: a period is not a number and a word."""
    return (
        *dates(language),
        *money(language),
        *hours(language),
        *periods(language),
        *amounts(language),
        *hours_alone(language),
        *patterns(language),
        *days(language),
        *counts(language),
    )
