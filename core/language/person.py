"""Recognises a message that asks for a person and says nothing else.

Conservative on purpose: a message that also says what is the matter is a question, and the way to a person stands under
its answer anyway.
"""

import re
from functools import cache

from core.language.person_phrases import PHRASES, Phrases


def asks_for_person(words: str, language: str) -> bool:
    """Whether the words, in the form of `core.language.normal.folded`, are a wish for a person in this language."""
    pattern = _pattern(language)
    return bool(pattern and pattern.fullmatch(words))


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    phrases = PHRASES.get(language)
    return re.compile(_wish(phrases)) if phrases else None


def _wish(phrases: Phrases) -> str:
    """A whole wish, or a person after an action or before a closing verb ("mag ik een mens spreken")."""
    courtesy, opening, action = _any(phrases.courtesies), _any(phrases.openings), _any(phrases.actions)
    article, person, closing = _any(phrases.articles), _any(phrases.persons), _any(phrases.closings)
    whom = f"(?:{article} )?{person}"
    acted = f"(?:{opening} )?{action} {whom}(?: {closing})?"
    closed = f"(?:{opening} )?{whom} {closing}"
    return f"(?:{courtesy} )*(?:{_any(phrases.alone)}|{acted}|{closed})(?: {courtesy})*"


def _any(phrases: str) -> str:
    return "(?:" + "|".join(re.escape(" ".join(phrase.split())) for phrase in phrases.split(",")) + ")"
