"""kill -9 at every step of an erasure: it is carried out to its end, the customer is told, and nothing of them is left."""

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.killing import Steps, killed_at_each
from tests.faults.oracle import drained
from tests.faults.product import until
from tests.faults.stage import Stage

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

STEPS = Steps(
    once={("telegram", "sendMessage"): 4, ("slack", "chat.delete"): 4},
    again={("slack", "conversations.replies"): 1, ("slack", "chat.update"): 2},
)
APART = {Moment.BEFORE: 3, Moment.AFTER: 3, Moment.ANSWERED: 3}


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await stage.anna.write("My xylocanary is broken")
    await stage.shows(lambda m: "xylocanary" in m.plain)
    await drained(stage)
    return stage


@pytest.mark.parametrize("kills", list(STEPS.runs(APART)))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault]) -> None:
    killed_at_each(stage, kills)
    await stage.anna.write("/privacy")
    await stage.reads(stage.anna, "Your data, in short")
    await stage.anna.press("Erase my data")
    await stage.reads(stage.anna, "Shall I erase everything?")
    await stage.anna.press("Yes, erase everything")
    await stage.reads(stage.anna, "It is done")
    await until(lambda: rows(stage.folder, "SELECT state FROM erasures") == [("done",)])
    stage.faults.clear()
    assert stage.product.kills > 0
    posts = [message for message in stage.support.all if message.bot_id]
    assert not any("Anna" in repr(post) or "xylocanary" in repr(post) for post in posts)
    assert rows(stage.folder, "SELECT count(*) FROM messages") == [(0,)]
    assert rows(stage.folder, "SELECT count(*) FROM conversations") == [(0,)]
    assert rows(stage.folder, "SELECT count(*) FROM inbox WHERE payload LIKE '%xylocanary%'") == [(0,)]
    assert await stage.product.stop() == 0, stage.product.log()
