"""Recognises a message that asks for a person and says nothing else.

Conservative on purpose: a message that also says what is the matter is a question, and the way to a person stands under
its answer anyway.
"""

import re
from functools import cache

from core.language.vocabulary import PersonWords, any_of, split, vocabularies, without_spaces

LONGEST_WISH = 120  # characters; a longer message says what is the matter


def asks_for_person(words: str, language: str) -> bool:
    """Whether the words, in the form of `core.language.normal.folded`, are a wish for a person in this language."""
    pattern = _pattern(language) if 0 < len(words) <= LONGEST_WISH else None
    return bool(pattern and pattern.fullmatch(words))


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    vocabulary = vocabularies().get(language)
    if vocabulary is None:
        return None
    wish = _wish(vocabulary.person)
    return re.compile(without_spaces(wish) if language == "zh" else wish)


def _wish(words: PersonWords) -> str:
    """A whole wish, or a person after an action or before a closing verb ("mag ik een mens spreken")."""
    courtesy, opening, action = (any_of(split(part)) for part in (words.courtesies, words.openings, words.actions))
    article, person, closing = (any_of(split(part)) for part in (words.articles, words.persons, words.closings))
    whom = f"(?:{article} )?{person}"
    acted = f"(?:{opening} )?{action} {whom}(?: {closing})?"
    closed = f"(?:{opening} )?{whom} {closing}"
    return f"(?:{courtesy} )*(?:{any_of(split(words.alone))}|{acted}|{closed})(?: {courtesy})*"
