"""A small HTTP server and client for loopback, so that the machine's second core is not the limit of what is measured.

Only what the Bot API's clients send: requests with a Content-Length, answers of one piece, connections that stay open.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import cycle
from typing import NamedTuple, cast
from urllib.parse import urlsplit


class Request(NamedTuple):
    path: str
    headers: Mapping[bytes, bytes]  # names in small letters
    body: bytes


Answer = Callable[[Request], bytes | Awaitable[bytes]]


class Door(asyncio.Protocol):
    """One connection: each request is answered with 200 and the JSON that `answer` gives."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._buffer = b""
        self._waiting: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        for task in self._waiting:
            task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (found := _message(self._buffer)) is not None:
            first, headers, body, self._buffer = found
            self._take(Request(first.split(b" ")[1].decode(), headers, body))

    def _take(self, request: Request) -> None:
        answer = self._answer(request)
        if isinstance(answer, bytes):
            self._say(answer)
            return
        task = asyncio.ensure_future(self._later(answer))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _later(self, answer: Awaitable[bytes]) -> None:
        self._say(await answer)

    def _say(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)


class Deliveries:
    """Posts bodies over so many connections, to several doors alike; one that is not answered with 200 is an error of the run."""

    def __init__(self, urls: Sequence[str], headers: Mapping[str, str], connections: int) -> None:
        doors = [urlsplit(url) for url in urls]
        self._doors = cycle((door.hostname or "", door.port or 80) for door in doors)
        parts = doors[0]
        lines = [f"POST {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._head = "\r\n".join([*lines, "Content-Length: "]).encode()
        self._room = connections
        self._idle: list[_Line] = []
        self._queue: deque[bytes] = deque()
        self.refused: list[bytes] = []
        self._opening: set[asyncio.Task[None]] = set()

    def put(self, body: bytes) -> None:
        self._queue.append(self._head + b"%d\r\n\r\n" % len(body) + body)
        if self._idle:
            self._idle.pop().say(self._queue.popleft())
        elif self._room:
            self._room -= 1
            task = asyncio.ensure_future(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        _, line = await asyncio.get_running_loop().create_connection(lambda: _Line(self), *next(self._doors))
        self.free(line)

    def free(self, line: "_Line") -> None:
        """The connection may carry the next one."""
        if self._queue:
            line.say(self._queue.popleft())
        else:
            self._idle.append(line)


class _Line(asyncio.Protocol):
    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def say(self, request: bytes) -> None:
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (found := _message(self._buffer)) is not None:
            first, _, _, self._buffer = found
            if first.split(b" ")[1] != b"200":
                self._deliveries.refused.append(first)
            self._deliveries.free(self)


def _message(buffer: bytes) -> tuple[bytes, dict[bytes, bytes], bytes, bytes] | None:
    """The first line, the headers, the body and what is left; None while it is not all there."""
    head, found, rest = buffer.partition(b"\r\n\r\n")
    if not found:
        return None
    first, *lines = head.split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    length = int(headers.get(b"content-length", b"0"))
    if len(rest) < length:
        return None
    return first, headers, rest[:length], rest[length:]
