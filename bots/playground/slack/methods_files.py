"""files.*: an upload in three steps, and what became of it.

docs.slack.dev/messaging/working-with-files: ask for an address, send the bytes there, complete the upload. The last step
answers before the message is there, and takes each upload once.
"""

import asyncio
import math
import mimetypes
from secrets import token_urlsafe
from typing import Any

import msgspec
from aiohttp import web

from bots.playground.slack import events
from bots.playground.slack.errors import Refused
from bots.playground.slack.method import Json, Method, channel_for_post, the_bot
from bots.playground.slack.state import Channel, File, Message, Upload
from bots.playground.slack.workspace import Workspace

_PIECE = 64 * 1024  # bytes


class Announced(msgspec.Struct):
    """`length` in bytes."""

    filename: str
    length: int
    alt_txt: str = ""
    snippet_type: str = ""


class Named(msgspec.Struct):
    id: str
    title: str = ""
    highlight_type: str = ""


class Completed(msgspec.Struct):
    files: list[Named]
    channel_id: str = ""
    thread_ts: str = ""
    initial_comment: str = ""


class Asked(msgspec.Struct):
    file: str


def upload_url(workspace: Workspace, asked: Announced) -> Json:
    """Where to send the bytes, and the file's id to be."""
    if asked.length <= 0 or not asked.filename.strip():
        raise Refused("invalid_arguments", ["[ERROR] a file has a name and at least one byte"])
    upload = Upload(workspace.state.number("F"), asked.filename, asked.length, token_urlsafe(16))
    workspace.uploads[upload.id] = upload
    return {"upload_url": f"{workspace.root}/upload/v1/{upload.ticket}", "file_id": upload.id}


async def receive(workspace: Workspace, request: web.Request) -> web.Response:
    """Answers POST /upload/v1/<ticket> with 200 when all announced bytes are here."""
    ticket = request.match_info["ticket"]
    upload = next((each for each in workspace.uploads.values() if each.ticket == ticket), None)
    if upload is None or upload.content is not None:
        return web.Response(status=404, text="no such upload")
    content = bytearray()
    async for piece in request.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > upload.length:
            return web.Response(status=400, text="more than was announced")
    if len(content) < upload.length:
        return web.Response(status=400, text="less than was announced")
    upload.content = bytes(content)
    return web.Response(text=f"OK - {upload.length}")


def complete(workspace: Workspace, asked: Completed) -> Json:
    """Make files of the uploads, and share them with one message; `workspace.share_seconds` later."""
    uploads = [_uploaded(workspace, each.id) for each in asked.files]
    if not uploads:
        raise Refused("invalid_arguments", ["[ERROR] no files"])
    channel = channel_for_post(workspace, asked.channel_id) if asked.channel_id else None
    thread = _root(workspace, channel, asked.thread_ts) if channel else None
    files = [_made(workspace, *each) for each in zip(uploads, asked.files, strict=True)]
    if channel is not None:
        _share_soon(workspace, channel, files, asked.initial_comment, thread)
    return {"files": [{"id": each.id, "title": each.title} for each in files]}


def _uploaded(workspace: Workspace, id: str) -> Upload:
    upload = workspace.uploads.get(id)
    if upload is None or upload.content is None or upload.file is not None:
        raise Refused("file_not_found")
    return upload


def _root(workspace: Workspace, channel: Channel, ts: str) -> str | None:
    if not ts:
        return None
    root = events.find(workspace.state, channel.id, ts)
    if root is None or root.ephemeral_to is not None:
        raise Refused("thread_not_found")
    return root.thread_ts or root.ts


def _made(workspace: Workspace, upload: Upload, named: Named) -> File:
    kind = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    now, title = int(workspace.clock()), named.title or upload.name
    assert upload.content is not None
    upload.file = File(upload.id, upload.name, kind, upload.content, workspace.state.bot, now, title)
    return upload.file


def _share_soon(workspace: Workspace, channel: Channel, files: list[File], words: str, thread: str | None) -> None:
    def share() -> None:
        workspace.post(channel, the_bot(workspace), words, thread_ts=thread, subtype="file_share", files=files)

    if not workspace.share_seconds:
        share()
    elif not math.isinf(workspace.share_seconds):
        asyncio.get_running_loop().call_later(workspace.share_seconds, share)


def info(workspace: Workspace, asked: Asked) -> Json:
    """The file, with the messages in which it was shared."""
    shown_in = [m for each in workspace.state.messages.values() for m in each if asked.file in [f.id for f in m.files]]
    upload = workspace.uploads.get(asked.file)
    file = upload.file if upload else None
    if shown_in:
        file = next(each for each in shown_in[0].files if each.id == asked.file)
    if file is None:
        raise Refused("file_not_found")
    return {"file": events.shared_file(workspace.state, file) | {"shares": _shares(workspace, shown_in)}}


def delete(workspace: Workspace, asked: Asked) -> Json:
    """Gone from every message in which it was shared; a message that said nothing else is gone too.

    docs.slack.dev/reference/methods/files.delete: an app deletes its own.
    """
    shown_in = [m for each in workspace.state.messages.values() for m in each if asked.file in [f.id for f in m.files]]
    upload = workspace.uploads.get(asked.file)
    if not shown_in and (upload is None or upload.file is None):
        raise Refused("file_not_found")
    if any(file.user != workspace.state.bot for m in shown_in for file in m.files if file.id == asked.file):
        raise Refused("cant_delete_file")
    workspace.uploads.pop(asked.file, None)
    for message in shown_in:
        message.files = [file for file in message.files if file.id != asked.file]
        if not message.files and not message.text:
            workspace.delete(message)
    return {}


def _shares(workspace: Workspace, messages: list[Message]) -> Json:
    """By kind of channel, then by channel: `{"public": {"C1": [{"ts": ..., "thread_ts": ...}]}}`."""
    shares: Json = {}
    for message in messages:
        kind = "private" if workspace.state.channels[message.channel].private else "public"
        share = {"ts": message.ts, "reply_users": [], "reply_count": 0, "source": "UNKNOWN"}
        share |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        shares.setdefault(kind, {}).setdefault(message.channel, []).append(share)
    return shares


FILES: dict[str, Method[Any]] = {
    "files.getUploadURLExternal": Method(Announced, upload_url),
    "files.completeUploadExternal": Method(Completed, complete),
    "files.info": Method(Asked, info),
    "files.delete": Method(Asked, delete),
}
