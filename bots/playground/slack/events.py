"""The shapes of what Slack sends: messages, events, interactive payloads and slash commands.

Written after the payload samples of Slack's Java SDK and docs.slack.dev/reference/events.
"""

from typing import Any
from urllib.parse import quote

from bots.playground.slack.state import Channel, File, Message, State, User, View

Json = dict[str, Any]

VERIFICATION_TOKEN = "playground"  # noqa: S105 - Slack's deprecated field; it guards nothing


def wrapped(state: State, event: Json, event_id: str, at: int) -> Json:
    """The `event_callback` around an event; `at` is in seconds since 1970."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": state.team_id,
        "context_team_id": state.team_id,
        "context_enterprise_id": None,
        "api_app_id": state.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": at,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team_id,
                "user_id": state.bot,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def message(state: State, of: Message, *, metadata: bool = True) -> Json:
    """A message as it stands in channel histories and inside events (without `channel`)."""
    user = state.users[of.user]
    shown: Json = {"type": "message", "user": of.user, "ts": of.ts, "text": of.text, "team": user.team_id}
    optional = {
        "subtype": of.subtype,
        "client_msg_id": of.client_msg_id,
        "username": of.username,
        "thread_ts": of.thread_ts,
        "blocks": of.blocks or None,
        "edited": of.edited and {"user": of.edited.user, "ts": of.edited.ts},
        "reactions": [{"name": n, "users": u, "count": len(u)} for n, u in of.reactions.items()] or None,
        "files": [shared_file(state, each) for each in of.files] or None,
        "metadata": of.metadata if metadata else None,
    }
    shown |= {key: value for key, value in optional.items() if value is not None}
    if of.files:
        shown |= {"upload": True, "display_as_bot": False}
    if of.bot_id is not None:
        shown |= _bot_fields(state, user, of.bot_id)
    if of.thread_ts not in (None, of.ts):
        root = find(state, of.channel, of.thread_ts)
        shown |= {"parent_user_id": root.user} if root is not None else {}
    return shown


def _bot_fields(state: State, user: User, bot_id: str) -> Json:
    return {"bot_id": bot_id, "app_id": user.app_id or state.app_id, "bot_profile": bot_profile(state, user)}


def bot_profile(state: State, user: User) -> Json:
    icon = "https://playground.example/bot.png"
    return {
        "id": user.bot_id,
        "deleted": user.deleted,
        "name": user.real_name,
        "updated": 0,
        "app_id": user.app_id or state.app_id,
        "user_id": user.id,
        "icons": {"image_36": icon, "image_48": icon, "image_72": icon},
        "team_id": user.team_id,
    }


def shared_file(state: State, of: File) -> Json:
    """A file object; its `url_private` is a path that the server completes with its own address."""
    path = f"/files-pri/{state.team_id}-{of.id}/{quote(of.name, safe='')}"
    return {
        "id": of.id,
        "created": of.created,
        "timestamp": of.created,
        "name": of.name,
        "title": of.title or of.name,
        "mimetype": of.mimetype,
        "filetype": of.name.rpartition(".")[2],
        "user": of.user,
        "mode": "hosted",
        "size": len(of.content),
        "is_external": False,
        "is_public": True,
        "url_private": path,
        "url_private_download": path,
    }


def find(state: State, channel: str, ts: str | None) -> Message | None:
    return next((m for m in state.messages.get(channel, []) if m.ts == ts), None)


def thread(state: State, root: Message) -> list[Message]:
    """The replies to a message, oldest first, without it."""
    return [
        m for m in state.messages[root.channel] if m.thread_ts == root.ts and m.ts != root.ts and m.ephemeral_to is None
    ]


def in_history(state: State, of: Message, *, metadata: bool) -> Json:
    """A message with what Slack adds to the root of a thread."""
    shown = message(state, of, metadata=metadata)
    replies = thread(state, of)
    if replies:
        users = list(dict.fromkeys(m.user for m in replies))
        shown |= {
            "thread_ts": of.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
            "subscribed": False,
        }
    return shown


def posted(state: State, of: Message, channel: Channel) -> Json:
    """The `message` event for a new message."""
    event = message(state, of) | {"channel": channel.id, "event_ts": of.ts, "channel_type": channel.type}
    if of.subtype == "thread_broadcast":
        root = find(state, channel.id, of.thread_ts)
        event |= {"root": in_history(state, root, metadata=False)} if root is not None else {}
    if of.subtype == "me_message":
        event.pop("blocks", None)
    return event


def changed(state: State, now: Message, before: Json, channel: Channel, ts: str) -> Json:
    return _hidden("message_changed", channel, ts) | {
        "message": in_history(state, now, metadata=True),
        "previous_message": before,
    }


def deleted(before: Json, channel: Channel, ts: str) -> Json:
    return _hidden("message_deleted", channel, ts) | {"deleted_ts": before["ts"], "previous_message": before}


def _hidden(subtype: str, channel: Channel, ts: str) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "channel": channel.id,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel.type,
    }


def reaction(kind: str, by: str, name: str, to: Message, ts: str) -> Json:
    """`kind` is reaction_added or reaction_removed."""
    item = {"type": "message", "channel": to.channel, "ts": to.ts}
    return {"type": kind, "user": by, "reaction": name, "item": item, "item_user": to.user, "event_ts": ts}


def home_opened(state: State, user: str, channel: str, ts: str) -> Json:
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home", "event_ts": ts}
    home = state.homes.get(user)
    return event | ({"view": view(state, state.views[home])} if home is not None else {})


def membership(kind: str, user: str, channel: Channel, team: str, ts: str) -> Json:
    """`kind` is member_joined_channel or member_left_channel."""
    shape = "G" if channel.private else "C"
    return {"type": kind, "user": user, "channel": channel.id, "channel_type": shape, "team": team, "event_ts": ts}


def view(state: State, of: View) -> Json:
    shown = {
        "id": of.id,
        "team_id": state.team_id,
        "type": of.type,
        "blocks": of.blocks,
        "private_metadata": of.private_metadata,
        "callback_id": of.callback_id,
        "external_id": of.external_id,
        "state": of.state or {"values": {}},
        "hash": of.hash,
        "clear_on_close": of.clear_on_close,
        "notify_on_close": of.notify_on_close,
        "previous_view_id": of.previous_view_id,
        "root_view_id": of.id,
        "app_id": state.app_id,
        "app_installed_team_id": state.team_id,
        "bot_id": state.bot_id,
    }
    labels = {"title": of.title, "submit": of.submit, "close": of.close}
    return shown | {key: value for key, value in labels.items() if value is not None or of.type == "modal"}


def interaction(state: State, kind: str, user: User) -> Json:
    """The fields that every interactive payload has."""
    return {
        "type": kind,
        "enterprise": None,
        "is_enterprise_install": False,
        "team": {"id": state.team_id, "domain": state.team_domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": state.app_id,
        "token": VERIFICATION_TOKEN,
    }


def on_message(state: State, to: Message) -> Json:
    """Where a block_actions payload comes from, for a message."""
    container: Json = {
        "type": "message",
        "message_ts": to.ts,
        "channel_id": to.channel,
        "is_ephemeral": to.ephemeral_to is not None,
    }
    container |= {"thread_ts": to.thread_ts} if to.thread_ts is not None else {}
    channel = {"id": to.channel, "name": state.channels[to.channel].name}
    shown = {"message": in_history(state, to, metadata=True)} if to.ephemeral_to is None else {}
    return {"container": container, "channel": channel, "state": {"values": {}}} | shown


def on_shortcut(state: State, user: User, callback_id: str, to: Message, ts: str) -> Json:
    """A message_action; docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    return interaction(state, "message_action", user) | {
        "callback_id": callback_id,
        "message_ts": to.ts,
        "action_ts": ts,
        "channel": {"id": to.channel, "name": state.channels[to.channel].name or "directmessage"},
        "message": in_history(state, to, metadata=True),
    }


def on_view(state: State, of: View) -> Json:
    """Where a block_actions payload comes from, for a modal or home."""
    return {"container": {"type": "view", "view_id": of.id}, "view": view(state, of)}


def command(state: State, name: str, text: str, user: User, channel: Channel) -> dict[str, str]:
    """The form fields of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": state.team_id,
        "team_domain": state.team_domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": state.app_id,
        "is_enterprise_install": "false",
    }
