"""kill -9 on a dispute's whole way: nothing is lost, no measure is carried out twice, both parties are told once.

The kills begin after the form was filled in.
"""

import asyncio

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import dispute_ways as ways
from tests.faults.dispute_oracle import check_dispute, the_card, the_dispute
from tests.faults.killing import Steps, killed_at_each
from tests.faults.oracle import check, drained
from tests.faults.stage import Stage, kill_at

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

STEPS = Steps(
    once={
        ("telegram", "sendMessage"): 11,
        ("shop", "measures"): 2,
        ("slack", "chat.postMessage"): 10,
        ("slack", "files.completeUploadExternal"): 3,
        ("slack", "views.open"): 1,
    },
    again={
        ("telegram", "getFile"): 3,
        ("telegram", "file"): 3,
        ("shop", "other_party"): 1,
        ("slack", "chat.update"): 8,
        ("slack", "files.getUploadURLExternal"): 3,
        ("slack", "upload"): 3,
        ("slack", "files.info"): 3,
    },
)
APART = {Moment.BEFORE: 8, Moment.AFTER: 5, Moment.ANSWERED: 5}


@pytest.fixture
async def stage(shop_stage: Stage) -> Stage:
    """Both parties are signed in, and Anna reads her filled-in form."""
    await ways.both_sign_in(shop_stage)
    await ways.fills_in(shop_stage)
    shop_stage.faults.seen.clear()
    return shop_stage


@pytest.mark.parametrize("kills", list(STEPS.runs(APART)))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    killed_at_each(stage, kills)

    doubled = await check(stage, await ways.to_the_end(stage))

    await check_dispute(stage)
    assert stage.product.kills >= 4
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("nth", [1, 2])
async def test_two_reports_about_one_order_around_a_kill_are_one_dispute(stage: Stage, nth: int, moment: Moment):
    await ways.fills_in_too(stage)
    stage.faults.add(kill_at("telegram", "sendMessage", nth, moment))

    await asyncio.gather(stage.anna.press("Send the report"), stage.daan.press("Send the report"))

    await ways.card(stage, "Take under review")
    await drained(stage)
    second = stage.daan if the_dispute(stage).dispute.role == "buyer" else stage.anna
    await stage.sees(second, lambda phone: "There is a report about this order already" in phone.described())
    await drained(stage)
    dispute = the_dispute(stage).dispute
    assert (dispute.buyer.account, dispute.seller.account) == (f"{ways.ACCOUNT}\n\nMy letter box", ways.ANSWER)
    assert stage.product.kills == 1
    the_card(stage)


async def test_the_steps_are_all_that_a_dispute_asks_of_the_world(stage: Stage):
    doubled = await check(stage, await ways.to_the_end(stage))

    await check_dispute(stage)
    STEPS.are_all_that_was_asked(stage, but={("telegram", "answerCallbackQuery")})
    assert doubled == 0
