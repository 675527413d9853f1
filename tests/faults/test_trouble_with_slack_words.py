"""Agents' words of every kind, forms and old buttons in mid-chat, and a channel that has to wait while another goes on."""

import asyncio
import json
from contextlib import suppress

import pytest

from bots.playground.faults import Fault
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.oracle import drained
from tests.faults.product import until
from tests.faults.stage import PATIENCE, Stage, bot_messages, staged

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

DUTCH = json.dumps([{"name": "dutch", "channel": "#nederlands", "languages": ["nl"]}])
LIMITED = json.dumps({"ok": False, "error": "ratelimited"})
EXPIRED = json.dumps({"ok": False, "error": "expired_trigger_id"})
LONG = " ".join(f"word{number:05}" for number in range(4000))  # 40,000 characters less one


async def chatting(stage: Stage) -> str:
    """The thread's ts."""
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    return (await stage.card_of("Anna")).ts


def told(stage: Stage, words: str) -> int:
    return sum(words in message.text for message in bot_messages(stage.anna))


@pytest.mark.fault("Slack", "429 with Retry-After 1, 30, absent, garbage", "other channels go on")
async def test_a_channel_that_waits_ten_minutes_holds_up_no_other(tmp_path, warm_starts):
    async with staged(tmp_path, warm_starts.start, SLACK_QUEUES=DUTCH) as stage:
        dutch = stage.slack.channel("nederlands")
        await stage.product.start()
        await stage.on_duty(stage.tom)
        await ways.offers(stage)
        limited = Fault("slack", "chat.postMessage", status=429, body=LIMITED, headers={"Retry-After": "600"})
        stage.faults.add(limited)
        await stage.anna.press("Start a live chat")
        await stage.reads(stage.anna, "Your case number is")

        await ways.offers_in_dutch(stage)
        await stage.daan.press("Start een livechat")
        await dutch.shows(lambda m: "- Daan: " in m.plain, PATIENCE)
        assert not any("- Anna: " in m.plain for m in stage.support.messages)


@pytest.mark.fault(
    "Slack",
    "agent messages of every subtype",
    "files, words shown in the channel too, edits, deletions and /me reach the customer as what they are",
)
async def test_every_kind_of_an_agents_message(stage: Stage):
    thread = await chatting(stage)
    tom, support = stage.tom, stage.support
    await tom.writes(support, "In the thread alone.", thread=thread)
    await tom.writes(support, "Also sent to the channel.", thread=thread, broadcast=True)
    await tom.says_me(support, "looks into it.", thread=thread)
    await tom.shares(support, "label.txt", b"a label", "With a file.", thread=thread)
    edited = await tom.writes(support, "With a mistkae.", thread=thread)
    gone = await tom.writes(support, "Not for you.", thread=thread)
    for words in ("alone.", "to the channel.", "looks into it.", "With a file.", "mistkae", "Not for you."):
        await stage.reads(stage.anna, words)
    await drained(stage)
    await tom.edits(edited, "With a mistake.")
    await tom.deletes(gone)
    await stage.sees(stage.anna, lambda anna: "With a mistake." in str(anna.described()))
    await drained(stage)

    assert (told(stage, "to the channel."), told(stage, "With a mistake."), told(stage, "mistkae")) == (1, 1, 0)
    assert rows(stage.folder, "SELECT reason FROM inbox WHERE state = 'dead'") == []


async def test_words_outside_of_threads_and_of_others_stay_inside(stage: Stage):
    thread = await chatting(stage)
    await stage.tom.writes(stage.support, "Who takes the late shift?")
    await stage.zofia.writes(stage.support, "Ask about the colour.", thread=thread)
    await stage.tom.writes(stage.support, "Which order is it?", thread=thread)
    await stage.reads(stage.anna, "Which order is it?")
    await drained(stage)
    assert (told(stage, "late shift"), told(stage, "colour")) == (0, 0)


@pytest.mark.fault("Slack", "text of 40,001 characters", "parts, in order, nothing lost")
async def test_forty_thousand_characters_of_an_agents_arrive_in_parts_and_in_order(stage: Stage):
    thread = await chatting(stage)
    await stage.tom.writes(stage.support, LONG + " x", thread=thread)
    await stage.sees(stage.anna, lambda _: told(stage, "word03999") == 1)
    await drained(stage)
    arrived = " ".join(message.text for message in bot_messages(stage.anna))
    assert [word for word in arrived.split() if word.startswith("word")] == LONG.split()


@pytest.mark.fault("Slack", "a form sent twice", "counts once")
async def test_a_form_that_is_sent_twice_counts_once(stage: Stage):
    thread = await chatting(stage)
    form = await opens(stage, "Note…", thread)
    for _ in range(2):  # the first answer was lost on its way
        await stage.tom.submits(form, note="She is a good customer.")
    await stage.in_thread("She is a good customer.")
    await drained(stage)
    assert len([m for m in stage.support.all if "She is a good customer." in m.plain]) == 1
    assert told(stage, "good customer") == 0


async def opens(stage: Stage, button: str, thread: str):
    """Press until the form is there: on a busy machine it may come too late for its trigger."""
    async with asyncio.timeout(PATIENCE):
        while stage.tom.modal is None:
            await stage.tom.clicks(button, thread)
            with suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await until(lambda: stage.tom.modal is not None)
    return stage.tom.modal


@pytest.mark.fault("Slack", "an expired trigger", "the agent is asked to press again")
async def test_a_form_that_comes_too_late_can_be_asked_for_again(stage: Stage):
    thread = await chatting(stage)
    stage.faults.add(
        Fault("slack", "views.open", status=200, body=EXPIRED, headers={"Content-Type": "application/json"})
    )
    await stage.tom.clicks("Note…", thread)
    await stage.shows(lambda m: m.ephemeral_to == stage.tom.id and "again" in m.plain)
    assert stage.tom.modal is None
    assert await opens(stage, "Note…", thread)


@pytest.mark.fault("Slack", "a button on a closed case", "says so, and changes nothing")
async def test_an_old_button_on_a_closed_case_says_so_and_changes_nothing(stage: Stage):
    """The agent's screen still shows the card as it was: the press left before the new card came."""
    thread = await chatting(stage)
    card = next(m for m in stage.support.all if m.ts == thread)
    old = list(card.blocks or [])
    await stage.tom.slash("/frontdesk", "close", stage.support)
    await stage.reads(stage.anna, "has ended the chat")
    await drained(stage)
    new, card.blocks = card.blocks, old
    await stage.zofia.clicks("Release", thread) if "Release" in card.buttons else await stage.zofia.clicks(
        "Close", thread
    )
    card.blocks = new
    whisper = await stage.shows(lambda m: m.ephemeral_to == stage.zofia.id)
    assert "This chat is over" in whisper.plain, whisper.plain
    await drained(stage)
    assert told(stage, "has ended the chat") == 1
    assert rows(stage.folder, "SELECT stage FROM conversations WHERE id = 'telegram:1001'") == [("Closed",)]
