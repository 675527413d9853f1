"""kill -9 on a ticket's whole way, from the address to the stars: no word is lost, and no mail comes as another one again.

Each run is killed several times, at every so many-th request after the customer was asked for an address. All runs together
meet every request before it, and what must happen once also after it and after its answer.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ticket_ways as ways
from tests.faults.oracle import check
from tests.faults.stage import Stage
from tests.faults.ticket_oracle import check_ticket

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

ONCE = {  # what would show twice if it were done twice; "desk" is the door at which mails come in
    ("telegram", "sendMessage"): 8,
    ("mail", "DATA"): 6,
    ("desk", "mail"): 4,
}
AGAIN = {  # what may be done again: then it is all the same when in its course the process dies
    ("telegram", "answerCallbackQuery"): 2,
    ("mail", "MAIL"): 6,
    ("mail", "RCPT"): 6,
}
APART = {Moment.BEFORE: 7, Moment.AFTER: 4, Moment.ANSWERED: 4}  # requests between two kills of one run
MOST = 20  # kills


@dataclass(frozen=True)
class KillAtAStep(Fault):
    """Of what a fresh start asks for, and of how updates come in, other tests tell."""

    def matches(self, server: str, method: str) -> bool:
        step = (server, method)
        return step in ONCE or (step in AGAIN and self.kill is Moment.BEFORE)


def runs() -> Iterator[object]:
    for moment, apart in APART.items():
        for first in range(1, apart + 1):
            kills = [KillAtAStep(nth=first + apart * number, kill=moment) for number in range(MOST)]
            yield pytest.param(kills, id=f"{moment}-{first}")


@pytest.fixture
async def stage(mail_stage: Stage) -> Stage:
    await ways.asks_for_an_address(mail_stage)
    mail_stage.faults.seen.clear()
    return mail_stage


@pytest.mark.parametrize("kills", list(runs()))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    for kill in kills:
        stage.faults.add(kill)

    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_ticket(stage)
    assert stage.product.kills >= 4
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


async def test_the_steps_are_all_that_a_ticket_asks_of_the_world(stage: Stage):
    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_ticket(stage)
    asked = Counter((each.server, each.method) for each in stage.faults.seen)
    started = {step for step in asked if step[0] == "slack" or step[1].startswith("setMy")}
    others = started | {("telegram", "getUpdates"), ("slack-events", "ack"), ("telegram", "deleteWebhook")}
    assert {step: times for step, times in asked.items() if step not in others} == ONCE | AGAIN
    assert doubled == 0
