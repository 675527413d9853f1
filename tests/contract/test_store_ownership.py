"""What every store promises to processes that share the work: what each holds, which of them live, and whose each row is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.model.effects import Note
from core.model.ids import ConversationId, EffectId
from core.model.lease import Lease, Member
from core.model.rows import NewEffect, OutboxRow, Received
from core.model.slots import SLOTS, slot_of
from core.ports import Store
from core.store.errors import LeaseLost

LONG, OVER_AT_ONCE = timedelta(minutes=1), timedelta(0)
MAIL, DUTY = "alone/mail", "alone/duty"


def now() -> datetime:
    return datetime.now(UTC)


async def take(store: Store, holder: str, *names: str, time: timedelta = LONG) -> list[Lease]:
    return await store.transact(lambda tx: tx.leases.take(names, holder, time, now()))


async def prolong(store: Store, holder: str) -> set[Lease]:
    return set(await store.transact(lambda tx: tx.leases.prolong(holder, LONG, now())))


async def release(store: Store, holder: str, *names: str) -> None:
    await store.transact(lambda tx: tx.leases.release(names, holder))


async def guard(store: Store, lease: Lease) -> None:
    await store.transact(lambda tx: tx.leases.guard(lease, now()))


# --- leases ---


async def test_what_is_free_is_taken_and_what_is_held_is_not(store: Store) -> None:
    assert await take(store, "ann", MAIL) == [Lease(MAIL, 1)]
    assert await take(store, "ben", MAIL, DUTY) == [Lease(DUTY, 1)]
    assert await take(store, "ann", MAIL) == [], "nor by its own holder, who prolongs it"
    assert await take(store, "ann") == []


async def test_what_is_over_is_taken_in_a_new_epoch(store: Store) -> None:
    await take(store, "ann", MAIL, time=OVER_AT_ONCE)
    assert await take(store, "ben", MAIL) == [Lease(MAIL, 2)]


async def test_what_is_released_is_taken_in_a_new_epoch_and_what_is_another_s_stays_theirs(store: Store) -> None:
    await take(store, "ann", MAIL)
    await take(store, "ben", DUTY)
    await release(store, "ann", MAIL, DUTY)
    assert await take(store, "cid", MAIL, DUTY) == [Lease(MAIL, 2)]


async def test_all_that_is_still_held_is_prolonged(store: Store) -> None:
    await take(store, "ann", MAIL, "send/1")
    await take(store, "ann", DUTY, time=OVER_AT_ONCE)
    await take(store, "ben", "send/2")
    assert await prolong(store, "ann") == {Lease(MAIL, 1), Lease("send/1", 1)}
    assert await prolong(store, "nobody") == set()


async def test_what_is_held_is_guarded(store: Store) -> None:
    (lease,) = await take(store, "ann", MAIL)
    await prolong(store, "ann")
    await guard(store, lease)  # raises nothing
    assert await take(store, "ben", MAIL) == []


@pytest.mark.parametrize("time", [LONG, OVER_AT_ONCE], ids=["released", "over"])
async def test_what_is_held_no_more_is_lost(store: Store, time: timedelta) -> None:
    (lease,) = await take(store, "ann", MAIL, time=time)
    if time is LONG:
        await release(store, "ann", MAIL)
    with pytest.raises(LeaseLost, match=MAIL):
        await guard(store, lease)
    (theirs,) = await take(store, "ben", MAIL)
    with pytest.raises(LeaseLost):
        await guard(store, lease)
    await guard(store, theirs)


async def test_nothing_is_written_under_a_lease_that_is_lost(store: Store) -> None:
    async def work(tx) -> None:
        await tx.keep.put("panel", "C1:1.0")
        await tx.leases.guard(Lease(MAIL, 7), now())

    with pytest.raises(LeaseLost):
        await store.transact(work)
    assert await store.transact(lambda tx: tx.keep.get("panel")) is None


# --- members ---


async def seen(store: Store, id: str, alive: timedelta = LONG) -> list[tuple[str, tuple[str, ...]]]:
    member = Member(id, ("worker", id), now())
    return [(each.id, each.roles) for each in await store.transact(lambda tx: tx.members.seen(member, alive))]


async def test_those_who_live_know_of_each_other_until_they_leave(store: Store) -> None:
    assert await seen(store, "ben") == [("ben", ("worker", "ben"))]
    assert await seen(store, "ann") == [("ann", ("worker", "ann")), ("ben", ("worker", "ben"))]
    await store.transact(lambda tx: tx.members.left("ben"))
    assert await seen(store, "ann") == [("ann", ("worker", "ann"))]


async def test_who_is_not_seen_for_a_while_is_forgotten(store: Store) -> None:
    short = timedelta(milliseconds=50)
    await seen(store, "ben")
    await asyncio.sleep(0.06)
    assert [id for id, _ in await seen(store, "ann", short)] == ["ann"]


# --- whose each row is ---

STREAMS = [f"telegram:{number}" for number in range(8)]


async def test_what_came_in_is_taken_by_its_slot(store: Store) -> None:
    items = [Received(stream, "telegram", stream, "{}") for stream in STREAMS]
    await store.transact(lambda tx: tx.inbox.add(items, now()))
    mine = [slot_of(stream) for stream in STREAMS[2:5]]
    rows = await store.transact(lambda tx: tx.inbox.next(100, now(), mine))
    assert [row.key for row in rows] == [stream for stream in STREAMS if slot_of(stream) in mine]
    assert len(await store.transact(lambda tx: tx.inbox.next(100, now(), range(SLOTS)))) == len(STREAMS)
    assert await store.transact(lambda tx: tx.inbox.next(100, now(), ())) == []


async def waiting(store: Store, *slots: int) -> list[int]:
    return await store.transact(lambda tx: tx.lanes.waiting(slots))


async def send(store: Store) -> list[OutboxRow]:
    rows = [
        NewEffect(EffectId(f"{number}.0"), ConversationId(stream), lane, Note("hello"), turn=1)
        for number, stream in enumerate(STREAMS)
        for lane in (stream if number % 2 else f"ask:{stream}",)
    ]
    return await store.transact(lambda tx: tx.outbox.add(rows, now()))


async def test_what_waits_in_a_lane_of_its_stream_s_own_has_the_stream_s_slot(store: Store) -> None:
    rows = await send(store)
    slot = slot_of(STREAMS[3])
    assert await waiting(store, slot) == [row.seq for row in rows if slot_of(row.conversation) == slot]
    assert await waiting(store, *range(SLOTS)) == [row.seq for row in rows]


async def test_what_waits_is_read_by_its_numbers(store: Store) -> None:
    first, second, third, *_ = await send(store)
    await store.transact(lambda tx: tx.outbox.settle(second.seq, "done"))
    found = await store.transact(lambda tx: tx.lanes.these([third.seq, second.seq, first.seq, 9999]))
    assert found == [first, third]
