"""Several processes let things in: one of them asks Telegram for updates, or any of them takes what Telegram delivers."""

import asyncio
from pathlib import Path

import pytest

from core.model.lease import alone
from tests.faults.many.balancer import Balancer
from tests.faults.many.machines import Machines, machines
from tests.faults.many.many_oracle import check
from tests.faults.many.town import Town
from tests.faults.stage import PATIENCE
from tests.faults.warm import WarmStarts
from tests.nerves.valkey import Valkey
from tests.ports import free_port
from tests.servers import postgres

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

TWO_POLLERS = "only one process may ask"
POLLING = alone("polling")
DOORS = ("left", "right")


async def pollers(desk: Machines) -> list[str]:
    return [name for name in DOORS if POLLING in await desk.held_by(name)]


async def until_it_polls(desk: Machines, name: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while await pollers(desk) != [name]:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_when_the_one_that_polls_dies_or_leaves_another_goes_on(desk: Machines, record_property):
    for name in DOORS:
        await desk.starts(name)
    town = Town(desk, asking=10, talking=2)
    await town.opens()

    async with town.talks():
        await asyncio.sleep(1)
        (first,) = await pollers(desk)
        (other,) = set(DOORS) - {first}
        await desk.dies(first)
        await until_it_polls(desk, other)
        await desk.comes_back(first)
        assert await desk.leaves(other) == 0
        await until_it_polls(desk, first)

    record_property("doubled", await check(town))
    assert TWO_POLLERS not in desk.log()


async def test_when_the_one_that_polls_sleeps_another_goes_on_and_keeps_it(desk: Machines, record_property):
    for name in DOORS:
        await desk.starts(name)
    town = Town(desk, asking=10, talking=2)
    await town.opens()

    async with town.talks():
        (first,) = await pollers(desk)
        (other,) = set(DOORS) - {first}
        desk.processes[first].pause()
        await until_it_polls(desk, other)
        await asyncio.sleep(1)
        desk.processes[first].go_on()
        await asyncio.sleep(2)
        assert await pollers(desk) == [other]

    record_property("doubled", await check(town))


@pytest.mark.fault("Coming in", "deliveries at once", "twice each, at any of two processes: each counts once")
async def test_a_door_that_dies_is_left_out_by_who_delivers(
    tmp_path: Path, warm_starts: WarmStarts, one_redis: Valkey, record_property
):
    """By webhook, at any door; what is delivered twice is taken once."""
    ports = {name: free_port() for name in DOORS}
    async with (
        Balancer(ports.values()) as balancer,
        machines(
            tmp_path,
            warm_starts.start,
            postgres(),
            one_redis,
            TELEGRAM_MODE="webhook",
            TELEGRAM_WEBHOOK_URL=balancer.url,
            TELEGRAM_WEBHOOK_SECRET="canary-telegram-webhook",
        ) as desk,
    ):
        for name, port in ports.items():
            await desk.starts(name, LISTEN_PORT=str(port))
        desk.stage.telegram.deliver_times = 2
        town = Town(desk, asking=10, talking=4)
        await town.opens()

        async with town.talks():
            for name in DOORS:
                await asyncio.sleep(1)
                await desk.dies(name)
                await asyncio.sleep(2)
                await desk.comes_back(name)

        record_property("doubled", await check(town))
