"""chat.*"""

from typing import Any

import msgspec

from bots.playground.slack import blocks as block_kit
from bots.playground.slack import events
from bots.playground.slack.errors import Refused
from bots.playground.slack.method import (
    Json,
    Method,
    channel_for_post,
    channel_to_read,
    message_in,
    the_bot,
)
from bots.playground.slack.state import Channel
from bots.playground.slack.workspace import TOMBSTONE, Workspace

_MOST_METADATA = 16_384  # bytes; docs.slack.dev/messaging/message-metadata


class Content(msgspec.Struct, kw_only=True):
    """What a message says."""

    channel: str
    text: str = ""
    blocks: list[Any] | None = None
    attachments: list[Any] | None = None
    metadata: Any = None


class Post(Content, kw_only=True):
    thread_ts: str = ""
    reply_broadcast: bool = False
    username: str | None = None
    mrkdwn: bool = True
    unfurl_links: bool = True
    unfurl_media: bool = True


class PostEphemeral(Content, kw_only=True):
    user: str
    thread_ts: str = ""


class Update(Content, kw_only=True):
    ts: str


class Delete(msgspec.Struct):
    channel: str
    ts: str


class Permalink(msgspec.Struct):
    channel: str
    message_ts: str


def check_content(content: Content) -> None:
    """Refuses what Slack would not show."""
    if not content.text.strip() and not content.blocks and not content.attachments:
        raise Refused("no_text")
    found = block_kit.mistakes(content.blocks or [])
    if found:
        raise Refused("invalid_blocks", found)
    if block_kit.text_length(content.blocks) > block_kit.MESSAGE_TEXT_IN_BLOCKS:
        raise Refused("msg_blocks_too_long")
    if content.metadata is not None:
        _check_metadata(content.metadata)


def _check_metadata(metadata: object) -> None:
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    well_formed = isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    if not well_formed:
        raise Refused("invalid_metadata_schema")
    if len(msgspec.json.encode(metadata)) > _MOST_METADATA:
        raise Refused("metadata_too_large")


def post(workspace: Workspace, asked: Post) -> Json:
    channel = channel_for_post(workspace, asked.channel)
    check_content(asked)
    message = workspace.post(
        channel,
        the_bot(workspace),
        asked.text[: block_kit.TEXT],
        blocks=asked.blocks,
        thread_ts=_thread(workspace, channel, asked.thread_ts),
        broadcast=asked.reply_broadcast,
        metadata=asked.metadata,
        username=asked.username,
    )
    return {"channel": channel.id, "ts": message.ts, "message": events.message(workspace.state, message)}


def _thread(workspace: Workspace, channel: Channel, thread_ts: str) -> str | None:
    """The root to answer under; answering a reply goes to its root."""
    if not thread_ts:
        return None
    root = events.find(workspace.state, channel.id, thread_ts)
    if root is None or root.ephemeral_to is not None:
        raise Refused("thread_not_found")
    return root.thread_ts or root.ts


def post_ephemeral(workspace: Workspace, asked: PostEphemeral) -> Json:
    channel = channel_for_post(workspace, asked.channel)
    if asked.user not in channel.members:
        raise Refused("user_not_in_channel")
    _refuse_long(asked.text)
    check_content(asked)
    message = workspace.post(
        channel,
        the_bot(workspace),
        asked.text,
        blocks=asked.blocks,
        thread_ts=asked.thread_ts or None,
        ephemeral_to=asked.user,
    )
    return {"message_ts": message.ts}


def update(workspace: Workspace, asked: Update) -> Json:
    channel = channel_for_post(workspace, asked.channel)
    message = message_in(workspace, channel, asked.ts)
    if message.user != workspace.state.bot or message.text == TOMBSTONE:
        raise Refused("cant_update_message")
    _refuse_long(asked.text)
    check_content(asked)
    # Without the field the blocks stay, an empty list removes them (docs.slack.dev/reference/methods/chat.update).
    blocks = message.blocks if asked.blocks is None else asked.blocks
    workspace.edit(message, the_bot(workspace), asked.text or message.text, blocks, asked.metadata)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": events.message(workspace.state, message),
    }


def _refuse_long(text: str) -> None:
    if len(text) > block_kit.TEXT:
        raise Refused("msg_too_long")


def delete(workspace: Workspace, asked: Delete) -> Json:
    channel = channel_to_read(workspace, asked.channel)
    message = message_in(workspace, channel, asked.ts)
    if message.user != workspace.state.bot:
        raise Refused("cant_delete_message")
    workspace.delete(message)
    return {"channel": channel.id, "ts": asked.ts}


def permalink(workspace: Workspace, asked: Permalink) -> Json:
    channel = channel_to_read(workspace, asked.channel)
    message = message_in(workspace, channel, asked.message_ts)
    link = f"{workspace.root}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts not in (None, message.ts):
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


CHAT: dict[str, Method[Any]] = {
    "chat.postMessage": Method(Post, post),
    "chat.postEphemeral": Method(PostEphemeral, post_ephemeral),
    "chat.update": Method(Update, update),
    "chat.delete": Method(Delete, delete),
    "chat.getPermalink": Method(Permalink, permalink),
}
