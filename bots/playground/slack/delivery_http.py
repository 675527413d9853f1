"""Events, interactions and slash commands over HTTP, signed as Slack signs them.

docs.slack.dev/authentication/verifying-requests-from-slack and docs.slack.dev/apis/events-api.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from bots.playground.faults import Faults, Moment
from bots.playground.slack.delivery import COMMAND, EVENT, Acknowledged, Sent, parsed
from bots.playground.slack.errors import NotAcknowledged

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What the product's address answered to one request."""

    status: int
    body: str


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Slack-Signature."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@dataclass
class HttpDelivery:
    """Posts to `url`; `clock` gives the seconds since 1970 for the signature."""

    secret: str
    faults: Faults
    clock: Callable[[], float]
    url: str | None = None
    _session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def carry(self, sent: Sent, within: float) -> Acknowledged:
        body, headers = _body(sent)
        try:
            async with asyncio.timeout(within):
                answer = await self.post(body, headers)
        except TimeoutError:
            raise NotAcknowledged("http_timeout") from None
        except aiohttp.ClientError:
            raise NotAcknowledged("connection_failed") from None
        fault = self.faults.meet("slack-events", "ack")
        if self.faults.stop_at(fault, Moment.BEFORE):
            raise NotAcknowledged("connection_failed")
        if not 200 <= answer.status < 300:
            raise NotAcknowledged("http_error")
        self.faults.stop_at(fault, Moment.AFTER)
        self.faults.stop_at(fault, Moment.ANSWERED)
        return Acknowledged(parsed(answer.body))

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send any body with a right signature, unless `headers` bring their own timestamp or signature."""
        if self.url is None or self._session is None:
            raise RuntimeError("events over HTTP need a started server and its events_url")
        timestamp = headers.get("X-Slack-Request-Timestamp", str(int(self.clock())))
        signed = {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret, timestamp, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        async with self._session.post(self.url, data=body, headers={**signed, **headers}) as answer:
            return Answer(answer.status, await answer.text(errors="replace"))


def _body(sent: Sent) -> tuple[bytes, dict[str, str]]:
    if sent.kind == EVENT:
        headers = {"Content-Type": "application/json"}
        if sent.retry:
            headers |= {"X-Slack-Retry-Num": str(sent.retry), "X-Slack-Retry-Reason": sent.reason}
        return json.dumps(sent.payload).encode(), headers
    form = sent.payload if sent.kind == COMMAND else {"payload": json.dumps(sent.payload)}
    return urlencode(form).encode(), {"Content-Type": _FORM}
