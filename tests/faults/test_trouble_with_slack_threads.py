"""The thread or its channel is gone: the chat goes on elsewhere, and the customer need not know of it."""

from collections.abc import AsyncIterator

import pytest

from bots.playground.faults import Moment
from bots.playground.slack import ChannelScreen
from bots.playground.slack.state import Message
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.oracle import drained
from tests.faults.stage import PATIENCE, Stage, bot_messages, kill_at, staged
from tests.faults.warm import CARDS_WAIT

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture
def cards() -> str:
    """As `CARDS_WAIT`; a test may say that they do."""
    return ""


cards_wait = pytest.mark.parametrize("cards", ["1"], ids=["cards-wait"])


@pytest.fixture
async def stage(tmp_path, warm_starts, cards: str) -> AsyncIterator[Stage]:
    """With a channel to fall back to, where the agents are too."""
    settings = {"SLACK_FALLBACK_CHANNEL": "#lifeboat", CARDS_WAIT: cards}
    async with staged(tmp_path, warm_starts.start, **settings) as stage:
        lifeboat(stage)
        yield stage


def lifeboat(stage: Stage) -> ChannelScreen:
    return stage.slack.channel("lifeboat")


async def there(stage: Stage, words: str, *, top: bool = False) -> Message:
    return await lifeboat(stage).shows(lambda m: words in m.plain and m.top_level == top, PATIENCE)


async def goes_on(stage: Stage) -> None:
    """What Anna wrote is in the new thread, under the case's card; what Tom answers there reaches her."""
    said = await there(stage, "It is order 4711.")
    card = await there(stage, "- Anna: ", top=True)
    assert said.thread_ts == card.ts
    assert [m for m in lifeboat(stage).messages if "- Anna: " in m.plain] == [card], "one card"
    await stage.tom.writes(lifeboat(stage), "Thank you, I will look.", thread=card.ts)
    told = await stage.reads(stage.anna, "Thank you, I will look.")
    assert told.text.startswith("Tom")
    await drained(stage)


def changes_of_the_card(stage: Stage) -> int:
    return sum(each.method == "chat.update" for each in stage.faults.seen)


async def root_deleted_above_a_reply(stage: Stage) -> str:
    """In a chat that Tom has; the `ts` that was the card's."""
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    await stage.zofia.writes(stage.support, "I know this one.", thread=card.ts)
    stage.slack.workspace.delete(card)
    return card.ts


async def owned_by_tom(stage: Stage) -> None:
    """Tom still has it, and the card says so."""
    await lifeboat(stage).shows(
        lambda m: m.top_level and "Close" in str(m.buttons) and "Claim" not in m.buttons, PATIENCE
    )


@pytest.mark.fault("Slack", "bot removed", "a new thread in the fallback channel")
@pytest.mark.fault("Slack", "channel gone or archived")
@pytest.mark.parametrize("trouble", ["archived", "removed"])
async def test_a_channel_that_is_gone_in_mid_chat(stage: Stage, trouble: str):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    before = [message.text for message in bot_messages(stage.anna)]
    if trouble == "archived":
        stage.support.archive()
    else:
        stage.support.remove_bot()

    await stage.anna.write("It is order 4711.")

    why = await there(stage, "could no longer be used")
    assert ("is_archived" if trouble == "archived" else "not_in_channel") in why.plain
    await goes_on(stage)
    await owned_by_tom(stage)
    assert [message.text for message in bot_messages(stage.anna)][len(before) : -1] == [], "she is told nothing of it"


@pytest.mark.fault("Slack", "thread root deleted", "a new thread, in which all goes on")
async def test_a_root_that_is_deleted_in_mid_chat(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    stage.slack.workspace.delete(await stage.card_of("Anna"))

    await stage.anna.write("It is order 4711.")

    await goes_on(stage)
    await owned_by_tom(stage)


async def test_a_root_that_is_deleted_from_above_its_replies(stage: Stage):
    """Slack keeps such a thread, so that nothing is missed when only the next state of the card finds no card."""
    thread = await root_deleted_above_a_reply(stage)
    await stage.tom.writes(stage.support, "Which order is it?", thread=thread)
    await stage.reads(stage.anna, "Which order is it?")
    shown = await there(stage, "- Anna: ", top=True)
    assert "Which order is it?" in str(shown.blocks), "what was said before stands on the new card"

    await stage.anna.write("It is order 4711.")

    await goes_on(stage)
    await owned_by_tom(stage)


@cards_wait
async def test_words_that_passed_a_card_stand_on_the_new_one(stage: Stage):
    """They went to the old thread, before its card was found to be gone."""
    thread = await root_deleted_above_a_reply(stage)

    await stage.tom.writes(stage.support, "What is it about?", thread=thread)
    await stage.reads(stage.anna, "What is it about?")
    await stage.anna.write("It is about a vase.")
    await stage.in_thread("It is about a vase.")

    shown = await there(stage, "- Anna: ", top=True)
    assert "It is about a vase." in str(shown.blocks)
    await stage.anna.write("It is order 4711.")
    await goes_on(stage)


@cards_wait
async def test_killed_while_a_card_waits_it_is_shown_by_the_next_start(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    await drained(stage)
    stage.faults.seen.clear()
    await stage.tom.writes(stage.support, "Which order is it?", thread=(await stage.card_of("Anna")).ts)
    await stage.reads(stage.anna, "Which order is it?")
    await stage.anna.write("It is order 4711.")
    await stage.in_thread("It is order 4711.")
    assert changes_of_the_card(stage) == 0
    stage.product.kill()

    await drained(stage)

    assert changes_of_the_card(stage) in (1, 2), "the first one's moment may be over before the second is taken up"
    assert rows(stage.folder, "SELECT count(*) FROM outbox WHERE state != 'done'") == [(0,)]


@pytest.mark.fault("Slack", "channel gone or archived")
async def test_a_channel_that_is_gone_while_the_customer_waits(stage: Stage):
    await stage.product.start()
    await stage.on_duty(stage.tom)
    await ways.in_the_queue(stage)
    await stage.card_of("Anna")
    stage.support.archive()

    await stage.anna.write("It is order 4711.")

    card = await there(stage, "- Anna: ", top=True)
    await there(stage, "It is order 4711.")
    await drained(stage)
    await stage.tom.clicks("Claim", card.ts)
    await stage.reads(stage.anna, "Tom is now in the chat")
    await goes_on(stage)


async def test_a_channel_that_is_gone_before_the_card(stage: Stage):
    await stage.product.start()
    await stage.on_duty(stage.tom)
    await ways.offers(stage)
    stage.support.archive()
    await stage.anna.press("Start a live chat")
    await stage.anna.write("It is order 4711.")

    card = await there(stage, "- Anna: ", top=True)
    await stage.tom.clicks("Claim", card.ts)
    await stage.reads(stage.anna, "Tom is now in the chat")
    await goes_on(stage)


@pytest.mark.fault("Slack", "thread root deleted")
async def test_killed_while_the_chat_moves_it_has_one_new_thread(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    stage.support.archive()
    for nth in (2, 4, 6):  # the card, the line that says why, the words; before each the old thread is tried
        stage.faults.add(kill_at("slack", "chat.postMessage", nth, Moment.AFTER))

    await stage.anna.write("It is order 4711.")

    await goes_on(stage)
    assert len([m for m in lifeboat(stage).all if "could no longer be used" in m.plain]) == 1
    assert len([m for m in lifeboat(stage).all if "It is order 4711." in m.plain and not m.top_level]) == 1
    assert rows(stage.folder, "SELECT id FROM outbox WHERE state = 'failed'") == []
