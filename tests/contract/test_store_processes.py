"""What is shown of the processes of a desk: those that live, and what each holds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.model.figures import ProcessRow
from core.model.lease import Member, alone, deciding, sending
from core.ports import Store

SECOND = timedelta(seconds=1)


async def lives(
    store: Store,
    id: str,
    roles: tuple[str, ...],
    now: datetime,
    holds: Sequence[str] = (),
    time: timedelta = 5 * SECOND,
) -> None:
    async def work(tx) -> None:
        await tx.members.seen(Member(id, roles, now), 60 * SECOND)
        if holds:
            await tx.leases.take(holds, id, time, now)

    await store.transact(work)


async def shown(store: Store, now: datetime, since: datetime) -> list[ProcessRow]:
    return await store.transact(lambda tx: tx.health.processes(since, now))


async def test_each_is_shown_with_what_it_holds(store: Store) -> None:
    now = datetime.now(UTC)
    await lives(store, "attic", ("worker", "sender"), now, [sending(3), deciding(1), alone("shifts")])
    await lives(store, "cellar", ("board",), now)
    rows = await shown(store, now, now - 10 * SECOND)
    assert [(row.id, row.roles, row.holds) for row in rows] == [
        ("attic", ("worker", "sender"), ("alone/shifts", "decide/1", "send/3")),
        ("cellar", ("board",), ()),
    ]


async def test_what_is_over_is_nobodys(store: Store) -> None:
    now = datetime.now(UTC)
    await lives(store, "attic", ("worker",), now, [deciding(1)], time=0 * SECOND)
    rows = await shown(store, now, now - 10 * SECOND)
    assert [(row.id, row.holds) for row in rows] == [("attic", ())]


async def test_who_was_not_seen_is_not_shown(store: Store) -> None:
    now = datetime.now(UTC)
    await lives(store, "attic", ("worker",), now)
    assert await shown(store, now, now + 20 * SECOND) == []


async def test_a_desk_of_one_process_has_none(store: Store) -> None:
    now = datetime.now(UTC)
    assert await shown(store, now, now - 10 * SECOND) == []
