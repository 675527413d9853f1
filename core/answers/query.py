"""Reads a question as its help centre understands it: misspelt words mended, order numbers left out, the rest weighed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from core.answers.coverage import SYNONYM, Vocabulary, Weighted
from core.answers.likeness import Features, features
from core.answers.search_index import Asked
from core.answers.spelling import Spelling
from core.answers.synonyms import meanings, synonym_words
from core.answers.terms import Terms, asides
from core.answers.tokens import STEMMERS, Word, analysed, content_and_all_words
from core.answers.typicality import Seen, typicality
from core.language.lexicon import lexicon

_MAX_WORDS = 64
_MENDED = 0.5  # what a word counts as that is a guess at another
_ALONE = 2.0  # what a meaning counts as whose word occurs in no article
_FIGURE = 3  # digits; a shorter number tells something beside words and nothing alone
_NUMBER = 5  # digits; an order has so many, and nothing that an article speaks of


class Query(msgspec.Struct, frozen=True):
    """`known` is the share of the question's weight that occurs in the help centre at all, 0 to 1.

    `typical` is how much likelier its words are here than elsewhere, in log odds.
    """

    asked: Asked
    weighted: tuple[Weighted, ...]
    features: Features
    known: float
    typical: float


class Reader:
    """Knows the words of one language's articles."""

    def __init__(self, language: str, articles: Sequence[Terms]) -> None:
        self._language = language
        self._vocabulary = Vocabulary(article.words for article in articles)
        self._meanings = Counter(meaning for article in articles for meaning in set(article.meanings))
        self._synonyms = frozenset(word.stem for word in synonym_words(language))
        self._spelling = _spelling(language, articles)

    @property
    def rarest(self) -> float:
        """The most that a word can weigh."""
        return self._vocabulary.rarest

    def weigh(self, said: str) -> tuple[Weighted, ...]:
        """The words of what an article says, with what they may mean."""
        content, every = content_and_all_words(said, self._language)
        found = meanings(every, self._language)
        return tuple(self._weighted(word, meant, False) for word, meant in _with_meanings(content, found))

    def read(self, question: str) -> Query:
        content, every = content_and_all_words(question, self._language)
        kept = _without_numbers(content, self._vocabulary)[:_MAX_WORDS]
        mended = {word.stem: better for word in kept if (better := self._mended(word))}
        words = tuple(mended.get(word.stem, word) for word in kept)
        said = [mended.get(word.stem, word) for word in every]
        found = list(meanings(said, self._language))
        guesses = {word.stem for word in mended.values()}
        weighted = tuple(
            self._weighted(word, meant, word.stem in guesses) for word, meant in _with_meanings(words, found)
        )
        around = asides(content, every)[:_MAX_WORDS]
        asked = Asked(Terms(words, asides=around), self._importance([meaning for _, meaning in found], weighted))
        return Query(
            asked, weighted, features(tuple(word.stem for word in said)), self._known(weighted), self._typical(weighted)
        )

    def _importance(self, found: Iterable[str], weighted: Iterable[Weighted]) -> dict[str, float]:
        """A word of many meanings says little for each; one that no article has can be found by its meanings alone."""
        importance: dict[str, float] = {}
        for each in weighted:
            share = (1.0 if self._vocabulary.knows(each.word) else _ALONE) / max(1, len(each.meanings))
            importance.update({meaning: max(share, importance.get(meaning, 0.0)) for meaning in each.meanings})
        return dict.fromkeys(found, 1.0) | importance

    def _weighted(self, word: Word, meant: frozenset[str], is_guess: bool) -> Weighted:
        texts = self._vocabulary.containing(word)
        if not texts:
            texts = max((self._meanings[meaning] for meaning in meant), default=0)
        return Weighted(word, self._vocabulary.weight_of(texts), meant, _MENDED if is_guess else 1.0)

    def _known(self, weighted: Iterable[Weighted]) -> float:
        shares = [(each.weight, each.sure * self._knows(each)) for each in weighted]
        total = sum(weight for weight, _ in shares)
        return sum(weight * share for weight, share in shares) / total if total else 0.0

    def _typical(self, weighted: Iterable[Weighted]) -> float:
        seen = (Seen(each.word.stem, self._vocabulary.containing(each.word), self._means(each)) for each in weighted)
        return typicality(seen, self._language, self._vocabulary.texts)

    def _means(self, asked: Weighted) -> bool:
        return not asked.meanings.isdisjoint(self._meanings)

    def _knows(self, asked: Weighted) -> float:
        if self._vocabulary.knows(asked.word):
            return 1.0
        return SYNONYM if self._means(asked) else 0.0

    def _mended(self, word: Word) -> Word | None:
        """None for what is not misspelt, as far as this help centre and the language's everyday words tell."""
        written = _written(word)
        if self._is_word(word, written):
            return None
        nearest = self._spelling.nearest(written)
        return analysed(nearest, self._language) if nearest else None

    def _is_word(self, word: Word, written: str) -> bool:
        return self._vocabulary.knows(word) or word.stem in self._synonyms or written in lexicon()


def _spelling(language: str, articles: Iterable[Terms]) -> Spelling:
    counts = Counter(written for article in articles for written in set(map(_written, article.words)))
    counts.update(map(_written, synonym_words(language)))
    return Spelling(counts if language in STEMMERS else {})


def _written(word: Word) -> str:
    return word.marked.strip("_")


def _without_numbers(words: Sequence[Word], vocabulary: Vocabulary) -> Sequence[Word]:
    if all(word.stem.isdigit() and len(word.stem) < _FIGURE for word in words):
        return ()
    telling = [word for word in words if vocabulary.knows(word) or sum(map(str.isdigit, word.stem)) < _NUMBER]
    return telling or words


def _with_meanings(
    words: Iterable[Word], found: Iterable[tuple[tuple[str, ...], str]]
) -> Iterator[tuple[Word, frozenset[str]]]:
    by_stem: defaultdict[str, set[str]] = defaultdict(set)
    for stems, meaning in found:
        for stem in stems:
            by_stem[stem].add(meaning)
    return ((word, frozenset(by_stem.get(word.stem, ()))) for word in words)
