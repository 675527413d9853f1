"""kill -9 on a callback's whole way: asked for, not reached, reached, done. Each try is told once, and counted once.

Each run is killed several times, at every so many-th request after the customer was asked for a time. All runs together
meet every request before it, and what must happen once also after it and after its answer.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bots.playground.faults import Fault, Moment
from core.model.callback import CallbackFile
from core.model.codec import decode
from tests.faults import call_ways as ways
from tests.faults.oracle import check, rows
from tests.faults.stage import Stage

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

ONCE = {  # what would show twice if it were done twice
    ("telegram", "sendMessage"): 5,
    ("slack", "chat.postMessage"): 2,
}
AGAIN = {  # what may be done again: then it is all the same when in its course the process dies
    ("telegram", "answerCallbackQuery"): 1,
    ("slack", "chat.update"): 6,
}
HEARD = ("slack-events", "ack")
APART = {Moment.BEFORE: 7, Moment.AFTER: 5, Moment.ANSWERED: 3}  # requests between two kills of one run
MOST = 20  # kills
AUDIT = {
    "callback asked": 1,
    "callback claimed": 2,
    "call not reached": 1,
    "call reached": 1,
    "callback done": 1,
}


@dataclass(frozen=True)
class KillAtAStep(Fault):
    """Of what a fresh start asks for, and of how updates come in, other tests tell."""

    def matches(self, server: str, method: str) -> bool:
        step = (server, method)
        if step == HEARD:
            return self.kill is not Moment.ANSWERED  # an acknowledgement has no answer
        return step in ONCE or (step in AGAIN and self.kill is Moment.BEFORE)


def runs() -> Iterator[object]:
    for moment, apart in APART.items():
        for first in range(1, apart + 1):
            kills = [KillAtAStep(nth=first + apart * number, kill=moment) for number in range(MOST)]
            yield pytest.param(kills, id=f"{moment}-{first}")


@pytest.fixture
async def stage(call_stage: Stage) -> Stage:
    await ways.until_asked_for_a_time(call_stage)
    call_stage.faults.seen.clear()
    return call_stage


def check_call(stage: Stage) -> None:
    """Two tries and one note, on one card, in one case."""
    (file,) = [decode(data, CallbackFile) for (data,) in rows(stage.folder, "SELECT data FROM callbacks")]
    tried = [(attempt.by.name, attempt.result) for attempt in file.attempts]
    assert (file.state, tried) == ("done", [("Tom", "not_reached"), ("Zofia", "reached")])
    assert [note.words for note in file.notes] == [ways.NOTE]
    assert rows(stage.folder, "SELECT code, closed_at IS NULL FROM cases") == [(file.case, 0)]
    kinds = rows(stage.folder, "SELECT kind, count(*) FROM audit WHERE kind LIKE 'call%' GROUP BY kind")
    assert dict(kinds) == AUDIT
    (card,) = [m for m in stage.support.messages if m.plain.startswith("Callback FD-")]
    assert card.buttons == []


@pytest.mark.parametrize("kills", list(runs()))
async def test_killed_again_and_again(stage: Stage, kills: list[Fault], record_property):
    for kill in kills:
        stage.faults.add(kill)

    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_call(stage)
    assert stage.product.kills >= 2
    record_property("kills", stage.product.kills)
    record_property("doubled", doubled)


async def test_the_steps_are_all_that_a_callback_asks_of_the_world(stage: Stage):
    doubled = await check(stage, {stage.anna: await ways.to_the_end(stage)})

    check_call(stage)
    asked = Counter((each.server, each.method) for each in stage.faults.seen)
    news = {("telegram", "getUpdates"), HEARD}
    assert {step: times for step, times in asked.items() if step not in news} == ONCE | AGAIN
    assert doubled == 0
