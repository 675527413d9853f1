"""The help centre as a thing to search: a question finds articles, and in each the passage that speaks of it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from core.answers.articles import Article
from core.answers.coverage import Occurring, Vocabulary, Weighted, coverage, occurring, together, weight
from core.answers.passages import Passage, split_into_passages
from core.answers.search_index import Document, SearchIndex
from core.answers.tokens import Word, content_words

FALLBACK = "en"

_MAX_QUESTION = 2_000  # characters; what stands after them is not searched for
_MAX_WORDS = 64
_FIRST = 0.2  # an article's first passage answers its title, so it wins unless another covers this much more
_LINK_TARGET = re.compile(r"(?<=\])\([^)\s]*\)|https?://\S+")


class Hit(msgspec.Struct, frozen=True):
    """An article that was found, and the passage of it that speaks most of the question.

    `score` is BM25 in units of one rare word found once in a body, so that it compares between questions and help
    centres (0 to about 20); `coverage` is the share (0 to 1) of the question that the article speaks of.
    """

    article: Article
    passage: Passage
    score: float
    coverage: float


class HelpCentre:
    """Articles in memory, one index per language. It never changes, so searches may run side by side."""

    def __init__(self, articles: Iterable[Article]) -> None:
        by_language: dict[str, list[Article]] = {}
        for article in articles:
            by_language.setdefault(article.language, []).append(article)
        self._shelves = {language: _Shelf(language, shelf) for language, shelf in by_language.items()}

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._shelves)

    def search(self, question: str, language: str, limit: int = 5) -> tuple[Hit, ...]:
        """Best first. Where the language has no articles English is searched: each article says its own language."""
        shelf = self._shelves.get(language) or self._shelves.get(FALLBACK)
        return shelf.search(question, limit) if shelf else ()


class _Read(msgspec.Struct, frozen=True):
    """What occurs in an article's title, in all of it, and in each of its passages with its heading."""

    title: Occurring
    whole: Occurring
    passages: tuple[tuple[Passage, Occurring], ...]


class _Shelf:
    """The articles of one language."""

    def __init__(self, language: str, articles: Sequence[Article]) -> None:
        self._language = language
        self._articles = articles
        documents = [self._document(article) for article in articles]
        self._index = SearchIndex(documents)
        self._vocabulary = Vocabulary(map(_all_words, documents))
        self._read = lru_cache(maxsize=1_000)(self._read_anew)

    def search(self, question: str, limit: int) -> tuple[Hit, ...]:
        words = self._words(question[:_MAX_QUESTION])[:_MAX_WORDS]
        weighted = self._vocabulary.weigh(words)
        found = self._index.search(words, limit) if words else []
        return tuple(self._hit(weighted, number, score) for number, score in found)

    def _hit(self, question: Sequence[Weighted], number: int, score: float) -> Hit:
        read = self._read(number)
        return Hit(
            article=self._articles[number],
            passage=_best_passage(question, read),
            score=score / self._vocabulary.rarest,
            coverage=coverage(question, read.whole),
        )

    def _read_anew(self, number: int) -> _Read:
        article = self._articles[number]
        title, *aliases = (occurring(self._words(text)) for text in (article.title, *article.aliases))
        passages = [(each, self._occurring_in(each)) for each in split_into_passages(article.body)]
        whole = together([title, *aliases, *(occurs for _, occurs in passages)])
        return _Read(title, whole, tuple(passages))

    def _occurring_in(self, passage: Passage) -> Occurring:
        return occurring(self._words(f"{passage.heading}\n{passage.markdown}"))

    def _document(self, article: Article) -> Document:
        aliases = [word for alias in article.aliases for word in self._words(alias)]
        return {"title": self._words(article.title), "aliases": aliases, "body": self._words(article.body)}

    def _words(self, markdown: str) -> tuple[Word, ...]:
        return content_words(_LINK_TARGET.sub(" ", markdown), self._language)


def _best_passage(question: Sequence[Weighted], read: _Read) -> Passage:
    """The first one, which answers the title, unless another speaks clearly more of what the title does not say."""
    asked = [_less_if_in(read.title, each) for each in question]
    (best, occurs), *others = read.passages
    most = weight(asked, occurs) + _FIRST * sum(each.weight for each in question)
    for passage, occurs in others:
        if (found := weight(asked, occurs)) > most:
            best, most = passage, found
    return best


def _less_if_in(title: Occurring, each: Weighted) -> Weighted:
    return Weighted(each.word, each.weight * (1 - 0.75 * title.match(each.word)))


def _all_words(document: Document) -> Iterable[Word]:
    return (word for words in document.values() for word in words)
