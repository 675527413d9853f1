"""What waits in a lane for its destination's rate goes out as one, and whatever happens to that nothing is lost or doubled."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.engine import dispatcher, outcomes, retry
from core.engine.clock import SystemClock
from core.engine.dispatcher import Dispatcher
from core.engine.intake import DurableIntake
from core.engine.joining import MOST
from core.engine.routes import Routes
from core.model.effects import Effect, Post
from core.model.errors import Limited, Refused, Transient, Uncertain
from core.model.ids import Address, ConversationId, EffectId
from core.model.posts import Relay, Remark
from core.model.rows import Company, Done, Limit, NewEffect, OutboxRow, key_of
from core.model.view import text
from core.store.sqlite import SqliteStore
from tests.engine.fakes import dead, kept, until

THREAD = Address("slack", "C1/1.1")
ANNA = ConversationId("telegram:1001")
QUICK = 12.0  # posts a second: slow for the desk, also where its disk pauses for a moment


class Thread:
    """Joins words, posts them under all their keys, and finds by these what it has posted before; `will` fail with these first."""

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self.posts: list[tuple[str, tuple[str, ...]]] = []
        self.tries = 0
        self._will: list[tuple[Exception, bool]] = []

    def will(self, error: Exception, *, happens: bool = False) -> None:
        """The next try fails so, whether it is carried out all the same or not."""
        self._will.append((error, happens))

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"staff:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return (Limit("slack:C1", self.per_second),)

    def parts(self, effect: Effect) -> int:
        return 1

    def join(self, first: Effect, then: Effect) -> Effect | None:
        match first, then:
            case Post(body=Relay() as said), Post(to=to, body=Relay() as more):
                return Post(to, Relay(said.author, f"{said.text} {more.text}"))
            case _:
                return None

    async def perform(self, row: OutboxRow) -> Done:
        self.tries += 1
        error, happens = self._will.pop(0) if self._will else (None, True)
        found = row.attempts > 1 and any(key_of(row) in keys for _, keys in self.posts)
        if happens and not found:
            assert isinstance(row.effect, Post)
            said = row.effect.body.text if isinstance(row.effect.body, Relay) else "-"
            self.posts.append((str(said), (key_of(row), *map(key_of, row.joined))))
        if error:
            raise error
        return Done(f"ts{len(self.posts)}")

    @property
    def said(self) -> list[str]:
        return [words for words, _ in self.posts]


class InCompany(Thread):
    """Words come in threes, within a moment."""

    def company(self, effect: Effect) -> Company | None:
        return Company(timedelta(seconds=0.05), most=3) if isinstance(effect, Post) else None


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "POSTING", retry.POSTING._replace(first=timedelta(milliseconds=2)))
    for part in (dispatcher, outcomes):
        monkeypatch.setattr(part, "PAUSE", 0.002)


@pytest.fixture
def thread() -> Thread:
    return Thread(QUICK)


@pytest.fixture
async def lanes(store: SqliteStore, thread: Thread) -> AsyncIterator[Dispatcher]:
    lanes = over(store, thread)
    yield lanes
    await lanes.stop(within=0.1)


def over(store: SqliteStore, thread: Thread) -> Dispatcher:
    clock = SystemClock()
    return Dispatcher(store, Routes({"slack": thread}, {}, thread), clock, DurableIntake(store, clock))


async def queued(store: SqliteStore, *said: str) -> list[OutboxRow]:
    """ "-" is a remark, which no words are joined with."""
    effects = [
        Post(THREAD, Remark(text("staff.released"))) if words == "-" else Post(THREAD, Relay("", words))
        for words in said
    ]
    rows = [
        NewEffect(EffectId(f"{number}.0"), ANNA, f"staff:{ANNA}", effect, 1) for number, effect in enumerate(effects)
    ]
    return await store.transact(lambda tx: tx.outbox.add(rows, datetime.now(UTC)))


async def finish(lanes: Dispatcher) -> None:
    await until(lambda: not lanes.waiting())


async def test_thirty_quick_messages_arrive_in_order_within_a_few_posts(
    store: SqliteStore, thread: Thread, lanes: Dispatcher
) -> None:
    words = [str(number) for number in range(30)]
    lanes.put(await queued(store, *words))
    await finish(lanes)
    assert " ".join(thread.said).split() == words
    assert thread.said[0] == "0", "the first one does not wait"
    assert len(thread.posts) == 2


async def test_nothing_is_joined_where_the_rate_allows_each(store: SqliteStore) -> None:
    thread = Thread(1e9)
    lanes = over(store, thread)
    lanes.put(await queued(store, "a", "b", "c"))
    await finish(lanes)
    assert thread.said == ["a", "b", "c"]


async def test_what_comes_in_company_is_joined_whether_the_rate_allows_each_or_not(store: SqliteStore) -> None:
    thread = InCompany(1e9)
    lanes = over(store, thread)
    first, *others = await queued(store, "a", "b", "c", "d", "e")
    lanes.put([first])
    await asyncio.sleep(0.01)
    lanes.put(others)
    await finish(lanes)
    assert thread.said == ["a b c", "d e"]


async def test_what_cannot_be_joined_ends_a_post_and_keeps_its_place(
    store: SqliteStore, thread: Thread, lanes: Dispatcher
) -> None:
    lanes.put(await queued(store, "a", "b", "c", "-", "d", "e"))
    await finish(lanes)
    assert thread.said == ["a", "b c", "-", "d e"]


async def test_all_that_went_out_as_one_is_done(filed: SqliteStore, tmp_path: Path, thread: Thread) -> None:
    lanes = over(filed, thread)
    lanes.put(await queued(filed, "a", "b", "c"))
    await finish(lanes)
    assert kept(tmp_path, "SELECT state, receipt, attempts FROM outbox ORDER BY seq") == [
        ("done", "ts1", 1),
        ("done", "ts2", 1),
        ("done", "ts2", 1),
    ]


@pytest.mark.parametrize("happens", [False, True], ids=["did not", "did"])
@pytest.mark.parametrize(
    "error", [Limited("429", 0.01, "key"), Transient("502"), Uncertain("no answer"), KeyError("x")]
)
async def test_what_failed_as_one_is_tried_again_as_one(
    store: SqliteStore, thread: Thread, lanes: Dispatcher, error: Exception, happens: bool
) -> None:
    """What comes meanwhile waits for the next post, so that what is found is all of it."""
    first, *others = await queued(store, "a", "b", "c", "d", "e")
    lanes.put([first])
    await finish(lanes)
    thread.will(error, happens=happens)
    lanes.put(others[:2])
    await until(lambda: thread.tries == 2)
    lanes.put(others[2:])
    await finish(lanes)
    assert thread.said == ["a", "b c", "d e"]


async def test_one_that_is_refused_takes_no_other_with_it(
    store: SqliteStore, thread: Thread, lanes: Dispatcher
) -> None:
    thread.will(Transient("so that the others wait"))
    for _ in range(2):
        thread.will(Refused("not these words"))
    lanes.put(await queued(store, "a", "b", "c"))
    await finish(lanes)
    assert (thread.said, [letter.reason for letter in await dead(store)]) == (["b", "c"], ["not these words"])


@pytest.mark.parametrize("happens", [False, True], ids=["did not", "did"])
async def test_a_fresh_start_finds_each_that_was_posted_and_posts_each_that_was_not(
    store: SqliteStore, thread: Thread, happens: bool
) -> None:
    crashed = over(store, thread)
    rows = await queued(store, "a", "b", "c", "d")
    crashed.put(rows[:1])
    await finish(crashed)
    thread.will(Uncertain("the process dies here"), happens=happens)
    crashed.put(rows[1:])
    await until(lambda: thread.tries == 2)
    await crashed.stop(within=0)

    lanes = over(store, thread)
    await lanes.recover()
    await finish(lanes)
    assert " ".join(thread.said).split() == ["a", "b", "c", "d"]


async def test_one_post_has_room_for_so_many_keys(store: SqliteStore, thread: Thread, lanes: Dispatcher) -> None:
    lanes.put(await queued(store, *(str(number) for number in range(MOST + 2))))
    await finish(lanes)
    assert [len(keys) for _, keys in thread.posts] == [1, MOST, 1]
