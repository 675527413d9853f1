"""kill -9 on a dispute's whole way: nothing is lost, no measure is carried out twice, both parties are told once.

Its way has many requests, and a start takes a moment: so each run is killed several times, at every so many-th request
after the form was filled in. All runs together meet every request before it, and what must happen once also after it and
after its answer.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import dispute_ways as ways
from tests.faults.dispute_oracle import check_dispute, the_card, the_dispute
from tests.faults.oracle import check, drained
from tests.faults.stage import Stage, kill_at

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

ONCE = {  # what would show twice, or cost money, if it were done twice
    ("telegram", "sendMessage"): 11,
    ("shop", "measures"): 2,
    ("slack", "chat.postMessage"): 10,
    ("slack", "files.completeUploadExternal"): 3,
    ("slack", "views.open"): 1,
}
AGAIN = {  # what may be done again: then it is all the same when in its course the process dies
    ("telegram", "getFile"): 3,
    ("telegram", "file"): 3,
    ("shop", "other_party"): 1,
    ("slack", "chat.update"): 8,
    ("slack", "files.getUploadURLExternal"): 3,
    ("slack", "upload"): 3,
    ("slack", "files.info"): 3,
}
APART = {Moment.BEFORE: 8, Moment.AFTER: 5, Moment.ANSWERED: 5}  # requests between two kills of one run
MOST = 20  # kills


@dataclass(frozen=True)
class KillAtAStep(Fault):
    """Of what a fresh start asks for, and of how news come in, other tests tell."""

    def matches(self, server: str, method: str) -> bool:
        step = (server, method)
        return step in ONCE or (step in AGAIN and self.kill is Moment.BEFORE)


def runs() -> Iterator[object]:
    for moment, apart in APART.items():
        for first in range(1, apart + 1):
            kills = [KillAtAStep(nth=first + apart * number, kill=moment) for number in range(MOST)]
            yield pytest.param(kills, id=f"{moment}-{first}")


@pytest.fixture
async def stage(shop_stage: Stage) -> Stage:
    """Both parties are signed in, and Anna reads her filled-in form."""
    await ways.both_sign_in(shop_stage)
    await ways.fills_in(shop_stage)
    shop_stage.faults.seen.clear()
    return shop_stage


@pytest.mark.parametrize("kills", list(runs()))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    for kill in kills:
        stage.faults.add(kill)

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
    dispute = the_dispute(stage).dispute
    assert (dispute.buyer.account, dispute.seller.account) == (f"{ways.ACCOUNT}\n\nMy letter box", ways.ANSWER)
    second = stage.daan if dispute.role == "buyer" else stage.anna
    await stage.sees(second, lambda phone: "There is a report about this order already" in phone.described())
    assert stage.product.kills == 1
    the_card(stage)


async def test_the_steps_are_all_that_a_dispute_asks_of_the_world(stage: Stage):
    doubled = await check(stage, await ways.to_the_end(stage))

    await check_dispute(stage)
    asked = Counter((each.server, each.method) for each in stage.faults.seen)
    ours = {("telegram", "getUpdates"), ("telegram", "answerCallbackQuery"), ("slack-events", "ack")}
    assert {step: times for step, times in asked.items() if step not in ours} == ONCE | AGAIN
    assert doubled == 0
