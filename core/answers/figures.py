"""Reads the numbers, amounts, dates and times of a text as its language writes them, so that translations compare."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial

_CURRENCIES = {
    "€": r"€|EUR\b|[Ee]uros?\b|欧元",
    "$": r"US\$|\$|USD\b|[Dd]ollars?\b|美元",
    "£": r"£|GBP\b|英镑",
    "zł": r"zł\w*|PLN\b|兹罗提",
    "kr": r"kr\b|[Kk]ron(?:or|er|en|e|a)?\b|SEK\b|DKK\b|克朗",
    "¥": r"[¥元]|CNY\b",
}
_CURRENCY = "|".join(_CURRENCIES.values())
_PERCENT = r"%|[Pp](?:er|our|or|ro) ?[cz]i?ent\w*"
_POWERS = {"": 0, "千": 3, "万": 4, "亿": 8}  # Chinese counts in thousands, ten thousands and hundred millions

_GROUPED = {  # how a language groups thousands, and its decimal mark; the others write 1.000,50 or 1 000,50
    "en": (",", r"\."),
    "zh": (",", r"\."),
}
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_CHINESE = re.compile(r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]")
_DAY_FIRST = re.compile(r"\b(?P<day>\d{1,2})([./-])(?P<month>\d{1,2})\2(?P<year>\d{4})\b")
_CLOCK = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?::| ?h ?|\.)(?P<minute>[0-5]\d)\b(?![.,]\d)")
_CLOCK_WITHOUT_POINT = re.compile(_CLOCK.pattern.replace(r"|\.", ""))

_Read = Callable[[re.Match[str]], str]


def figures(text: str, language: str) -> Counter[str]:
    """How often each figure stands in `text`, in one form for all languages: 1000.5, €2.5, 9%, 2026-09-14, 09-14, 18:30.

    Numbers written as words are not read. One in another language's format comes out as what it says in this one.
    """
    found: list[str] = []

    def take(read: _Read, match: re.Match[str]) -> str:
        found.append(read(match))
        return " ; "  # so that what stood on both sides of it is not read as one figure

    apart = re.sub("[，、；]", " ; ", text)  # whose plain forms would join the numbers on both sides
    rest = re.sub(r"[^\S\n]", " ", unicodedata.normalize("NFKC", apart))
    for pattern, read in _patterns(language):
        rest = pattern.sub(partial(take, read), rest)
    return Counter(found)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], _Read], ...]:
    """Longest first: a date is not three numbers."""
    group, mark = _GROUPED.get(language, ("[. ]", ","))
    clock = _CLOCK_WITHOUT_POINT if mark == r"\." else _CLOCK
    dates = (_ISO, _CHINESE, _DAY_FIRST, *_named_dates(language))
    return (
        *((pattern, partial(_date, language)) for pattern in dates),
        (clock, _time),
        (_number_pattern(group, mark), partial(_number, mark.lstrip("\\"))),
    )


def _number_pattern(group: str, mark: str) -> re.Pattern[str]:
    number = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{mark}\d+)?|\d+(?:{mark}\d+)?"
    after = rf"(?: ?(?P<power>[千万亿])(?![克米瓦]))?(?: ?(?P<unit>{_PERCENT}|{_CURRENCY}))?"
    return re.compile(rf"(?:(?P<before>{_CURRENCY}) ?)?(?P<number>{number}){after}")


def _number(mark: str, match: re.Match[str]) -> str:
    digits = re.sub(rf"[^\d{mark}]", "", match["number"]).replace(mark, ".")
    value = Decimal(digits).scaleb(_POWERS[match["power"] or ""]).normalize()
    unit = match["before"] or match["unit"] or ""
    if re.fullmatch(_PERCENT, unit):
        return f"{value:f}%"
    return f"{_sign(unit)}{value:f}"


def _sign(unit: str) -> str:
    return next((sign for sign, written in _CURRENCIES.items() if unit and re.fullmatch(written, unit)), "")


def _time(match: re.Match[str]) -> str:
    return f"{int(match['hour']):02}:{match['minute']}"


def _date(language: str, match: re.Match[str]) -> str:
    month = match["month"]
    number = int(month) if month.isdigit() else _months(language)[month.casefold()]
    year = f"{match['year']}-" if match["year"] else ""
    return f"{year}{number:02}-{int(match['day']):02}"


def _named_dates(language: str) -> tuple[re.Pattern[str], ...]:
    """14 September 2026, 14. September, 14 de septiembre de 2026, 1er septembre; September 14, 2026."""
    months = "|".join(map(re.escape, _months(language)))
    between = r"(?:\.|er|º|st|nd|rd|th)? (?:de |of )?"
    first = rf"\b(?P<day>\d{{1,2}}){between}(?P<month>{months})\b(?: (?:de )?(?P<year>\d{{4}})\b)?"
    second = rf"\b(?P<month>{months}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}})\b)?"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in ((first, second) if language == "en" else (first,)))


@cache
def _months(language: str) -> dict[str, int]:
    from babel import Locale  # a tenth of a second that searches need not wait for

    months = Locale.parse(language).months
    named = (months[context]["wide"] for context in ("format", "stand-alone"))
    return {name.casefold(): number for names in named for number, name in names.items()}
