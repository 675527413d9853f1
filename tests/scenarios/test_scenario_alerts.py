"""Staff are told in their channel for alerts what is about to break and what has; and the desk knows what it is not connected to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from bots.slack import link
from core.engine import alerts
from core.engine.vitals import Vital
from handoff import alerts as rules
from tests.scenarios.town import EMAIL, Town, chatting

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(alerts, "LOOKS", 0.05)
    monkeypatch.setattr(link, "LOOKS", 0.05)
    monkeypatch.setattr(rules, "APART", timedelta(0))
    return {"ALERTS_CHANNEL": "#desk-alerts", "ALERTS_QUIET": "", "ALERTS_DIGEST_AT": "", "PATIENCE_REPLY": "1"}


@pytest.fixture
def channel(town: Town) -> ChannelScreen:
    return town.slack.channel("desk-alerts")


def vitals(town: Town) -> dict[str, Vital]:
    """By their names, as the running desk knows them."""
    assert town._app is not None
    return {vital.name: vital for vital in town._app.room.vitals.all()}


def warnings(channel: ChannelScreen) -> list[Post]:
    return [post for post in channel.messages if post.plain.startswith("Customers are waiting")]


async def test_a_reply_that_does_not_come_is_told_of_once_and_not_again_after_a_restart(
    town: Town, anna: Customer, tom: Person, channel: ChannelScreen
) -> None:
    chat = await chatting(town, anna, tom)
    await anna.write("Are you there?")
    await chat.thread_shows("Are you there?")
    late = await channel.shows(lambda post: "1 late" in post.plain)
    assert "the customer is waiting for Tom" in late.plain
    assert "FD-" in late.plain
    count = len(warnings(channel))
    await town.reopens()
    await chat.agent_writes("Here I am")
    await anna.reads("Here I am")
    await anna.write("Thanks, and now?")
    await chat.thread_shows("Thanks, and now?")
    await town.until(lambda: len(warnings(channel)) > count)
    assert sum("1 late" in post.plain for post in warnings(channel)[:count]) == 1


async def test_a_channel_that_is_not_there_is_a_dead_letter_and_the_desk_goes_on(
    town: Town, anna: Customer, tom: Person
) -> None:
    chat = await chatting(town, anna, tom)
    await anna.write("Are you there?")
    await town.until(lambda: bool(town.stored("SELECT 1 FROM outbox WHERE lane = 'slack:alerts' AND state = 'failed'")))
    await chat.agent_writes("Here I am")
    await anna.reads("Here I am")
    ((reason,),) = town.stored("SELECT DISTINCT reason FROM outbox WHERE lane = 'slack:alerts' AND state = 'failed'")
    assert "ALERTS_CHANNEL" in reason
    assert vitals(town)["alerts"].why == reason


async def test_an_alert_whose_answer_was_lost_is_posted_once(
    town: Town, anna: Customer, tom: Person, channel: ChannelScreen
) -> None:
    chat = await chatting(town, anna, tom)
    await anna.write("Are you there?")
    await chat.thread_shows("Are you there?")
    town.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    await channel.shows(lambda post: "1 late" in post.plain)
    await town.until(lambda: not town.stored("SELECT 1 FROM outbox WHERE state = 'waiting'"))
    assert len({post.plain for post in warnings(channel)}) == len(warnings(channel))


async def test_yesterday_is_summed_up(town: Town, channel: ChannelScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.closes()
    before = (datetime.now(UTC).astimezone(AMSTERDAM).date() - timedelta(days=2)).isoformat()
    town.stored("INSERT OR REPLACE INTO keep (name, value) VALUES ('alerts', ?)", f'{{"day": "{before}"}}')
    monkeypatch.setenv("ALERTS_DIGEST_AT", "00:00")
    await town.opens()
    digest = await channel.shows(lambda post: post.plain.startswith("The day in figures"))
    assert "Questions to the assistant: 0, answered: 0" in digest.plain


async def test_the_desk_knows_what_it_is_connected_to(town: Town, anna: Customer) -> None:
    await anna.write("When do I get my money back?")
    await anna.reads("working days")
    await town.until(lambda: all(vitals(town)[name].well for name in ("telegram", "slack") if name in vitals(town)))
    assert {"telegram", "slack"} <= vitals(town).keys()


async def test_servers_that_die_are_noticed_and_so_is_their_coming_back(town: Town, anna: Customer) -> None:
    await town.until(lambda: {"telegram", "slack"} <= vitals(town).keys())
    town.faults.add(Fault("telegram", "getUpdates", times=1000, status=502, body="<html>Bad Gateway</html>"))
    await anna.write("Hello?")
    await town.until(lambda: not vitals(town)["telegram"].well)
    assert town.telegram.token not in vitals(town)["telegram"].why
    town.faults.clear()
    await town.until(lambda: vitals(town)["telegram"].well)


async def test_a_slack_that_no_longer_lets_the_app_in_is_noticed(town: Town, tom: Person) -> None:
    await town.until(lambda: "slack" in vitals(town) and vitals(town)["slack"].well)
    body = '{"ok": false, "error": "invalid_auth"}'
    town.faults.add(
        Fault("slack", "chat.update", times=1000, status=200, body=body, headers={"Content-Type": "application/json"})
    )
    await tom.clicks("I am on duty")
    await town.until(lambda: not vitals(town)["slack"].well, seconds=10)
    assert "invalid_auth" in vitals(town)["slack"].why
    assert "xoxb" not in vitals(town)["slack"].why


async def test_a_mail_server_that_is_gone_is_noticed(town: Town, anna: Customer) -> None:
    await town.mail.stop()
    await anna.write("/support")
    await anna.reads("E-mail:")
    await anna.press(EMAIL)
    await anna.write("My parcel is broken")
    await anna.reads("e-mail address")
    await anna.write("anna@shop.example")
    await town.until(lambda: "smtp" in vitals(town) and not vitals(town)["smtp"].well)
