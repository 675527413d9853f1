"""The address that Slack posts to: only what Slack itself has signed, just now, gets in, and it is well-formed."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

from aiohttp import web

from bots.slack.errors import Rejected
from bots.slack.ids import Json

LARGEST_BODY = 1024 * 1024  # bytes
_OLDEST = 300  # seconds; docs.slack.dev/authentication/verifying-requests-from-slack
_CHUNK = 64 * 1024
_SECONDS = re.compile(r"\d{1,12}")
_FORM = "application/x-www-form-urlencoded"


class Door:
    """Checks requests before anything else sees them. `clock` gives seconds since 1970."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret.encode()
        self._clock = clock

    async def read(self, request: web.Request) -> Json:
        """The body of a request from Slack. Raises Rejected with 400, 401, 405 or 413."""
        if request.method != "POST":
            raise Rejected(405, "only POST")
        raw = await _bytes(request)
        self._check_signature(request, raw)
        return parsed(raw, request.content_type)

    def _check_signature(self, request: web.Request, raw: bytes) -> None:
        timestamp = _the_one(request, "X-Slack-Request-Timestamp")
        if not _SECONDS.fullmatch(timestamp, 0) or not timestamp.isascii():
            raise Rejected(401, "no timestamp")
        if abs(self._clock() - int(timestamp)) > _OLDEST:
            raise Rejected(401, "not of now")
        signed = b"v0:" + timestamp.encode() + b":" + raw
        expected = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        given = _the_one(request, "X-Slack-Signature").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(expected.encode(), given):
            raise Rejected(401, "not signed by Slack")


def _the_one(request: web.Request, name: str) -> str:
    """The header's value; nothing if it is absent or doubled."""
    values = request.headers.getall(name, [])
    return values[0] if len(values) == 1 else ""


async def _bytes(request: web.Request) -> bytes:
    raw = bytearray()
    while chunk := await request.content.read(_CHUNK):
        raw += chunk
        if len(raw) > LARGEST_BODY:
            raise Rejected(413, "too large")
    return bytes(raw)


def parsed(raw: bytes, content_type: str) -> Json:
    """An event (JSON), a press (JSON in a form) or a slash command (a form). Raises Rejected with 400."""
    try:
        text = raw.decode()
        body = _form(text) if content_type == _FORM else json.loads(text)
    except (ValueError, RecursionError):
        raise Rejected(400, "neither JSON nor a form in UTF-8") from None
    if not isinstance(body, dict) or not isinstance(body.get("event", {}), dict):
        raise Rejected(400, "not an object of Slack's")
    return body


def _form(text: str) -> object:
    fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict"))
    return json.loads(fields["payload"]) if "payload" in fields else fields
