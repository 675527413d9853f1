"""Several processes on one database: who holds a lease, whose turn it is, and that nobody writes who should not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.model.conversation import Conversation
from core.model.ids import Address, ConversationId
from core.model.lease import Lease
from core.model.rows import Timer
from core.ports import Transaction
from core.store.errors import LeaseLost
from core.store.postgres import PostgresStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG, SHORT = timedelta(minutes=1), timedelta(milliseconds=100)
SLOT = "decide/17"
ANNA = ConversationId("telegram:1")

Pair = tuple[PostgresStore, PostgresStore]


@pytest.fixture
async def pair(url: str) -> AsyncIterator[Pair]:
    """Two processes, as far as the database can tell."""
    first, second = await PostgresStore.open(url), await PostgresStore.open(url)
    yield first, second
    await first.close()
    await second.close()


async def take(store: PostgresStore, holder: str, time: timedelta = LONG, now: datetime = NOON) -> list[Lease]:
    return await store.transact(lambda tx: tx.leases.take([SLOT], holder, time, now))


class Deciding:
    """A transaction that guards its lease and then goes on only when it is told to."""

    def __init__(self, store: PostgresStore, lease: Lease) -> None:
        self._guards, self._may_go_on = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(store.transact(lambda tx: self._work(tx, lease)))

    async def _work(self, tx: Transaction, lease: Lease) -> None:
        await tx.leases.guard(lease, NOON)
        self._guards.set()
        await self._may_go_on.wait()
        await tx.keep.put("decided", "by ann")

    async def guards(self) -> None:
        await self._guards.wait()

    async def go_on(self) -> None:
        self._may_go_on.set()
        await self._task


async def test_a_lease_that_is_guarded_is_not_taken_over_before_the_end_of_the_transaction(pair: Pair) -> None:
    ann, ben = pair
    (lease,) = await take(ann, "ann", SHORT)
    deciding = Deciding(ann, lease)
    await deciding.guards()
    await asyncio.sleep(0.11)
    assert await take(ben, "ben") == [], "it is over, but somebody writes under it"
    await deciding.go_on()
    assert await take(ben, "ben") == [Lease(SLOT, 2)]


async def test_a_worker_that_slept_writes_nothing(pair: Pair) -> None:
    ann, ben = pair
    (lease,) = await take(ann, "ann", SHORT)
    await asyncio.sleep(0.11)
    await take(ben, "ben")
    with pytest.raises(LeaseLost):
        await Deciding(ann, lease).go_on()
    assert await ben.transact(lambda tx: tx.keep.get("decided")) is None


async def test_a_guard_is_not_in_the_way_of_the_next_beat_nor_of_other_guards(pair: Pair) -> None:
    ann, ben = pair
    (lease,) = await take(ann, "ann")
    first, second = Deciding(ann, lease), Deciding(ben, lease)
    await first.guards()
    await second.guards()
    kept = await asyncio.wait_for(ann.transact(lambda tx: tx.leases.prolong("ann", LONG, NOON)), 1)
    assert kept == [lease]
    await second.go_on()
    await first.go_on()


async def test_what_is_released_in_the_middle_of_a_decision_is_free_after_it(pair: Pair) -> None:
    ann, ben = pair
    (lease,) = await take(ann, "ann")
    deciding = Deciding(ann, lease)
    await deciding.guards()
    await asyncio.wait_for(ann.transact(lambda tx: tx.leases.release([SLOT], "ann")), 1)
    assert await take(ben, "ben") == []
    await deciding.go_on()
    assert await take(ben, "ben") == [Lease(SLOT, 2)]


@pytest.mark.parametrize("skew", [timedelta(days=-400), timedelta(days=400)], ids=["behind", "ahead"])
async def test_a_clock_that_is_wrong_takes_nothing_away(pair: Pair, skew: timedelta) -> None:
    ann, ben = pair
    (lease,) = await take(ann, "ann")
    assert await take(ben, "ben", now=NOON + skew) == []
    await ann.transact(lambda tx: tx.leases.guard(lease, NOON + skew))


async def test_of_many_who_take_at_once_each_lease_is_one_s(pair: Pair) -> None:
    names = [f"send/{number}" for number in range(64)]
    takers = [
        store.transact(lambda tx, n=n: tx.leases.take(names, f"process {n}", LONG, NOON))
        for n, store in enumerate(pair * 5)
    ]
    taken = [lease for leases in await asyncio.gather(*takers) for lease in leases]
    assert len(taken) == len(set(taken)) <= len(names)
    assert {lease.epoch for lease in taken} == {1}


async def test_decisions_about_one_conversation_come_one_after_the_other(pair: Pair) -> None:
    ann, ben = pair
    await ann.transact(lambda tx: tx.conversations.save(Conversation(ANNA, Address("telegram", "1")), NOON))

    async def decide(tx: Transaction) -> None:
        before = await tx.conversations.load(ANNA)
        assert before is not None
        await asyncio.sleep(0.001)
        await tx.conversations.save(Conversation(ANNA, before.customer, turn=before.turn + 1), NOON)

    await asyncio.gather(*(store.transact(decide) for store in (ann, ben) * 10))
    after = await ann.transact(lambda tx: tx.conversations.load(ANNA))
    assert after is not None
    assert after.turn == 20


async def test_each_timer_is_taken_by_one(pair: Pair) -> None:
    timers = [Timer(ConversationId(f"telegram:{number}"), "expire", number, NOON) for number in range(100)]

    async def set_all(tx: Transaction) -> None:
        for timer in timers:
            await tx.timers.set(timer)

    await pair[0].transact(set_all)
    taken: list[Timer] = []

    async def take_some(store: PostgresStore) -> None:
        while due := await store.transact(lambda tx: tx.timers.take_due(NOON, 7)):
            taken.extend(due)

    await asyncio.gather(*(take_some(store) for store in pair * 3))
    assert sorted(timer.turn for timer in taken) == list(range(100))
