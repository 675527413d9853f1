"""Who slept through the end of a lease writes nothing and sends nothing; and what one process decides, another sends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from core.engine import dispatcher, outcomes
from core.engine.dispatcher import Dispatcher
from core.engine.intake import DurableIntake
from core.engine.routes import Routes
from core.engine.worker import Worker
from core.model.lease import Lease
from core.model.rows import InboxRow, OutboxRow, Received
from core.ports import Topic, Transaction
from core.store.errors import RowOver
from core.store.sqlite import SqliteStore
from tests.engine.fakes import ANNA, DAAN, NOON, queued, say, undone, until
from tests.engine.processes import Process, SkyClock, Town


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (dispatcher, outcomes):
        monkeypatch.setattr(part, "PAUSE", 0.002)


@pytest.fixture
async def town(store: SqliteStore) -> AsyncIterator[Town]:
    town = Town(store)
    yield town
    for process in town.living:
        process.asleep.wakes()
        await process.dies()


class Told:
    """Nerves that keep what they were told."""

    deaf = False

    def __init__(self) -> None:
        self.topics: list[Topic] = []
        self._acts: list[tuple[Topic, Callable[[], None]]] = []

    def tell(self, topic: Topic) -> None:
        self.topics.append(topic)

    def heard(self, topic: Topic, act: Callable[[], None]) -> None:
        self._acts.append((topic, act))

    def hears(self, topic: Topic) -> None:
        for known, act in self._acts:
            if known == topic:
                act()


async def takes_over(town: Town, from_whom: Process) -> Process:
    """Another process, after the first one's leases have run out; the first one sleeps. It begins with nothing yet."""
    town.falls_asleep(from_whom)
    town.sky.seconds += 5.1
    second = town.joins()
    await second.ownership.beat()
    return second


async def asleep_in_a_decision(town: Town) -> tuple[Process, asyncio.Task[int], Process]:
    """One process sleeps with a decision in hand; that work of it; and the process that took over."""
    first = town.joins()
    await town.passes(0)
    await first.desk.hears("/start")
    first.wire.asks = 1  # which rows there are; then to decide one
    working = asyncio.create_task(first.desk.worker.work())
    await until(lambda: first.asleep)
    second = await takes_over(town, first)
    return first, working, second


async def states(town: Town) -> list[int]:
    """How often each effect that waits was tried."""
    return [row.attempts for row in await town.store.transact(lambda tx: tx.outbox.waiting())]


# --- asleep ---


async def test_who_wakes_up_in_the_middle_of_a_decision_writes_nothing(town: Town) -> None:
    first, working, second = await asleep_in_a_decision(town)

    first.asleep.wakes()
    await working
    assert len(await undone(town.store)) == 1, "the row is the other's"
    await second.ownership.open()
    await second.desk.works()
    await until(lambda: town.sent)
    assert [row.id for row in town.sent] == ["1.0"]


async def test_a_row_that_another_has_decided_is_not_decided_again(town: Town) -> None:
    first, working, second = await asleep_in_a_decision(town)
    await second.ownership.open()
    await second.desk.works()
    await until(lambda: town.sent)

    first.asleep.wakes()
    await working
    assert len(await second.desk.decisions()) == 1
    assert len(town.sent) == 1


async def test_who_wakes_up_between_counting_a_try_and_making_it_sends_nothing(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    await first.desk.hears("/start")
    asleep, begin = first.asleep, outcomes.Outcomes.begin

    async def begins_and_sleeps(its: outcomes.Outcomes, *args: object) -> None:
        await begin(its, *args)  # type: ignore[arg-type]
        asleep.sleeps()
        await asleep.awake()

    first.lanes._sending._outcomes.begin = begins_and_sleeps.__get__(first.lanes._sending._outcomes)  # type: ignore[method-assign]
    await first.desk.worker.work()
    await until(lambda: asleep)
    assert await states(town) == [1]

    town.sky.seconds += 4.6
    asleep.wakes()
    await asyncio.sleep(0.01)
    assert town.sent == []


async def test_what_came_of_a_try_is_not_written_over_what_another_does(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    await first.desk.hears("/start")
    first.messenger.meanwhile = lambda: town.falls_asleep(first)
    await first.desk.worker.work()
    await until(lambda: first.asleep)
    second = await takes_over(town, first)

    first.asleep.wakes()
    await until(lambda: len(town.sent) == 1)
    await asyncio.sleep(0.01)
    assert len(await states(town)) == 1, "it still waits: it is the other's to say how it ended"
    await first.ownership.beat()
    assert first.lanes.waiting() == 0, "nothing of it is kept here"

    await second.ownership.open()
    await until(lambda: len(town.sent) == 2)
    assert town.doubles() == {}, "this is the window: it was under way"


async def test_a_sleep_that_nobody_used_costs_nothing(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    await first.desk.hears("/start")
    first.messenger.meanwhile = lambda: town.falls_asleep(first)
    await first.desk.worker.work()
    await until(lambda: first.asleep)
    town.sky.seconds += 60
    first.asleep.wakes()
    await until(lambda: town.sent)
    await first.beats()
    await until(lambda: first.lanes.waiting() == 0)
    assert (len(town.sent), await states(town)) == (1, [])


@pytest.mark.parametrize(
    "again",
    [
        lambda tx: tx.inbox.settle(1, "dead"),
        lambda tx: tx.inbox.park(1, NOON, "later"),
        lambda tx: tx.outbox.begin(1),
    ],
    ids=["decided", "parked", "sent"],
)
async def test_the_store_itself_refuses_to_have_a_thing_done_twice(
    store: SqliteStore, again: Callable[[Transaction], Awaitable[None]]
) -> None:
    await queued(store, [say("a")])
    await store.transact(lambda tx: tx.inbox.add([Received("key", "telegram", str(ANNA), "{}")], NOON))
    await store.transact(lambda tx: tx.inbox.settle(1, "done"))
    await store.transact(lambda tx: tx.outbox.settle(1, "done"))
    with pytest.raises(RowOver):
        await store.transact(again)


# --- beside each other ---


async def test_what_a_worker_decides_a_sender_sends_in_its_order(town: Town) -> None:
    worker, sender = town.joins("worker"), town.joins("sender")
    await town.passes(0)
    for number in range(5):
        await worker.desk.hears(f"/start {number}")
    await worker.desk.works()
    assert (worker.lanes.waiting(), town.sent) == (0, [])
    await sender.lanes.look()
    await until(lambda: len(town.sent) == 5)
    assert [row.id for row in town.sent] == [f"{number}.0" for number in range(1, 6)]


async def test_a_stream_that_takes_long_holds_up_no_other(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    process, gate, decide = town.joins(), asyncio.Event(), Worker._decide

    async def slowly(worker: Worker, row: InboxRow, held: set[str], lease: Lease) -> list[OutboxRow]:
        if row.stream == str(ANNA):
            await gate.wait()
        return await decide(worker, row, held, lease)

    monkeypatch.setattr(Worker, "_decide", slowly)
    await town.passes(0)
    await process.desk.hears("/start", ANNA)
    working = asyncio.create_task(process.desk.worker.run())
    await asyncio.sleep(0.02)
    await process.desk.hears("/start", DAAN)
    await until(lambda: town.sent)
    gate.set()
    await until(lambda: len(town.sent) == 2)
    assert [row.lane for row in town.sent] == [str(DAAN), str(ANNA)]
    working.cancel()
    await asyncio.wait([working])


async def test_what_the_last_holder_decided_goes_before_what_the_next_one_decides(town: Town) -> None:
    first = town.joins("worker")
    await town.passes(0)
    await first.desk.hears("/start one")
    await first.desk.works()
    second = town.joins()
    for _ in range(3):
        await town.passes(1.0)
    await town.lets_go(first)
    await second.desk.hears("/start two")
    await town.passes(0.1)
    await second.desk.works()
    await until(lambda: len(town.sent) == 2)
    assert [row.id for row in town.sent] == ["1.0", "2.0"]


@pytest.mark.parametrize(("role", "told"), [("worker", []), ("sender", ["inbox"])], ids=["its own", "another's"])
async def test_others_are_told_of_what_came_in_for_them(town: Town, role: str, told: list[Topic]) -> None:
    process, nerves = town.joins(role), Told()
    await town.passes(0)
    intake = DurableIntake(town.store, SkyClock(sky=town.sky), process.ownership, nerves)
    await intake.receive([Received("key", "telegram", str(ANNA), "{}")])
    assert nerves.topics == told


@pytest.mark.parametrize(("role", "told"), [("sender", []), ("worker", ["outbox"])], ids=["its own", "another's"])
async def test_others_are_told_of_what_is_to_be_sent_by_them(town: Town, role: str, told: list[Topic]) -> None:
    process, nerves = town.joins(role), Told()
    lanes = dispatching(town, process, nerves)
    process.ownership.serves(lanes)
    await town.passes(0)
    lanes.put(await queued(town.store, [say("a"), say("b")], since=NOON))
    assert nerves.topics == told
    await lanes.stop()


async def test_who_is_told_of_the_outbox_looks_there_at_once(town: Town) -> None:
    process, nerves = town.joins("sender"), Told()
    lanes = dispatching(town, process, nerves)
    process.ownership.serves(lanes)
    await town.passes(0)
    looking = asyncio.create_task(lanes.run())
    await asyncio.sleep(0.03)
    await queued(town.store, [say("a"), say("b")], since=NOON)
    nerves.hears("outbox")
    await until(lambda: len(town.sent) == 2, seconds=0.9)
    assert [row.effect.view for row in town.sent] == [say("a").view, say("b").view]
    looking.cancel()
    await lanes.stop()


async def test_who_is_told_of_the_inbox_looks_there_at_once(town: Town) -> None:
    nerves = Told()
    intake = DurableIntake(town.store, SkyClock(sky=town.sky), town.joins().ownership, nerves)
    waiting = asyncio.create_task(intake.news(60.0))
    await asyncio.sleep(0)
    assert not waiting.done()
    nerves.hears("inbox")
    await asyncio.wait([waiting], timeout=30)
    assert waiting.done()


def dispatching(town: Town, process: Process, nerves: Told) -> Dispatcher:
    clock, messenger = SkyClock(sky=town.sky), process.messenger
    routes = Routes({"telegram": messenger}, {}, messenger)
    return Dispatcher(town.store, routes, clock, process.desk.intake, ownership=process.ownership, nerves=nerves)
