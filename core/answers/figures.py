"""Reads the numbers, amounts, dates and times of a text as its language writes them, so that translations compare."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, partial

CURRENCIES = {
    "€": r"€|EUR\b|[Ee]uros?\b|欧元",
    "$": r"US\$|\$|USD\b|[Dd]ollars?\b|美元",
    "£": r"£|GBP\b|英镑",
    "zł": r"zł\w*|PLN\b|兹罗提",
    "kr": r"kr\b|[Kk]ron(?:or|er|en|e|a)?\b|SEK\b|DKK\b|克朗",
    "¥": r"[¥元]|CNY\b",
}
CURRENCY = "|".join(CURRENCIES.values())
PERCENT = r"%|[Pp](?:er|our|or|ro) ?[cz]i?ent\w*"
_POWERS = {"": 0, "千": 3, "万": 4, "亿": 8}  # Chinese counts in thousands, ten thousands and hundred millions

_GROUPED = {  # the other languages write 1.000,50 or 1 000,50
    "en": (",", r"\."),
    "zh": (",", r"\."),
}
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_CHINESE = re.compile(r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]")
_DAY_FIRST = re.compile(r"\b(?P<day>\d{1,2})([./-])(?P<month>\d{1,2})\2(?P<year>\d{4})\b")
_CLOCK = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?::| ?h ?|\.)(?P<minute>[0-5]\d)\b(?![.,]\d)")
_CLOCK_WITHOUT_POINT = re.compile(_CLOCK.pattern.replace(r"|\.", ""))

Reading = tuple[
    re.Pattern[str], Callable[[re.Match[str]], str]
]  # what is looked for, and the one form of what is found


def figures(text: str, language: str) -> Counter[str]:
    """How often each figure stands in `text`, in one form for all languages: 1000.5, €2.5, 9%, 2026-09-14, 09-14, 18:30.

    Numbers written as words are not read. One in another language's format comes out as what it says in this one.
    """
    return Counter(figure for _, figure in read(text, patterns(language)))


def read(text: str, readings: Iterable[Reading]) -> list[tuple[str, str]]:
    """What each reading finds that none before it took: as it is written, and in its one form."""
    found: list[tuple[str, str]] = []

    def take(form: Callable[[re.Match[str]], str], match: re.Match[str]) -> str:
        found.append((match[0].strip(), form(match)))
        return " ; "  # so that what stood on both sides of it is not read as one figure

    apart = re.sub("[，、；]", " ; ", text)  # whose plain forms would join the numbers on both sides
    rest = re.sub(r"[^\S\n]", " ", unicodedata.normalize("NFKC", apart))
    for pattern, form in readings:
        rest = pattern.sub(partial(take, form), rest)
    return found


@cache
def patterns(language: str) -> tuple[Reading, ...]:
    """Longest first: a date is not three numbers."""
    mark = separators(language)[1]
    clock = _CLOCK_WITHOUT_POINT if mark == r"\." else _CLOCK
    return (
        *dates(language),
        (clock, _time),
        (_amount_pattern(language), partial(_number, language)),
    )


@cache
def dates(language: str) -> tuple[Reading, ...]:
    forms = (_ISO, _CHINESE, _DAY_FIRST, *_named_dates(language))
    return tuple((pattern, partial(_date, language)) for pattern in forms)


def separators(language: str) -> tuple[str, str]:
    """How a language groups thousands, and its decimal mark, as regular expressions."""
    return _GROUPED.get(language, ("[. ]", ","))


def value(number: str, language: str) -> str:
    """A number as its language writes it, in the one form: 1000.5."""
    whole, _, part = re.sub(rf"[^\d{separators(language)[1]}]", "", number).replace(",", ".").partition(".")
    return f"{whole.lstrip('0') or '0'}.{part.rstrip('0')}".rstrip(".")


def number_pattern(language: str) -> str:
    group, mark = separators(language)
    return rf"(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{mark}\d+)?|\d+(?:{mark}\d+)?)"


def _amount_pattern(language: str) -> re.Pattern[str]:
    after = rf"(?: ?(?P<power>[千万亿])(?![克米瓦]))?(?: ?(?P<unit>{PERCENT}|{CURRENCY}))?"
    return re.compile(rf"(?:(?P<before>{CURRENCY}) ?)?(?P<number>{number_pattern(language)}){after}")


def _number(language: str, match: re.Match[str]) -> str:
    power = _POWERS[match["power"] or ""]
    number = value(match["number"], language)
    number = f"{Decimal(number).scaleb(power):f}" if power else number
    unit = match["before"] or match["unit"] or ""
    return f"{number}%" if re.fullmatch(PERCENT, unit) else f"{sign(unit)}{number}"


def sign(unit: str) -> str:
    """The one sign of a currency, however it is written; empty for what is none."""
    return next((sign for sign, written in CURRENCIES.items() if unit and re.fullmatch(written, unit)), "")


def _time(match: re.Match[str]) -> str:
    return f"{int(match['hour']):02}:{match['minute']}"


def _date(language: str, match: re.Match[str]) -> str:
    month = match["month"]
    number = int(month) if month.isdigit() else months(language)[month.casefold()]
    year = f"{match['year']}-" if match["year"] else ""
    return f"{year}{number:02}-{int(match['day']):02}"


def _named_dates(language: str) -> tuple[re.Pattern[str], ...]:
    """14 September 2026, 14. September, 14 de septiembre de 2026, 1er septembre; September 14, 2026."""
    named = "|".join(map(re.escape, months(language)))
    between = r"(?:\.|er|º|st|nd|rd|th)? (?:de |of )?"
    first = rf"\b(?P<day>\d{{1,2}}){between}(?P<month>{named})\b(?: (?:de )?(?P<year>\d{{4}})\b)?"
    second = rf"\b(?P<month>{named}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}})\b)?"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in ((first, second) if language == "en" else (first,)))


@cache
def months(language: str) -> dict[str, int]:
    """The number of each month by its names, in lower case."""
    from babel import Locale  # a tenth of a second that searches need not wait for

    calendar = Locale.parse(language).months
    named = (calendar[context]["wide"] for context in ("format", "stand-alone"))
    return {name.casefold(): number for names in named for number, name in names.items()}
