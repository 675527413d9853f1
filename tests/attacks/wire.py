"""HTTP by hand, so that a request may be wrong in every way; and what no answer to a stranger may be."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

HOST = (b"Host", b"127.0.0.1")
PATIENCE = 20.0  # seconds: longer than any door waits for a body
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")

# What a stranger may be answered. 503 asks an honest sender to come again; 500 would be a mistake of ours.
POLITE = {200, 204, 303, 304, 400, 401, 403, 404, 405, 408, 410, 411, 413, 414, 415, 416, 417, 429, 431, 503}


class Answer(NamedTuple):
    """`status` 0: the connection was closed without a word."""

    status: int
    head: str
    body: str

    def header(self, name: str) -> str:
        found = re.search(rf"^{re.escape(name)}: *(.*?)\r?$", self.head, re.MULTILINE | re.IGNORECASE)
        return found[1] if found else ""


class Port(NamedTuple):
    """A port of the desk's on this machine, as a stranger finds it."""

    number: int

    async def gets(self, path: bytes | str, *headers: tuple[bytes, bytes]) -> Answer:
        return await self.hears(request(b"GET", path, headers))

    async def posts(self, path: bytes | str, body: bytes, *headers: tuple[bytes, bytes]) -> Answer:
        length = (b"Content-Length", b"%d" % len(body))
        return await self.hears(request(b"POST", path, (length, *headers), body))

    async def hears(self, *chunks: bytes, pause: float = 0.0, patience: float = PATIENCE) -> Answer:
        """What comes back for these bytes, sent with pauses between them, until the other side closes or patience ends."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.number)
        sending = asyncio.create_task(_send(writer, chunks, pause))
        try:
            return parsed(await _read(reader, patience))
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            writer.close()


async def _send(writer: asyncio.StreamWriter, chunks: Sequence[bytes], pause: float) -> None:
    """The other side may close before the end: what it said by then counts."""
    try:
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)
    except ConnectionError:
        return


async def _read(reader: asyncio.StreamReader, patience: float) -> bytes:
    found = bytearray()
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(patience):
            while chunk := await reader.read(65536):
                found += chunk
    return bytes(found)


def request(
    method: bytes,
    path: bytes | str,
    headers: Sequence[tuple[bytes, bytes]] = (),
    body: bytes = b"",
    version: bytes = b"1.1",
) -> bytes:
    """A whole request after which the connection is closed; `headers` may name another Host."""
    target = path.encode() if isinstance(path, str) else path
    own = () if any(name.lower() == b"host" for name, _ in headers) else (HOST,)
    lines = [method + b" " + target + b" HTTP/" + version]
    lines += [name + b": " + value for name, value in (*own, *headers, (b"Connection", b"close"))]
    return b"\r\n".join([*lines, b"", b""]) + body


def parsed(raw: bytes) -> Answer:
    status = _STATUS.match(raw)
    head, _, body = raw.partition(b"\r\n\r\n")
    return Answer(int(status[1]) if status else 0, head.decode("latin-1"), body.decode("utf-8", "replace"))


def complaints(answer: Answer, insides: Sequence[str]) -> list[str]:
    """What is wrong with an answer to a stranger; nothing where it is polite and silent about our insides."""
    said = f"{answer.head}\n{answer.body}"
    found = [f"tells {inside!r}" for inside in insides if inside.casefold() in said.casefold()]
    if answer.status and answer.status not in POLITE:
        found.append(f"answers {answer.status}")
    if answer.status >= 400 and len(answer.body.partition("HTTP/1.")[0]) > 8192:
        found.append("is long for a refusal")
    return found
