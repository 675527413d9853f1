"""Turns a text into search words: each with its stem and its character n-grams."""

import re
import threading
from collections.abc import Iterator
from functools import cache
from operator import add
from typing import Protocol, cast

import msgspec

from core.answers.function_words import FUNCTION_WORDS, PARTICLES
from core.language.folding import HAN, fold_text, fold_word
from core.language.remembered import remembered

GRAM = 4
_WORDS = 12_000  # remembered of each kind: what a help centre says, and what customers say of it

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

_RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_IS_HAN = re.compile(rf"[{HAN}]")


# The collector of garbage leaves words out, and what is made of them in the modules that search (gc=False): an article that is
# read has hundreds, and none of them refers back.
class Word(msgspec.Struct, frozen=True, gc=False):
    """One word of a text: its stem, and its n-grams, which find it inside compounds and misspellings.

    `marked` is the word between two marks, of which the n-grams are parts.
    """

    stem: str
    grams: tuple[str, ...] = ()
    marked: str = ""


def content_words(text: str, language: str) -> tuple[Word, ...]:
    """The words of `text` in their order, without function words unless there is nothing else."""
    return content_and_all_words(text, language)[0]


def says_something(text: str, language: str) -> bool:
    """Whether there is any word that is no function word: "why" alone asks about nothing."""
    content, every = content_and_all_words(text, language)
    return content != every or any(word.marked not in _function_words(language) for word in every)


def all_words(text: str, language: str) -> tuple[Word, ...]:
    return content_and_all_words(text, language)[1]


@remembered(2_000)  # an article that is found is read in passages, in lines and for what it is about
def content_and_all_words(text: str, language: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Both at once, in little more than the time of one."""
    content: list[Word] = []
    every: list[Word] = []
    left_out, folded = _function_words(language), fold_text(text, language)
    has_han = _IS_HAN.search(folded) is not None
    for run in _RUN.findall(folded):
        if has_han and _IS_HAN.match(run):
            content += _han_words(run, bool(left_out))
            every += _han_words(run, False)
        else:
            word = _word(run, language)
            every.append(word)
            if word.marked not in left_out:
                content.append(word)
    return tuple(content or every), tuple(every)


@remembered(_WORDS)
def _word(run: str, language: str) -> Word:
    return analysed(fold_word(run, language), language)


@remembered(_WORDS)
def analysed(word: str, language: str) -> Word:
    """One word that is folded already and not Chinese."""
    marked = _marked(word)
    grams = tuple(marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1)))
    return Word(_stem(word, language), grams, marked)


@remembered(_WORDS)
def _han_words(run: str, only_content: bool) -> tuple[Word, ...]:
    """Pairs of characters stand in for a segmenter: Chinese writes no spaces. Single characters are their n-grams."""
    return tuple(_pairs(run, only_content))


def _pairs(run: str, only_content: bool) -> Iterator[Word]:
    for part in filter(None, _han_breaks().split(run)) if only_content else (run,):
        pairs = map(add, part, part[1:]) if len(part) > 1 else (part,)
        yield from (_pair(pair) for pair in pairs if not (only_content and _says_nothing(pair)))


@remembered(_WORDS)
def _pair(pair: str) -> Word:
    return Word(pair, tuple(pair), pair)


@remembered(_WORDS)
def _says_nothing(pair: str) -> bool:
    return _function_words("zh").issuperset(pair)


@cache
def _han_breaks() -> re.Pattern[str]:
    longest_first = sorted(_function_words("zh"), key=len, reverse=True)
    return re.compile("|".join(word for word in longest_first if len(word) > 1 or word in PARTICLES))


@cache
def _function_words(language: str) -> frozenset[str]:
    """Marked as in Word, but for Chinese ones, which are looked for inside of others."""
    folded = (fold_word(word, language) for word in FUNCTION_WORDS.get(language, "").split())
    return frozenset(folded if language == "zh" else map(_marked, folded))


def _marked(word: str) -> str:
    return f"_{word}_"


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
