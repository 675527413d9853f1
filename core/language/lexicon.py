"""Words by which one knows a language: lists of frequent ones and of greetings, in the folders beside this module."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.language.foreign import CODES

WORDS = Path(__file__).parent / "words"
GREETINGS = Path(__file__).parent / "greetings"  # they tell who greets, not in which language to go on
BORROWED = "borrowed"  # the list of what every language has taken over
SHORTEST_PLAIN = 3  # letters; without its accent a shorter word is too often another language's

_APART = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss"})  # Unicode does not take these apart


@cache
def lexicon() -> dict[str, tuple[int, ...]]:
    """The languages of each word, as places in CODES. Words are in lower case, also as typed without their accents."""
    places: dict[str, set[int]] = {}
    for language, word in _entries():
        for form in {word, _plain(word)}:
            if form == word or len(form) >= SHORTEST_PLAIN:
                places.setdefault(form, set()).add(CODES.index(language))
    return {word: tuple(sorted(found)) for word, found in places.items()}


@cache
def courtesies() -> frozenset[str]:
    """Greetings and thanks in all languages, and what all have borrowed."""
    return frozenset(word for path in GREETINGS.glob("*.txt") for word in _words(path))


@cache
def borrowed() -> frozenset[str]:
    """Words that all languages have, and brands."""
    return frozenset(_words(GREETINGS / f"{BORROWED}.txt"))


def _entries() -> Iterator[tuple[str, str]]:
    paths = (path for folder in (GREETINGS, WORDS) for path in sorted(folder.glob("*.txt")) if path.stem != BORROWED)
    return ((path.stem, word) for path in paths for word in _words(path))


def _words(path: Path) -> list[str]:
    lines = path.read_text("utf-8").lower().splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.translate(_APART))
    return "".join(character for character in apart if not unicodedata.combining(character))
