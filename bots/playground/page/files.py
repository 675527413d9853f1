"""The files of the page: pictures that it shows, and what the person at it sends from their own disk."""

import mimetypes
from collections.abc import Iterator
from urllib.parse import quote

from aiohttp import web

from bots.playground.page.errors import CannotDo
from bots.playground.slack import SlackServer
from bots.playground.telegram import TelegramServer

LARGEST = 50 * 1024 * 1024  # bytes; more than a bot is given, so that this can be tried too
_PIECE = 256 * 1024
_LEAST = 100  # bytes; less is no picture
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def picture_kind(content: bytes) -> str:
    """The media type of a picture that a browser may be given; empty for everything else, whatever it is called."""
    starts = (kind for start, kind in _PICTURES.items() if content.startswith(start))
    return next(starts, "") if len(content) > _LEAST else ""


def picture(content: bytes | None) -> web.Response:
    """Raises HTTPNotFound for what is no picture."""
    if content is None or not (kind := picture_kind(content)):
        raise web.HTTPNotFound
    return web.Response(body=content, content_type=kind)


def download(content: bytes | None, name: str) -> web.Response:
    """For the disk only: no browser shows it as a page of ours. Raises HTTPNotFound."""
    if content is None:
        raise web.HTTPNotFound
    disposition = f"attachment; filename*=UTF-8''{quote(name[:255] or 'file', safe='')}"
    headers = {"Content-Disposition": disposition}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)


def in_telegram(server: TelegramServer | None, file_id: str) -> bytes | None:
    """What a customer or the bot sent."""
    file = server.account.state.files.get(file_id) if server is not None else None
    return file.content if file is not None else None


def in_slack(server: SlackServer | None, file_id: str) -> bytes | None:
    """What was shared in a channel."""
    return next(_shared(server, file_id), None) if server is not None else None


def _shared(server: SlackServer, file_id: str) -> Iterator[bytes]:
    for messages in server.state.messages.values():
        yield from (file.content for message in messages for file in message.files if file.id == file_id)


async def send_document(server: TelegramServer | None, number: int, request: web.Request) -> None:
    """The body as a document of the customer's; files with one `album` belong together. Raises CannotDo."""
    if server is None or number not in server.account.state.chats:
        raise CannotDo("There is no such customer.", 404)
    customer = server.customer(number)
    if customer.chat.blocked:
        raise CannotDo(f"{customer.chat.first_name} has blocked the bot. Unblock it first.")
    name, album = request.query.get("name", "")[:255] or "file", request.query.get("album")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    await customer.sends_document(name, await body(request), mime_type=kind, album=album or None)


async def body(request: web.Request) -> bytes:
    """What was sent, in pieces. Raises CannotDo for more than `LARGEST`."""
    content = bytearray()
    async for piece in request.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > LARGEST:
            raise CannotDo(f"The playground takes files of up to {LARGEST // 1024**2} MB.", 413)
    return bytes(content)
