"""reactions.*"""

from typing import Any

import msgspec

from bots.playground.slack import events
from bots.playground.slack.errors import Refused
from bots.playground.slack.method import Json, Method, channel_for_post, channel_to_read, message_in, the_bot
from bots.playground.slack.state import Message
from bots.playground.slack.workspace import Workspace

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_+-':")


class OfMessage(msgspec.Struct, kw_only=True):
    channel: str = ""
    timestamp: str = ""


class React(OfMessage, kw_only=True):
    name: str = ""


def add(workspace: Workspace, asked: React) -> Json:
    name, message = _name(asked), _message(workspace, asked, to_write=True)
    if not workspace.react(message, the_bot(workspace), name):
        raise Refused("already_reacted")
    return {}


def remove(workspace: Workspace, asked: React) -> Json:
    name, message = _name(asked), _message(workspace, asked)
    if not workspace.unreact(message, the_bot(workspace), name):
        raise Refused("no_reaction")
    return {}


def get(workspace: Workspace, asked: OfMessage) -> Json:
    message = _message(workspace, asked)
    shown = events.message(workspace.state, message)
    return {"type": "message", "channel": message.channel, "message": shown}


def _name(asked: React) -> str:
    name = asked.name.strip(":")
    if not name or not _NAME.issuperset(name):
        raise Refused("invalid_name")
    return name


def _message(workspace: Workspace, asked: OfMessage, *, to_write: bool = False) -> Message:
    if not asked.channel or not asked.timestamp:
        raise Refused("no_item_specified")
    channel = (channel_for_post if to_write else channel_to_read)(workspace, asked.channel)
    return message_in(workspace, channel, asked.timestamp)


REACTIONS: dict[str, Method[Any]] = {
    "reactions.add": Method(React, add),
    "reactions.remove": Method(React, remove),
    "reactions.get": Method(OfMessage, get),
}
