"""Slack gives up what it could not deliver: what agents did meanwhile is read in the threads, each once and in order."""

import asyncio

import pytest

from bots.playground.telegram.state import Message
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.oracle import drained
from tests.faults.stage import Stage, bot_messages

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

QUESTIONS = ("First, which order is it?", "Second, which colour?", "Third, which size?")


async def asks(stage: Stage, *questions: str) -> None:
    card = await stage.card_of("Anna")
    for words in questions:
        await stage.tom.writes(stage.support, words, thread=card.ts)


def gives_up_soon(stage: Stage) -> None:
    """Slack does not try again what the desk does not take."""
    stage.slack.deliveries.retry_delays, stage.slack.deliveries.ack_seconds = (), 0.5


def asked(stage: Stage) -> list[str]:
    return [words for message in bot_messages(stage.anna) for words in QUESTIONS if words in message.text]


async def all_three(stage: Stage) -> list[Message]:
    told = [await stage.reads(stage.anna, words) for words in QUESTIONS]
    await drained(stage)
    return told


@pytest.mark.fault("Slack", "socket refused for long", "missed replies are read from the threads afterwards, once each")
async def test_socket_refused_until_slack_gives_up(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await drained(stage)  # Slack keeps trying for what is under way
    gives_up_soon(stage)
    await stage.slack.sockets.refuse()
    await asks(stage, *QUESTIONS)
    await stage.slack.deliveries.quiet()
    stage.slack.sockets.accept()

    assert all(told.text.startswith("Tom") for told in await all_three(stage))
    assert asked(stage) == list(QUESTIONS)


async def test_the_desk_is_down_until_slack_gives_up(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await drained(stage)  # Slack keeps trying for what is under way
    gives_up_soon(stage)
    assert await stage.product.stop() == 0
    await asks(stage, *QUESTIONS)
    await stage.slack.deliveries.quiet()
    await stage.product.start()

    await all_three(stage)
    assert asked(stage) == list(QUESTIONS)


@pytest.mark.fault("Slack", "socket half-open")
async def test_half_open_socket_until_slack_gives_up(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await drained(stage)  # Slack keeps trying for what is under way
    gives_up_soon(stage)
    stage.slack.sockets.deafen()
    await asks(stage, *QUESTIONS)
    await stage.slack.deliveries.quiet()

    await all_three(stage)
    assert asked(stage) == list(QUESTIONS)


@pytest.mark.fault(
    "Coming in", "deletions after the handoff", "an agent's reach the customer; of a customer's Telegram tells no bot"
)
async def test_what_was_changed_and_deleted_meanwhile_is_changed_and_deleted_for_the_customer(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    changed, deleted = [await stage.tom.writes(stage.support, words, thread=card.ts) for words in QUESTIONS[:2]]
    for words in QUESTIONS[:2]:
        await stage.reads(stage.anna, words)
    await drained(stage)
    gives_up_soon(stage)
    await stage.slack.sockets.refuse()
    await stage.tom.edits(changed, "First, which size?")
    await stage.tom.deletes(deleted)
    await stage.slack.deliveries.quiet()
    stage.slack.sockets.accept()

    await stage.reads(stage.anna, "First, which size?")
    await drained(stage)
    assert asked(stage) == []
    changes = "SELECT count(*) FROM outbox WHERE effect LIKE '%Amend%'"
    assert rows(stage.folder, changes) == [(2,)]


@pytest.mark.parametrize("times", [2, 4])
async def test_what_is_read_afterwards_and_delivered_late_counts_once(stage: Stage, times: int):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    stage.slack.deliver_times = times
    stage.slack.deliveries.retry_delays = (0.5, 1.0, 2.0, 4.0)
    await stage.slack.sockets.refuse()
    await asks(stage, *QUESTIONS)
    await asyncio.sleep(0.5)
    stage.slack.sockets.accept()

    await all_three(stage)
    assert asked(stage) == list(QUESTIONS)
    written = "SELECT count(*) FROM messages WHERE author = 'agent'"
    assert rows(stage.folder, written) == [(len(QUESTIONS),)]


async def test_what_is_no_word_of_an_agents_is_not_read_as_one(stage: Stage):
    """Our own posts stand in the thread too, and what was said before the break was heard."""
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await asks(stage, QUESTIONS[0])
    await stage.reads(stage.anna, QUESTIONS[0])
    await stage.anna.write("It is order 4711.")
    await stage.in_thread("It is order 4711.")
    await stage.slack.sockets.refuse()
    await asyncio.sleep(0.3)
    stage.slack.sockets.accept()
    await asks(stage, *QUESTIONS[1:])

    await stage.reads(stage.anna, QUESTIONS[2])
    await drained(stage)
    assert asked(stage) == list(QUESTIONS)
    assert not any("4711" in message.text for message in bot_messages(stage.anna))
