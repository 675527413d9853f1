"""The manifest that operators paste: it asks for what the channel uses, and for nothing else."""

import re
from pathlib import Path

import yaml

from bots.slack.ids import COMMAND, KEEP_IT, SEND_IT

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = yaml.safe_load((ROOT / "deploy" / "slack-manifest.yaml").read_text())

# What each method needs for public and private channels (docs.slack.dev/reference/methods).
SCOPES = {
    "auth_test": set(),
    "apps_connections_open": set(),  # connections:write, on the app's own token
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_join": {"channels:join"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_replies": {"channels:history", "groups:history"},
    "dnd_teamInfo": {"dnd:read"},
    "files_completeUploadExternal": {"files:write"},
    "files_delete": {"files:write"},
    "files_getUploadURLExternal": {"files:read", "files:write"},
    "files_info": {"files:read"},
    "reactions_add": {"reactions:write"},
    "reactions_remove": {"reactions:write"},
    "usergroups_list": {"usergroups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "users_getPresence": {"users:read"},
    "users_info": {"users:read"},
    "views_open": set(),  # whoever pressed the button has given leave
    "views_publish": set(),
}
# What each event needs (docs.slack.dev/reference/events).
EVENTS = {
    "app_home_opened": set(),
    "dnd_updated_user": {"dnd:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "subteam_members_changed": {"usergroups:read"},
    "user_change": {"users:read"},
}
NO_METHODS = {
    "base_url",
    "token",
    "api_call",
}  # of the client itself; what it calls by name needs no scope of the bot's


def test_it_asks_for_the_scopes_of_the_methods_that_are_called() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "bots" / "slack").rglob("*.py"))
    called = set(re.findall(r"api\.web\.(\w+)", sources))
    assert called - NO_METHODS == set(SCOPES)
    needed = set().union(*SCOPES.values(), *EVENTS.values()) | {"commands"}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_it_asks_for_the_events_that_are_read() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == [COMMAND]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"]


def test_it_has_the_shortcuts_that_are_read() -> None:
    shortcuts = {each["callback_id"] for each in MANIFEST["features"]["shortcuts"]}
    assert shortcuts == {SEND_IT, KEEP_IT}
