"""How much of a question a text speaks of: the share of its words that occur in it, the rare ones counting more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

import msgspec

from core.answers.tokens import Word

_COMPOUND = 0.6  # the share of a word's n-grams that must occur for it to count as part of a compound


class Weighted(msgspec.Struct, frozen=True):
    """A word of the question, and how much it tells about what is asked (BM25's idf)."""

    word: Word
    weight: float


class Vocabulary:
    """In how many texts of one language each stem occurs."""

    def __init__(self, texts: Iterable[Iterable[Word]]) -> None:
        counts: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            counts.update({word.stem for word in text})
            self._texts += 1
        self._counts: Mapping[str, int] = counts

    def weigh(self, words: Sequence[Word]) -> tuple[Weighted, ...]:
        return tuple(Weighted(word, self._weight(word.stem)) for word in words)

    @property
    def rarest(self) -> float:
        """The most that a word can weigh."""
        return self._weight("")

    def _weight(self, stem: str) -> float:
        """A word that occurs nowhere weighs most: what the question is about may be missing here."""
        count = self._counts.get(stem, 0)
        return log(1 + (self._texts - count + 0.5) / (count + 0.5))


class Occurring(msgspec.Struct, frozen=True):
    """The stems and n-grams that occur in a text."""

    stems: frozenset[str]
    grams: frozenset[str]

    def match(self, word: Word) -> float:
        """1 for the word itself, less for one of which most n-grams occur, as in a compound or a misspelling."""
        if word.stem in self.stems:
            return 1.0
        share = len(self.grams.intersection(word.grams)) / max(1, len(word.grams))
        return share if share >= _COMPOUND else 0.0


def occurring(words: Iterable[Word]) -> Occurring:
    listed = list(words)
    return Occurring(frozenset(word.stem for word in listed), frozenset(gram for word in listed for gram in word.grams))


def together(texts: Sequence[Occurring]) -> Occurring:
    return Occurring(
        frozenset().union(*(text.stems for text in texts)), frozenset().union(*(text.grams for text in texts))
    )


def weight(question: Iterable[Weighted], text: Occurring) -> float:
    """The weight of the question's words that occur in the text."""
    return sum(each.weight * text.match(each.word) for each in question)


def coverage(question: Sequence[Weighted], text: Occurring) -> float:
    """0 when no word of the question occurs in the text, 1 when all do."""
    total = sum(each.weight for each in question)
    return weight(question, text) / total if total else 0.0
