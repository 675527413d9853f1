"""Reads amounts, percentages and measures, from one to another too: 5-10 %, €5 to €10, 20 x 30 cm, a dozen."""

import re
from collections.abc import Iterator
from functools import partial

from core.answers.figures import CURRENCY, PERCENT, Reading, number_pattern, sign, value
from core.answers.guard.number_words import always, table, whole, word_value

FROM_TO = (
    r" ?(?:[-–—~]|to|or|and|bis|oder|und|tot|of|en|à|a|ou|et|o|y|e|al?|do|lub|i|till|eller|och|til|og|至|到|或|和) ?"
)
_MEASURES = {
    "kg": r"kg|kilo(?:gram\w*|s)?|千克|公斤",
    "g": r"g|gram(?:mes?|os|mi|m)?|克",
    "cm": r"cm|cent[iy]m\w+|[Zz]entimetern?|厘米",
    "mm": r"mm|毫米",
    "km": r"km|kilom\w+|公里",
    "m": r"m|met(?:er|re)s?|米",
    "KB": r"[kK]B",
    "MB": r"MB|[Mm]egab\w+",
    "GB": r"GB|[Gg]igab\w+",
    "l": r"l|lit(?:er|re)s?|升",
}
_MEASURE = "|".join(_MEASURES.values())
_CHINESE_PERCENT = re.compile(r"百分之 ?(\d+(?:\.\d+)?)")
_TWO_DECIMALS = (
    r"(?<![\d.,])(?<!\d )(?P<number>\d{1,3}(?:,\d{3})+\.\d\d|\d{1,3}(?:[. ]\d{3})+,\d\d|\d+[.,]\d\d)(?![.,]?\d)"
)
_MONEY = tuple(
    re.compile(pattern)
    for pattern in (rf"(?P<unit>{CURRENCY}) ?{_TWO_DECIMALS}", rf"{_TWO_DECIMALS} ?(?P<unit>{CURRENCY})")
)


def money(_language: str) -> Iterator[Reading]:
    """What is the same in every language's format."""
    yield _CHINESE_PERCENT, lambda match: f"{value(match[1], 'en')}%"
    yield from ((pattern, _money) for pattern in _MONEY)


def _money(match: re.Match[str]) -> str:
    """An amount with two decimals is the same in any language's format."""
    whole, part = re.sub(r"[., ]", "", match["number"][:-3]), match["number"][-2:]
    return f"{sign(match['unit'])}{value(f'{whole}.{part}', 'en')}"


def amounts(language: str) -> Iterator[Reading]:
    """Amounts, percentages and measures from one to another: 5-10 %, €5 to €10, 20 x 30 cm."""
    number = number_pattern(language)
    low, high = rf"(?P<low>{number}) ?(?P<first>{PERCENT}|{CURRENCY})?", rf"(?P<high>{number})"
    after = rf"(?P<unit>{PERCENT}|{CURRENCY}|(?:{_MEASURE})(?![A-Za-zÀ-ž]))"
    yield re.compile(rf"{low}(?:{FROM_TO}| ?[x×] ?){high} ?{after}"), partial(_both, language)
    yield re.compile(rf"(?P<unit>{CURRENCY}) ?{low}{FROM_TO}(?:{CURRENCY})? ?{high}"), partial(_both, language)
    yield re.compile(rf"(?P<high>{number}) ?(?P<unit>(?:{_MEASURE})(?![A-Za-zÀ-ž]))"), partial(_both, language)


def _both(language: str, match: re.Match[str]) -> str:
    said = match.groupdict()
    ends = [(said["high"], said["unit"])]
    if said.get("low"):
        ends.insert(0, (said["low"], said.get("first") or said["unit"]))
    return "&".join(_with_unit(value(number, language), unit) for number, unit in ends)


def _with_unit(number: str, unit: str) -> str:
    if re.fullmatch(PERCENT, unit):
        return f"{number}%"
    measure = next((name for name, written in _MEASURES.items() if re.fullmatch(written, unit)), "")
    return f"{number} {measure}" if measure else f"{sign(unit)}{number}"


def counts(language: str) -> Iterator[Reading]:
    """Number words without a unit; one is left out, for many languages write it as they write "a"."""
    entries = table(language)
    for name, worth in (("dozen", "12"), ("thousand", "1000"), ("million", "1000000")):
        yield whole(entries[name], language), partial(always, worth)
    if hundreds := entries.get("hundreds"):  # in one word with how many
        yield whole(hundreds, language), partial(always, "hundreds")
    alone = entries["alone"] if language == "zh" else "|".join(entries["alone"].split())
    yield whole(alone, language), lambda match: word_value(match[0], language)
