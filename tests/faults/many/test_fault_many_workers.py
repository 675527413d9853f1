"""Workers and senders that die, sleep and come back while messages flow: each is decided once, in order, and sent by one."""

import asyncio
import time

import pytest

from bots.playground.faults import Fault
from core.model.lease import sending
from core.model.slots import slot_of_lane
from tests.faults.many.machines import Machines
from tests.faults.many.many_oracle import check, drained
from tests.faults.many.town import Chat, Town
from tests.faults.product import until
from tests.faults.stage import PATIENCE, bot_messages

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

LONGER_THAN_A_LEASE = 7.0  # seconds
SECONDS = 15.0  # in which what a dead process held is another's, on a slow and busy machine


@pytest.fixture
async def town(desk: Machines) -> Town:
    await desk.starts("door", "intake,sender")
    await desk.starts("first", "worker,sender")
    await desk.starts("second", "worker,sender")
    return Town(desk, asking=10, talking=4)


@pytest.mark.fault(
    "Process",
    "two workers on one conversation, 1,000 interleaved updates",
    "one owner at a time; nothing lost, doubled or reordered",
)
async def test_a_worker_is_killed_and_comes_back_among_a_thousand_messages(desk: Machines, record_property):
    await desk.starts("door", "intake,sender")
    await desk.starts("first", "worker")
    await desk.starts("second", "worker")
    town = Town(desk, asking=42, talking=8)
    await town.opens()

    async with town.talks(pause=0.4, at_least=20):
        await asyncio.sleep(2)
        await desk.dies("first")
        await asyncio.sleep(4)
        await desk.comes_back("first")

    assert sum(len(chat.said) for chat in town.chats) >= 1_000
    record_property("doubled", await check(town))


@pytest.mark.fault(
    "Process", "a worker stopped for longer than its lease", "what wakes up writes and sends nothing of it"
)
async def test_what_sleeps_for_longer_than_its_leases_and_wakes_up_leaves_the_work_to_the_others(
    town: Town, desk: Machines, record_property
):
    """First a process that decides and sends, then one that sends what others decide."""
    await town.opens()

    async with town.talks():
        for name in ("first", "door"):
            await asyncio.sleep(0.7)
            desk.processes[name].pause()
            await asyncio.sleep(LONGER_THAN_A_LEASE)
            desk.processes[name].go_on()
        await asyncio.sleep(1)

    record_property("doubled", await check(town))


@pytest.mark.fault("Process", "a worker stopped for longer than its lease")
async def test_what_wakes_up_sends_nothing_that_another_is_sending(desk: Machines):
    """Telegram is so slow that all of it is on its way at that moment."""
    await desk.starts("door", "intake")
    await desk.starts("first", "worker,sender")
    await desk.starts("second", "worker,sender")
    town = Town(desk, asking=16, talking=0)
    await _all_ask(town)
    await drained(desk)

    desk.processes["first"].pause()
    await asyncio.sleep(LONGER_THAN_A_LEASE)
    desk.stage.faults.add(Fault("telegram", "sendMessage", times=1_000, delay=3.0))
    before = _sends(desk)
    await _all_ask(town)
    async with asyncio.timeout(PATIENCE):
        await until(lambda: _sends(desk) >= before + len(town.asking) // 2)
    desk.processes["first"].go_on()
    await asyncio.sleep(3)
    desk.stage.faults.clear()

    assert await check(town) == 0


def _sends(desk: Machines) -> int:
    return sum(each.method == "sendMessage" for each in desk.stage.faults.seen)


async def _all_ask(town: Town) -> None:
    for chat in town.asking:
        await chat.writes("When do I get my money back?")


async def test_a_sender_that_dies_gives_its_lanes_back_within_seconds(town: Town, desk: Machines, record_property):
    await town.opens()
    held = await desk.held_by("first")
    orphans = [chat for chat in town.chats if sending(slot_of_lane(chat.id, chat.id)) in held]
    assert orphans

    async with town.talks():
        await asyncio.sleep(2)
        await desk.dies("first")
        waited = await _first_word_to_any(orphans)

    record_property("waited", round(waited, 1))
    assert waited < SECONDS
    record_property("doubled", await check(town))


async def _first_word_to_any(chats: list[Chat]) -> float:
    """Seconds until one of them reads something new."""
    before = {chat.id: len(bot_messages(chat.customer)) for chat in chats}
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        await until(lambda: any(len(bot_messages(chat.customer)) > before[chat.id] for chat in chats))
    return time.monotonic() - began
