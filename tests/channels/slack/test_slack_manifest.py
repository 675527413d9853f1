"""The manifest that operators paste: it asks for what the channel uses, and for nothing else."""

import re
from pathlib import Path

import yaml

from bots.slack.ids import COMMAND

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = yaml.safe_load((ROOT / "deploy" / "slack-manifest.yaml").read_text())

# What each method needs for public and private channels (docs.slack.dev/reference/methods).
SCOPES = {
    "auth_test": set(),
    "apps_connections_open": set(),  # connections:write, on the app's own token
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_join": {"channels:join"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_replies": {"channels:history", "groups:history"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:read", "files:write"},
    "files_info": {"files:read"},
    "users_getPresence": {"users:read"},
    "users_info": {"users:read"},
    "views_open": set(),  # whoever pressed the button has given leave
}
EVENTS = {"message.channels": "channels:history", "message.groups": "groups:history", "user_change": "users:read"}


def test_it_asks_for_the_scopes_of_the_methods_that_are_called() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "bots" / "slack").glob("*.py"))
    called = set(re.findall(r"api\.web\.(\w+)", sources))
    assert called == set(SCOPES)
    needed = set().union(*SCOPES.values()) | set(EVENTS.values()) | {"commands"}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_it_asks_for_the_events_that_are_read() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    assert [command["command"] for command in MANIFEST["features"]["slash_commands"]] == [COMMAND]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
