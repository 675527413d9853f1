"""Fetches the files that agents send, straight to disk, and only from Slack itself: the request carries our token.

docs.slack.dev/reference/objects/file-object: `url_private_download` wants the bot's token with the scope files:read.
"""

import asyncio
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bots.slack.api import Api
from bots.slack.errors import NoAccess, of_answer
from bots.slack.ids import Json
from core.model.errors import Gone, Refused, Transient, Uncertain
from core.model.file_limits import FileLimit

_PIECE = 256 * 1024  # bytes that are held at once
_DOWNLOADING = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=60)
_NO_BYTES = ("tombstone", "hidden_by_limit", "external")


class Downloads:
    """With the token of `api`."""

    def __init__(self, api: Api, session: aiohttp.ClientSession) -> None:
        self._api, self._session = api, session
        self._client = api.web

    async def fetch(self, id: str, into: Path, most: FileLimit) -> None:
        """Write the file over `into`. Raises Transient, Limited, Gone, Refused for one that is too large, or OSError."""
        file = await self._found(id)
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if file.get("mode") in _NO_BYTES or not address:
            raise Gone("Slack does not have the file itself")
        if not _is_slacks(address, self._client.base_url):
            raise Refused("the file is not at Slack")
        size = file.get("size")
        if isinstance(size, int) and size > most.bytes:
            raise Refused(_too_large(most))
        await self._download(address, into, most, str(file.get("mimetype")))

    async def _found(self, id: str) -> Json:
        try:
            answer = await self._api.answer(self._api.web.files_info(file=id))
        except Uncertain as error:
            raise Transient(str(error)) from None  # it was only looked at
        except Refused as error:
            raise Gone(f"the file is gone from Slack ({error})") from None
        file = answer.get("file")
        return file if isinstance(file, dict) else {}

    async def _download(self, address: str, into: Path, most: FileLimit, kind: str) -> None:
        headers = {"Authorization": f"Bearer {self._client.token}", "Accept-Encoding": "identity"}
        try:
            async with self._session.get(
                address, headers=headers, timeout=_DOWNLOADING, allow_redirects=False
            ) as answer:
                _check(answer, kind)
                await _write(answer, into, most)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Transient(f"a file does not come from Slack: {type(error).__name__}") from None


async def _write(answer: aiohttp.ClientResponse, into: Path, most: FileLimit) -> None:
    left = most.bytes
    with await asyncio.to_thread(into.open, "wb") as out:
        async for piece in answer.content.iter_chunked(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Refused(_too_large(most))
            await asyncio.to_thread(out.write, piece)


def _check(answer: aiohttp.ClientResponse, kind: str) -> None:
    """Without the scope Slack shows its page for signing in, or leads there."""
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        raise NoAccess("Slack does not give the file out: is the scope files:read there?")
    if answer.status != HTTPStatus.OK:
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise Gone("the file is gone from Slack")
        raise of_answer(answer.status, None, answer.headers)
    if answer.content_type == "text/html" and kind != "text/html":
        raise NoAccess("Slack shows its sign-in instead of the file: is the scope files:read there?")


def _is_slacks(address: str, api: str) -> bool:
    """Whether the token may go there: to the host of the Web API, or to one of its own subdomains."""
    try:
        here, there = urlsplit(api), urlsplit(address)
    except ValueError:
        return False
    own = there.netloc == here.netloc or there.netloc.endswith(f".{here.netloc}")
    return there.scheme == here.scheme and own and not there.username


def _too_large(most: FileLimit) -> str:
    return f"it is larger than {most.megabytes} MB, the most that can be sent"
