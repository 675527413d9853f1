"""Recognises a message that asks for one of our languages and says nothing else: "po polsku", "in English please"."""

import re
from collections.abc import Iterator
from functools import cache

from core.language.normal import UNSPACED, folded
from core.language.remembered import remembered
from core.language.spec import LANGUAGES
from core.language.vocabulary import LanguageWords, any_of, elsewhere, split, vocabularies, without_spaces
from core.model.ids import Language

LONGEST_WISH = 60  # characters


@remembered(2_000)  # many customers write the same
def asked_language(text: str) -> Language | None:
    """The language that the whole text asks for, in whichever language it asks; a sentence that only names one does not."""
    words = folded(text)
    if not 0 < len(words) <= LONGEST_WISH:
        return None
    found = next((found for pattern in _patterns() if (found := pattern.fullmatch(words))), None)
    return _names()[found["name"]] if found else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One for all that write spaces, because people mix ("polski please"), and one for Chinese."""
    spaced = [words for code, words in _words() if code != UNSPACED]
    chinese = [words for code, words in _words() if code in (UNSPACED, "")]  # Japanese writes none either
    return re.compile(_wish(spaced, _courtesies(spaces=True))), re.compile(
        without_spaces(_wish(chinese, _courtesies(spaces=False)))
    )


def _words() -> Iterator[tuple[str, LanguageWords]]:
    yield "", elsewhere()
    yield from ((code, words.language) for code, words in vocabularies().items())


def _courtesies(*, spaces: bool) -> list[str]:
    kept = (words.person.courtesies for code, words in vocabularies().items() if (code != UNSPACED) == spaces)
    return [phrase for phrases in kept for phrase in split(phrases)]


def _wish(languages: list[LanguageWords], courtesies: list[str]) -> str:
    before = any_of(phrase for words in languages for phrase in split(words.before))
    after = any_of(phrase for words in languages for phrase in split(words.after))
    name = f"(?P<name>{any_of(_names())})"
    courtesy = any_of(courtesies)
    return f"(?:{courtesy} )*(?:{before} )?(?:l|all)?{name}(?: {after})*(?: {courtesy})*"  # "preferisco l'italiano"


@cache
def _names() -> dict[str, Language]:
    """Every name of our languages: their own, the English one, and those in all the others."""
    own = {folded(row.name): row.code for row in LANGUAGES} | {folded(row.english): row.code for row in LANGUAGES}
    named = {
        name: Language(code) for _, words in _words() for code, names in words.names.items() for name in split(names)
    }
    return named | own
