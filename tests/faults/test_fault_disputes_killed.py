"""kill -9 on a dispute's whole way: nothing is lost, no measure is carried out twice, both parties are told.

The way makes so many requests, and its world is so quick, that each run is killed several times: at every so many-th
request after the form was filled in, before it, after it and after its answer. All runs together meet every request.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import dispute_ways as ways
from tests.faults.dispute_oracle import check_dispute
from tests.faults.oracle import check
from tests.faults.stage import SHOP_SECRET, Stage, staged
from tests.faults.warm import WarmStarts

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

APART = 7  # requests between two kills of one run
MOST = 20  # kills
STEPS = {
    ("telegram", "sendMessage"): 11,
    ("telegram", "getFile"): 3,
    ("telegram", "file"): 3,
    ("shop", "other_party"): 1,
    ("shop", "measures"): 2,
    ("slack", "chat.postMessage"): 10,
    ("slack", "files.getUploadURLExternal"): 3,
    ("slack", "upload"): 3,
    ("slack", "files.completeUploadExternal"): 3,
    ("slack", "files.info"): 3,
    ("slack", "views.open"): 1,
}


@dataclass(frozen=True)
class AtAStep(Fault):
    """Of what a fresh start asks for, and of how news come in, other tests tell."""

    def matches(self, server: str, method: str) -> bool:
        return (server, method) in STEPS or method == "chat.update"


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    """Both parties are signed in, and Anna reads her filled-in form."""
    async with staged(tmp_path, warm_starts.start, SHOP_SECRET=SHOP_SECRET) as stage:
        stage.daan.chat.language_code = "en"
        await stage.product.start()
        await asyncio.gather(
            ways.signs_in(stage, stage.anna, ways.BUYER), ways.signs_in(stage, stage.daan, ways.SELLER)
        )
        await ways.fills_in(stage)
        stage.faults.seen.clear()
        yield stage


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("first", range(1, APART + 1))
async def test_killed_again_and_again(stage: Stage, moment: Moment, first: int, record_property):
    for nth in range(first, first + APART * MOST, APART):
        stage.faults.add(AtAStep(nth=nth, kill=moment))

    stories = await ways.to_the_end(stage)
    doubled = await check(stage, stories)
    await check_dispute(stage)
    print(stage.product.kills, doubled)

    assert stage.product.kills >= 6
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


async def test_the_steps_are_all_that_a_dispute_asks_of_the_world(stage: Stage):
    stories = await ways.to_the_end(stage)
    doubled = await check(stage, stories)
    await check_dispute(stage)
    asked = Counter((each.server, each.method) for each in stage.faults.seen)
    print(asked)
    assert {step: times for step, times in asked.items() if step in STEPS} == STEPS
    assert doubled == 0
