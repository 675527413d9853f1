"""One method of the Web API: its typed arguments and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from bots.playground.slack.errors import Refused
from bots.playground.slack.state import Channel, Message, User
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]
A = TypeVar("A", bound=msgspec.Struct)

_PAGE = 100


@dataclass(frozen=True)
class Method(Generic[A]):
    """`run` gives the fields of the answer besides `ok`, or raises Refused."""

    arguments: type[A]
    run: Callable[[Workspace, A], Json]

    def call(self, workspace: Workspace, raw: Mapping[str, Any]) -> Json:
        present = {key: value for key, value in raw.items() if value is not None}
        try:
            arguments = msgspec.convert(present, self.arguments, strict=False)
        except msgspec.ValidationError as mistake:
            raise Refused("invalid_arguments", [f"[ERROR] {mistake}"]) from None
        return self.run(workspace, arguments)


def channel_for_post(workspace: Workspace, channel_id: str) -> Channel:
    """Where the bot may post: a channel it is in and that is not archived, or a person."""
    user = workspace.state.users.get(channel_id)
    if user is not None and user.bot_id is None:
        return workspace.direct(user)
    channel = channel_to_read(workspace, channel_id)
    if channel.archived:
        raise Refused("is_archived")
    return channel


def channel_to_read(workspace: Workspace, channel_id: str) -> Channel:
    """A channel that the bot is in."""
    channel = visible_channel(workspace, channel_id)
    if workspace.state.bot not in channel.members:
        raise Refused("not_in_channel")
    return channel


def visible_channel(workspace: Workspace, channel_id: str) -> Channel:
    """A channel that the bot may know of: a private one only if it is in it."""
    channel = workspace.state.channels.get(channel_id)
    if channel is None or (channel.private and workspace.state.bot not in channel.members):
        raise Refused("channel_not_found")
    return channel


def message_in(workspace: Workspace, channel: Channel, ts: str) -> Message:
    for message in workspace.state.messages.get(channel.id, []):
        if message.ts == ts and message.ephemeral_to is None:
            return message
    raise Refused("message_not_found")


def the_bot(workspace: Workspace) -> User:
    return workspace.state.users[workspace.state.bot]


def page(items: list[Any], cursor: str, limit: int) -> tuple[list[Any], str]:
    """One page and the cursor of the next, empty on the last page."""
    start = 0
    if cursor:
        if not cursor.startswith("next:") or not cursor[5:].isdecimal():
            raise Refused("invalid_cursor")
        start = int(cursor[5:])
    end = start + (limit if 0 < limit <= 1000 else _PAGE)
    return items[start:end], f"next:{end}" if end < len(items) else ""
