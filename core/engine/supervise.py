"""Keeps the desk's own loops alive: one that fails is recorded and started again, a little later each time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from core.store.errors import StoreFailed

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0  # seconds
FIRST_PAUSE = 0.5  # seconds
STORE_PAUSE = 1.0  # seconds: when the store is back everything goes on at once, however long it was away
STEADY = 60.0  # seconds after which a loop counts as healthy again


async def supervise(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run the loop for ever; ends only by cancellation. Why the store is away is told once and not at each try."""
    pause, told = FIRST_PAUSE, ""
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await _apart(name, loop)
            return
        except Exception as error:  # the edge of a loop: without it, one error would end the desk silently
            if asyncio.get_running_loop().time() - started > STEADY:
                pause, told = FIRST_PAUSE, ""
            away = _why_away(error)
            if not away:
                log.exception("%s failed (%s); it starts again in %.1f s", name, error, pause)
            elif away != told:
                log.error("without the store nothing comes of %s: %s", name, away)
        if away:
            told = away
            await asyncio.sleep(STORE_PAUSE)
        else:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _apart(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run the loop as a task of its own, so that an end is told from a failure.

    Until Python 3.13 a group of tasks that fails forgets that it was cancelled meanwhile, and leaves its task counted as
    being cancelled where it was not: neither what the loop raises nor `Task.cancelling` says whether it was ended.
    """
    running = asyncio.ensure_future(loop())
    try:
        await asyncio.wait([running])
    except asyncio.CancelledError:
        running.cancel()
        await asyncio.wait([running])
        if not running.cancelled() and (error := running.exception()):
            log.warning("%s failed as it was ended: %s", name, error)
        raise
    await running


def _why_away(error: Exception) -> str:
    """Empty where anything but the store has failed."""
    if not isinstance(error, ExceptionGroup):
        return str(error) if isinstance(error, StoreFailed) else ""
    reasons = [_why_away(each) for each in error.exceptions]
    return reasons[0] if all(reasons) else ""
