"""The search by meaning: cached, in the background, and left out when the server is slow, absent or failing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import numpy
import pytest

from bots.playground.openai import OpenAIServer, Trouble, trouble
from core.answers.articles import Article
from core.answers.embeddings import SemanticSearch
from core.answers.fusion import fused
from core.answers.help_centre import Hit
from core.answers.llm import ModelServer
from core.answers.passages import split_into_passages
from core.answers.resting import Rest
from core.answers.vector_cache import VectorCache
from tests.answers.model.asked import DELIVERY, REFUNDS, Servers

SELLING = Article("selling", "en", "Selling", "Sellers pay a fee for each item sold.", audience="seller")
RETOUR = Article("retour", "nl", "Retourneren", "Stuur het artikel binnen 14 dagen terug.")
ARTICLES = (REFUNDS, DELIVERY, SELLING, RETOUR)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "embeddings.db"


@pytest.fixture
def broken(file: Path) -> Path:
    file.write_bytes(b"no database " * 100)
    return file


@pytest.fixture
def server(connect: Servers) -> ModelServer:
    return connect(embeddings_model="playground-embeddings")


@pytest.fixture
async def search(server: ModelServer, file: Path) -> AsyncIterator[SemanticSearch]:
    search = SemanticSearch(server, VectorCache(file, "playground-embeddings"), patience=2.0, pause=0.01)
    yield search
    await search.close()


def _ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.article.id for hit in hits]


async def _found(search: SemanticSearch, question: str = "parcels", language: str = "en", **narrowed: str) -> list[str]:
    return _ids(await search.search(question, language, **narrowed))


async def test_the_article_with_like_words_is_found_first(search: SemanticSearch) -> None:
    search.update(ARTICLES)
    await search.ready()
    assert (await _found(search, "When is my parcel here?"))[0] == "delivery"
    assert (await _found(search, "I returned it: when is the refund paid?"))[0] == "refunds"


async def test_a_hit_has_its_first_passage_and_no_score(search: SemanticSearch) -> None:
    search.update(ARTICLES)
    await search.ready()
    [hit] = await search.search("refunds", "en", 1)
    assert (hit.article, hit.passage, hit.score) == (REFUNDS, split_into_passages(REFUNDS.body)[0], 0.0)


async def test_a_question_leaves_the_house_without_what_tells_who_asks(
    search: SemanticSearch, playground: OpenAIServer
) -> None:
    search.update(ARTICLES)
    await search.ready()
    await search.search("Where is the refund to 4111 1111 1111 1111? anna@example.com", "en")
    assert playground.requests[-1].body["input"] == ["Where is the refund to [card]? [e-mail]"]


async def test_each_language_has_its_own_articles(search: SemanticSearch) -> None:
    search.update(ARTICLES)
    await search.ready()
    assert await _found(search, "artikel terug sturen", "nl") == ["retour"]
    assert await _found(search, "artikel terug sturen", "sv") == []


async def test_what_is_for_sellers_is_not_for_buyers(search: SemanticSearch) -> None:
    search.update(ARTICLES)
    await search.ready()
    assert "selling" in await _found(search, "which fee for items sold", audience="seller")
    assert "selling" not in await _found(search, "which fee for items sold", audience="buyer")


async def test_before_the_vectors_are_there_nothing_is_found(search: SemanticSearch, playground: OpenAIServer) -> None:
    assert await _found(search) == []
    playground.script(Trouble(wait=None), method="embeddings")
    search.update(ARTICLES)
    await asyncio.sleep(0.05)
    assert await _found(search) == []


async def test_after_a_restart_only_what_changed_is_asked_for(
    search: SemanticSearch, server: ModelServer, file: Path, playground: OpenAIServer
) -> None:
    search.update(ARTICLES)
    await search.ready()
    again = SemanticSearch(server, VectorCache(file, "playground-embeddings"), patience=2.0)
    changed = Article("delivery", "en", "Delivery", "A parcel needs four days.")
    again.update((REFUNDS, changed, SELLING, RETOUR))
    await again.ready()
    [first, second] = (request.body["input"] for request in playground.requests)
    assert len(first) == 4
    assert second == ["Delivery\nA parcel needs four days."]
    assert (await _found(again))[0] == "delivery"


async def test_another_model_asks_for_everything_anew_and_the_old_vectors_go(
    search: SemanticSearch, server: ModelServer, file: Path, playground: OpenAIServer
) -> None:
    search.update(ARTICLES)
    await search.ready()
    other = SemanticSearch(server, VectorCache(file, "another"), patience=2.0)
    other.update(ARTICLES)
    await other.ready()
    assert playground.asked("embeddings") == 2
    assert VectorCache(file, "playground-embeddings").read() == {}
    assert len(VectorCache(file, "another").read()) == 4


async def test_vectors_of_another_length_under_the_same_name_are_all_made_anew(
    search: SemanticSearch, file: Path
) -> None:
    cache = VectorCache(file, "playground-embeddings")
    short = numpy.asarray([1.0, 0.0], numpy.float32)
    cache.write({cache.key(f"{REFUNDS.title}\n{REFUNDS.body}"): short})
    search.update(ARTICLES)
    await search.ready()
    assert (await _found(search))[0] == "delivery"
    assert {len(vector) for vector in cache.read().values()} == {256}


async def test_many_articles_are_asked_for_in_batches(search: SemanticSearch, playground: OpenAIServer) -> None:
    search.update(Article(f"a{at}", "en", f"Article {at}", f"Number {at} is here.") for at in range(150))
    await search.ready()
    assert [len(request.body["input"]) for request in playground.requests] == [64, 64, 22]


async def test_the_same_question_is_embedded_once(search: SemanticSearch, playground: OpenAIServer) -> None:
    search.update(ARTICLES)
    await search.ready()
    before = playground.asked("embeddings")
    assert await _found(search) == await _found(search)
    assert playground.asked("embeddings") == before + 1


async def test_a_slow_server_is_left_out_and_soon_not_asked_any_more(
    server: ModelServer, file: Path, playground: OpenAIServer, caplog: pytest.LogCaptureFixture
) -> None:
    now = 0.0
    search = SemanticSearch(server, VectorCache(file, "e"), patience=0.05, rest=Rest(lambda: now))
    search.update(ARTICLES)
    await search.ready()
    playground.always(Trouble(wait=None), method="embeddings")
    loop = asyncio.get_running_loop()
    began = loop.time()
    for at in range(20):
        assert await _found(search, f"parcel {at}") == []
    assert loop.time() - began < 1
    assert playground.asked("embeddings") == 1 + 3
    assert caplog.text.count("no embeddings") == 1
    playground.always(Trouble(), method="embeddings")
    now = 31.0
    with caplog.at_level(logging.INFO):
        assert await _eventually_found(search) == "delivery"
    assert "embeddings are back" in caplog.text


async def _eventually_found(search: SemanticSearch) -> str:
    """The patience of this search is too short for a busy machine to be sure of the first try."""
    async with asyncio.timeout(5):
        while not (found := await _found(search)):  # noqa: ASYNC110
            await asyncio.sleep(0)
    return found[0]


@pytest.mark.parametrize(
    "goes_wrong",
    [
        trouble.BROKEN,
        trouble.NO_SUCH_MODEL,
        trouble.WRONG_KEY,
        trouble.rate_limited("30"),
        Trouble(201, "not json"),
        Trouble(201, '{"data": []}'),
        Trouble(201, '{"data": "vectors"}'),
        Trouble(201, '{"data": [{"index": 0, "embedding": []}]}'),
        Trouble(201, '{"data": [{"index": 0, "embedding": [1.0, 2.0]}]}'),
        Trouble(201, '{"data": [{"index": 1, "embedding": [1.0]}]}'),
        Trouble(201, '{"data": [{"index": 0, "embedding": [1e999]}]}'),
        Trouble(201, "<html>", {"Content-Type": "text/html"}),
    ],
)
async def test_a_server_that_fails_finds_nothing_and_says_so_once(
    search: SemanticSearch, playground: OpenAIServer, goes_wrong: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    search.update(ARTICLES)
    await search.ready()
    playground.script(goes_wrong, method="embeddings")
    assert await _found(search) == []
    assert caplog.text.count("no embeddings") == 1


async def test_articles_are_asked_for_until_the_server_gives_them(
    search: SemanticSearch, playground: OpenAIServer
) -> None:
    playground.script(trouble.BROKEN, Trouble(201, "not json"), trouble.rate_limited(), method="embeddings")
    search.update(ARTICLES)
    await search.ready()
    assert playground.asked("embeddings") == 4
    assert (await _found(search))[0] == "delivery"


async def test_an_update_takes_the_place_of_the_one_under_way(search: SemanticSearch, playground: OpenAIServer) -> None:
    playground.script(Trouble(wait=None), method="embeddings")
    search.update((REFUNDS,))
    await asyncio.sleep(0.02)
    search.update((DELIVERY,))
    await search.ready()
    assert await _found(search) == ["delivery"]


async def test_a_broken_file_is_set_aside(search: SemanticSearch, broken: Path) -> None:
    search.update(ARTICLES)
    await search.ready()
    assert (await _found(search))[0] == "delivery"
    assert broken.with_name("embeddings.db.broken").exists()


async def test_without_a_place_for_the_file_questions_are_searched_for_by_words_alone(
    server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "occupied.db").mkdir()
    search = SemanticSearch(server, VectorCache(tmp_path / "occupied.db", "e"))
    search.update(ARTICLES)
    await search.ready()
    assert await _found(search) == []
    assert "cannot be kept" in caplog.text


# --- joined with what the words found
def _hit(id: str, score: float = 0.0, exact: bool = False) -> Hit:
    return Hit(Article(id, "en", id, "Body."), split_into_passages("Body.")[0], score, exact)


LEXICAL = (_hit("a", 9), _hit("b", 5), _hit("c", 2))


@pytest.mark.parametrize(
    ("semantic", "order"),
    [
        ((), "abc"),
        ((_hit("a"), _hit("b"), _hit("c")), "abc"),
        ((_hit("b"), _hit("a")), "abc"),
        ((_hit("b"), _hit("c")), "bca"),
        ((_hit("d"), _hit("b")), "badc"),
        ((_hit("x"),), "axbc"),
    ],
)
def test_what_both_find_rises(semantic: tuple[Hit, ...], order: str) -> None:
    assert "".join(_ids(fused(LEXICAL, semantic))) == order


def test_each_article_is_there_once_with_the_score_of_the_words() -> None:
    joined = fused(LEXICAL, (_hit("c"), _hit("d")))
    assert sorted((hit.article.id, hit.score) for hit in joined) == [("a", 9), ("b", 5), ("c", 2), ("d", 0)]


def test_what_is_named_exactly_stays_first() -> None:
    assert _ids(fused((_hit("a", 1, exact=True), _hit("b", 9)), (_hit("b"),))) == ["a", "b"]


def test_where_only_the_meaning_finds_something_that_is_found() -> None:
    assert _ids(fused((), (_hit("a"),))) == ["a"]
