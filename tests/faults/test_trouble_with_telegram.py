"""Telegram says wait, says no, says nonsense or says nothing: what the customer reads in the end."""

import asyncio
import json
import time

import pytest

from bots.playground.faults import Fault
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.oracle import check, drained, nothing_given_up, repeats_are_in_the_audit
from tests.faults.product import until
from tests.faults.stage import Stage, bot_messages

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

HTML = "<html><h1>502 Bad Gateway</h1></html>"


def wait(seconds: int) -> str:
    description = f"Too Many Requests: retry after {seconds}"
    return json.dumps(
        {"ok": False, "error_code": 429, "description": description, "parameters": {"retry_after": seconds}}
    )


def refused(status: int, description: str) -> str:
    return json.dumps({"ok": False, "error_code": status, "description": description})


@pytest.mark.fault("Telegram", "429 with 5 and 600 s")
async def test_429_is_waited_for(stage: Stage):
    stage.faults.add(Fault("telegram", "sendMessage", status=429, body=wait(2)))
    await stage.product.start()
    begun = time.monotonic()

    await stage.anna.write("When do I get my money back?")

    await stage.reads(stage.anna, "Quoted from the help centre")
    assert time.monotonic() - begun >= 2


@pytest.mark.fault("Telegram", "429 with 5 and 600 s", "only that chat waits, also across a restart")
async def test_429_of_ten_minutes_makes_only_that_chat_wait_and_outlives_a_restart(stage: Stage):
    stage.faults.add(Fault("telegram", "sendMessage", status=429, body=wait(600)))
    await stage.product.start()
    await stage.product.ready()
    await stage.anna.write("When do I get my money back?")
    await until(lambda: told_to_wait(stage) == 1)

    await stage.daan.write("Wanneer krijg ik mijn geld terug?")
    await stage.reads(stage.daan, "Citaat uit het helpcentrum")
    stage.product.kill()
    await stage.daan.write("Wat kost verkopen?")
    await stage.sees(stage.daan, lambda phone: len(bot_messages(phone)) > 1)
    assert bot_messages(stage.anna) == []

    stage.sets_the_clock(11 / 60)
    stage.product.kill()
    await stage.reads(stage.anna, "Quoted from the help centre")


def told_to_wait(stage: Stage) -> int:
    """How many effects wait for as long as Telegram says."""
    ((count,),) = rows(stage.folder, "SELECT count(*) FROM outbox WHERE state = 'waiting' AND reason LIKE '%Too Many%'")
    return int(count)


@pytest.mark.fault("Telegram", "403 blocked", "flagged, and the agent is told in the thread")
async def test_403_blocked_the_agent_is_told_in_the_thread(stage: Stage):
    await stage.product.start()
    await ways.live_chat_until_claimed(stage)
    card = await stage.card_of("Anna")

    stage.anna.blocks()
    await stage.tom.writes(stage.support, "Are you still there?", thread=card.ts)

    told = await stage.in_thread("they have blocked the bot")
    assert told.buttons == ["Send again"]


@pytest.mark.fault("Telegram", "time-out or reset after the effect", "that one message twice, which the audit says")
async def test_time_out_after_the_effect_repeats_the_one_message_and_says_so_in_the_audit(stage: Stage):
    stage.faults.add(Fault("telegram", "sendMessage", nth=2, effect=True, drop=True))
    await stage.product.start()
    await stage.product.ready()

    await ways.ticket(stage)
    await drained(stage)

    told = [message.text for message in bot_messages(stage.anna)]
    assert len(told) == 5
    assert told[1] == told[2]
    repeats_are_in_the_audit(stage)


@pytest.mark.fault("Telegram", "502 HTML, 200 non-JSON", "asked again")
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, HTML),
        (200, HTML),
        (200, '{"ok": true'),
        (500, refused(500, "Internal Server Error")),
        (401, refused(401, "Unauthorized")),
        (404, HTML),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
async def test_nonsense_for_an_answer_is_asked_again(stage: Stage, method: str, status: int, body: str):
    stage.faults.add(Fault("telegram", method, nth=2, status=status, body=body))
    await stage.product.start()

    assert await check(stage, {stage.anna: await ways.ticket(stage)}) == 0


@pytest.mark.fault("Telegram", "401, 404, 409", "said loudly, and gone on with once it is mended")
async def test_409_another_poller_is_said_and_polling_goes_on(stage: Stage):
    stage.faults.add(
        Fault(
            "telegram", "getUpdates", nth=2, status=409, body=refused(409, "Conflict: terminated by other getUpdates")
        )
    )
    await stage.product.start()

    await check(stage, {stage.anna: await ways.ticket(stage)})
    assert "only one process may ask for the updates" in stage.product.log()


@pytest.mark.fault("Coming in", "each update delivered up to four times", "each counts once")
@pytest.mark.parametrize("times", [2, 4])
async def test_each_update_and_each_event_delivered_so_many_times_is_one(stage: Stage, times: int):
    stage.telegram.account.updates.deliver_times = times
    stage.slack.deliver_times = times
    await stage.product.start()

    assert await check(stage, {stage.anna: await ways.live_chat(stage)}) == 0


@pytest.mark.fault("Telegram", "can't parse entities", "plain text")
async def test_formatting_that_telegram_cannot_read_goes_as_plain_text(stage: Stage):
    stage.faults.add(
        Fault("telegram", "sendMessage", status=400, body=refused(400, "Bad Request: can't parse entities: unclosed"))
    )
    await stage.product.start()
    await stage.anna.write("When do I get my money back?")

    assert (await stage.reads(stage.anna, "Quoted from the help centre")).entities == []
    await drained(stage)
    nothing_given_up(stage)


@pytest.mark.fault("Stores", "full disk", "nothing is confirmed, so that it comes again; nothing lost")
async def test_a_full_disk_confirms_nothing_and_loses_nothing(stage: Stage):
    """No file may grow for a while, as on a full disk; a person writes meanwhile."""
    await stage.product.start()
    await stage.product.ready()
    await stage.on_duty(stage.tom)
    stage.product.limit_files(1024)
    await stage.anna.write("When do I get my money back?")
    await asyncio.sleep(2)
    assert bot_messages(stage.anna) == []

    stage.product.limit_files(None)

    await stage.reads(stage.anna, "Quoted from the help centre")
    await drained(stage)
    nothing_given_up(stage)
    assert len(bot_messages(stage.anna)) == 1
