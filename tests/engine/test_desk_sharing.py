"""A desk is started and stopped as a whole: alone, or as one of several processes that go on with its work at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.engine.desk import Desk as Heart
from core.engine.dispatcher import Dispatcher
from core.engine.housekeeping import Housekeeping
from core.engine.ownership import ALONE, Alone, Shared
from core.engine.retention.job import Retention
from core.engine.retention.periods import Periods
from core.engine.routes import Routes
from core.engine.shifts import Shifts
from core.engine.timers import Timers
from core.model.ids import ConversationId, EffectId
from core.model.lease import Member, alone, deciding, sending
from core.model.rows import NewEffect
from core.model.slots import SLOTS
from core.ports import Store
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.fakes import ANNA, DAAN, Clock, Unsteady, Wire, say, until

EVERYTHING = [alone("housekeeping"), alone("shifts"), deciding(0), sending(0)]


class Now(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


class Running:
    """One process; `said` is what it sent."""

    def __init__(self, store: Store, id: str = "", roles: tuple[str, ...] = ("worker", "sender")) -> None:
        clock, self.wire = Now(), Wire()
        ownership: Alone | Shared = Shared(store, clock, id, roles) if id else ALONE
        self.desk = Desk(store, clock=clock, ownership=ownership, send=lambda rows: lanes.put(rows))
        intake = self.desk.intake
        lanes = Dispatcher(store, Routes({"telegram": self.wire}, {}, self.wire), clock, intake, ownership=ownership)
        shifts = Shifts(store, clock, intake, lambda duty, now: False, lambda: None)
        housekeeping, timers = (
            Housekeeping(store, clock, Retention(store, clock, Periods())),
            Timers(store, clock, intake),
        )
        self.heart = Heart(self.desk.worker, timers, lanes, housekeeping, shifts, ownership=ownership, roles=roles)
        self.ownership = ownership

    def may_do_all(self) -> bool:
        return all(self.ownership.lease(name) for name in EVERYTHING)


@pytest.fixture
async def running() -> AsyncIterator[list[Running]]:
    running: list[Running] = []
    yield running
    for process in running:
        await process.heart.stop()


async def members(store: Store) -> list[str]:
    """Those who live, and the one who asks."""
    me, now = Member("me", (), datetime.now(UTC)), timedelta(seconds=5)
    return [member.id for member in await store.transact(lambda tx: tx.members.seen(me, now))]


@pytest.mark.parametrize("id", ["", "p1"], ids=["alone", "one of several"])
async def test_it_takes_up_what_was_left_and_goes_on(store: SqliteStore, running: list[Running], id: str) -> None:
    row = NewEffect(EffectId("99.0"), ConversationId(str(DAAN)), str(DAAN), say("left", DAAN), 1)
    await store.transact(lambda tx: tx.outbox.add([row], datetime.now(UTC)))
    running.append(process := Running(store, id))
    await process.heart.start()
    await process.desk.hears("/start")
    await until(lambda: len(process.wire.sent) == 2)
    assert sorted(words for _, words in process.wire.sent) == ["greeting idle.ask", "left"]


async def test_what_one_leaves_another_does_at_once(store: SqliteStore, running: list[Running]) -> None:
    first = Running(store, "p1")
    await first.heart.start()
    await until(first.may_do_all)
    await first.heart.stop()
    assert await members(store) == ["me"]

    running.append(second := Running(store, "p2"))
    await second.heart.start()
    await until(second.may_do_all, seconds=2.0)


async def test_while_one_finishes_what_it_sends_others_decide(store: SqliteStore, running: list[Running]) -> None:
    first, gate = Running(store, "p1"), asyncio.Event()
    first.wire.will(ANNA, gate.wait)
    await first.heart.start()
    await first.desk.hears("/start")
    await until(lambda: first.wire.tried)
    stopping = asyncio.create_task(first.heart.stop())

    running.append(second := Running(store, "p2"))
    await second.heart.start()
    await until(lambda: len(second.ownership.slots("decide") or ()) == SLOTS)
    second.desk._numbers = first.desk._numbers
    await second.desk.hears("/start again")
    gate.set()
    await stopping
    await until(lambda: second.wire.sent)
    assert (first.wire.said_to(ANNA), second.wire.said_to(ANNA)) == (["greeting idle.ask"], ["greeting idle.ask"])


async def test_a_process_does_what_its_roles_say(store: SqliteStore, running: list[Running]) -> None:
    decides, sends = Running(store, "p1", ("worker",)), Running(store, "p2", ("sender",))
    running += [decides, sends]
    for process in running:
        await process.heart.start()
    await until(lambda: decides.ownership.lease(deciding(0)) and sends.ownership.lease(sending(0)))
    await sends.desk.hears("/start")
    await until(lambda: sends.wire.sent)
    assert decides.wire.sent == []
    assert decides.ownership.lease(alone("shifts")), "shifts end where it is decided"


async def test_a_store_that_fails_at_the_end_keeps_nobody_from_ending(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    unsteady = Unsteady(store)
    process = Running(unsteady, "p1")
    await process.heart.start()
    await until(process.may_do_all)
    unsteady.failing = 1_000
    await process.heart.stop()
    assert "is free in some seconds only" in caplog.text
