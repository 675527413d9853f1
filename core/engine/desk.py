"""The desk's heart as one thing to start and stop: worker, timers and dispatcher over one store."""

import asyncio
import logging

from core.engine.dispatcher import Dispatcher
from core.engine.housekeeping import Housekeeping
from core.engine.supervise import supervise
from core.engine.timers import Timers
from core.engine.worker import Worker

log = logging.getLogger(__name__)


class Desk:
    def __init__(self, worker: Worker, timers: Timers, dispatcher: Dispatcher, housekeeping: Housekeeping) -> None:
        self._worker = worker
        self._timers = timers
        self._dispatcher = dispatcher
        self._housekeeping = housekeeping
        self._loops: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Take up what an earlier process left, then go on with what is new."""
        left = await self._dispatcher.recover()
        if left:
            log.info("taking up %d effects of an earlier run", left)
        self._loops = [
            asyncio.create_task(supervise("the worker", self._worker.run), name="worker"),
            asyncio.create_task(supervise("the timers", self._timers.run), name="timers"),
            asyncio.create_task(supervise("the housekeeping", self._housekeeping.run), name="housekeeping"),
        ]

    async def stop(self) -> None:
        """Nothing new is begun; what is being sent may finish. All else is on disk."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._dispatcher.stop()
