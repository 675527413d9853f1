"""How much of a question a text speaks of: the share of its words that occur in it, the rare ones counting more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

import msgspec

from core.answers.tokens import Word

_COMPOUND = 0.6  # the share of a word's n-grams that must occur for it to count as part of a compound
SYNONYM = 0.7  # what another word of the same meaning counts as
_TELLING = 3  # a word of fewer n-grams has them in common with many others; two Chinese characters say little apart


class Weighted(msgspec.Struct, frozen=True, gc=False):
    """A word of the question, how much it tells about what is asked (BM25's idf), and what it may mean.

    `sure` is less than 1 for a word that was guessed.
    """

    word: Word
    weight: float
    meanings: frozenset[str] = frozenset()
    sure: float = 1.0


class Vocabulary:
    """In how many texts of one language each stem occurs."""

    def __init__(self, texts: Iterable[Iterable[Word]]) -> None:
        counts: Counter[str] = Counter()
        self.texts = 0
        for text in texts:
            counts.update({word.stem for word in text})
            self.texts += 1
        self._counts: Mapping[str, int] = counts

    def weigh(self, words: Sequence[Word]) -> tuple[Weighted, ...]:
        return tuple(Weighted(word, self.weight_of(self.containing(word))) for word in words)

    def knows(self, word: Word) -> bool:
        return word.stem in self._counts

    def containing(self, word: Word) -> int:
        """In how many of the `texts` it occurs."""
        return self._counts.get(word.stem, 0)

    @property
    def rarest(self) -> float:
        """The most that a word can weigh."""
        return self.weight_of(0)

    def weight_of(self, count: int) -> float:
        """Of what occurs in so many texts. In none weighs most: what the question is about may be missing here."""
        return log(1 + (self.texts - count + 0.5) / (count + 0.5))


class Occurring(msgspec.Struct, frozen=True, gc=False):
    """What occurs in a text: stems, words as written, marked off so that n-grams are found in them, and meanings."""

    stems: frozenset[str]
    marked: str
    meanings: frozenset[str] = frozenset()

    def said(self, asked: Weighted) -> float:
        """1 for the word itself, less for another of the same meaning or for a like one, 0 for none."""
        match = self.match(asked.word)
        if match < SYNONYM and asked.meanings & self.meanings:
            match = SYNONYM
        return match * asked.sure

    def match(self, word: Word) -> float:
        """1 for the word itself, less for one of which most n-grams occur, as in a compound or a misspelling."""
        if word.stem in self.stems:
            return 1.0
        if len(word.grams) < _TELLING:
            return 0.0
        share = sum(map(self.marked.__contains__, word.grams)) / len(word.grams)
        return share if share >= _COMPOUND else 0.0


def occurring(words: Iterable[Word], meanings: Iterable[str] = ()) -> Occurring:
    listed = list(words)
    marked = "".join(word.marked for word in listed)
    return Occurring(frozenset(word.stem for word in listed), marked, frozenset(meanings))


def weight(question: Iterable[Weighted], matches: Iterable[float]) -> float:
    """How much of the question is said by a text that matches its words, one by one, as much as `matches` says."""
    return sum(each.weight * match for each, match in zip(question, matches, strict=True))


def coverage(question: Sequence[Weighted], matches: Iterable[float]) -> float:
    """0 when no word of the question occurs in the text, 1 when all do."""
    total = sum(each.weight for each in question)
    return weight(question, matches) / total if total else 0.0
