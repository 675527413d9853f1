"""kill -9 on a ticket's whole way, from the address to the stars: no word is lost, and no mail comes as another one again.

The kills begin after the customer was asked for an address.
"""

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ticket_ways as ways
from tests.faults.killing import Steps, killed_at_each
from tests.faults.oracle import check
from tests.faults.stage import Stage
from tests.faults.ticket_oracle import check_ticket

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

STEPS = Steps(
    once={("telegram", "sendMessage"): 8, ("mail", "DATA"): 6, ("desk", "mail"): 4},  # "desk": the door of the mails
    again={("telegram", "answerCallbackQuery"): 2, ("mail", "MAIL"): 6, ("mail", "RCPT"): 6},
)
APART = {Moment.BEFORE: 7, Moment.AFTER: 4, Moment.ANSWERED: 4}


@pytest.fixture
async def stage(mail_stage: Stage) -> Stage:
    await ways.asks_for_an_address(mail_stage)
    mail_stage.faults.seen.clear()
    return mail_stage


@pytest.mark.fault("Process", "kill -9 at every step of a rating", "one rating, with its stars")
@pytest.mark.fault(
    "Process", "kill -9 at every step of a mail in", "each word once on each side, in order, in one thread of mails"
)
@pytest.mark.fault("Process", "kill -9 at every step of a mail out")
@pytest.mark.parametrize("kills", list(STEPS.runs(APART)))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    killed_at_each(stage, kills)

    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_ticket(stage)
    assert stage.product.kills >= 4
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


async def test_the_steps_are_all_that_a_ticket_asks_of_the_world(stage: Stage):
    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_ticket(stage)
    asked = {(each.server, each.method) for each in stage.faults.seen}
    started = {step for step in asked if step[0] == "slack" or step[1].startswith("setMy")}
    STEPS.are_all_that_was_asked(stage, but={*started, ("telegram", "deleteWebhook")})
    assert doubled == 0
