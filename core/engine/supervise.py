"""Keeps the desk's own loops alive: one that fails is recorded and started again, a little later each time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0  # seconds
FIRST_PAUSE = 0.5  # seconds
STEADY = 60.0  # seconds after which a loop counts as healthy again


async def supervise(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run the loop for ever; ends only by cancellation."""
    pause = FIRST_PAUSE
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await loop()
            return
        except Exception as error:  # the edge of a loop: without it, one error would end the desk silently
            log.exception("%s failed (%s); it starts again in %.1f s", name, error, pause)
        if asyncio.get_running_loop().time() - started > STEADY:
            pause = FIRST_PAUSE
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
