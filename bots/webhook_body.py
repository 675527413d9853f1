"""Reads what a provider brings to one of the desk's doors: no more of it than fits, and no longer than it may take.

Rejected         the request is answered with a status and no more is done
+-- TooLarge
"""

import asyncio

from aiohttp import web

_CHUNK = 64 * 1024


class Rejected(Exception):
    """`status` is the answer; `why` is one sentence, for a door that says more."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class TooLarge(Rejected):
    """413."""

    def __init__(self, why: str = "The body is too large.") -> None:
        super().__init__(413, why)


class Arriving:
    """The bodies that arrive at one door now: together at most `most` bytes, for who sent them is known only at their end."""

    def __init__(self, most: int) -> None:
        self._room = most

    def take(self, count: int) -> None:
        """Raises Rejected with 503: whoever is honest comes again."""
        if count > self._room:
            raise Rejected(503, "Too much arrives at once: send it again in a moment.")
        self._room -= count

    def leave(self, count: int) -> None:
        self._room += count


async def read_body(request: web.Request, largest: int, within: float, arriving: Arriving | None = None) -> bytes:
    """All of it, at most `largest` bytes in `within` seconds.

    Raises TooLarge, or Rejected with 408, with 400 if it broke off, with 503 where `arriving` has no room for it.
    """
    if (request.content_length or 0) > largest:
        raise TooLarge
    try:
        if arriving is None and request.content.is_eof() and request.content.total_bytes <= largest:
            return request.content.read_nowait()  # it came with its headers: nothing to wait for
        async with asyncio.timeout(within):
            return await _read(request, largest, arriving or Arriving(largest))
    except TimeoutError:
        raise Rejected(408, "The body took too long to arrive.") from None
    except web.RequestPayloadError:
        raise Rejected(400, "The body broke off.") from None


async def _read(request: web.Request, largest: int, arriving: Arriving) -> bytes:
    body, taken = bytearray(), 0
    try:
        async for chunk in request.content.iter_chunked(_CHUNK):
            if len(body) + len(chunk) > largest:
                raise TooLarge
            arriving.take(len(chunk))
            taken += len(chunk)
            body += chunk
        return bytes(body)
    finally:
        arriving.leave(taken)
