"""Turns a text into search words: each with its stem and its character n-grams."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol, cast

import msgspec

from core.answers.function_words import FUNCTION_WORDS

GRAM = 4

# Snowball's names of the languages it can stem. Chinese needs none: its words do not inflect.
STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
}
LANGUAGES = frozenset(STEMMERS) | {"zh"}

# Letters that Unicode does not decompose, written as people without the key for them type them.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


class Word(msgspec.Struct, frozen=True):
    """One word of a text: its stem, and its n-grams, which find it inside compounds and misspellings."""

    stem: str
    grams: tuple[str, ...] = ()


def content_words(text: str, language: str) -> tuple[Word, ...]:
    """The words of `text` in their order, without function words unless there is nothing else."""
    return tuple(_words(text, language, _function_words(language))) or tuple(_words(text, language, frozenset()))


def fold(word: str) -> str:
    """The word without case and accents: people type "wplata" and mean "wpłata"."""
    decomposed = unicodedata.normalize("NFD", word.casefold().translate(_PLAIN_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str, language: str, left_out: frozenset[str]) -> Iterator[Word]:
    for run in _RUN.findall(unicodedata.normalize("NFKC", text)):
        if _IS_HAN.match(run):
            yield from (Word(gram) for gram in _han_grams(run) if gram not in left_out)
        elif (word := fold(run)) not in left_out:
            yield _analysed(word, language)


@lru_cache(maxsize=50_000)
def _analysed(word: str, language: str) -> Word:
    return Word(_stem(word, language), _grams(word))


def _grams(word: str) -> tuple[str, ...]:
    marked = f"_{word}_"
    return tuple(marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1)))


def _han_grams(run: str) -> Iterator[str]:
    """Single characters and pairs: Chinese writes no spaces, and pairs stand in for a segmenter."""
    yield from run
    yield from (run[start : start + 2] for start in range(len(run) - 1))


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in FUNCTION_WORDS.get(language, "").split())


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - PyStemmer's name


_stemmers = threading.local()  # PyStemmer: "Stemmer objects are not thread-safe"


def _stem(word: str, language: str) -> str:
    """Folded before it is stemmed: measured a little better than after, and right without accents too."""
    if language not in STEMMERS:
        return word
    if not hasattr(_stemmers, language):
        setattr(_stemmers, language, _load_stemmer(language))
    return cast("_Stemmer", getattr(_stemmers, language)).stemWord(word)


def _load_stemmer(language: str) -> _Stemmer:
    import Stemmer  # heavy things are loaded at the first search

    return cast("_Stemmer", Stemmer.Stemmer(STEMMERS[language]))
