"""How each language writes numbers, periods and times in words, from `figures.toml`, and what the number words are worth."""

import re
import tomllib
from functools import cache
from pathlib import Path

from core.language.remembered import remembered

_FIGURES = Path(__file__).parent / "figures.toml"
_WORTH = (*range(21), 30, 40, 50, 60, 90, 100)  # of the words under `numbers`, in their order


def known(language: str) -> bool:
    return language in _tables()


def table(language: str) -> dict[str, str]:
    return _tables()[language]


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FIGURES.read_text("utf-8"))


def whole(pattern: str, language: str) -> re.Pattern[str]:
    """As whole words; Chinese has no boundaries."""
    return re.compile(pattern if language == "zh" else rf"\b(?:{pattern})\b", re.IGNORECASE)


def always(form: str, _match: re.Match[str]) -> str:
    """The reading of what is written in one way only."""
    return form


@remembered(1000)
def word_value(word: str, language: str) -> str:
    return next(worth for pattern, worth in _numbers(language).items() if re.fullmatch(pattern, word, re.IGNORECASE))


def words(language: str, *, many: bool) -> str:
    """The words for one, or for all other numbers, longest first."""
    found = (word for word, worth in _numbers(language).items() if (worth != "1") == many)
    return f"(?:{'|'.join(sorted(found, key=len, reverse=True))})"


@cache
def _numbers(language: str) -> dict[str, str]:
    """The value of each number word, by its pattern."""
    written = table(language)["numbers"].split()
    pairs = zip(written, _WORTH, strict=True)
    return {form: str(worth) for forms, worth in pairs for form in forms.split("/")}
