"""One try of what stands first in a lane: when its destination may be asked, under a lease that holds, counted before it is made."""

import asyncio
import logging
from datetime import datetime

from msgspec.structs import replace

from core.engine.giving_way import can_wait, place_now, still_waits
from core.engine.joining import MOST, as_one, company_of, how_many
from core.engine.lane import Lane
from core.engine.outcomes import Apart, Outcomes
from core.engine.routes import Routes
from core.model.errors import Final, Limited
from core.model.rows import Limit, OutboxRow
from core.ports import Clock, Ownership, Performer, Rates
from core.store.errors import RowOver

log = logging.getLogger(__name__)


class Sending:
    """`stopping`: once it is set nothing is begun."""

    def __init__(
        self,
        routes: Routes,
        clock: Clock,
        rates: Rates,
        outcomes: Outcomes,
        ownership: Ownership,
        stopping: asyncio.Event,
    ) -> None:
        self._routes = routes
        self._clock = clock
        self._rates = rates
        self._outcomes = outcomes
        self._ownership = ownership
        self._stopping = stopping

    async def next(self, lane: Lane) -> None:
        """Make one try of the first row, or of the first ones as one, once its time has come; what is not over then waits.

        Raises Transient or LeaseLost where the beginning of the try was not written: then none was made.
        """
        await self._let_pass(lane)
        if lane.rows[0].attempts:  # no other was told to wait, whatever the clock says now
            await self._until(lane.rows[0].not_before)
        lane.fixed = True
        try:
            await self._try(lane)
        finally:
            lane.fixed = False

    async def _let_pass(self, lane: Lane) -> None:
        """Where the first row can wait: until its moment is over, or another goes before or with it."""
        while (seconds := still_waits(lane.rows[0], self._routes, self._clock.now())) > 0:
            place = place_now(lane.rows, self._routes, self._clock.now())
            if place is None:
                await lane.another(seconds)
                continue
            if place:
                lane.bring_forward(place)
            return

    async def _until(self, at: datetime) -> None:
        seconds = (at - self._clock.now()).total_seconds()
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def _try(self, lane: Lane) -> None:
        first = lane.rows[0]
        try:
            performer = self._routes.performer(first.effect)
            limits = performer.limits(first.effect)
        except Final as error:  # since it was decided, its channel or method was taken away
            await self._refuse(lane, first, error)
            return
        company = company_of(first, performer)
        if company:
            await self._until(first.created_at + company.within)
        waited = await self._rates.acquire(limits)
        if self._stopping.is_set() or not (lease := self._ownership.lease(lane.lease_name)):
            return
        with lane.under(lease):
            together = waited or (len(lane.rows) > 1 and can_wait(first, self._routes))
            await self._begin(lane, performer, limits, company.most if company else MOST if together else 1)

    async def _refuse(self, lane: Lane, row: OutboxRow, error: Final) -> None:
        if lease := self._ownership.lease(lane.lease_name):
            with lane.under(lease):
                await self._outcomes.give_up(lane, row, str(error), error.fault, certain=True)
                lane.over([row])

    async def _begin(self, lane: Lane, performer: Performer, limits: tuple[Limit, ...], most: int) -> None:
        begun = lane.begin(how_many(lane.rows, self._routes, performer, self._clock.now(), most))
        try:
            await self._outcomes.begin(lane, begun)
            # The last look before it is made: this process may have been stopped until here, and others gone on.
            if self._ownership.lease(lane.lease_name):
                await self._make(lane, begun, performer, limits)
        except Apart as apart:
            log.info("effects %s to %s go one by one: %s", begun[0].id, begun[-1].id, apart)
            lane.part()
        except RowOver as over:
            log.error("effects %s to %s: %s", begun[0].id, begun[-1].id, over)
            if len(begun) > 1:
                lane.part()
            else:
                lane.over(begun)

    async def _make(
        self, lane: Lane, begun: tuple[OutboxRow, ...], performer: Performer, limits: tuple[Limit, ...]
    ) -> None:
        try:
            done = await performer.perform(as_one(begun, performer))
        except Exception as error:  # noqa: BLE001 - the edge of the lane: what is told, recorded or tried again is decided there
            await self._failed(lane, begun, error, limits)
        else:
            await self._outcomes.done(lane, begun, done)
            lane.over(begun)

    async def _failed(
        self, lane: Lane, begun: tuple[OutboxRow, ...], error: Exception, limits: tuple[Limit, ...]
    ) -> None:
        if isinstance(error, Limited) and error.scope == "key":
            self._rates.pause(limits, error.retry_after)
        at = await self._outcomes.failed(lane, begun, error)
        if at is None:
            lane.over(begun)
        else:
            lane.rows[0] = replace(begun[0], not_before=at)
