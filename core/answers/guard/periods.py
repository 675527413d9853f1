"""Reads periods, in digits or words: 14 days, two weeks, 3 to 5 working days, a fortnight, 14-tägig."""

import re
from collections.abc import Iterator
from functools import partial

from core.answers.figures import Reading, number_pattern, value
from core.answers.guard.amounts import FROM_TO
from core.answers.guard.number_words import always, table, whole, word_value, words

_UNITS = ("workday", "second", "minute", "hour", "day", "week", "month", "year")  # a working day before a day


def periods(language: str) -> Iterator[Reading]:
    entries = table(language)
    yield whole(entries["half"], language), partial(always, "0.5 hour")
    if fortnight := entries.get("fortnight"):
        yield whole(rf"(?:an? |one )?{fortnight}", language), partial(always, "2 week")
    digits, several, one = number_pattern(language), words(language, many=True), words(language, many=False)
    named = "|".join(rf"(?P<{unit}>{entries[unit]})" for unit in _UNITS)
    start, end, between = (r"", "", " ?") if language == "zh" else (r"(?<!\w)", r"(?!\w)", r"(?: |-|)")
    other = "" if language == "zh" else r"(?:(?!few|couple|paar|par\b)[^\W\d_]{2,14} )??"
    low = rf"(?:(?P<low>{digits}|{several}|{one}){FROM_TO})?"
    high = rf"(?:(?P<high>{digits}|{several}){between}{other}|(?P<one>{one}){between})"  # "one other day" is no period
    pattern = rf"{start}(?<!\d)(?<!\d[:.,]){low}{high}(?:{named}){end}"
    yield re.compile(pattern, re.IGNORECASE), partial(_period, language)
    if bare := entries.get("bare"):
        yield re.compile(rf"{start}(?:{bare})(?:{named}){end}", re.IGNORECASE), lambda match: f"1 {match.lastgroup}"


def _period(language: str, match: re.Match[str]) -> str:
    """Both ends of "3 to 5 days", joined by "&" because both are said."""
    unit = match.lastgroup or ""
    ends = [match[name] for name in ("low", "high", "one") if match[name]]
    return "&".join(f"{_value(end, language)} {unit}" for end in ends)


def _value(number: str, language: str) -> str:
    return value(number, language) if number[0].isdigit() else word_value(number, language)
