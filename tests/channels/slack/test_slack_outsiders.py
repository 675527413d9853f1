"""Guests, people of other workspaces, bots and those who are not of the support channel: nothing they do counts, by any door."""

import json
from typing import Any

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, NotAcknowledged, SlackServer
from bots.slack.channel import SlackChannel
from bots.slack.ids import ControlRef, Json
from bots.slack.incoming import SlackReader
from bots.slack.members.people import Member
from bots.slack.received import received, stamped
from core.model.codec import encode
from core.model.controls import Release
from core.model.heard import Heard, Ignored
from core.model.ids import Address, CaseCode, ConversationId
from tests.channels.slack.conftest import Inbox

NOW = 1_772_452_800.0
REF = ControlRef(ConversationId("telegram:1001"), CaseCode("FD-7K2M9P"), Address("slack", "C1/100.1"), Release())
MEMBERS = {
    "UTOM": Member("Tom"),
    "UGUEST": Member("Gus", "a guest"),
    "UBOT2": Member("Jira", "a bot"),
    "UGONE": Member("Eva", "a deactivated account"),
    "USALES": Member("Sam", "not one of the staff"),
}
READER = SlackReader("T1", "UBOT", ("C1",), MEMBERS, zone="Europe/Amsterdam")

WHO = {
    "Tom": {"id": "UTOM", "team_id": "T1"},
    "a guest": {"id": "UGUEST", "team_id": "T1"},
    "a bot": {"id": "UBOT2", "team_id": "T1"},
    "a deactivated account": {"id": "UGONE", "team_id": "T1"},
    "not one of the staff": {"id": "USALES", "team_id": "T1"},
    "from another workspace": {"id": "UTOM", "team_id": "T2"},
}
User = dict[str, str]


def reply(user: User, **more: Any) -> Json:
    written = {"type": "message", "user": user["id"], "text": "Hello", "ts": "100.2", "thread_ts": "100.1"}
    return written | {"user_team": user["team_id"], "parent_user_id": "UBOT"} | more


def event(of: Json) -> Json:
    return {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": of | {"channel": "C1"}}


def acts(kind: str, user: User, **more: Any) -> Json:
    rest = {"channel": {"id": "C1"}, "container": {"message_ts": "100.1"}, "trigger_id": "1.1"}
    return {"type": kind, "user": user, "team": {"id": user["team_id"]}} | rest | more


def presses(user: User, action: str, value: str) -> Json:
    return acts("block_actions", user, actions=[{"action_id": action, "value": value, "action_ts": "200.1"}])


def sends(user: User, form: str, carried: str, **fields: Any) -> Json:
    state = {"values": {block: {block: field} for block, field in fields.items()}}
    view = {"id": "V1", "callback_id": form, "private_metadata": carried, "state": state}
    return acts("view_submission", user, view=view)


def changed(user: User) -> Json:
    edited = {"edited": {"user": user["id"], "ts": "300.0"}}
    return event({"type": "message", "subtype": "message_changed", "message": reply(user, **edited), "ts": "3.3"})


def deleted(user: User) -> Json:
    gone = {"subtype": "message_deleted", "deleted_ts": "100.2", "previous_message": reply(user)}
    return event({"type": "message", "ts": "3.3"} | gone)


DOORS = {
    "a message": lambda user: event(reply(user)),
    "also sent to the channel": lambda user: event(reply(user, subtype="thread_broadcast")),
    "/me": lambda user: event(reply(user, subtype="me_message")),
    "a file": lambda user: event(reply(user, subtype="file_share", files=[{"id": "F1", "name": "a.pdf"}])),
    "a change": changed,
    "a deletion": deleted,
    "a claim": lambda user: presses(
        user, "case.claim", json.dumps({"conversation": "telegram:1", "case": "FD-7K2M9P"})
    ),
    "a control": lambda user: presses(user, "control.0", encode(REF)),
    "duty, on the panel or at home": lambda user: presses(user, "duty.on", "on"),
    "a form": lambda user: sends(user, "control.form.note", encode(REF), note={"value": "Hello"}),
    "the form of one's settings": lambda user: sends(user, "agent.settings", "", name={"value": "Tom"}),
    "a shortcut": lambda user: acts(
        "message_action",
        user,
        callback_id="control.send_held",
        message={"ts": "100.2", "thread_ts": "100.1"},
        action_ts="200.1",
    ),
}


def heard(body: Json) -> Heard:
    return READER.read(received(stamped(body, NOW)).payload)


@pytest.mark.fault("Security", "Slack: foreign team, foreign channel, guest, other bot")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", WHO)
def test_only_a_colleague_is_heard(door: str, who: str) -> None:
    what = heard(DOORS[door](WHO[who]))
    assert (what == Ignored(who)) == (who != "Tom")
    assert isinstance(what, Ignored) == (who != "Tom")


@pytest.mark.parametrize(("user", "team"), [("UGUEST", "T1"), ("UBOT2", "T1"), ("USALES", "T1"), ("UTOM", "T2")])
def test_nor_is_anybody_elses_command(user: str, team: str) -> None:
    body = {"command": "/frontdesk", "text": "claim FD-7K2M9P", "team_id": team, "user_id": user, "trigger_id": "1.1"}
    assert isinstance(heard(body), Ignored)


@pytest.mark.parametrize("kind", ["bot_message", "channel_join", "reminder_add", "tombstone", "of tomorrow"])
def test_notices_and_other_apps_messages_are_nobodys_words(kind: str) -> None:
    assert isinstance(heard(event(reply(WHO["Tom"], subtype=kind))), Ignored)


@pytest.mark.parametrize("integration", [{"bot_id": "B7"}, {"bot_id": "B7", "user": "UTOM"}])
def test_what_an_app_posts_in_a_colleagues_name_is_not_heard(integration: Json) -> None:
    assert heard(event(reply(WHO["Tom"]) | integration)) == Ignored("a bot's message")


async def test_while_slack_does_not_say_who_it_is_nothing_is_done(
    server: SlackServer, slack: SlackChannel, inbox: Inbox, support: ChannelScreen
) -> None:
    """It may be a guest, who would own a chat then."""
    await slack.show_panel([])
    server.faults.add(Fault(method="users.info", status=500, times=9))
    guest = server.agent("Gus", id="U0GUS", guest=True)
    with pytest.raises(NotAcknowledged):
        await guest.clicks("I am on duty")
    assert [row for row in inbox.items if "slack:press" in row.key] == []
