"""kill -9 on a callback's whole way: asked for, not reached, reached, done. Each try is told once, and counted once.

The kills begin after the customer was asked for a time.
"""

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import call_ways as ways
from tests.faults.call_oracle import check_call
from tests.faults.killing import HEARD, Steps, killed_at_each
from tests.faults.oracle import check
from tests.faults.stage import Stage

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

STEPS = Steps(
    once={("telegram", "sendMessage"): 5, ("slack", "chat.postMessage"): 2},
    again={("telegram", "answerCallbackQuery"): 1, ("slack", "chat.update"): 6},
    heard=frozenset({HEARD}),
)
APART = {Moment.BEFORE: 7, Moment.AFTER: 5, Moment.ANSWERED: 3}


@pytest.fixture
async def stage(call_stage: Stage) -> Stage:
    await ways.until_asked_for_a_time(call_stage)
    call_stage.faults.seen.clear()
    return call_stage


@pytest.mark.fault(
    "Process", "kill -9 at every step of a callback", "one case, one card, each try counted and told once"
)
@pytest.mark.parametrize("kills", list(STEPS.runs(APART)))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    killed_at_each(stage, kills)

    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_call(stage)
    assert stage.product.kills >= 2
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


async def test_the_steps_are_all_that_a_callback_asks_of_the_world(stage: Stage):
    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_call(stage)
    STEPS.are_all_that_was_asked(stage)
    assert doubled == 0
