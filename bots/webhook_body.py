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


async def read_body(request: web.Request, largest: int, within: float) -> bytes:
    """All of it, at most `largest` bytes in `within` seconds. Raises TooLarge, or Rejected with 408, or 400 if it broke off."""
    if (request.content_length or 0) > largest:
        raise TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(within):
            async for chunk in request.content.iter_chunked(_CHUNK):
                body += chunk
                if len(body) > largest:
                    raise TooLarge
    except TimeoutError:
        raise Rejected(408, "The body took too long to arrive.") from None
    except web.RequestPayloadError:
        raise Rejected(400, "The body broke off.") from None
    return bytes(body)
