"""Tells a statement from its opposite: by its negations, and by words of which one excludes the other."""

import re
from functools import cache

from core.answers.guard.lists import alternatives, table
from core.language.remembered import remembered

_CONCORD = frozenset(("es", "fr", "it", "pl", "pt", "zh"))


@remembered(4096)
def is_negated(text: str, language: str) -> bool:
    """Two negations are none, but in languages that say "I have not seen nobody"."""
    negations = len(_negation(language).findall(text.casefold().replace("’", "'")))
    return bool(negations) if language in _CONCORD else negations % 2 == 1


def without_negation(text: str, language: str) -> str:
    return _negation(language).sub(" ", text.casefold().replace("’", "'"))


def without_polarity(text: str, language: str) -> str:
    """What is left to compare two statements by that may say the opposite of each other."""
    rest = without_negation(text, language)
    for pair in _opposites(language):
        for words in pair:
            rest = words.sub(" ", rest)
    return rest


def opposite(said: str, source: str, language: str) -> str:
    """What `said` has and `source` has the opposite of instead; empty where there is no such word."""
    said, source = said.casefold().replace("’", "'"), source.casefold().replace("’", "'")
    for one, other in _opposites(language):
        for here, there in ((one, other), (other, one)):
            found = here.search(said)
            if found and not there.search(said) and there.search(source) and not here.search(source):
                return found[0]
    return ""


@cache
def _negation(language: str) -> re.Pattern[str]:
    return _words(alternatives("polarity", language, "not"), language)


@cache
def _opposites(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    lines = table("polarity").get(language, {}).get("opposites", "").strip().splitlines()
    pairs = (line.split(" / ") for line in lines)
    return tuple((_words(f"(?:{one})", language), _words(f"(?:{other})", language)) for one, other in pairs)


def _words(alternation: str, language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(alternation)
    return re.compile(rf"(?:(?<!\w)|(?=n't)){alternation}(?:(?<=')|(?!\w))")
