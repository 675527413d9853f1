"""conversations.*"""

from typing import Any

import msgspec

from bots.playground.slack import events
from bots.playground.slack.errors import Refused
from bots.playground.slack.method import (
    Json,
    Method,
    channel_to_read,
    page,
    the_bot,
    visible_channel,
)
from bots.playground.slack.state import Channel, Message
from bots.playground.slack.workspace import Workspace


class OfChannel(msgspec.Struct):
    channel: str


class Open(msgspec.Struct):
    users: str


class List(msgspec.Struct):
    types: str = "public_channel"
    exclude_archived: bool = False
    cursor: str = ""
    limit: int = 100


class Members(msgspec.Struct):
    channel: str
    cursor: str = ""
    limit: int = 100


class History(msgspec.Struct, kw_only=True):
    """`oldest` and `latest` are timestamps, excluded themselves unless `inclusive`."""

    channel: str
    cursor: str = ""
    limit: int = 100
    oldest: str = ""
    latest: str = ""
    inclusive: bool = False
    include_all_metadata: bool = False


class Replies(History, kw_only=True):
    ts: str


_TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im"}


def shown(workspace: Workspace, channel: Channel) -> Json:
    """A channel object."""
    state = workspace.state
    common = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.im_with is not None,
        "is_org_shared": False,
        "context_team_id": state.team_id,
        "updated": channel.created * 1000,
    }
    if channel.im_with is not None:
        return common | {"user": channel.im_with, "is_user_deleted": False, "priority": 0}
    topic = {"value": "", "creator": "", "last_set": 0}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": state.bot in channel.members,
        "num_members": len(channel.members),
        "creator": next(iter(channel.members), state.bot),
        "unlinked": 0,
        "topic": topic,
        "purpose": topic | {"value": channel.purpose},
        "previous_names": [],
        "shared_team_ids": [state.team_id],
    }


def info(workspace: Workspace, asked: OfChannel) -> Json:
    return {"channel": shown(workspace, visible_channel(workspace, asked.channel))}


def list_channels(workspace: Workspace, asked: List) -> Json:
    types = {each.strip() for each in asked.types.split(",")}
    bot = workspace.state.bot
    found = [
        shown(workspace, channel)
        for channel in workspace.state.channels.values()
        if _TYPES[channel.type] in types
        and not (asked.exclude_archived and channel.archived)
        and (channel.type == "channel" or bot in channel.members)
    ]
    channels, following = page(found, asked.cursor, asked.limit)
    return {"channels": channels, "response_metadata": {"next_cursor": following}}


def members(workspace: Workspace, asked: Members) -> Json:
    channel = visible_channel(workspace, asked.channel)
    ids, following = page(channel.members, asked.cursor, asked.limit)
    return {"members": ids, "response_metadata": {"next_cursor": following}}


def join(workspace: Workspace, asked: OfChannel) -> Json:
    channel = visible_channel(workspace, asked.channel)
    if channel.archived:
        raise Refused("is_archived")
    if channel.type != "channel":
        raise Refused("method_not_supported_for_channel_type")
    workspace.join(channel, the_bot(workspace))
    return {"channel": shown(workspace, channel)}


def open_direct(workspace: Workspace, asked: Open) -> Json:
    """The direct messages with one person; a group of them is not offered here."""
    user = workspace.state.users.get(asked.users)
    if user is None or user.bot_id is not None:
        raise Refused("user_not_found")
    return {"channel": {"id": workspace.direct(user).id}}


def history(workspace: Workspace, asked: History) -> Json:
    """Top-level messages, newest first."""
    channel = channel_to_read(workspace, asked.channel)
    messages = [m for m in workspace.state.messages.get(channel.id, []) if m.top_level and m.ephemeral_to is None]
    return _page_of(workspace, asked, [m for m in reversed(messages) if _within(m, asked)])


def replies(workspace: Workspace, asked: Replies) -> Json:
    """The root, then its replies, oldest first; `oldest` and `latest` do not take the root away."""
    channel = channel_to_read(workspace, asked.channel)
    root = events.find(workspace.state, channel.id, asked.ts)
    if root is None or root.ephemeral_to is not None:
        raise Refused("thread_not_found")
    within = [m for m in events.thread(workspace.state, root) if _within(m, asked)]
    return _page_of(workspace, asked, [root, *within])


def _within(message: Message, asked: History) -> bool:
    """Timestamps have a fixed width, so that they compare as text."""
    if asked.inclusive and message.ts in (asked.oldest, asked.latest):
        return True
    return asked.oldest < message.ts and (not asked.latest or message.ts < asked.latest)


def _page_of(workspace: Workspace, asked: History, messages: list[Message]) -> Json:
    found, following = page(messages, asked.cursor, asked.limit)
    answer: Json = {
        "messages": [events.in_history(workspace.state, m, metadata=asked.include_all_metadata) for m in found],
        "has_more": bool(following),
    }
    return answer | ({"response_metadata": {"next_cursor": following}} if following else {})


CONVERSATIONS: dict[str, Method[Any]] = {
    "conversations.info": Method(OfChannel, info),
    "conversations.list": Method(List, list_channels),
    "conversations.members": Method(Members, members),
    "conversations.join": Method(OfChannel, join),
    "conversations.open": Method(Open, open_direct),
    "conversations.history": Method(History, history),
    "conversations.replies": Method(Replies, replies),
}
