"""How transactions that are run together keep what each was promised: the same comes of them as when each runs by itself."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.conversation import Conversation
from core.model.effects import Note
from core.model.ids import Address, ConversationId, EffectId
from core.model.lease import Lease
from core.model.rows import Message, NewEffect, Received
from core.ports import Transaction
from core.store.errors import LeaseLost, RowOver
from core.store.postgres import PostgresStore
from core.store.postgres import store as store_module
from tests.servers import empty_database, postgres

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHAT = Address("telegram", "1")


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(url)
    yield store
    await store.close()


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for in the same moment is one group."""
    monkeypatch.setattr(store_module, "_BUSY", 1)
    monkeypatch.setattr(store_module, "_PATIENCE", 10)


async def transactions_behind(url: str, table: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(f"SELECT count(DISTINCT xmin::text) FROM {table}")
    finally:
        await connection.close()


async def put_all(store: PostgresStore, number: int) -> None:
    await asyncio.gather(*(store.transact(lambda tx, n=n: tx.keep.put(f"name{n}", "x")) for n in range(number)))


async def test_a_hundred_callers_share_a_few_transactions(url: str, store: PostgresStore) -> None:
    await put_all(store, 100)
    assert await transactions_behind(url, "keep") < 20


async def test_a_caller_alone_waits_for_nobody(url: str, store: PostgresStore) -> None:
    for number in range(5):
        await store.transact(lambda tx, n=number: tx.keep.put(f"name{n}", "x"))
    assert await transactions_behind(url, "keep") == 5


@pytest.mark.usefixtures("together")
async def test_an_error_in_one_leaves_the_others_of_its_group(url: str, store: PostgresStore) -> None:
    async def work(tx: Transaction, number: int, *, first: bool) -> int:
        if number == 3 and first:
            raise LookupError("before it has written")
        await tx.keep.put(f"name{number}", "x")
        if number == 3:
            raise LookupError("after it has written")
        return number

    for first in (True, False):
        asked = [store.transact(lambda tx, n=n, first=first: work(tx, n, first=first)) for n in range(6)]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert [0 if isinstance(each, LookupError) else each for each in results] == [0, 1, 2, 0, 4, 5]
        assert await store.transact(lambda tx: tx.keep.get("name3")) is None
    assert await transactions_behind(url, "keep") == 5, "after it has written they are run apart"


@pytest.mark.usefixtures("together")
async def test_a_lease_that_is_lost_is_lost_for_those_who_guard_it(url: str, store: PostgresStore) -> None:
    names = ["decide/1", "decide/2"]
    one, _ = await store.transact(lambda tx: tx.leases.take(names, "ann", timedelta(minutes=1), NOON))

    async def work(tx: Transaction, number: int) -> None:
        await tx.leases.guard(one if number % 2 else Lease("decide/2", 7), NOON)
        await tx.keep.put(f"name{number}", "x")

    asked = [store.transact(lambda tx, n=n: work(tx, n)) for n in range(6)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in results] == [LeaseLost, type(None)] * 3
    assert await transactions_behind(url, "keep") == 1


@pytest.mark.usefixtures("together")
async def test_decisions_about_one_conversation_come_one_after_the_other(url: str, store: PostgresStore) -> None:
    ids = [ConversationId(f"telegram:{number % 3}") for number in range(30)]

    async def decide(tx: Transaction, id: ConversationId) -> int:
        before = await tx.conversations.load(id) or Conversation(id, CHAT)
        await tx.keep.get("panel")
        await tx.conversations.save(Conversation(id, CHAT, turn=before.turn + 1), NOON)
        return before.turn

    turns = await asyncio.gather(*(store.transact(lambda tx, id=id: decide(tx, id)) for id in ids))
    assert Counter(zip(ids, turns, strict=True)) == Counter((id, turn) for id in set(ids) for turn in range(10))
    assert await transactions_behind(url, "conversations") == 1


@pytest.mark.usefixtures("together")
async def test_those_who_wait_for_each_other_are_run_apart(store: PostgresStore) -> None:
    ann, ben = ConversationId("telegram:1"), ConversationId("telegram:2")
    for id in (ann, ben):
        await store.transact(lambda tx, id=id: tx.conversations.save(Conversation(id, CHAT), NOON))

    async def decide(tx: Transaction, first: ConversationId, second: ConversationId) -> None:
        for id in (first, second):
            before = await tx.conversations.load(id)
            assert before is not None
            await tx.conversations.save(Conversation(id, CHAT, turn=before.turn + 1), NOON)

    await asyncio.gather(
        store.transact(lambda tx: decide(tx, ann, ben)), store.transact(lambda tx: decide(tx, ben, ann))
    )
    for id in (ann, ben):
        after = await store.transact(lambda tx, id=id: tx.conversations.load(id))
        assert after is not None
        assert after.turn == 2


@pytest.mark.usefixtures("together")
async def test_what_another_process_decides_about_is_left_and_the_others_go_on(url: str, store: PostgresStore) -> None:
    ids = [ConversationId(f"telegram:{number}") for number in range(5)]
    for id in ids:
        await store.transact(lambda tx, id=id: tx.conversations.save(Conversation(id, CHAT), NOON))
    locked, go_on = asyncio.Event(), asyncio.Event()

    async def take_long(tx: Transaction) -> None:
        assert await tx.conversations.load(ids[2]) is not None
        locked.set()
        await go_on.wait()
        await tx.conversations.save(Conversation(ids[2], CHAT, turn=1), NOON)

    async def decide(tx: Transaction, id: ConversationId) -> int:
        before = await tx.conversations.load(id)
        assert before is not None
        await tx.conversations.save(Conversation(id, CHAT, turn=before.turn + 1), NOON)
        return before.turn

    other = await PostgresStore.open(url)
    long = asyncio.create_task(other.transact(take_long))
    await locked.wait()
    decisions = [asyncio.create_task(store.transact(lambda tx, id=id: decide(tx, id))) for id in ids]
    done, (held,) = await asyncio.wait(decisions, timeout=0.5)
    assert held is decisions[2]
    assert {each.result() for each in done} == {0}
    go_on.set()
    await long
    assert await held == 1
    await other.close()


async def test_processes_that_decide_about_the_same_are_not_in_each_other_s_way(url: str, store: PostgresStore) -> None:
    ids = [ConversationId(f"telegram:{number}") for number in range(8)]
    for id in ids:
        await store.transact(lambda tx, id=id: tx.conversations.save(Conversation(id, CHAT), NOON))

    async def decide(tx: Transaction, number: int) -> None:
        for _ in range(number % 3):
            await tx.keep.get("panel")
        before = await tx.conversations.load(ids[number % 8])
        assert before is not None
        await tx.keep.get("offset")
        await tx.conversations.save(Conversation(before.id, CHAT, turn=before.turn + 1), NOON)

    other = await PostgresStore.open(url)
    await asyncio.gather(*(each.transact(lambda tx, n=n: decide(tx, n)) for n in range(160) for each in (store, other)))
    turns = [await store.transact(lambda tx, id=id: tx.conversations.load(id)) for id in ids]
    assert [each.turn for each in turns if each] == [40] * 8
    await other.close()
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0
    await connection.close()


@pytest.mark.usefixtures("together")
async def test_each_gets_the_rows_of_its_own_questions(store: PostgresStore) -> None:
    """Also where the same statement is asked with other values, with the same, and for several rows at once."""

    async def write(tx: Transaction, number: int) -> list[tuple[str, int]]:
        id = ConversationId(f"telegram:{number}")
        rows = [NewEffect(EffectId(f"{number}.{index}"), id, str(id), Note("hello"), 1) for index in range(number % 4)]
        lines = [Message(id, number, "customer", "Anna", f"{number}/{index}", NOON) for index in range(number % 3)]
        assert await tx.inbox.add([Received(f"{number}/{n % 2}", "core", id, "{}") for n in range(4)], NOON) == 2
        await tx.transcript.add(lines)
        return [(row.id, row.seq) for row in await tx.outbox.add(rows, NOON)]

    added = await asyncio.gather(*(store.transact(lambda tx, n=n: write(tx, n)) for n in range(20)))
    waiting = await store.transact(lambda tx: tx.outbox.waiting())
    assert sorted(each for rows in added for each in rows) == sorted((row.id, row.seq) for row in waiting)
    assert [[id for id, _ in rows] for rows in added] == [[f"{n}.{index}" for index in range(n % 4)] for n in range(20)]

    async def read(tx: Transaction, number: int) -> list[str]:
        return [line.text for line in await tx.transcript.read(ConversationId(f"telegram:{number}"))]

    lines = await asyncio.gather(*(store.transact(lambda tx, n=n: read(tx, n)) for n in (*range(20), 5, 5, 99)))
    assert lines == [[f"{n}/{index}" for index in range(n % 3)] for n in (*range(20), 5, 5)] + [[]]


# --- together and apart, the same comes of them ---


class Story(NamedTuple):
    """What a work does: takes a turn in conversations, one after the other, hears of keys, and perhaps fails at a step."""

    conversations: tuple[int, ...]
    keys: tuple[int, ...]
    fails_at: int | None


class Told(NamedTuple):
    turns: list[tuple[int, int]]
    new: int


_names = st.integers(0, 2)
STORIES = st.lists(
    st.builds(
        Story,
        st.lists(_names, max_size=2, unique=True).map(tuple),
        st.lists(_names, max_size=2, unique=True).map(tuple),
        st.none() | st.none() | st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)
_examples = count()


def fresh(name: int) -> Conversation:
    return Conversation(ConversationId(f"telegram:{name}"), CHAT)


async def tell(tx: Transaction, number: int, story: Story) -> Told:
    steps = count()

    def step() -> None:
        if next(steps) == story.fails_at:
            raise LookupError(number)

    turns = []
    step()
    for name in story.conversations:
        id = ConversationId(f"telegram:{name}")
        before = await tx.conversations.load(id)
        assert before is not None
        await tx.conversations.save(Conversation(id, CHAT, turn=before.turn + 1), NOON)
        turns.append((name, before.turn))
        step()
    new = await tx.inbox.add([Received(str(key), "core", str(number), "{}") for key in story.keys], NOON)
    step()
    await tx.audit.note("told", str(number), "whole", NOON)
    return Told(turns, new)


async def what_comes(stories: Sequence[Story]) -> None:
    """That of stories which fail nothing is left, that each conversation has as many turns as it was told, one after the
    other, that each key is new for one, and that each story was told once."""
    store = await PostgresStore.open(await empty_database(postgres()))
    try:
        for name in range(3):
            await store.transact(lambda tx, name=name: tx.conversations.save(fresh(name), NOON))
        asked = [store.transact(lambda tx, n=n, story=story: tell(tx, n, story)) for n, story in enumerate(stories)]
        told = await asyncio.gather(*asked, return_exceptions=True)
        noted = await store.transact(lambda tx: tx.audit.noted("told", NOON))
        heard = await store.transact(lambda tx: tx.inbox.next(100, NOON))
    finally:
        await store.close()
    good = [
        (number, story, one)
        for number, (story, one) in enumerate(zip(stories, told, strict=True))
        if isinstance(one, Told)
    ]
    assert sorted(number for number, *_ in noted) == sorted(str(number) for number, *_ in good)
    for number, (story, one) in enumerate(zip(stories, told, strict=True)):
        fails = story.fails_at is not None and story.fails_at <= len(story.conversations) + 1
        assert isinstance(one, Told) != fails
        assert not isinstance(one, LookupError) or one.args == (number,)
    for name in range(3):
        turns = [turn for _, _, one in good for of, turn in one.turns if of == name]
        assert sorted(turns) == list(range(len(turns)))
    assert sorted(row.key for row in heard) == sorted({str(key) for _, story, _ in good for key in story.keys})
    assert Counter(int(row.stream) for row in heard) == Counter({number: one.new for number, _, one in good if one.new})


@pytest.mark.parametrize("largest", [50, 3, 1], ids=["together", "in threes", "apart"])
@settings(max_examples=20, deadline=None)
@given(stories=STORIES)
def test_the_same_comes_of_them_together_and_apart(largest: int, stories: list[Story]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "_LARGEST_GROUP", largest)
        patch.setattr(store_module, "_BUSY", 2)
        asyncio.run(what_comes(stories))


@pytest.mark.usefixtures("together")
async def test_a_refusal_in_one_leaves_the_others_of_its_group(store: PostgresStore) -> None:
    async def work(tx: Transaction, number: int) -> None:
        await tx.keep.put(f"name{number}", "x")
        if number == 2:
            await tx.outbox.settle(99, "done")

    results = await asyncio.gather(
        *(store.transact(lambda tx, n=n: work(tx, n)) for n in range(5)), return_exceptions=True
    )
    assert [type(each) for each in results] == [type(None), type(None), RowOver, type(None), type(None)]
    kept = [await store.transact(lambda tx, n=n: tx.keep.get(f"name{n}")) for n in range(5)]
    assert kept == ["x", "x", None, "x", "x"]
