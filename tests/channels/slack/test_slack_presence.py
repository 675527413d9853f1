"""Who is away, by three signs: asked of Slack for those on duty alone, told when it changes, never a veto where it does not say."""

import asyncio
import dataclasses
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.api import Api, new_session, web_client
from bots.slack.channel import SlackChannel
from bots.slack.members import presence
from bots.slack.members.incoming import StaffReader
from bots.slack.members.presence import PresenceWatch
from core.model.errors import Transient
from core.model.heard import Heard, PresenceSeen
from core.model.ids import AgentId
from core.model.people import Agent, Duty, Veto
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox

TOM = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True)
EVA = Duty(Agent(AgentId("U0EVA"), "Eva"), on_duty=True)

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
PRESENCE = "users.getPresence"

Looks = Callable[[], Awaitable[list[Heard]]]


@pytest.fixture
async def looks(
    server: SlackServer, slack: SlackChannel, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Looks]:
    """Look once at everybody on duty; what was seen."""
    monkeypatch.setattr(presence, "BETWEEN", 0.0)
    session = new_session(server.root)
    api = Api(web_client(server.root, session, server.api.bot_token))
    watch = PresenceWatch(api, slack.people, StaffReader(server.state.team_id, slack.channel), store, 60)

    async def look() -> list[Heard]:
        inbox = Inbox()
        await watch.look(inbox)
        return [slack.reader.read(item.payload) for item in inbox.items]

    yield look
    await session.close()


def away(duty: Duty) -> Duty:
    return replace(duty, away=True, vetoes=(Veto("presence"),))


async def roster(store: SqliteStore, *duties: Duty) -> None:
    for duty in duties:
        await store.transact(lambda tx, duty=duty: tx.staff.put(duty, MONDAY))


async def test_who_goes_away_and_comes_back_is_seen_once_each(looks: Looks, tom: Person, store: SqliteStore) -> None:
    await roster(store, TOM)
    assert await looks() == []
    tom.goes("away")
    assert await looks() == [PresenceSeen(TOM.agent.id, away=True)]
    await roster(store, away(TOM))
    assert await looks() == []
    tom.goes("active")
    assert await looks() == [PresenceSeen(TOM.agent.id, away=False)]


async def test_nobody_who_is_off_duty_is_asked_about(
    looks: Looks, tom: Person, store: SqliteStore, server: SlackServer
) -> None:
    await roster(store, replace(TOM, on_duty=False))
    tom.goes("away")
    assert await looks() == []
    assert PRESENCE not in [seen.method for seen in server.faults.seen]


async def test_where_slack_does_not_say_nobody_is_vetoed_and_it_is_logged_once(
    looks: Looks, tom: Person, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    await roster(store, TOM, away(EVA))  # there is no Eva in the workspace any more
    for _ in range(3):
        assert await looks() == [PresenceSeen(EVA.agent.id, away=False)]
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == [
        "Slack does not say whether Eva is away, so the button alone decides: Slack: user_not_found"
    ]


@pytest.mark.fault("Slack", "scope missing in mid-conversation")
async def test_a_missing_scope_vetoes_nobody(
    looks: Looks, tom: Person, store: SqliteStore, server: SlackServer
) -> None:
    await roster(store, away(TOM))
    refused, json = '{"ok": false, "error": "missing_scope"}', {"Content-Type": "application/json"}
    server.faults.add(Fault("slack", PRESENCE, status=200, body=refused, headers=json))
    assert await looks() == [PresenceSeen(TOM.agent.id, away=False)]


@pytest.mark.parametrize(
    "fault", [Fault("slack", PRESENCE, status=503), Fault("slack", PRESENCE, drop=True, times=9)], ids=str
)
async def test_while_slack_cannot_be_asked_everything_stays_as_it_was(
    looks: Looks, tom: Person, store: SqliteStore, server: SlackServer, fault: Fault
) -> None:
    await roster(store, away(TOM))
    server.faults.add(fault)
    with pytest.raises(Transient):
        await looks()


async def test_a_channel_that_is_open_looks_by_itself(
    access: SlackAccess, support: ChannelScreen, tom: Person, store: SqliteStore
) -> None:
    await roster(store, TOM)
    tom.goes("away")
    channel, inbox = (
        await SlackChannel.open(dataclasses.replace(access, presence_seconds=0.01), CATALOG, store),
        Inbox(),
    )
    await channel.start(inbox)
    async with asyncio.timeout(5):
        await inbox.came.wait()
    assert channel.reader.read(inbox.items[0].payload) == PresenceSeen(TOM.agent.id, away=True)
    await channel.close()


# --- what they say of themselves, and do-not-disturb


async def test_a_status_of_somebody_who_is_not_there_is_seen_until_it_is_over(
    looks: Looks, tom: Person, store: SqliteStore, slack: SlackChannel
) -> None:
    await roster(store, TOM)
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=8)
    tom.user.status_emoji, tom.user.status_expiration = ":palm_tree:", int(until.timestamp())
    slack.people.forget(TOM.agent.id)
    assert await looks() == [PresenceSeen(TOM.agent.id, True, "status", until=until)]
    await roster(store, replace(TOM, away=True, vetoes=(Veto("status", until=until),)))
    assert await looks() == []
    tom.user.status_emoji, tom.user.status_expiration = "", 0
    slack.people.forget(TOM.agent.id)
    assert await looks() == [PresenceSeen(TOM.agent.id, False, "status")]


@pytest.mark.parametrize("emoji", [":house_with_garden:", ":tada:", ""])
async def test_a_status_that_says_something_else_vetoes_nobody(
    looks: Looks, tom: Person, store: SqliteStore, emoji: str
) -> None:
    await roster(store, TOM)
    tom.user.status_emoji = emoji
    assert await looks() == []


async def test_a_status_that_is_over_is_none(looks: Looks, tom: Person, store: SqliteStore) -> None:
    await roster(store, TOM)
    tom.user.status_emoji, tom.user.status_expiration = ":palm_tree:", int(MONDAY.timestamp())
    assert await looks() == []


async def test_the_next_times_of_do_not_disturb_are_known_before_they_begin(
    looks: Looks, tom: Person, store: SqliteStore
) -> None:
    await roster(store, TOM)
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    ends = begins + timedelta(hours=10)
    tom.user.quiet_from, tom.user.quiet_until = int(begins.timestamp()), int(ends.timestamp())
    assert await looks() == [PresenceSeen(TOM.agent.id, True, "dnd", begins, ends)]
    await roster(store, replace(TOM, vetoes=(Veto("dnd", begins, ends),)))
    assert await looks() == []
    tom.user.quiet_from = tom.user.quiet_until = 0
    assert await looks() == [PresenceSeen(TOM.agent.id, False, "dnd")]
