"""Processes join and leave while messages flow, of this release and of the next one: nobody waits longer than seconds."""

import asyncio

import pytest

from tests.faults.many import newer
from tests.faults.many.machines import Machines
from tests.faults.many.many_oracle import check
from tests.faults.many.town import Town
from tests.faults.stage import bot_messages, first_name

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

SECONDS = 15.0  # on a slow and busy machine


@pytest.mark.fault("Process", "two versions at once")
async def test_processes_are_exchanged_one_by_one_while_messages_flow(desk: Machines, record_property):
    """Each does everything; of two the older one leaves whenever a new one runs."""
    await desk.starts("first")
    await desk.starts("second")
    town = Town(desk, asking=10, talking=4)
    await town.opens()

    async with town.talks():
        for old, new in (("first", "third"), ("second", "fourth")):
            await asyncio.sleep(1)
            await desk.starts(new)
            assert await desk.leaves(old) == 0, desk.processes[old].log()
        await asyncio.sleep(1)

    doubled = await check(town)
    record_property("waited", round(town.longest, 1))
    assert doubled == 0, "who is asked to end finishes what it has begun"
    assert town.longest < SECONDS


@pytest.mark.fault("Process", "two versions at once", "both work on one database, also while the newer one migrates it")
async def test_two_releases_work_side_by_side(desk: Machines, record_property):
    """The newer one's migration comes under the older one's feet, which goes on, dies, and comes back once more."""
    await desk.starts("old", "intake,worker,sender")
    town = Town(desk, asking=10, talking=4)
    await town.opens()

    async with town.talks():
        await asyncio.sleep(1)
        await desk.starts("new", **{newer.RELEASE: "1"})
        assert await desk.rows(newer.KNOWN) == [(1,)]
        await asyncio.sleep(2)
        await desk.dies("old")
        await asyncio.sleep(1)
        await desk.comes_back("old")

    record_property("doubled", await check(town))


@pytest.mark.fault("People and time", "two agents claim at once, 1,000 trials")
async def test_two_agents_claim_at_once_at_two_doors(desk: Machines):
    """Whoever is the first has it, and the other reads who that is."""
    stage, tom, zofia = desk.stage, desk.stage.tom, desk.stage.zofia
    await desk.starts("first")
    await desk.starts("second")
    town = Town(desk, asking=0, talking=30)
    await stage.on_duty(tom)
    await stage.on_duty(zofia)
    cards = await town.queue()

    for card in cards:
        await asyncio.gather(tom.clicks("Claim", in_=card), zofia.clicks("Claim", in_=card))

    assert await check(town) == 0
    for chat, card in zip(town.talking, cards, strict=True):
        owner, other = (tom, zofia) if zofia.whispers(card) else (zofia, tom)
        joined = [m.text for m in bot_messages(chat.customer) if "is now in the chat" in m.text]
        assert [first_name(owner) in words for words in joined] == [True], joined
        assert [m.plain for m in other.whispers(card)] == [f"_Already taken by {first_name(owner)}._"]
        assert owner.whispers(card) == []
