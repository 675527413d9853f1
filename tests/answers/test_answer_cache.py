"""An answer is said again to the same question about the same articles, and to no other."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from core.answers.answer_cache import AnswerCache, Cached
from core.answers.articles import Article
from core.answers.help_centre import Hit
from core.answers.passages import Passage
from core.answers.writing import Draft, Show, cite
from core.model.answer import Quotation, Usage
from core.model.ids import Language
from core.model.question import Question
from core.ports import Store
from core.store.sqlite import SqliteStore

REFUND = Article("refund", "en", "When do I get my refund?", "Within 14 days.", address="https://help.example/refund")
FEES = Article("fees", "en", "What are the fees?", "9 % of the price.")


def hit(article: Article) -> Hit:
    return Hit(article, Passage("", article.body), 3.0)


HITS = (hit(REFUND), hit(FEES))
ASKED = Question("When do I get my money back?", Language("en"), customer="anna", conversation="telegram:1")
DRAFT = Draft(
    "Within **14 days**.",
    (cite(HITS[0]),),
    (Quotation("Within 14 days.", cite(HITS[0])),),
    Usage(900, 100, 0.01, "small"),
    "model",
)
FREE = msgspec.structs.replace(DRAFT, usage=None)


class Clock:
    time = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
async def cache(store: Store, clock: Clock) -> AnswerCache:
    """It remembers one draft."""
    cache = AnswerCache(store, clock, model="small", prompt="1", days=30)
    await cache.remember(ASKED, HITS, DRAFT)
    return cache


def asked(text: str = ASKED.text, **other: object) -> Question:
    return msgspec.structs.replace(ASKED, text=text, **other)


async def test_a_draft_comes_back_whole_and_costs_nothing(cache: AnswerCache):
    assert await cache.find(ASKED, HITS) == FREE


@pytest.mark.parametrize(
    "same",
    [
        asked("when do i get my money back"),
        asked("  When do I get\nmy money back ?!"),
        asked(customer="bert", conversation="telegram:2"),
    ],
)
async def test_the_same_question_from_anybody_in_any_dress_is_the_same(cache: AnswerCache, same: Question):
    assert await cache.find(same, HITS) == FREE


@pytest.mark.parametrize(
    "other",
    [
        asked("When do I get my money?"),
        asked(language=Language("nl")),
        asked(before=("I sent it back",)),
        asked(audience="seller"),
        asked(topic="fees"),
    ],
)
async def test_another_question_is_another(cache: AnswerCache, other: Question):
    assert await cache.find(other, HITS) is None


@pytest.mark.parametrize(
    "hits",
    [
        (hit(msgspec.structs.replace(REFUND, body="Within 7 days.")), HITS[1]),
        (hit(msgspec.structs.replace(REFUND, address="https://help.example/new")), HITS[1]),
        (HITS[0], hit(msgspec.structs.replace(FEES, body="8 % of the price."))),
        (HITS[0],),
        (HITS[1], HITS[0]),
    ],
)
async def test_when_an_article_that_was_handed_over_has_changed_nothing_old_is_said(
    cache: AnswerCache, hits: Sequence[Hit]
):
    assert await cache.find(ASKED, hits) is None


async def test_how_well_the_articles_were_found_makes_no_difference(cache: AnswerCache):
    assert await cache.find(ASKED, [msgspec.structs.replace(each, score=9.0) for each in HITS]) == FREE


@pytest.mark.parametrize("versions", [{"model": "large", "prompt": "1"}, {"model": "small", "prompt": "2"}])
@pytest.mark.usefixtures("cache")
async def test_another_model_or_other_instructions_answer_anew(store: Store, clock: Clock, versions: dict[str, str]):
    assert await AnswerCache(store, clock, **versions).find(ASKED, HITS) is None


async def test_a_draft_expires_even_if_it_was_remembered_again(cache: AnswerCache, clock: Clock):
    clock.time += timedelta(days=29)
    await cache.remember(ASKED, HITS, FREE)
    assert await cache.find(ASKED, HITS) == FREE
    clock.time += timedelta(days=1)
    assert await cache.find(ASKED, HITS) is None


async def test_what_has_expired_makes_room_for_a_new_draft(cache: AnswerCache, clock: Clock):
    clock.time += timedelta(days=31)
    fresh = msgspec.structs.replace(FREE, markdown="Within 14 days, always.")
    await cache.remember(ASKED, HITS, fresh)
    assert await cache.find(ASKED, HITS) == fresh


async def test_no_more_drafts_are_kept_than_may_be(store: Store, clock: Clock):
    cache = AnswerCache(store, clock, model="small", most=2)
    questions = [asked(f"question {word}") for word in ("one", "two", "three")]
    for question in questions:
        await cache.remember(question, HITS, DRAFT)
        clock.time += timedelta(seconds=1)
    assert [await cache.find(question, HITS) for question in questions] == [None, FREE, FREE]


@pytest.mark.parametrize(
    "private", [asked("Where is order 48213?"), asked("And now?", before=("I am anna@shop.example",))]
)
async def test_a_question_with_personal_data_is_not_kept(store: Store, clock: Clock, private: Question):
    cache = AnswerCache(store, clock, model="small")
    await cache.remember(private, HITS, DRAFT)
    assert await cache.find(private, HITS) is None


async def test_an_endless_draft_is_not_kept(store: Store, clock: Clock):
    cache = AnswerCache(store, clock, model="small")
    await cache.remember(ASKED, HITS, msgspec.structs.replace(DRAFT, markdown="very " * 10_000))
    assert await cache.find(ASKED, HITS) is None


async def test_a_draft_of_another_release_is_written_anew(tmp_path: Path, clock: Clock):
    store = SqliteStore.open(tmp_path / "desk.db")
    cache = AnswerCache(store, clock, model="small")
    await cache.remember(ASKED, HITS, DRAFT)
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database, database:
        database.execute("""UPDATE answer_cache SET draft = '{"text": "old"}'""")
    assert await cache.find(ASKED, HITS) is None
    await store.close()


async def test_without_a_store_there_is_an_answer_all_the_same(clock: Clock, caplog: pytest.LogCaptureFixture):
    closed = SqliteStore.open(":memory:")
    await closed.close()
    cache = AnswerCache(closed, clock, model="small")
    await cache.remember(ASKED, HITS, DRAFT)
    assert await cache.find(ASKED, HITS) is None
    assert caplog.text.count("the store is closed") == 2


class Once:
    """A writer that counts."""

    def __init__(self) -> None:
        self.asked = 0

    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        self.asked += 1
        return DRAFT


async def show(text: str) -> None:
    raise AssertionError(text)


async def test_a_writer_is_asked_until_somebody_remembers_what_it_said(store: Store, clock: Clock):
    writer, cache = Once(), AnswerCache(store, clock, model="small")
    cached = Cached(writer, cache)
    assert await cached.write(ASKED, HITS, show) == DRAFT
    assert await cached.write(ASKED, HITS, show) == DRAFT
    await cache.remember(ASKED, HITS, DRAFT)
    assert await cached.write(ASKED, HITS, show) == FREE
    assert writer.asked == 2
