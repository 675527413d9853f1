"""kill -9 at every request of both ways to a person, before it, after it and after its answer: nothing is lost.

The steps are written down here, because the tests are named by them; a run without a kill proves them complete.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import pytest

from bots.playground.faults import Moment
from tests.faults import ways
from tests.faults.oracle import Story, check
from tests.faults.stage import Stage, kill_at

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

Way = Callable[[Stage], Awaitable[Story]]
Step = tuple[str, str]

STEPS: dict[Way, dict[Step, int]] = {
    ways.live_chat: {
        ("telegram", "getUpdates"): 4,
        ("telegram", "sendMessage"): 6,
        ("telegram", "answerCallbackQuery"): 2,
        ("slack", "chat.postMessage"): 4,
        ("slack", "chat.update"): 3,
        ("slack-events", "ack"): 11,
    },
    ways.ticket: {
        ("telegram", "getUpdates"): 4,
        ("telegram", "sendMessage"): 4,
        ("telegram", "answerCallbackQuery"): 2,
        ("mail", "MAIL"): 2,
        ("mail", "RCPT"): 2,
        ("mail", "DATA"): 2,
    },
}
# An acknowledgement has no answer; a spinner's answer and a mail's first lines change nothing.
WITHOUT_ANSWER = {"ack", "answerCallbackQuery", "MAIL", "RCPT"}
SET_UP = {"setMyCommands", "setMyDescription", "setMyShortDescription", "deleteWebhook", "sendChatAction"} | {
    "auth.test",
    "conversations.list",
    "conversations.members",
    "conversations.history",
    "users.info",
    "apps.connections.open",
}


def kills() -> Iterator[object]:
    for way, steps in STEPS.items():
        for (server, method), times in steps.items():
            for nth in range(1, times + 1):
                for moment in Moment:
                    if moment is Moment.ANSWERED and method in WITHOUT_ANSWER:
                        continue
                    name = f"{way.__name__}-{method}-{nth}-{moment}"
                    yield pytest.param(way, (server, method), nth, moment, id=name)


@pytest.mark.parametrize(("way", "step", "nth", "moment"), list(kills()))
async def test_killed_at(stage: Stage, way: Way, step: Step, nth: int, moment: Moment, record_property):
    stage.faults.add(kill_at(*step, nth, moment))
    await stage.product.start()

    doubled = await check(stage, {stage.anna: await way(stage)})

    assert stage.product.kills == 1
    if step == ("telegram", "sendMessage") and moment is not Moment.ANSWERED:
        assert doubled == (moment is Moment.AFTER), "the declared window, and nothing but it"
    record_property("doubled", doubled)


@pytest.mark.parametrize("way", STEPS, ids=lambda way: way.__name__)
async def test_the_steps_are_all_that_the_way_asks_of_the_world(cold_stage: Stage, way: Way):
    stage = cold_stage
    await stage.product.start()
    await stage.product.ready()

    doubled = await check(stage, {stage.anna: await way(stage)})

    seen = Counter((each.server, each.method) for each in stage.faults.seen if each.method not in SET_UP)
    seen["telegram", "getUpdates"] -= 1  # the last one is never answered
    slack_too = any(server == "slack" for server, _ in STEPS[way])
    of_the_way = {step: times for step, times in seen.items() if slack_too or not step[0].startswith("slack")}
    assert of_the_way == STEPS[way]
    assert doubled == 0
