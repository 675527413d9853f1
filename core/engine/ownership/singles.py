"""Runs what only one process may do for as long as this process is the one."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


async def while_held(
    work: Callable[[], Awaitable[None]],
    left: Callable[[], float],
    news: Callable[[], Coroutine[None, None, object]],
) -> bool:
    """Run the work until it ends, or until nothing is `left` of the time (seconds) for which it may run: then it is cancelled.

    `news` returns whenever there may be more time, or less. Returns whether the work ended by itself; what it raises is
    raised here.
    """
    running = asyncio.ensure_future(work())
    try:
        while not running.done() and (seconds := left()) > 0:
            await _either(running, news(), seconds)
        ended = running.done()
    finally:
        running.cancel()
        await asyncio.wait([running])
    if not running.cancelled():
        running.result()
    return ended


async def _either(running: "asyncio.Future[None]", news: Coroutine[None, None, object], seconds: float) -> None:
    told = asyncio.ensure_future(news)
    both: list[asyncio.Future[Any]] = [running, told]
    try:
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
