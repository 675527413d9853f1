"""Where Slack takes a few posts a second, quick messages of a customer share posts; kill -9 loses and doubles none of them."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ways
from tests.faults.oracle import drained, log_is_clean, nothing_given_up, repeats_are_in_the_audit
from tests.faults.stage import Stage, kill_at, staged

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

SAID = [f"Message number {number}." for number in range(30)]
LIMITED = '{"ok": false, "error": "ratelimited"}'


@pytest.fixture
async def stage(tmp_path, warm_starts) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start, SLACK_PER_CHANNEL_PER_SECOND="4") as stage:
        await stage.product.start()
        await ways.live_chat_until_claimed(stage)
        yield stage


async def writes_quickly(stage: Stage, apart: float = 0.06) -> list[str]:
    """The posts that brought them; `apart`: seconds between two messages, by itself as fast as anybody can write."""
    for words in SAID:
        await stage.anna.write(words)
        await asyncio.sleep(apart)
    await stage.in_thread(SAID[-1])
    await drained(stage)
    card = await stage.card_of("Anna")
    posts = [m.plain for m in stage.support.thread(card.ts) if "Message number" in m.plain]
    assert re.findall(r"Message number \d+\.", "\n".join(posts)) == SAID
    nothing_given_up(stage)
    repeats_are_in_the_audit(stage)
    log_is_clean(stage)
    return posts


async def test_thirty_quick_messages_are_a_few_posts(stage: Stage):
    assert len(await writes_quickly(stage, apart=0.01)) <= 8


async def test_429_in_the_middle_keeps_order(stage: Stage):
    stage.faults.add(Fault("slack", "chat.postMessage", nth=2, status=429, body=LIMITED, headers={"Retry-After": "1"}))
    assert len(await writes_quickly(stage, apart=0.01)) <= 8


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("nth", [1, 2])
async def test_killed_at_a_post_and_at_a_joined_one(stage: Stage, nth: int, moment: Moment):
    stage.faults.add(kill_at("slack", "chat.postMessage", nth, moment))
    await writes_quickly(stage)
    assert stage.product.kills == 1
