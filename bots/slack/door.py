"""The address that Slack posts to: only what Slack itself has signed, just now, gets in, and it is well-formed."""

import hashlib
import hmac
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.response import BoltResponse

from bots import webhook_body
from bots.json_text import read_json
from bots.secrets.accepted import Accepted
from bots.slack.errors import Rejected
from bots.slack.ids import Json
from bots.webhook_body import Arriving, read_body

LARGEST_BODY = 1024 * 1024  # bytes
BODY_WITHIN = 10.0  # seconds
AT_ONCE = 32 * LARGEST_BODY  # bytes, of all bodies that arrive
_OLDEST = 300  # seconds; docs.slack.dev/authentication/verifying-requests-from-slack
_SECONDS = re.compile(r"[0-9]{1,12}")
_FORM = "application/x-www-form-urlencoded"


class Door:
    """Checks requests before anything else sees them. `clock` gives seconds since 1970."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self.secrets = Accepted(secret)
        self._clock = clock
        self._arriving = Arriving(AT_ONCE)

    async def read(self, request: web.Request) -> Json:
        """The body of a request from Slack. Raises Rejected with 400, 401, 405, 408, 413 or 503."""
        if request.method != "POST":
            raise Rejected(405, "only POST")
        timestamp = self._timestamp(request)  # before the body is read: nobody without one makes us read much
        raw = await self._bytes(request)
        self._check_signature(request, timestamp, raw)
        return parsed(raw, request.content_type)

    async def _bytes(self, request: web.Request) -> bytes:
        try:
            return await read_body(request, LARGEST_BODY, BODY_WITHIN, self._arriving)
        except webhook_body.Rejected as rejected:
            raise Rejected(rejected.status, str(rejected)) from None

    def _timestamp(self, request: web.Request) -> str:
        timestamp = _the_one(request, "X-Slack-Request-Timestamp")
        if not _SECONDS.fullmatch(timestamp):
            raise Rejected(401, "no timestamp")
        if abs(self._clock() - int(timestamp)) > _OLDEST:
            raise Rejected(401, "not of now")
        return timestamp

    def _check_signature(self, request: web.Request, timestamp: str, raw: bytes) -> None:
        signed = b"v0:" + timestamp.encode() + b":" + raw
        given = _the_one(request, "X-Slack-Signature").encode("utf-8", "surrogateescape")
        if not any(hmac.compare_digest(_signature(secret, signed), given) for secret in self.secrets.all()):
            raise Rejected(401, "not signed by Slack")


def _signature(secret: str, signed: bytes) -> bytes:
    return b"v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()


def _the_one(request: web.Request, name: str) -> str:
    """The header's value; nothing if it is absent or doubled."""
    values = request.headers.getall(name, [])
    return values[0] if len(values) == 1 else ""


def parsed(raw: bytes, content_type: str) -> Json:
    """An event (JSON), a press (JSON in a form) or a slash command (a form). Raises Rejected with 400."""
    try:
        text = raw.decode()
        body = _form(text) if content_type == _FORM else read_json(text)
    except (ValueError, RecursionError):
        raise Rejected(400, "neither JSON nor a form in UTF-8") from None
    if not isinstance(body, dict) or not isinstance(body.get("event", {}), dict):
        raise Rejected(400, "not an object of Slack's")
    return body


def _form(text: str) -> object:
    fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict"))
    return read_json(fields["payload"]) if "payload" in fields else fields


def as_web(answer: BoltResponse) -> web.Response:
    is_json = answer.first_headers().get("content-type", "").startswith("application/json")
    kind = "application/json" if is_json else "text/plain"
    return web.Response(status=answer.status, text=answer.body, content_type=kind)


def later() -> web.Response:
    """Slack delivers again (docs.slack.dev/apis/events-api#retries)."""
    return web.Response(status=503, headers={"Retry-After": "5"})
