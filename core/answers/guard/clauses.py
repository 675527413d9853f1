"""Cuts a sentence into its clauses, as far as its punctuation shows them, and says which of them are conditions."""

import re
from collections.abc import Iterator
from functools import cache

from core.answers.guard.lists import alternatives

_CUT = re.compile(r"[,;:()–—\n，；：（）]|\s-\s|\.\.\.")
_MARKUP = re.compile(r"[*_`\[\]\"“”„«»]")


def folded(unit: str) -> str:
    return _MARKUP.sub("", unit).casefold().replace("’", "'")


def clauses(unit: str) -> list[str]:
    return [clause for part in _CUT.split(folded(unit)) if (clause := part.strip(" .!?。！？…"))]


def statements(unit: str, name: str, language: str) -> Iterator[str]:
    """The clauses of a sentence that are no condition; after "if" or the like a clause is one as far as it reaches.

    All but the first have a space before them, by which a pattern for the beginning of a sentence tells them.
    """
    condition = _condition(name, language)
    for place, clause in enumerate(clauses(unit)):
        found = condition.search(clause)
        if statement := clause[: found.start()] if found else clause:
            yield f" {statement}" if place else statement


def whole_words(alternation: str, language: str) -> str:
    """The alternation as whole words; Chinese has no boundaries."""
    return alternation if language == "zh" else rf"(?<!\w){alternation}(?!\w)"


@cache
def _condition(name: str, language: str) -> re.Pattern[str]:
    return re.compile(whole_words(alternatives(name, language, "if"), language))
