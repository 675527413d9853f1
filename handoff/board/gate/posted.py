"""Reads what a form posts: in time, and as its fields; whatever else is sent is refused, and is no accident of ours."""

import asyncio

from aiohttp import web

PATIENCE = 10.0  # seconds in which a form must have come


async def posted(request: web.Request) -> dict[str, str]:
    """The fields by their names. Raises HTTPBadRequest, HTTPRequestTimeout, HTTPRequestEntityTooLarge or HTTPUnsupportedMediaType."""
    if request.content_type.startswith("multipart/"):  # for files, of which no form of ours has any
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(PATIENCE):
            fields = await request.post()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, LookupError, ConnectionError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None
    return {name: value for name, value in fields.items() if isinstance(value, str)}
