"""Hands mails to the desk as a mail provider does: over its signed webhook, in order, and again until it takes them."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import aiohttp

from bots.playground.faults import Faults, Moment
from bots.playground.mail.mail import Mail

PATH = "/mail"
SIGNATURE = "Frontdesk-Mail-Signature"
SERVER = "mx.playground"
"""The name under which the playground's mail server says what it thinks of a sender (RFC 8601)."""

_ANSWER_WITHIN = aiohttp.ClientTimeout(total=30)
_AGAIN = (408, 425, 429)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """Seconds before the second try of a mail, and at most between two tries."""

    first: float = 0.5
    most: float = 8.0

    def wait(self, failures: int) -> float:
        return min(self.most, self.first * 2.0 ** min(failures - 1, 20))


class DeskDoor:
    """The way to the desk. What it has not taken yet is marked as waiting; `told` follows every change. `clock`: Unix seconds.

    The faults know each try as "mail" at the server "desk"; of what they can do, they stop the product here.
    """

    def __init__(self, secret: str, clock: Callable[[], float], told: Callable[[], None], faults: Faults) -> None:
        self.pace = Pace()
        self.times = 1  # how often each mail is handed in
        self._url = ""
        self._secret = secret
        self._clock = clock
        self._told = told
        self._faults = faults
        self._queue: asyncio.Queue[Mail] = asyncio.Queue()
        self._opened = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def is_at(self, root: str) -> None:
        """The desk listens there, `http://host:port`: what waits is tried at once. Empty: nobody knows where."""
        self._url = f"{root}{PATH}" if root else ""
        self._opened.set()

    def put(self, mail: Mail) -> None:
        self._queue.put_nowait(mail)

    def start(self) -> None:
        """Deliver what waits; needs a running loop."""
        self._work = asyncio.create_task(self._deliver_all())

    async def quiet(self) -> None:
        """Returns when nothing is under way any more: all is taken, or nobody knows where to."""
        if self._url:
            await self._queue.join()

    async def stop(self) -> None:
        """What was not taken waits for the next start."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self._work = None

    async def _deliver_all(self) -> None:
        async with aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session:
            while True:
                mail = await self._queue.get()
                try:
                    await self._deliver(session, mail)
                except asyncio.CancelledError:
                    self._queue = _with_first(mail, self._queue)
                    raise
                self._queue.task_done()

    async def _deliver(self, session: aiohttp.ClientSession, mail: Mail) -> None:
        failures = 0
        while mail.waiting:
            self._opened.clear()
            if await self._tried(session, mail):
                mail.waiting = False
                self._told()
            else:
                failures += 1
                await self._pause(self.pace.wait(failures))

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._opened.wait()
        except TimeoutError:
            return

    async def _tried(self, session: aiohttp.ClientSession, mail: Mail) -> bool:
        """Whether nothing is left to do for it: it is taken, or refused for good. An answer of a stopped product is lost."""
        if not self._url:
            return False
        fault = self._faults.meet("desk", "mail")
        if self._faults.stop_at(fault, Moment.BEFORE):
            return False
        taken = await self._taken(session, mail)
        if self._faults.stop_at(fault, Moment.AFTER):
            return False
        self._faults.stop_at(fault, Moment.ANSWERED)
        return taken

    async def _taken(self, session: aiohttp.ClientSession, mail: Mail) -> bool:
        body = _as_received(mail)
        try:
            for _ in range(self.times):
                status, said = await self._post(session, body)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False
        if status >= 500 or status in _AGAIN:
            return False
        if status != 200:
            mail.refused = f"{status} {said}"
            log.error("the desk refused a mail: %s", mail.refused)
        return True

    async def _post(self, session: aiohttp.ClientSession, body: bytes) -> tuple[int, str]:
        headers = {"Content-Type": "message/rfc822", SIGNATURE: self._signature(body)}
        async with session.post(self._url, data=BytesIO(body), headers=headers) as answer:
            return answer.status, (await answer.text())[:300].strip()

    def _signature(self, body: bytes) -> str:
        seconds = str(int(self._clock()))
        digest = hmac.new(self._secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={seconds},v1={digest}"


def _with_first(mail: Mail, rest: "asyncio.Queue[Mail]") -> "asyncio.Queue[Mail]":
    queue: asyncio.Queue[Mail] = asyncio.Queue()
    queue.put_nowait(mail)
    while not rest.empty():
        queue.put_nowait(rest.get_nowait())
    return queue


def _as_received(mail: Mail) -> bytes:
    """The mail with what a receiving server writes above it: the envelope, and whether the sender's domain vouches for it."""
    lines = [f"Return-Path: <{mail.sender}>", f"Delivered-To: {mail.to}"]
    domain = mail.author.rpartition("@")[2].strip("> ").lower()
    if mail.sender:
        result = "pass" if mail.sender.rpartition("@")[2].lower() == domain else "fail"
        lines.append(f"Authentication-Results: {SERVER}; dmarc={result} header.from={domain}")
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace") + mail.raw
