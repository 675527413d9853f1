"""Alerts in Slack: in their own channel, once each, with nothing in them that pings or links but our own links."""

from collections.abc import AsyncIterator
from dataclasses import replace as changed
from datetime import UTC, datetime

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.alerts import LANE, AlertPerformer, content
from bots.slack.channel import SlackChannel
from core.engine.vitals import KnownVitals
from core.model.alerts import ALERTS, Alert, AlertLine
from core.model.effects import Effect, Note
from core.model.errors import Final, Refused, Uncertain
from core.model.ids import EffectId, Language
from core.model.rows import OutboxRow
from core.model.view import Text, text
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, refusal
from tests.engine.fakes import Clock

NOW = datetime.now(UTC)
LATE = Alert(text("alerts.warning", late=1, soon=0), (AlertLine(text("alerts.more", count=3), "FD-1"),))


def say(line: Text) -> str:
    return CATALOG.say(line.key, line.params, Language("en"))


def row(effect: Effect = LATE, id: str = "alerts.1", attempts: int = 1) -> OutboxRow:
    return OutboxRow(1, EffectId(id), ALERTS, LANE, effect, 0, 0, attempts, NOW, NOW)


@pytest.fixture
def access(access: SlackAccess) -> SlackAccess:
    return changed(access, alerts_channel="#desk-alerts")


@pytest.fixture
def vitals() -> KnownVitals:
    return KnownVitals(Clock())


@pytest.fixture
async def alerts(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore, vitals: KnownVitals
) -> AsyncIterator[AlertPerformer]:
    channel = await SlackChannel.open(access, CATALOG, store, vitals=vitals)
    yield channel.alerts
    await channel.close()


@pytest.fixture
def screen(server: SlackServer) -> ChannelScreen:
    return server.channel("desk-alerts")


# --- where


async def test_an_alert_is_posted_in_its_own_channel(
    alerts: AlertPerformer, screen: ChannelScreen, support: ChannelScreen, vitals: KnownVitals
) -> None:
    done = await alerts.perform(row())
    [post] = screen.messages
    assert post.ts == done.receipt
    assert post.plain == "Customers are waiting: 1 late, 0 about to be late\n• *FD-1*: and 3 more"
    assert support.messages == []
    assert [vital.well for vital in vitals.all() if vital.name == "alerts"] == [True]


async def test_a_channel_that_is_not_there_is_said_with_what_to_do(alerts: AlertPerformer, vitals: KnownVitals) -> None:
    with pytest.raises(Final, match="ALERTS_CHANNEL"):
        await alerts.perform(row())
    [vital] = [each for each in vitals.all() if each.name == "alerts"]
    assert not vital.well
    assert "#desk-alerts" in vital.why


async def test_once_it_is_made_the_next_one_comes(alerts: AlertPerformer, server: SlackServer) -> None:
    with pytest.raises(Final):
        await alerts.perform(row())
    screen = server.channel("desk-alerts")
    await alerts.perform(row(id="alerts.2"))
    assert len(screen.messages) == 1


async def test_a_channel_that_is_gone_is_looked_for_anew(
    alerts: AlertPerformer, server: SlackServer, screen: ChannelScreen
) -> None:
    await alerts.perform(row())
    server.faults.add(refusal("chat.postMessage", "channel_not_found"))
    with pytest.raises(Final):
        await alerts.perform(row(id="alerts.2"))
    await alerts.perform(row(id="alerts.3"))
    assert len(screen.messages) == 2


async def test_without_a_channel_there_is_none(support: ChannelScreen, slack: SlackChannel) -> None:
    with pytest.raises(Refused, match="taken out of the settings"):
        await AlertPerformer(slack.performer._poster, "", say, KnownVitals(Clock())).perform(row())


async def test_nothing_else_is_an_alert(alerts: AlertPerformer) -> None:
    with pytest.raises(Refused):
        await alerts.perform(row(Note("x")))


# --- once


async def test_one_whose_answer_was_lost_is_found_again(
    alerts: AlertPerformer, server: SlackServer, screen: ChannelScreen
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    with pytest.raises(Uncertain):
        await alerts.perform(row())
    done = await alerts.perform(row(attempts=2))
    [post] = screen.messages
    assert done.receipt == post.ts


# --- what


def blocks(alert: Alert) -> str:
    return "\n".join(str(block["text"]["text"]) for block in content(alert, say).blocks)


def test_a_case_and_the_board_are_links_where_there_is_a_board() -> None:
    line = AlertLine(text("alerts.more", count=1), "FD-1", "https://board.example/cases/FD-1")
    shown = blocks(Alert(text("alerts.warning", late=1, soon=0), (line,), "https://board.example"))
    assert "• <https://board.example/cases/FD-1|FD-1>: and 1 more" in shown
    assert "<https://board.example|Open the board>" in shown


def test_what_a_customer_asked_neither_pings_nor_links() -> None:
    evil = "<!channel> <https://evil.example|click> & *bold*"
    open_ = text("alerts.digest.open", count=2, question=evil, language="en")
    made = content(Alert(text("alerts.digest", day="Monday"), (AlertLine(open_),)), say)
    for shown in (blocks(Alert(text("alerts.digest", day="x"), (AlertLine(open_),))), made.text):
        assert "<!channel>" not in shown
        assert "<https://evil.example" not in shown
        assert "&lt;!channel&gt;" in shown


def test_many_long_lines_fit_what_slack_takes() -> None:
    lines = tuple(AlertLine(text("alerts.digest.open", count=1, question="x" * 5000, language="en")) for _ in range(30))
    for block in content(Alert(text("alerts.digest", day="x" * 500), lines), say).blocks:
        assert len(block["text"]["text"]) <= (150 if block["type"] == "header" else 3000)
