"""The help centre as a thing to search: a question finds articles, and in each the passage that speaks of it."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from core.answers.articles import Article
from core.answers.coverage import Occurring, Vocabulary, Weighted, coverage, occurring, weight
from core.answers.passages import Passage, split_into_passages
from core.answers.search_index import Document, SearchIndex
from core.answers.tokens import Word, all_words, content_words

_MAX_QUESTION = 2_000  # characters; what stands after them is not searched for
_MAX_WORDS = 64
_RERANKED = 5  # so many of the index's best are put in order by their passages
_FIRST = 0.2  # an article's first passage answers its title, so it wins unless another covers this much more
_LINK_TARGET = re.compile(r"(?<=\])\([^)\s]*\)|https?://\S+")

_Key = tuple[str, ...]


class Hit(msgspec.Struct, frozen=True):
    """An article that was found, and the passage of it that speaks most of the question.

    `score` is BM25 in units of one rare word found once in a body, so that it compares between questions and help
    centres, and up to twice that where one passage speaks of the whole question (0 to about 40). `exact`: the question
    is the article's title or one of its aliases, and no other's.
    """

    article: Article
    passage: Passage
    score: float
    exact: bool = False


class HelpCentre:
    """Articles in memory, one index per language, made at its first search. Searches may run side by side."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles: dict[str, list[Article]] = {}
        for article in articles:
            self._articles.setdefault(article.language, []).append(article)
        self._shelves: dict[str, _Shelf] = {}
        self._building = {language: threading.Lock() for language in self._articles}

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._articles)

    def search(self, question: str, language: str, limit: int = 5) -> tuple[Hit, ...]:
        """Best first; nothing for a language without articles. The first search takes half a ms an article."""
        return self._shelf(language).search(question, limit) if language in self._articles else ()

    def _shelf(self, language: str) -> "_Shelf":
        with self._building[language]:
            if language not in self._shelves:
                self._shelves[language] = _Shelf(language, self._articles[language])
            return self._shelves[language]


class _Read(msgspec.Struct, frozen=True):
    """What occurs in an article's title, and in each of its passages with its heading."""

    title: Occurring
    passages: tuple[tuple[Passage, Occurring], ...]


class _Shelf:
    """The articles of one language."""

    def __init__(self, language: str, articles: Sequence[Article]) -> None:
        self._language = language
        self._articles = articles
        documents = [self._document(article) for article in articles]
        self._index = SearchIndex(documents)
        self._vocabulary = Vocabulary(map(_all_words, documents))
        self._named = _only_ones((self._key(name), number) for number, name in _names(articles))
        self._read = lru_cache(maxsize=2_000)(self._read_anew)

    def search(self, question: str, limit: int) -> tuple[Hit, ...]:
        question = question[:_MAX_QUESTION]
        words = self._words(question)[:_MAX_WORDS]
        weighted = self._vocabulary.weigh(words)
        found = self._index.search(words, max(limit, _RERANKED)) if words else []
        named = self._named.get(self._key(question)) if found else None
        if named is not None and named not in dict(found):
            found.append((named, found[-1][1]))
        hits = [self._hit(weighted, number, score, number == named) for number, score in found]
        return tuple(sorted(hits, key=lambda hit: (hit.exact, hit.score), reverse=True)[:limit])

    def _key(self, text: str) -> _Key:
        """Alike for "How high are the seller fees?" and "seller fee"; one word alone is the same only in the same question."""
        words = self._words(text)
        return tuple(word.stem for word in (words if len(words) > 1 else all_words(text, self._language)))

    def _hit(self, question: Sequence[Weighted], number: int, score: float, exact: bool) -> Hit:
        read = self._read(number)
        matches = [[occurs.match(each.word) for each in question] for _, occurs in read.passages]
        covered = max(coverage(question, each) for each in matches)
        best = _best_passage(question, read.title, matches)
        relative = score / self._vocabulary.rarest
        return Hit(self._articles[number], read.passages[best][0], relative * (1 + covered), exact)

    def _read_anew(self, number: int) -> _Read:
        article = self._articles[number]
        passages = ((each, self._occurring_in(each)) for each in split_into_passages(article.body))
        return _Read(occurring(self._words(article.title)), tuple(passages))

    def _occurring_in(self, passage: Passage) -> Occurring:
        return occurring(self._words(f"{passage.heading}\n{passage.markdown}"))

    def _document(self, article: Article) -> Document:
        aliases = [word for alias in article.aliases for word in self._words(alias)]
        return {"title": self._words(article.title), "aliases": aliases, "body": self._words(article.body)}

    def _words(self, markdown: str) -> tuple[Word, ...]:
        return content_words(_LINK_TARGET.sub(" ", markdown), self._language)


def _names(articles: Sequence[Article]) -> Iterator[tuple[int, str]]:
    """What each article calls itself, with the article's number."""
    return ((number, name) for number, article in enumerate(articles) for name in (article.title, *article.aliases))


def _only_ones(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    """Without what two articles call themselves: it speaks for neither."""
    claims: dict[_Key, set[int]] = {}
    for key, number in pairs:
        claims.setdefault(key, set()).add(number)
    return {key: numbers.pop() for key, numbers in claims.items() if len(numbers) == 1}


def _best_passage(question: Sequence[Weighted], title: Occurring, matches: Sequence[Sequence[float]]) -> int:
    """The first one, which answers the title, unless another speaks clearly more of what the title does not say."""
    asked = [_less_if_in(title, each) for each in question]
    weights = [weight(asked, each) for each in matches]
    weights[0] += _FIRST * sum(each.weight for each in question)
    return weights.index(max(weights))


def _less_if_in(title: Occurring, each: Weighted) -> Weighted:
    return Weighted(each.word, each.weight * (1 - 0.75 * title.match(each.word)))


def _all_words(document: Document) -> Iterable[Word]:
    return (word for words in document.values() for word in words)
