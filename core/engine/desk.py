"""The desk's heart as one thing to start and stop: worker, timers, shifts and dispatcher over one store, by the roles of the process."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from core.engine.alarms import Alarms
from core.engine.alerts import Alerts
from core.engine.dispatcher import Dispatcher
from core.engine.housekeeping import Housekeeping
from core.engine.ownership import ALONE, Alone, Shared
from core.engine.privacy.erasing import Eraser
from core.engine.pulse import Pulse
from core.engine.shifts import Shifts
from core.engine.supervise import supervise
from core.engine.timers import Timers
from core.engine.worker import Worker
from core.model.errors import Transient

log = logging.getLogger(__name__)

Loop = Callable[[], Awaitable[None]]


class Desk:
    """`alerts`: where there is a channel for them. `roles`: a "worker" decides, a "sender" carries out."""

    def __init__(
        self,
        worker: Worker,
        timers: Timers,
        dispatcher: Dispatcher,
        housekeeping: Housekeeping,
        shifts: Shifts,
        alerts: Alerts | None = None,
        eraser: Eraser | None = None,
        alarms: Alarms | None = None,
        pulse: Pulse | None = None,
        *,
        ownership: Alone | Shared = ALONE,
        roles: Collection[str] = ("worker", "sender"),
    ) -> None:
        self._worker = worker
        self._timers = timers
        self._dispatcher = dispatcher
        self._housekeeping = housekeeping
        self._shifts = shifts
        self._alerts = alerts
        self._eraser = eraser
        self._alarms = alarms
        self._pulse = pulse
        self._ownership = ownership
        self._roles = roles
        self._loops: list[asyncio.Task[None]] = []
        self._sharing: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Take up what an earlier process left, then go on with what is new."""
        self._ownership.serves(self._dispatcher, self._worker.look)
        if "sender" in self._roles:
            left = await self._dispatcher.recover()
            if left:
                log.info("taking up %d effects of an earlier run", left)
            self._sharing.append(_supervised("the outbox", self._dispatcher.run))
        self._sharing.append(_supervised("the sharing of work", self._ownership.run))
        if self._pulse:
            self._sharing.append(_supervised("the pulse", self._pulse.run))
        if "worker" in self._roles:
            self._loops = [_supervised(*loop) for loop in self._deciding()]

    def _deciding(self) -> list[tuple[str, Loop]]:
        loops: list[tuple[str, Loop]] = [
            ("the worker", self._worker.run),
            ("the timers", self._timers.run),
            ("the shifts", partial(self._ownership.alone, "shifts", self._shifts.run)),
            ("the housekeeping", partial(self._ownership.alone, "housekeeping", self._housekeeping.run)),
        ]
        if self._alerts:
            loops.append(("the alerts", partial(self._ownership.alone, "alerts", self._alerts.run)))
        if self._alarms:
            loops.append(("the alarms", partial(self._ownership.alone, "alarms", self._alarms.run)))
        if self._eraser:
            loops.append(("the erasures", partial(self._ownership.alone, "erasures", self._eraser.run)))
        return loops

    async def stop(self) -> None:
        """Nothing new is begun; what is being sent may finish. All else is on disk, and other processes go on with it at once."""
        await _end(self._loops)
        await self._ownership.retire()
        await self._dispatcher.stop()
        await _end(self._sharing)
        try:
            await self._ownership.leave()
        except Transient as error:
            log.error("what this process held is free in some seconds only: %s", error)


def _supervised(name: str, loop: Loop) -> asyncio.Task[None]:
    return asyncio.create_task(supervise(name, loop), name=name)


async def _end(loops: list[asyncio.Task[None]]) -> None:
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
