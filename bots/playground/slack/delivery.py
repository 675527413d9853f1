"""Deliveries to the product: events with their retries and duplicates, interactions once."""

import asyncio
import contextlib
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from bots.playground.slack import events
from bots.playground.slack.errors import NotAcknowledged
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]

EVENT = "events_api"
INTERACTIVE = "interactive"
COMMAND = "slash_commands"


@dataclass(frozen=True)
class Sent:
    """One attempt at one delivery; `retry` counts from 0, `reason` says why the attempt before failed."""

    kind: str
    payload: Json
    retry: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """The product took it; `body` is what it answered with, if anything."""

    body: Json | str | None = None

    @property
    def errors(self) -> dict[str, str]:
        """A form's complaints, by block_id."""
        if not isinstance(self.body, dict) or self.body.get("response_action") != "errors":
            return {}
        return dict(self.body["errors"])


class Carrier(Protocol):
    """One way to reach the product."""

    async def carry(self, sent: Sent, within: float) -> Acknowledged:
        """Raises NotAcknowledged when no acknowledgement came within `within` seconds."""
        ...


@dataclass
class Deliveries:
    """Sends what happens to the product.

    An event that is not acknowledged within `ack_seconds` is sent again after each of `retry_delays`
    seconds, then given up (docs.slack.dev/apis/events-api: at once, after 1 minute, after 5 minutes).
    `times` sends every event that often, at once. Interactions are sent once.
    """

    workspace: Workspace
    carrier: Carrier
    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    times: int = 1
    given_up: list[Json] = field(default_factory=list)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def publish(self, event: Json) -> None:
        """Wrap an event and deliver it, without waiting."""
        state = self.workspace.state
        wrapped = events.wrapped(state, event, state.number("Ev"), int(self.workspace.clock()))
        # As it is now: a later edit must not reach into what has been sent.
        self.publish_wrapped(json.loads(json.dumps(wrapped)))

    def publish_wrapped(self, payload: Json) -> None:
        self.workspace.state.undelivered[payload["event_id"]] = payload
        for _ in range(self.times):
            self._start(self._until_acknowledged(payload))

    def resume(self) -> None:
        """Deliver what was not yet acknowledged when the playground stopped."""
        for payload in list(self.workspace.state.undelivered.values()):
            self._start(self._until_acknowledged(payload))

    async def interact(self, kind: str, payload: Json) -> Acknowledged:
        """Send an interaction once and wait for its answer; raises NotAcknowledged."""
        return await self.carrier.carry(Sent(kind, payload), self.ack_seconds)

    async def quiet(self) -> None:
        """Returns when nothing is under way any more."""
        while self._running:
            await asyncio.wait(self._running)

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _until_acknowledged(self, payload: Json) -> None:
        reason = ""
        for retry, delay in enumerate((0.0, *self.retry_delays)):
            await asyncio.sleep(delay)
            try:
                await self.carrier.carry(Sent(EVENT, payload, retry, reason), self.ack_seconds)
            except NotAcknowledged as failed:
                reason = failed.reason
            else:
                self.workspace.state.undelivered.pop(payload["event_id"], None)
                return
        if self.workspace.state.undelivered.pop(payload["event_id"], None) is not None:
            self.given_up.append(payload)


@dataclass
class ByMode:
    """HTTP while `http.url` is set, else Socket Mode."""

    socket: Carrier
    http: "HttpCarrier"

    async def carry(self, sent: Sent, within: float) -> Acknowledged:
        carrier = self.http if self.http.url is not None else self.socket
        return await carrier.carry(sent, within)


class HttpCarrier(Carrier, Protocol):
    url: str | None


def parsed(text: str) -> Json | str | None:
    """An acknowledgement's body: JSON, text or nothing."""
    if not text:
        return None
    with contextlib.suppress(json.JSONDecodeError):
        body = json.loads(text)
        if isinstance(body, dict):
            return body
    return text
