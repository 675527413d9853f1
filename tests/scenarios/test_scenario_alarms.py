"""Troubles of the desk itself reach those who look after it: in Slack, by mail, in the log; each once, and once when it is over."""

from datetime import timedelta

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from bots.slack import link
from core.engine import alarms, pulse
from handoff import alarms as rules
from tests.scenarios.town import Town, chatting

OPERATOR = "operator@shop.example"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(alarms, "LOOKS", 0.05)
    monkeypatch.setattr(link, "LOOKS", 0.05)
    monkeypatch.setattr(pulse, "EVERY", 0.05)
    monkeypatch.setattr(rules, "APART", timedelta(0))
    monkeypatch.setattr(rules, "CALM", timedelta(seconds=0.3))
    return {"ALERTS_CHANNEL": "#desk-alerts", "ALERTS_DIGEST_AT": "", "ALARM_AWAY": "1", "ALARM_EMAIL": OPERATOR}


@pytest.fixture
def channel(town: Town) -> ChannelScreen:
    return town.slack.channel("desk-alerts")


def posts(channel: ChannelScreen, words: str) -> list[Post]:
    return [post for post in channel.messages if words in post.plain]


@pytest.mark.fault(
    "Telegram", "401, 404, 409", "told in Slack and by mail, once, with what to do, and once when it is over"
)
async def test_a_revoked_telegram_token_is_told_of_once_and_that_it_is_let_in_again(
    town: Town, channel: ChannelScreen, anna: Customer
) -> None:
    revoked = '{"ok": false, "error_code": 401, "description": "Unauthorized"}'
    town.faults.add(Fault("telegram", "getUpdates", times=1000, status=401, body=revoked, headers=JSON))
    await anna.write("Hello?")
    told = await channel.shows(lambda post: "Telegram cannot be reached" in post.plain)
    assert "set TELEGRAM_TOKEN to a new one" in told.plain
    assert town.telegram.token not in told.plain
    await town.mailbox(OPERATOR).gets("Telegram cannot be reached")
    town.faults.clear()
    await channel.shows(lambda post: "Over: Telegram is reached again" in post.plain)
    assert (len(posts(channel, "Telegram cannot be reached")), len(posts(channel, "Over: Telegram"))) == (1, 1)


@pytest.mark.fault("Slack", "token revoked in mid-conversation", "the operator is told by mail and in the log")
async def test_a_slack_that_lets_nobody_in_is_told_of_by_mail_and_in_the_log(
    town: Town, tom: Person, caplog: pytest.LogCaptureFixture
) -> None:
    refused = '{"ok": false, "error": "token_revoked"}'
    for method in ("chat.update", "chat.postMessage"):
        town.faults.add(Fault("slack", method, times=1000, status=200, body=refused, headers=JSON))
    await tom.clicks("I am on duty")
    mail = await town.mailbox(OPERATOR).gets("token_revoked")
    assert "set SLACK_BOT_TOKEN" in mail.text
    assert "xoxb" not in mail.text
    assert "Slack cannot be reached" in caplog.text


async def test_a_new_dead_letter_is_told_of_and_when_it_is_answered(
    town: Town, channel: ChannelScreen, anna: Customer
) -> None:
    gone = '{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}'
    town.faults.add(Fault("telegram", "sendMessage", status=400, body=gone, headers=JSON))
    await anna.write("When do I get my money back?")
    told = await channel.shows(lambda post: "Given up: 1 new, 1 in all" in post.plain)
    assert "Chat not found" in told.plain
    assert "frontdesk dead-letters" in told.plain
    town.stored("UPDATE outbox SET discarded = 1 WHERE state = 'failed'")
    await channel.shows(lambda post: "all dead letters are answered" in post.plain)


async def test_lanes_that_wait_too_long_are_told_of(
    town: Town, channel: ChannelScreen, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.faults.add(Fault("telegram", "sendMessage", times=1000, status=502, body="<html>"))
    await anna.write("When do I get my money back?")
    await town.until(lambda: bool(town.stored("SELECT 1 FROM outbox WHERE state = 'waiting' AND reason != ''")))
    town.stored("UPDATE outbox SET created_at = created_at - 900 WHERE state = 'waiting'")
    told = await channel.shows(lambda post: "customers’ chats" in post.plain)
    assert "1 destination has waited for 15 minutes" in told.plain
    town.faults.clear()
    await channel.shows(lambda post: "Over: nothing waits too long for customers’ chats" in post.plain, timeout=10)


@pytest.mark.fault("Stores", "full disk", "told past the database, once, and that it is over")
async def test_a_database_that_cannot_be_written_is_told_of_past_it(
    town: Town, channel: ChannelScreen, anna: Customer, tom: Person
) -> None:
    """Somebody else holds it, as a full disk would: nothing can be written."""
    chat = await chatting(town, anna, tom)
    town.stored(
        "CREATE TRIGGER full BEFORE UPDATE ON keep WHEN NEW.name = 'pulse' BEGIN SELECT RAISE(FAIL, 'disk full'); END"
    )
    told = await channel.shows(lambda post: "The database takes nothing" in post.plain)
    assert "disk full" in told.plain
    town.stored("DROP TRIGGER full")
    await channel.shows(lambda post: "Over: the database takes what is written again" in post.plain)
    assert len(posts(channel, "The database takes nothing")) == 1
    await chat.agent_writes("Still here.")
    await anna.reads("Still here.")


async def test_without_a_channel_for_alerts_the_support_channel_reads_them(
    town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.closes()
    monkeypatch.delenv("ALERTS_CHANNEL")
    await town.opens()
    town.faults.add(Fault("telegram", "getUpdates", times=1000, status=502, body="<html>"))
    await anna.write("Hello?")
    await town.support.shows(lambda post: "Telegram cannot be reached" in post.plain)
