"""The help centre as a thing to search: a question finds articles, and in each the passage that speaks of it."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from core.answers.articles import Article
from core.answers.coverage import Occurring, Weighted, coverage, occurring, weight
from core.answers.likeness import Line, likeness, lines, split_into_lines
from core.answers.passages import Passage, split_into_passages
from core.answers.query import Query, Reader
from core.answers.search_index import Document, SearchIndex
from core.answers.subject import Subject, said_of, subject
from core.answers.terms import Terms, joined, terms
from core.answers.tokens import Word, all_words, content_words
from core.language.remembered import remembered

_MAX_QUESTION = 2_000  # characters; what stands after them is not searched for
_RERANKED = 5  # so many of the index's best are put in order by their passages
_COMPARED = 5  # so many of the hits are read line by line
_TOPIC = 1.5  # what an article about the topic at hand gains
_OTHERS = {"buyer": "seller", "seller": "buyer"}  # whose articles are not for them
_REMEMBERED = 1_000  # questions of a language; many customers ask the same
_READ = 500  # articles of a language that are kept as they were read; each takes some 10 kB
_FIRST = 0.2  # an article's first passage answers its title, so it wins unless another covers this much more
_LINK_TARGET = re.compile(r"(?<=\])\([^)\s]*\)|https?://\S+")

_Key = int


class Hit(msgspec.Struct, frozen=True, gc=False):
    """An article that was found, and the passage of it that speaks most of the question.

    `score` is BM25 in units of one rare word found once in a body, so that it compares between questions and help
    centres, and up to twice that where one passage speaks of the whole question (0 to about 70). `exact`: the question
    is the article's title or one of its aliases, and no other's. Shares of the question's weight, each 0 to 1:
    `covered` is what the article's best passage says of it, `titled` what its title and aliases say, and `known` what
    any article of this language says. `typical`: how much likelier the question's words are in this help centre than
    elsewhere (log odds, about -2 to 4). `like`: how alike the question and one line of the article are, 0 to 1, for
    the first five hits. Of the first hit alone, `about` is how much of what the article is about the question says,
    and `variety` how little the article's lines repeat each other, each 0 to 1. `among`: how many articles were searched.
    """

    article: Article
    passage: Passage
    score: float
    exact: bool = False
    covered: float = 0.0
    titled: float = 0.0
    known: float = 0.0
    typical: float = 0.0
    like: float = 0.0
    about: float = 0.0
    variety: float = 0.0
    among: int = 1


class HelpCentre:
    """Articles in memory, one index per language, made at its first search. Searches may run side by side."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._books = {language: _Book(language, each) for language, each in _by_language(articles).items()}
        self._updating = threading.Lock()

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._books)

    def search(
        self, question: str, language: str, limit: int = 5, *, audience: str = "", topic: str = ""
    ) -> tuple[Hit, ...]:
        """Best first; nothing for a language without articles. The first search takes half a ms an article.

        An `audience` of "buyer" leaves out what is for sellers only, and the other way round; articles about `topic`
        gain, and none is left out for it.
        """
        book = self._books.get(language)
        return book.shelf().search(question, limit, audience, topic) if book else ()

    def is_indexed(self, *languages: str) -> bool:
        """Whether a search in each of these is made in a millisecond or so: its index is there, or there is nothing to find."""
        return all(book.is_read for language in languages if (book := self._books.get(language)))

    def index_soon(self, *languages: str) -> None:
        """Make the indexes that are missing, in threads of their own: not every process that asks for answers also searches."""
        for language in languages:
            if book := self._books.get(language):
                book.read_soon()

    def named(self, id: str) -> dict[str, str]:
        """The titles of the article with this id, by language."""
        books = self._books.values()
        return {each.language: each.title for book in books for each in book.articles if each.id == id}

    def update(self, articles: Iterable[Article]) -> frozenset[str]:
        """Takes these articles in place of all it had, and returns the languages in which something changed.

        Searches go on meanwhile, on what was there before.
        """
        with self._updating:
            before, after = self._books, _by_language(articles)
            kept = {language: book for language, book in before.items() if book.articles == after.get(language)}
            new = {language: _Book(language, each) for language, each in after.items() if language not in kept}
            for language in before.keys() & new.keys():
                new[language].shelf()
            self._books = kept | new
            return frozenset(new) | (before.keys() - after.keys())


class _Book:
    """The articles of one language, put on their shelf when first asked for."""

    def __init__(self, language: str, articles: tuple[Article, ...]) -> None:
        self.articles = articles
        self._language = language
        self._building = threading.Lock()
        self._reading: threading.Thread | None = None
        self._shelf: _Shelf | None = None

    def read_soon(self) -> None:
        if self._reading is None and self._shelf is None:
            self._reading = threading.Thread(target=self.shelf, name=f"index of {self._language}", daemon=True)
            self._reading.start()

    @property
    def is_read(self) -> bool:
        return self._shelf is not None

    def shelf(self) -> "_Shelf":
        with self._building:
            self._shelf = self._shelf or _Shelf(self._language, self.articles)
            return self._shelf


def _by_language(articles: Iterable[Article]) -> dict[str, tuple[Article, ...]]:
    found: dict[str, tuple[Article, ...]] = {}
    for language, each in groupby(sorted(articles, key=_place), key=lambda article: article.language):
        found[language] = tuple(each)
    return found


def _place(article: Article) -> tuple[str, str]:
    return article.language, article.id


class _Read(msgspec.Struct, frozen=True, gc=False):
    """What occurs in an article's title, in its title and aliases, and in each of its passages with its heading."""

    title: Occurring
    names: Occurring
    passages: tuple[tuple[Passage, Occurring], ...]


class _Shelf:
    """The articles of one language."""

    def __init__(self, language: str, articles: Sequence[Article]) -> None:
        self._language = language
        self._articles = articles
        read: list[Terms] = []
        self._index = SearchIndex(self._documents(read), [article.audience for article in articles])
        self._reader = Reader(language, read)
        self._named = _only_ones((self._key(name), number) for number, name in _names(articles))
        self._read = remembered(_READ)(self._read_anew)
        self._lines = remembered(_READ)(self._lines_anew)
        self._subject = remembered(_READ)(self._subject_anew)
        self.search = remembered(_REMEMBERED)(self._search)

    def _search(self, question: str, limit: int, audience: str, topic: str) -> tuple[Hit, ...]:
        question = question[:_MAX_QUESTION]
        query = self._reader.read(_LINK_TARGET.sub(" ", question))
        found = self._index.search(query.asked, max(limit, _RERANKED), _OTHERS.get(audience, ""))
        named = self._named.get(self._key(question)) if found else None
        if named is not None and named not in dict(found) and self._articles[named].audience != _OTHERS.get(audience):
            found.append((named, found[-1][1]))
        hits = [self._hit(query, number, score, number == named, topic) for number, score in found]
        best = sorted(hits, key=lambda hit: (hit.exact, hit.score), reverse=True)[:limit]
        compared = (self._compared(query, hit) for hit in best[1:_COMPARED])
        return (*(self._first(query, hit) for hit in best[:1]), *compared, *best[_COMPARED:])

    def _first(self, query: Query, hit: Hit) -> Hit:
        theme = self._subject(hit.article)
        said = said_of(theme, query.weighted)
        return msgspec.structs.replace(self._compared(query, hit), about=said, variety=theme.variety)

    def _compared(self, query: Query, hit: Hit) -> Hit:
        return msgspec.structs.replace(hit, like=likeness(query.features, self._lines(hit.article)))

    def _key(self, text: str) -> _Key:
        """Alike for "How high are the seller fees?" and "seller fee"; one word alone is the same only in the same question.

        A number for the stems, which take ten times its memory: of 64 bits, so that two names do not share one by chance.
        """
        words = self._words(text)
        return hash(tuple(word.stem for word in (words if len(words) > 1 else all_words(text, self._language))))

    def _hit(self, query: Query, number: int, score: float, exact: bool, topic: str) -> Hit:
        article, read, question = self._articles[number], self._read(number), query.weighted
        said = [[occurs.said(each) for each in question] for _, occurs in read.passages]
        covered = max(coverage(question, each) for each in said)
        gain = _TOPIC if topic and article.topic == topic else 1.0
        return Hit(
            article,
            read.passages[_best_passage(question, read.title, said)][0],
            score / self._reader.rarest * (1 + covered) * gain,
            exact,
            covered,
            coverage(question, [read.names.said(each) for each in question]),
            query.known,
            query.typical,
            among=len(self._articles),
        )

    def _read_anew(self, number: int) -> _Read:
        article = self._articles[number]
        passages = (
            (each, _occurring(self._terms(f"{each.heading}\n{each.markdown}")))
            for each in split_into_passages(article.body)
        )
        title = self._terms(article.title)
        names = joined(title, *map(self._terms, article.aliases))
        return _Read(_occurring(title), _occurring(names), tuple(passages))

    def _lines_anew(self, article: Article) -> tuple[Line, ...]:
        """Of all that it says, its title and aliases too."""
        said = "\n".join((article.title, *article.aliases, article.body))
        return lines(_LINK_TARGET.sub(" ", said), self._language)

    def _subject_anew(self, article: Article) -> Subject:
        said = split_into_lines(_LINK_TARGET.sub(" ", article.body))
        return subject(map(self._reader.weigh, (article.title, *article.aliases)), map(self._reader.weigh, said))

    def _documents(self, read: list[Terms]) -> Iterator[Document]:
        """One after the other, for all of them at once are heavy; to `read` is added what each of them says."""
        for article in self._articles:
            document = self._document(article)
            read.append(joined(*document.values()))
            yield document

    def _document(self, article: Article) -> Document:
        aliases = joined(*map(self._terms, article.aliases))
        return {"title": self._terms(article.title), "aliases": aliases, "body": self._terms(article.body)}

    def _terms(self, markdown: str) -> Terms:
        return terms(_LINK_TARGET.sub(" ", markdown), self._language)

    def _words(self, markdown: str) -> tuple[Word, ...]:
        return content_words(_LINK_TARGET.sub(" ", markdown), self._language)


def _names(articles: Sequence[Article]) -> Iterator[tuple[int, str]]:
    """What each article calls itself, with the article's number."""
    return ((number, name) for number, article in enumerate(articles) for name in (article.title, *article.aliases))


def _only_ones(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    """Without what two articles call themselves: it speaks for neither."""
    first: dict[_Key, int] = {}
    claimed_twice = {key for key, number in pairs if first.setdefault(key, number) != number}
    return {key: number for key, number in first.items() if key not in claimed_twice}


def _best_passage(question: Sequence[Weighted], title: Occurring, matches: Sequence[Sequence[float]]) -> int:
    """The first one, which answers the title, unless another speaks clearly more of what the title does not say."""
    asked = [_less_if_in(title, each) for each in question]
    weights = [weight(asked, each) for each in matches]
    weights[0] += _FIRST * sum(each.weight for each in question)
    return weights.index(max(weights))


def _less_if_in(title: Occurring, each: Weighted) -> Weighted:
    return Weighted(each.word, each.weight * (1 - 0.75 * title.said(each)))


def _occurring(terms: Terms) -> Occurring:
    return occurring(terms.words, terms.meanings)
