"""Kills and stops that follow the clock and not the requests: in the middle of work, again and again, during recovery."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bots.playground.faults import Fault, Moment
from bots.slack import socket_mode
from core.engine import dispatcher
from tests.faults import ways
from tests.faults.oracle import check
from tests.faults.stage import Stage, kill_at, staged
from tests.faults.warm import CARDS_WAIT

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture(params=["", "1"], ids=["", "cards-wait"])
async def stage(request: pytest.FixtureRequest, tmp_path, warm_starts) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start, **{CARDS_WAIT: request.param}) as stage:
        yield stage


@pytest.mark.parametrize("milliseconds", [0, 10, 40, 100])
async def test_killed_again_and_again_while_two_customers_wait(stage: Stage, milliseconds: int, record_property):
    """Three times, each so long after the first request that the new process makes for its work."""
    times = 3

    async def killer() -> None:
        for _ in range(times):
            await stage.asked("sendMessage", "chat.postMessage")
            await asyncio.sleep(milliseconds / 1000)
            stage.product.kill()
            await asyncio.sleep(0.01)

    await stage.product.start()
    killing = asyncio.create_task(killer())
    stories = await ways.two_in_the_queue(stage)
    killing.cancel()

    doubled = await check(stage, stories)

    assert stage.product.kills >= 1
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


@pytest.mark.fault(
    "Process",
    "kill -9 again during recovery",
    "the recovery is repeated; nothing lost, nothing twice outside the window",
)
@pytest.mark.parametrize("nth", range(1, 7))
async def test_killed_again_at_a_request_of_the_recovery(stage: Stage, nth: int, record_property):
    """First in the middle of a post, then at the nth request of whatever kind that the new process makes."""
    again = [Fault("*", "*", nth=nth, kill=Moment.BEFORE)]
    stage.product.on_start.append(lambda: stage.faults.add(again.pop()) if again else None)
    stage.faults.add(kill_at("slack", "chat.postMessage", 2, Moment.AFTER))
    await stage.product.start()

    story = await ways.live_chat(stage)

    doubled = await check(stage, {stage.anna: story})
    assert stage.product.kills == 2
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


@pytest.mark.fault(
    "Process", "SIGTERM under load", "what is under way ends or is parked within 10 s, exit code 0, nothing twice"
)
@pytest.mark.parametrize(
    ("method", "nth"),
    [
        ("sendMessage", 1),
        ("sendMessage", 3),
        ("sendMessage", 5),
        ("chat.postMessage", 2),
        ("getUpdates", 3),
        ("ack", 7),
    ],
)
async def test_stopped_in_the_middle_it_finishes_what_is_under_way_and_says_nothing_twice(
    stage: Stage, method: str, nth: int
):
    codes = []

    async def comes_back() -> None:
        codes.append(await stage.product.ended())
        await stage.product.start_again()

    restarts: list[asyncio.Task[None]] = []

    def stop() -> None:
        stage.product.terminate()
        restarts.append(asyncio.create_task(comes_back()))

    stage.faults.stop_product = stop
    server = {"ack": "slack-events", "chat.postMessage": "slack"}.get(method, "telegram")
    stage.faults.add(kill_at(server, method, nth, Moment.ANSWERED))
    await stage.product.start()
    await stage.product.ready()

    story = await ways.live_chat(stage)
    await asyncio.gather(*restarts)

    assert codes == [0], stage.product.log()
    assert await check(stage, {stage.anna: story}) == 0


@pytest.mark.fault("Process", "SIGTERM under load")
async def test_stopped_while_a_send_hangs_it_ends_all_the_same_and_sends_it_later(stage: Stage):
    stage.faults.add(Fault("telegram", "sendMessage", hang=True))
    await stage.product.start()
    await stage.product.ready()
    await stage.anna.write("When do I get my money back?")
    await stage.asked("sendMessage")

    assert await stage.product.stop() == 0
    assert dispatcher.STOP_WITHIN + socket_mode._FAREWELL < 10, "all that a stop waits for, in seconds"

    await stage.product.start_again()
    await stage.reads(stage.anna, "Quoted from the help centre")
