"""The search by meaning, where a model server offers embeddings: it joins the search by words, and is not waited for."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from core.answers.articles import Article
from core.answers.help_centre import Hit
from core.answers.model_failures import Limited, ModelFailed, Rejected, Unreadable
from core.answers.passages import split_into_passages
from core.answers.resting import Rest
from core.answers.vector_cache import VectorCache
from core.language.masking import masked
from core.language.remembered import remembered

if TYPE_CHECKING:
    import numpy

    from core.answers.vector_cache import Vector

    Matrix = numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float32]]

log = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds for a question; an answer must not wait for more
MAX_TEXT = 1_500  # characters of an article or question: small models take no more than 512 tokens

_BATCH = 64  # articles in a request
_BATCH_TIME = 30.0  # seconds
_PAUSE = 60.0  # seconds after a failure, before articles are tried again
_REMEMBERED = 1_000  # questions


class Embeds(Protocol):
    async def embed(self, texts: Sequence[str], seconds: float) -> list[list[float]]:
        """One vector for each text within the time. Raises ModelFailed."""


class SemanticSearch:
    """Articles by the likeness of their meaning. Their vectors are made in the background and kept in a file; until a
    language's are there, and whenever the server is slow, absent or failing, it finds nothing.
    """

    def __init__(
        self,
        server: Embeds,
        cache: VectorCache,
        *,
        patience: float = PATIENCE,
        pause: float = _PAUSE,
        rest: Rest | None = None,
    ) -> None:
        self._server = server
        self._cache = cache
        self._patience = patience
        self._pause = pause
        self._rest = rest or Rest()
        self._failing = False
        self._shelves: dict[str, _Shelf] = {}
        self._questions: dict[str, Vector] = {}
        self._making: asyncio.Task[None] | None = None

    def update(self, articles: Iterable[Article]) -> None:
        """From now on these are the articles. Searches go on with the former ones until the vectors are there."""
        if self._making is not None:
            self._making.cancel()
        self._making = asyncio.create_task(self._make(tuple(articles)), name="embeddings")

    async def ready(self) -> None:
        """Wait until the articles of the last update can be found."""
        if self._making is not None:
            await self._making

    async def close(self) -> None:
        if self._making is not None:
            self._making.cancel()
            [ended] = await asyncio.gather(self._making, return_exceptions=True)
            if isinstance(ended, Exception):
                raise ended

    async def search(self, question: str, language: str, limit: int = 10, *, audience: str = "") -> tuple[Hit, ...]:
        """Best first, each with its article's first passage and no score. Never raises, and is never late."""
        shelf = self._shelves.get(language)
        if shelf is None or self._rest.left:
            return ()
        try:
            vector = await self._question_vector(question[:MAX_TEXT])
            found = shelf.search(vector, limit, audience)
        except ModelFailed as failed:
            self._note(failed)
            return ()
        self._worked()
        return found

    async def _question_vector(self, question: str) -> "Vector":
        """Of the question without what tells who asks: it leaves the house."""
        question = masked(question)
        if question not in self._questions:
            [vector] = _normalised(await self._server.embed([question], self._patience))
            if len(self._questions) >= _REMEMBERED:
                del self._questions[next(iter(self._questions))]
            self._questions[question] = vector
        return self._questions[question]

    # --- in the background
    async def _make(self, articles: Sequence[Article]) -> None:
        """Reading and counting is done in a thread: for thousands of articles it takes a while."""
        try:
            keys = await asyncio.to_thread(lambda: [self._cache.key(_text(each)) for each in articles])
            vectors = await self._vectors(dict(zip(keys, articles, strict=True)))
            await asyncio.to_thread(self._cache.keep_only, keys)
            self._shelves = await asyncio.to_thread(_shelves, articles, [vectors[key] for key in keys])
        except sqlite3.Error as error:
            log.error("the embeddings cannot be kept (%s): questions are searched for by their words alone", error)

    async def _vectors(self, articles: Mapping[bytes, Article]) -> "dict[bytes, Vector]":
        """Those on disk, and the others from the server. Where it gives others than it gave before, all are made anew."""
        vectors = await asyncio.to_thread(self._cache.read)
        missing = [key for key in articles if key not in vectors]
        for start in range(0, len(missing), _BATCH):
            keys = missing[start : start + _BATCH]
            made = dict(zip(keys, await self._persistently([_text(articles[key]) for key in keys]), strict=True))
            await asyncio.to_thread(self._cache.write, made)
            vectors |= made
        if len({len(vectors[key]) for key in articles}) > 1:
            await asyncio.to_thread(self._cache.keep_only, ())
            return await self._vectors(articles)
        return vectors

    async def _persistently(self, texts: Sequence[str]) -> "list[Vector]":
        """However long the server fails: there is time, and nobody waits."""
        while True:
            try:
                vectors = _normalised(await self._server.embed(texts, _BATCH_TIME))
            except ModelFailed as failed:
                self._tell(failed)
                await asyncio.sleep(self._pause)
            else:
                self._worked()
                return vectors

    # --- when it fails
    def _note(self, failed: ModelFailed) -> None:
        self._tell(failed)
        if isinstance(failed, Limited | Rejected):
            self._rest.rest(_PAUSE)
        else:
            self._rest.failed()

    def _tell(self, failed: ModelFailed) -> None:
        """Once, until it works again."""
        if not self._failing:
            log.warning("no embeddings (%s): questions are searched for by their words alone", failed.reason)
        self._failing = True

    def _worked(self) -> None:
        self._rest.worked()
        if self._failing:
            log.info("embeddings are back")
        self._failing = False


class _Shelf:
    """The articles of one language, and a row for each in a matrix."""

    def __init__(self, articles: Sequence[Article], vectors: "Sequence[Vector]") -> None:
        import numpy

        self._articles = articles
        self._matrix: Matrix = numpy.stack(vectors)

    def search(self, vector: "Vector", limit: int, audience: str) -> tuple[Hit, ...]:
        """Raises Unreadable for a vector of another model."""
        if vector.shape[0] != self._matrix.shape[1]:
            raise Unreadable("the question's embedding is not as long as the articles'")
        likeness = self._matrix @ vector
        best = (self._articles[at] for at in (-likeness).argsort(kind="stable") if likeness[at] > 0)
        wanted = (article for article in best if not audience or article.audience in ("both", audience))
        return tuple(_hit(article) for article, _ in zip(wanted, range(limit), strict=False))


@remembered(2_000)
def _hit(article: Article) -> Hit:
    return Hit(article, split_into_passages(article.body)[0], score=0.0)


def _text(article: Article) -> str:
    return "\n".join((article.title, *article.aliases, article.body))[:MAX_TEXT]


def _shelves(articles: Iterable[Article], vectors: "Iterable[Vector]") -> dict[str, _Shelf]:
    sorted_by_language: dict[str, list[tuple[Article, Vector]]] = {}
    for article, vector in zip(articles, vectors, strict=True):
        sorted_by_language.setdefault(article.language, []).append((article, vector))
    return {language: _Shelf(*zip(*pairs, strict=True)) for language, pairs in sorted_by_language.items()}


def _normalised(rows: Sequence[Sequence[float]]) -> "list[Vector]":
    """Of length 1, so that their product is their likeness. Raises Unreadable for what is no vector."""
    import numpy

    if not rows or len({len(row) for row in rows}) != 1 or not rows[0]:
        raise Unreadable("the model server's embeddings have several lengths, or none")
    matrix = numpy.asarray(rows, numpy.float32)
    if not numpy.isfinite(matrix).all():
        raise Unreadable("the model server's embeddings are no numbers")
    lengths = numpy.linalg.norm(matrix, axis=1, keepdims=True)
    return list(matrix / numpy.where(lengths > 0, lengths, 1))
