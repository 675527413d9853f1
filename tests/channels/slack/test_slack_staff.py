"""Who is an agent: the members of the support channel or of a user group; all others are refused politely and not relayed."""

import asyncio
import dataclasses
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.errors import NotSetUp
from bots.slack.members.incoming import StaffReader
from core.model.errors import DeskError, Unreadable
from core.model.figures import Closure
from core.model.heard import AgentLeft, DutyChanged, FromThread, Heard, Ignored, PresenceSeen
from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox

TOM = AgentId("U0TOM")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

NO_SCOPE, JSON = '{"ok": false, "error": "missing_scope"}', {"Content-Type": "application/json"}
REFUSED = "Only colleagues in #support can do this. Ask one of them to add you."


# --- what Slack tells of members

READER = StaffReader("T1", "C1")


def changed(**user: object) -> Heard | None:
    event = {"type": "user_change", "user": {"id": TOM, "team_id": "T1", "profile": {}, **user}}
    return READER.event("user_change", json.dumps(event).encode())


def told(kind: str, **event: object) -> Heard | None:
    return READER.event(kind, json.dumps({"type": kind, **event}).encode())


@pytest.mark.parametrize("what", ["deleted", "is_restricted", "is_ultra_restricted", "is_stranger"])
def test_whose_account_is_closed_or_a_guests_now_has_left(what: str) -> None:
    assert changed(**{what: True}) == AgentLeft(TOM)


def test_a_bot_that_changes_is_nobody() -> None:
    assert changed(is_bot=True) == Ignored("a bot")


def test_who_leaves_the_support_channel_has_left_and_who_leaves_another_has_not() -> None:
    assert told("member_left_channel", user=TOM, channel="C1") == AgentLeft(TOM)
    assert told("member_left_channel", user=TOM, channel="C2") == Ignored("another channel")


@pytest.mark.parametrize(
    ("profile", "away", "until"),
    [
        ({"status_emoji": ":palm_tree:", "status_expiration": 0}, True, None),
        ({"status_emoji": ":palm_tree:", "status_expiration": 1772452800}, True, NOON),
        ({"status_emoji": ":bus::skin-tone-2:"}, True, None),
        ({"status_emoji": ":tada:", "status_expiration": 1772452800}, False, None),
        ({"status_emoji": "", "status_text": "away"}, False, None),
        ({"status_emoji": 7, "status_expiration": "soon"}, False, None),
        ({}, False, None),
    ],
)
def test_a_status_is_away_by_its_emoji_and_for_as_long_as_it_says(
    profile: dict[str, object], away: bool, until: datetime | None
) -> None:
    assert changed(profile=profile) == PresenceSeen(TOM, away, "status", until=until)


@pytest.mark.parametrize(
    ("enabled", "begins", "ends", "away"),
    [(True, 1772452800, 1772456400, True), (True, 1, 1, False), (False, 1772452800, 1772456400, False)],
)
def test_do_not_disturb_is_a_time(enabled: bool, begins: int, ends: int, away: bool) -> None:
    rest = {"dnd_enabled": enabled, "next_dnd_start_ts": begins, "next_dnd_end_ts": ends}
    seen = told("dnd_updated_user", user=TOM, dnd_status=rest)
    assert isinstance(seen, PresenceSeen)
    assert (seen.sign, seen.away, seen.since) == ("dnd", away, NOON if away else None)


def test_what_is_about_no_member_is_for_others() -> None:
    assert told("reaction_added", user=TOM) is None


def test_what_has_another_shape_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        told("member_left_channel", user={"id": TOM})


# --- the lists


async def listening(access: SlackAccess, server: SlackServer, store: SqliteStore) -> tuple[SlackChannel, Inbox]:
    channel, inbox = await SlackChannel.open(access, CATALOG, store), Inbox()
    await channel.start(inbox)
    await server.sockets.connected()
    return channel, inbox


Reads = Callable[[Inbox, type[Heard]], Awaitable[Heard]]


@pytest.fixture
def reads(slack: SlackChannel) -> Reads:
    async def first(inbox: Inbox, kind: type[Heard]) -> Heard:
        async with asyncio.timeout(5):
            while True:
                heard = [slack.reader.read(item.payload) for item in inbox.items]
                if found := next((each for each in heard if isinstance(each, kind)), None):
                    return found
                inbox.came.clear()
                await inbox.came.wait()

    return first


async def test_the_members_of_the_support_channel_are_agents(
    slack: SlackChannel, tom: Person, server: SlackServer, support: ChannelScreen
) -> None:
    mia = server.agent("Mia", id="U0MIA")
    mia.leaves(support)
    assert slack.staff.is_one(mia.id)  # while nobody has asked
    await slack.staff.refresh()
    assert await slack.staff.why_not(tom.id) == ""
    assert await slack.staff.why_not(mia.id) == "not one of the staff"
    assert [id for id in (tom.id, mia.id) if not slack.staff.known[id].outsider] == [tom.id]


async def test_guests_in_the_channel_are_no_agents(slack: SlackChannel, server: SlackServer) -> None:
    guest = server.agent("Gus", id="U0GUS", guest=True)
    await slack.staff.refresh()
    assert await slack.staff.why_not(guest.id) == "a guest"


async def test_whoever_has_just_been_added_is_known_at_once(
    slack: SlackChannel, server: SlackServer, support: ChannelScreen
) -> None:
    mia = server.agent("Mia", id="U0MIA")
    mia.leaves(support)
    await slack.staff.refresh()
    mia.joins(support)
    assert not await slack.staff.why_not(mia.id)


@pytest.mark.parametrize("named", ["@helpers", "helpers", "id"])
async def test_with_a_user_group_its_members_alone_are_agents(
    access: SlackAccess, server: SlackServer, tom: Person, store: SqliteStore, named: str
) -> None:
    mia = server.agent("Mia", id="U0MIA")
    group = server.user_group("helpers", mia)
    access = dataclasses.replace(access, agents_group=group.id if named == "id" else named)
    channel = await SlackChannel.open(access, CATALOG, store)
    await channel.staff.refresh()
    assert [channel.staff.is_one(each.id) for each in (tom, mia)] == [False, True]
    await channel.close()


async def test_a_group_that_there_is_not_is_named_at_the_start(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore
) -> None:
    with pytest.raises(NotSetUp, match="no user group @nobody: make it, or name another in SLACK_AGENTS_GROUP"):
        await SlackChannel.open(dataclasses.replace(access, agents_group="@nobody"), CATALOG, store)


async def test_groups_that_the_app_may_not_read_are_named_with_the_scope(
    access: SlackAccess, support: ChannelScreen, server: SlackServer, store: SqliteStore
) -> None:
    server.faults.add(Fault("slack", "usergroups.list", status=200, body=NO_SCOPE, headers=JSON))
    with pytest.raises(NotSetUp, match="it needs usergroups:read"):
        await SlackChannel.open(dataclasses.replace(access, agents_group="helpers"), CATALOG, store)


@pytest.mark.parametrize("status", [503, 200])
async def test_a_list_that_cannot_be_read_changes_nothing(
    slack: SlackChannel, tom: Person, server: SlackServer, support: ChannelScreen, status: int
) -> None:
    await slack.staff.refresh()
    tom.leaves(support)
    server.faults.add(Fault("slack", "conversations.members", status=status, body=NO_SCOPE, headers=JSON))
    with pytest.raises(DeskError):
        await slack.staff.refresh()
    assert slack.staff.is_one(tom.id)


async def test_an_address_of_a_supervisor_that_nobody_has_is_complained_of_once(
    access: SlackAccess, tom: Person, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    access = dataclasses.replace(access, supervisors=("nobody@desk.example",))
    channel = await SlackChannel.open(access, CATALOG, store)
    for _ in range(2):
        await channel.staff.refresh()
    said = [record.message for record in caplog.records if "SLACK_SUPERVISORS" in record.message]
    assert len(said) == 1
    assert "nobody@desk.example" in said[0]
    assert not {tom.id} & channel.staff.supervisors
    await channel.close()


async def test_supervisors_are_found_by_id_and_by_address(
    access: SlackAccess, tom: Person, server: SlackServer, store: SqliteStore
) -> None:
    mia = server.agent("Mia", id="U0MIA")
    tom.user.email = "Tom.Visser@desk.example"
    named = ("tom.visser@desk.example", mia.id)
    channel = await SlackChannel.open(dataclasses.replace(access, supervisors=named), CATALOG, store)
    assert channel.staff.supervisors  # nobody passes for one while the addresses are not known
    await channel.staff.refresh()
    assert {tom.id, mia.id} <= channel.staff.supervisors
    await channel.close()


# --- who is gone


async def test_who_left_while_the_desk_was_closed_has_left(
    access: SlackAccess, server: SlackServer, tom: Person, support: ChannelScreen, store: SqliteStore, reads: Reads
) -> None:
    await store.transact(lambda tx: tx.staff.put(Duty(Agent(TOM, "Tom"), on_duty=True), NOON))
    tom.leaves(support)
    channel, inbox = await listening(access, server, store)
    assert await reads(inbox, AgentLeft) == AgentLeft(TOM)
    await channel.close()


async def test_who_is_off_duty_with_a_chat_has_left_it_too(
    access: SlackAccess, server: SlackServer, tom: Person, support: ChannelScreen, store: SqliteStore, reads: Reads
) -> None:
    chat = ChatRow(CaseCode("FD-1"), ConversationId("telegram:1001"), Language("en"), NOON, agent=TOM, claimed_at=NOON)
    await store.transact(lambda tx: tx.chats.put(chat))
    tom.leaves(support)
    channel, inbox = await listening(access, server, store)
    assert await reads(inbox, AgentLeft) == AgentLeft(TOM)
    await channel.close()


async def test_who_leaves_the_group_has_left(
    access: SlackAccess, server: SlackServer, tom: Person, store: SqliteStore, reads: Reads
) -> None:
    server.user_group("helpers", tom)
    await store.transact(lambda tx: tx.staff.put(Duty(Agent(TOM, "Tom"), on_duty=True), NOON))
    channel, inbox = await listening(dataclasses.replace(access, agents_group="helpers"), server, store)
    assert inbox.items == []
    tom.leaves_group("helpers")
    assert await reads(inbox, AgentLeft) == AgentLeft(TOM)
    await channel.close()


# --- others


@pytest.fixture
async def mia(server: SlackServer, support: ChannelScreen) -> Person:
    """Reads along in the channel, which everybody may open, and has not joined it."""
    mia = server.agent("Mia", id="U0MIA")
    mia.leaves(support)
    return mia


async def test_a_strangers_command_is_answered_and_not_kept(
    mia: Person, slack: SlackChannel, inbox: Inbox, support: ChannelScreen
) -> None:
    answer = await mia.slash("/frontdesk", "on", support)
    assert REFUSED in str(answer)
    assert [row for row in inbox.items if "slack:command" in row.key] == []


async def test_a_guests_press_is_answered_and_not_kept(
    server: SlackServer, slack: SlackChannel, inbox: Inbox, support: ChannelScreen
) -> None:
    guest = server.agent("Gus", id="U0GUS", guest=True)
    await slack.show_panel([])
    await guest.clicks("I am on duty")
    await server.deliveries.quiet()
    assert [each.plain for each in guest.whispers()] == [REFUSED]
    assert [each for each in map(slack.reader.read, (row.payload for row in inbox.items)) if _acts(each)] == []


async def test_a_colleagues_press_is_kept(tom: Person, slack: SlackChannel, inbox: Inbox) -> None:
    await slack.show_panel([])
    await tom.clicks("I am on duty")
    heard = [slack.reader.read(item.payload) for item in inbox.items]
    assert heard == [DutyChanged(Agent(TOM, "Tom"), on_duty=True)]


async def test_who_is_no_agent_is_not_relayed(mia: Person, slack: SlackChannel, server: SlackServer) -> None:
    await slack.staff.refresh()
    body = {
        "type": "event_callback",
        "team_id": server.state.team_id,
        "event": {
            "type": "message",
            "channel": slack.channel,
            "user": mia.id,
            "text": "hello",
            "ts": "2.0",
            "thread_ts": "1.0",
        },
    }
    assert slack.reader.read(json.dumps(body)) == Ignored("not one of the staff")


def _acts(heard: Heard) -> bool:
    return isinstance(heard, DutyChanged | FromThread)


async def test_what_strangers_say_of_themselves_is_not_kept(
    mia: Person, tom: Person, inbox: Inbox, server: SlackServer
) -> None:
    await server.deliveries.quiet()
    inbox.items.clear()  # that Mia has left
    mia.sets_status(":palm_tree:")
    await server.deliveries.quiet()
    assert inbox.items == []
    tom.sets_status(":palm_tree:")
    await server.deliveries.quiet()
    assert inbox.items


async def test_the_panel_says_what_is_closed_for_everybody(slack: SlackChannel, support: ChannelScreen) -> None:
    until = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    chat = Closure("live_chat", "meeting", "Eva <@U0TOM>", until - timedelta(hours=1), until, "Weekly & loud")
    calls = Closure("callback", "busy", "Eva", until)
    await slack.show_panel([], [chat, calls])
    panel = await support.shows(lambda message: "I am on duty" in message.buttons)
    assert "by Eva <@U0TOM>: Weekly & loud" in panel.plain
    assert "Calls are closed until somebody opens them, by Eva: busy" in panel.plain
    await slack.show_panel([])
    await support.shows(lambda message: "I am on duty" in message.buttons and "closed" not in message.plain)
