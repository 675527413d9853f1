"""Slack says wait, says no, says nonsense or says nothing: what agents and customers read in the end."""

import asyncio
import json

import pytest

from bots.playground.faults import Fault
from tests.faults import ways
from tests.faults.oracle import check, drained, waits_too_long
from tests.faults.stage import TEAM, Stage, bot_messages, down, staged

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

HTML = "<html><h1>Server Error</h1></html>"
LIMITED = json.dumps({"ok": False, "error": "ratelimited"})
CARD, RELAY = 2, 3  # the nth chat.postMessage of the live chat; the first is the duty panel


@pytest.mark.fault("Slack", "429 with Retry-After 1, 30, absent, garbage", "waited for; the order is kept")
@pytest.mark.parametrize("headers", [{"Retry-After": "1"}, {}, {"Retry-After": "soon"}], ids=["1", "absent", "garbage"])
@pytest.mark.parametrize("nth", [CARD, RELAY], ids=["card", "relay"])
async def test_429_is_waited_for_and_the_order_is_kept(stage: Stage, nth: int, headers: dict[str, str]):
    stage.faults.add(Fault("slack", "chat.postMessage", nth=nth, status=429, body=LIMITED, headers=headers))
    await stage.product.start()

    assert await check(stage, {stage.anna: await ways.live_chat(stage)}) == 0


@pytest.mark.fault("Slack", "5xx, HTML, non-JSON", "asked again")
@pytest.mark.parametrize(
    ("status", "body"),
    [(500, ""), (503, HTML), (200, HTML), (200, '{"ok": fal'), (200, '{"ok": false, "error": "internal_error"}')],
)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_nonsense_for_an_answer_is_asked_again(stage: Stage, method: str, status: int, body: str):
    stage.faults.add(Fault("slack", method, nth=2, status=status, body=body))
    await stage.product.start()

    assert await check(stage, {stage.anna: await ways.live_chat(stage)}) == 0


@pytest.mark.fault("Slack", "time-out after the effect", "found by its metadata, not posted again")
@pytest.mark.parametrize("nth", [1, CARD, RELAY, 4], ids=["panel", "card", "relay", "remark"])
async def test_time_out_after_the_effect_is_found_by_its_metadata(stage: Stage, nth: int):
    stage.faults.add(Fault("slack", "chat.postMessage", nth=nth, effect=True, drop=True))
    await stage.product.start()

    assert await check(stage, {stage.anna: await ways.live_chat(stage)}) == 0


@pytest.mark.fault(
    "Slack", "token revoked in mid-conversation", "customers are offered e-mail; goes on without a restart once mended"
)
async def test_token_revoked_while_a_customer_waits_they_are_offered_e_mail(tmp_path, warm_starts):
    async with staged(tmp_path, warm_starts.start) as stage:
        anna = stage.anna
        await stage.product.start()
        await stage.on_duty(stage.tom)
        await ways.offers(stage)
        stage.slack.revoke_tokens()
        await anna.press("Start a live chat")
        await stage.reads(anna, "Your case number is")
        waits_too_long(stage.folder)
        await stage.reads(anna, "taking longer than usual")
        await anna.press("Answer me by e-mail instead")
        await stage.reads(anna, "Which e-mail address")
        await anna.write("anna@customer.example")
        await stage.gets(TEAM, "FD-")
        await stage.gets("anna@customer.example", "FD-")
        assert "token_revoked" in stage.product.log(), "operators are told"

        stage.slack.restore_tokens()

        closed = await stage.shows(lambda m: "- Anna: " in m.plain and not m.buttons)
        await drained(stage)
        assert [m for m in stage.support.messages if "- Anna: " in m.plain] == [closed]


@pytest.mark.fault("Slack", "token revoked in mid-conversation")
async def test_token_revoked_in_mid_chat_what_the_customer_writes_waits_until_it_is_restored(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    stage.slack.revoke_tokens("account_inactive")
    await stage.anna.write("It is order 4711.")
    await stage.anna.write("It came broken.")
    await asyncio.sleep(1.5)
    stage.slack.restore_tokens()

    second = await stage.in_thread("It came broken.")

    card = await stage.card_of("Anna")
    said = [m.plain for m in stage.support.thread(card.ts)]
    assert ["4711" in said[-2], said[-1] == second.plain] == [True, True]


@pytest.mark.fault(
    "Slack", "channel gone or archived", "the chat moves to the fallback channel, or the customer is offered e-mail"
)
async def test_channel_archived_in_mid_chat_the_customer_is_told_and_offered_e_mail(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    stage.support.archive()
    await stage.anna.write("It is order 4711.")

    told = await stage.reads(stage.anna, "couldn’t pass on your last message")
    assert "Get an answer by e-mail" in told.buttons


async def test_channel_archived_before_the_card_the_customer_is_offered_e_mail(stage: Stage):
    await stage.product.start()
    await stage.on_duty(stage.tom)
    await ways.offers(stage)
    stage.support.archive()
    await stage.anna.press("Start a live chat")

    told = await stage.reads(stage.anna, "the live chat isn’t working right now")
    assert told.buttons == ["Get an answer by e-mail", "Cancel"]


async def test_socket_refused_for_a_while_the_agents_words_arrive_afterwards(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    await stage.slack.sockets.refuse()
    await stage.tom.writes(stage.support, "First, which order is it?", thread=card.ts)
    await stage.tom.writes(stage.support, "Second, which colour?", thread=card.ts)
    await asyncio.sleep(2)
    stage.slack.sockets.accept()

    await stage.reads(stage.anna, "First, which order")
    second = await stage.reads(stage.anna, "Second, which colour")
    words = [message.text for message in bot_messages(stage.anna) if "which" in message.text]
    assert words[-1] == second.text, "in order, and each once"
    assert len(words) == 2


@pytest.mark.fault("Slack", "socket half-open", "noticed; missed words are read afterwards")
async def test_half_open_socket_is_noticed_and_the_agents_words_arrive_afterwards(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")
    stage.slack.deliveries.ack_seconds = 1.0
    stage.slack.sockets.deafen()
    await stage.tom.writes(stage.support, "Which order is it?", thread=card.ts)

    told = await stage.reads(stage.anna, "Which order is it?")
    assert told.text.startswith("Tom")


@pytest.mark.fault(
    "Stores",
    "presence unknown",
    "e-mail is offered until Slack is reached; who is on duty stands in the database and not in Redis",
)
async def test_slack_down_at_the_start_customers_are_served_and_live_chat_comes_with_slack(stage: Stage):
    async with down(stage.slack, stage.slack.root):
        await stage.product.start()
        story = await ways.ticket(stage)
    await stage.on_duty(stage.tom)

    await check(stage, {stage.anna: story})
    assert "customers are offered e-mail meanwhile" in stage.product.log()
