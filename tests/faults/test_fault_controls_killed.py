"""kill -9 while agents change what they wrote, and while a chat changes hands: each change shows once, and nobody is lost."""

from collections.abc import Awaitable, Callable

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import control_ways as ways
from tests.faults.killing import HEARD, Steps, killed_at_each
from tests.faults.oracle import Story, check
from tests.faults.stage import Stage

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

CHANGES = Steps(
    once={("telegram", "sendMessage"): 2, ("slack", "chat.postMessage"): 1},
    again={
        ("telegram", "editMessageText"): 1,
        ("telegram", "deleteMessage"): 1,
        ("slack", "reactions.add"): 1,
        ("slack", "chat.postEphemeral"): 1,
    },
    heard=frozenset({HEARD}),
)
PASSES = Steps(
    once={("telegram", "sendMessage"): 4, ("slack", "chat.postMessage"): 4},
    again={("slack", "chat.update"): 4, ("slack", "reactions.add"): 1},
    heard=frozenset({HEARD}),
)
APART = {Moment.BEFORE: 4, Moment.AFTER: 3, Moment.ANSWERED: 2}
FURTHER_APART = {Moment.BEFORE: 6, Moment.AFTER: 5, Moment.ANSWERED: 2}  # each start too asks for some of it


async def changed(stage: Stage, kills: list[Fault]) -> int:
    await stage.product.start()
    await ways.until_all_is_said(stage)
    return await after_that(stage, kills, ways.changes_what_was_said)


async def passed(stage: Stage, kills: list[Fault]) -> int:
    await stage.product.start()
    await ways.until_toms(stage)
    return await after_that(stage, kills, ways.changes_hands)


async def after_that(stage: Stage, kills: list[Fault], way: Callable[[Stage], Awaitable[Story]]) -> int:
    stage.faults.seen.clear()
    killed_at_each(stage, kills)
    return await check(stage, {stage.anna: await way(stage)})


async def test_the_steps_are_all_that_changed_words_ask_of_the_world(stage: Stage):
    assert await changed(stage, []) == 0
    CHANGES.are_all_that_was_asked(stage)


async def test_the_steps_are_all_that_a_chat_that_changes_hands_asks_of_the_world(stage: Stage):
    assert await passed(stage, []) == 0
    PASSES.are_all_that_was_asked(stage)


@pytest.mark.parametrize("kills", list(CHANGES.runs(APART)))
async def test_killed_again_and_again_while_words_are_changed(stage: Stage, kills: list[Fault], record_property):
    record_property("doubled", await changed(stage, kills))
    assert stage.product.kills
    record_property("kills", stage.product.kills)


@pytest.mark.parametrize("kills", list(PASSES.runs(FURTHER_APART)))
async def test_killed_again_and_again_while_a_chat_changes_hands(stage: Stage, kills: list[Fault], record_property):
    record_property("doubled", await passed(stage, kills))
    assert stage.product.kills >= 2
    record_property("kills", stage.product.kills)
