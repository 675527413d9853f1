"""Waiting for news ends by news, by time, and by cancellation, whichever way they meet."""

import asyncio

import pytest

from core.engine.clock import SystemClock
from core.engine.intake import DurableIntake
from core.nerves.in_process import InProcess
from core.store.sqlite import SqliteStore


@pytest.mark.parametrize("steps", range(4))
async def test_a_stop_that_comes_together_with_news_is_a_stop(steps: int):
    store = SqliteStore.open(":memory:")
    intake = DurableIntake(store, SystemClock())
    waiting = asyncio.create_task(intake.news(5.0))
    await asyncio.sleep(0)
    intake.wake()
    for _ in range(steps):  # the news comes nearer to the one who waits
        await asyncio.sleep(0)
    stopped_in_time = waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled() == stopped_in_time
    await store.close()


async def test_without_news_the_wait_ends_by_itself():
    store = SqliteStore.open(":memory:")
    began = asyncio.get_running_loop().time()
    await DurableIntake(store, SystemClock()).news(0.01)
    assert asyncio.get_running_loop().time() - began >= 0.005, "it waited at all"
    await store.close()


async def test_who_cannot_be_told_by_others_looks_more_often():
    store = SqliteStore.open(":memory:")
    intake = DurableIntake(store, SystemClock(), nerves=InProcess(deaf=True))
    began = asyncio.get_running_loop().time()
    await intake.news(60.0)
    assert asyncio.get_running_loop().time() - began < 30
    await store.close()
