"""kill -9 at every request of both ways to a person, before it, after it and after its answer: nothing is lost.

The steps are written down here, because the tests are named by them; a run without a kill proves them complete. A kill at what
everybody would see twice has a run of its own, so that it is known what came of it; the others share runs.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ways
from tests.faults.killing import HEARD, Step, killed_at_each, several
from tests.faults.oracle import Story, check
from tests.faults.stage import Stage, kill_at

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

Way = Callable[[Stage], Awaitable[Story]]

POLLED, SENT, PRESSED = (("telegram", method) for method in ("getUpdates", "sendMessage", "answerCallbackQuery"))
POSTED, UPDATED, MARKED = (("slack", method) for method in ("chat.postMessage", "chat.update", "reactions.add"))
SENDER, RECIPIENT, MAILED = (("mail", command) for command in ("MAIL", "RCPT", "DATA"))

STEPS: dict[Way, dict[Step, int]] = {
    ways.live_chat: {POLLED: 4, SENT: 6, PRESSED: 2, POSTED: 4, UPDATED: 6, MARKED: 1, HEARD: 15},
    ways.ticket: {POLLED: 4, SENT: 4, PRESSED: 2, SENDER: 2, RECIPIENT: 2, MAILED: 2},
}
# Up to the ways to a person, and in how it hears of what customers do, a ticket is as a live chat.
ALONE: dict[Way, dict[Step, Sequence[int]]] = {
    ways.live_chat: {step: range(1, STEPS[ways.live_chat][step] + 1) for step in (POLLED, SENT, POSTED)},
    ways.ticket: {SENT: (3, 4), MAILED: (1, 2)},
}
# The steps of each, and how many of their requests lie between two kills of a run. An acknowledgement has no answer.
TOGETHER: dict[Way, dict[Moment, tuple[Collection[Step], int]]] = {
    ways.live_chat: {
        Moment.BEFORE: ((PRESSED, UPDATED, MARKED, HEARD), 5),
        Moment.AFTER: ((PRESSED, UPDATED, MARKED, HEARD), 5),
        Moment.ANSWERED: ((UPDATED, MARKED), 3),
    },
    ways.ticket: dict.fromkeys((Moment.BEFORE, Moment.AFTER), ((SENDER, RECIPIENT), 3)),
}
SET_UP = {"setMyCommands", "setMyDescription", "setMyShortDescription", "deleteWebhook", "sendChatAction"} | {
    "auth.test",
    "conversations.list",
    "conversations.members",
    "conversations.history",
    "users.info",
    "apps.connections.open",
}


def alone() -> Iterator[object]:
    for way, steps in ALONE.items():
        for step, numbers in steps.items():
            for nth in numbers:
                for moment in Moment:
                    yield pytest.param(way, step, nth, moment, id=f"{way.__name__}-{step[1]}-{nth}-{moment}")


def together() -> Iterator[object]:
    for way, moments in TOGETHER.items():
        for moment, (steps, between) in moments.items():
            for first, kills in enumerate(several(steps, moment, between), 1):
                yield pytest.param(way, kills, id=f"{way.__name__}-{moment}-{first}")


@pytest.mark.fault(
    "Process",
    "kill -9 at every step of a handoff",
    "nothing lost or reordered; at most the message in flight comes twice",
)
@pytest.mark.fault(
    "Process", "kill -9 at every step of an agent's reply", "the reply comes, at most that one message twice"
)
@pytest.mark.fault("Process", "kill -9 at every step of a mail out", "each mail once by its Message-ID")
@pytest.mark.parametrize(("way", "step", "nth", "moment"), list(alone()))
async def test_killed_at(stage: Stage, way: Way, step: Step, nth: int, moment: Moment, record_property):
    stage.faults.add(kill_at(*step, nth, moment))
    await stage.product.start()

    doubled = await check(stage, {stage.anna: await way(stage)})

    assert stage.product.kills == 1
    if step == SENT and moment is not Moment.ANSWERED:
        assert doubled == (moment is Moment.AFTER), "the declared window, and nothing but it"
    record_property("doubled", doubled)


@pytest.mark.fault("Process", "kill -9 at every step of closing a chat", "closed once, and told once on each side")
@pytest.mark.parametrize(("way", "kills"), list(together()))
async def test_killed_again_and_again(stage: Stage, way: Way, kills: list[Fault], record_property):
    killed_at_each(stage, kills)
    await stage.product.start()

    doubled = await check(stage, {stage.anna: await way(stage)})

    assert stage.product.kills >= (1 if way is ways.ticket else 2), (
        "two mails one after the other need fewer requests than side by side"
    )
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


@pytest.mark.fault(
    "Process", "the steps are counted by a run without a kill", "the steps that are killed are all that there are"
)
@pytest.mark.parametrize("way", STEPS, ids=lambda way: way.__name__)
async def test_the_steps_are_all_that_the_way_asks_of_the_world(stage: Stage, way: Way):
    await stage.product.start()
    await stage.product.ready()

    doubled = await check(stage, {stage.anna: await way(stage)})

    seen = Counter((each.server, each.method) for each in stage.faults.seen if each.method not in SET_UP)
    seen[POLLED] -= 1  # the last one is never answered
    slack_too = any(server == "slack" for server, _ in STEPS[way])
    of_the_way = {step: times for step, times in seen.items() if slack_too or not step[0].startswith("slack")}
    assert of_the_way == STEPS[way]
    assert doubled == 0
