"""The scalpel: tells a playground server to answer late, wrongly or not at all, or to stop the product at a request."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from aiohttp import web


class Moment(StrEnum):
    """Where in the life of a request the product is stopped."""

    BEFORE = "before"  # nothing has happened yet
    AFTER = "after"  # the effect has happened, the answer was never sent
    ANSWERED = "answered"  # the answer has been written to the socket


@dataclass(frozen=True)
class Fault:
    """What to do with the `nth` request (from 1, counted from when the fault was added) that matches, and `times - 1` after it.

    `status`/`body`/`headers` replace the answer; the effect then happens only if `effect` is true.
    `drop` closes the connection without an answer, `hang` never answers; `delay` is in seconds.
    """

    server: str = "*"  # telegram, slack or mail
    method: str = "*"  # sendMessage, chat.postMessage, DATA ...
    nth: int = 1
    times: int = 1
    delay: float = 0.0
    status: int | None = None
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    effect: bool = False
    drop: bool = False
    hang: bool = False
    kill: Moment | None = None

    def matches(self, server: str, method: str) -> bool:
        return self.server in ("*", server) and self.method in ("*", method)


@dataclass(frozen=True)
class Seen:
    """A request that reached a playground server."""

    server: str
    method: str


class Faults:
    """The faults in force on one playground, and the log of the requests that it saw."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.killed: list[
            tuple[Seen, Moment]
        ] = []  # at which requests the product was to be stopped, and when in their lives
        self.stop_product: Callable[[], None] | None = None
        self._met = Seen("", "")  # by the last fault that applied
        self._counts: dict[int, tuple[Fault, int]] = {}
        self._next = 0

    def add(self, fault: Fault) -> None:
        self._counts[self._next] = (fault, 0)
        self._next += 1

    def clear(self) -> None:
        self._counts.clear()

    def meet(self, server: str, method: str) -> Fault | None:
        """Record a request; the fault that applies to it, if any."""
        self.seen.append(Seen(server, method))
        met = None
        for key, (fault, count) in list(self._counts.items()):
            if not fault.matches(server, method):
                continue
            self._counts[key] = (fault, count + 1)
            if met is None and fault.nth <= count + 1 < fault.nth + fault.times:
                met, self._met = fault, self.seen[-1]
        return met

    def stop_at(self, fault: Fault | None, moment: Moment) -> bool:
        """Stop the product if the fault says so; whether it did."""
        if fault is None or fault.kill is not moment:
            return False
        if self.stop_product is None:
            raise RuntimeError("a fault wants to stop the product, but nobody said how (Faults.stop_product)")
        self.killed.append((self._met, moment))
        self.stop_product()
        return True

    async def http(
        self,
        request: web.Request,
        server: str,
        method: str,
        effect: Callable[[], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Answer one HTTP request: with its effect, or as the fault in force says."""
        fault = self.meet(server, method)
        if fault is None:
            return await effect()
        if self.stop_at(fault, Moment.BEFORE):
            return dropped(request)
        if fault.delay and not fault.effect:
            await asyncio.sleep(fault.delay)
        happens = fault.effect or (fault.status is None and not fault.hang and not fault.drop)
        answer: web.StreamResponse = await effect() if happens else web.Response(status=200)
        if fault.delay and fault.effect:
            await asyncio.sleep(fault.delay)
        if self.stop_at(fault, Moment.AFTER):
            return dropped(request)
        if fault.hang:
            await wait(None)
        if fault.drop:
            return dropped(request)
        if fault.status is not None:
            answer = web.Response(status=fault.status, text=fault.body, headers=dict(fault.headers))
        if fault.kill is Moment.ANSWERED:
            await answer.prepare(request)
            await answer.write_eof()
            self.stop_at(fault, Moment.ANSWERED)
        return answer


async def wait(seconds: float | None) -> None:
    """None is for ever."""
    if seconds is None:
        await asyncio.Event().wait()
    elif seconds:
        await asyncio.sleep(seconds)


def dropped(request: web.Request) -> web.Response:
    """End the connection; what is returned does not arrive."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=200)
