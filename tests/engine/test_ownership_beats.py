"""Processes agree by their beats: who joins, leaves, dies or sleeps, and what may be done alone."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from core.engine.ownership import Shared
from core.engine.ownership.shared import GIVING_BACK
from core.model.lease import deciding, sending
from core.model.slots import SLOTS
from core.store.sqlite import SqliteStore
from tests.engine.fakes import Unsteady, until
from tests.engine.processes import Process, SkyClock, Town

ALL = list(range(SLOTS))


@pytest.fixture
async def town(store: SqliteStore) -> AsyncIterator[Town]:
    town = Town(store)
    yield town
    for process in town.living:
        process.asleep.wakes()
        await process.dies()


class Occupied:
    """Lanes of which some slots have something under way; `taken_up` are the slots that were opened, `left` those that were closed."""

    def __init__(self, *slots: int) -> None:
        self.under_way = set(slots)
        self.taken_up: list[int] = []
        self.left: list[int] = []

    async def open(self, slots: list[int]) -> None:
        self.taken_up += slots

    def close(self, slots: list[int]) -> None:
        self.left += slots

    def busy(self) -> set[int]:
        return self.under_way

    def go_on(self) -> None:
        """Nothing waits."""


def slots(process: Process) -> tuple[list[int], list[int]]:
    return process.ownership.slots("decide"), process.ownership.slots("send")


async def two(town: Town) -> tuple[Process, Process]:
    """Who have agreed."""
    first, second = town.joins(), town.joins()
    for _ in range(3):
        await town.passes(1.0)
    return first, second


async def test_the_first_process_has_everything(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    assert slots(first) == (ALL, ALL)


async def test_who_joins_gets_its_half_and_nothing_is_anybodys_twice(town: Town) -> None:
    first, second = town.joins(), town.joins()
    for _ in range(3):
        await town.passes(1.0)
        assert not set(first.ownership.slots("decide")) & set(second.ownership.slots("decide"))
    assert sorted(slots(first)[0] + slots(second)[0]) == ALL
    assert len(slots(first)[0]) == SLOTS // 2
    assert slots(first)[0] == slots(first)[1], "a stream and its lane are in one process"


async def test_what_a_process_leaves_is_gone_on_with_at_the_next_beat(town: Town) -> None:
    first, second = await two(town)
    await town.lets_go(first)
    assert slots(first) == ([], [])
    await town.passes(0.1)
    assert slots(second) == (ALL, ALL)


async def test_the_work_of_one_that_dies_is_done_by_others_when_its_leases_are_over(town: Town) -> None:
    first, second = await two(town)
    had = slots(second)[0]
    await town.loses(first)
    for _ in range(4):
        await town.passes(1.0)
        assert slots(second)[0] == had
    await town.passes(1.1)
    assert slots(second) == (ALL, ALL)


async def test_one_that_sleeps_knows_by_itself_when_it_has_nothing_any_more(town: Town) -> None:
    first, _ = await two(town)
    town.falls_asleep(first)
    town.sky.seconds += 4.4
    assert len(slots(first)[0]) == SLOTS // 2
    town.sky.seconds += 0.2
    assert slots(first) == ([], [])


async def test_roles_say_who_has_what(town: Town) -> None:
    worker, sender, board = town.joins("worker"), town.joins("sender"), town.joins("board")
    await town.passes(0)
    assert (slots(worker), slots(sender), slots(board)) == ((ALL, []), ([], ALL), ([], []))


async def test_what_is_under_way_is_finished_before_its_slot_is_given_back(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    lanes = Occupied(*ALL)
    first.ownership.serves(lanes)
    second = town.joins()
    await town.passes(1.0)
    await town.passes(1.0)
    assert len(first.ownership.slots("send")) == SLOTS // 2, "nothing of the others is begun"
    assert (second.ownership.slots("send"), lanes.left) == ([], [])

    lanes.under_way.clear()
    await town.passes(1.0)
    await town.passes(1.0)
    assert len(second.ownership.slots("send")) == SLOTS // 2
    assert sorted(lanes.left) == second.ownership.slots("send")


async def test_what_never_ends_is_not_waited_for_for_ever(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    first.ownership.serves(Occupied(*ALL))
    second = town.joins()
    for _ in range(int(GIVING_BACK) + 4):
        await town.passes(1.0)
    assert len(second.ownership.slots("send")) == SLOTS // 2


async def test_before_anything_is_decided_in_a_new_slot_what_waits_is_taken_up(town: Town) -> None:
    process, lanes = town.joins("worker", "sender"), Occupied()
    process.ownership.serves(lanes)
    await process.ownership.beat()
    assert slots(process) == ([], [])
    await process.ownership.open()
    assert (slots(process), sorted(lanes.taken_up)) == ((ALL, ALL), ALL)


async def test_while_the_store_fails_it_goes_on_with_what_it_surely_has_and_then_has_nothing(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    town, unsteady, lanes = Town(store), Unsteady(store), Occupied()
    shared = Shared(unsteady, SkyClock(sky=town.sky), "p1", ("sender",), town.sky.ticks)
    shared.serves(lanes)
    await shared.beat()
    await shared.open()
    unsteady.failing = 6
    counts = []
    for _ in range(6):
        town.sky.seconds += 1.0
        await shared.beat()
        counts.append(len(shared.slots("send")))
    assert counts == [SLOTS] * 4 + [0] * 2
    assert caplog.text.count("what this process may do runs out") == 1

    await shared.beat()
    assert shared.slots("send") == ALL, "nobody else had it meanwhile: what it knows of its lanes is still right"
    assert caplog.text.count("the store answers again") == 1
    assert lanes.left == []


async def test_what_somebody_else_had_meanwhile_is_opened_anew(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    first, second = await two(town)
    was = slots(first)[0]
    lanes = Occupied()
    first.ownership.serves(lanes)
    town.falls_asleep(first)
    for _ in range(6):
        await town.passes(1.0)
    assert slots(second)[0] == ALL
    first.asleep.wakes()
    for _ in range(3):
        await town.passes(1.0)
    assert slots(first)[0] == was
    assert sorted(lanes.left) == was
    assert set(was) <= set(lanes.taken_up)
    assert "may have had, what this one held: 32 slots to decide, 32 slots to send" in caplog.text


async def test_a_lease_of_a_slot_that_is_being_given_back_begins_nothing(town: Town) -> None:
    first = town.joins()
    await town.passes(0)
    first.ownership.serves(Occupied(*ALL))
    town.joins()
    await town.passes(1.0)
    await town.passes(1.0)
    held = [slot for slot in ALL if first.ownership.lease(sending(slot))]
    assert len(held) == SLOTS // 2
    assert first.ownership.lease(deciding(held[0])) is not None


async def test_what_a_process_takes_on_is_said_in_its_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    first = town.joins()
    task = asyncio.create_task(first.ownership.alone("poll", work([], first.id)))
    await asyncio.sleep(0)
    await town.passes(0)
    told = [record.message for record in caplog.records if "from now on" in record.message]
    assert told == [
        f"from now on this process has: {what}" for what in ("poll", "64 slots to decide, 64 slots to send")
    ]
    task.cancel()
    await asyncio.wait([task])


# --- what only one process may do ---


async def test_a_task_is_done_by_one_process_and_by_the_next_when_that_one_goes(town: Town) -> None:
    doing: list[str] = []
    processes = [town.joins(), town.joins()]
    tasks = [asyncio.create_task(process.ownership.alone("poll", work(doing, process.id))) for process in processes]
    await asyncio.sleep(0)
    await town.passes(0)
    await until(lambda: doing == ["p1"])

    tasks[0].cancel()
    await asyncio.wait([tasks[0]])
    assert doing == []
    await town.passes(1.0)
    await town.passes(1.0)
    await until(lambda: doing == ["p2"])
    tasks[1].cancel()
    await asyncio.wait(tasks)


async def test_a_task_ends_when_its_time_is_over_though_nobody_says_so(town: Town) -> None:
    doing: list[str] = []
    first = town.joins()
    task = asyncio.create_task(first.ownership.alone("poll", work(doing, first.id)))
    await asyncio.sleep(0)
    await town.passes(0)
    await until(lambda: doing)

    town.sky.seconds += 4.6
    first.ownership._tell()
    await until(lambda: doing == [])
    assert first.ownership.lease("alone/poll") is None
    await town.passes(0.1)
    await until(lambda: doing == ["p1"])
    task.cancel()
    await asyncio.wait([task])


async def test_what_fails_in_a_task_is_raised_where_it_was_asked_for(town: Town) -> None:
    async def fails() -> None:
        raise ZeroDivisionError("oops")

    task = asyncio.create_task(town.joins().ownership.alone("poll", fails))
    await asyncio.sleep(0)
    await town.passes(0)
    with pytest.raises(ZeroDivisionError):
        await task


def work(doing: list[str], id: str):  # type: ignore[no-untyped-def]
    async def runs() -> None:
        doing.append(id)
        try:
            await asyncio.Event().wait()
        finally:
            doing.remove(id)

    return runs
