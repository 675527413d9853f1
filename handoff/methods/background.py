"""What a colleague is shown beside the customer's words when they take a case over: the order, and a summary of a long talk."""

import asyncio
import logging

from msgspec.structs import replace

from core.model.dispute import OrderFacts, facts_of
from core.model.errors import DeskError
from core.model.handoff import CaseOpening, Summary
from core.model.shop import OrderId
from core.ports import Clock, Shop, Summaries

log = logging.getLogger(__name__)

DEADLINE = 2.0  # seconds for the shop: the customer waits for the card


class Background:
    """Without a `shop`, or where it is slow or down, there is no order; without `summaries` there is none."""

    def __init__(self, clock: Clock, shop: Shop | None = None, summaries: Summaries | None = None) -> None:
        self._clock = clock
        self._shop = shop
        self._summaries = summaries

    async def known(self, opening: CaseOpening) -> CaseOpening:
        """The opening with what is known beside it. Never raises: a case is opened in any case."""
        order, summary = await asyncio.gather(self._order(opening), self._summary(opening))
        if summary is None:
            return replace(opening, order=order)
        return replace(opening, order=order, summary=summary.text, by_machine=summary.by_machine)

    async def _order(self, opening: CaseOpening) -> OrderFacts | None:
        """Asked in the name of whoever is signed in, and of nobody else."""
        person, about = opening.handoff.person, opening.handoff.about
        if self._shop is None or person is None or about is None or about.kind != "order":
            return None
        try:
            async with asyncio.timeout(DEADLINE):
                order = await self._shop.order(person.id, OrderId(about.id))
        except (DeskError, TimeoutError) as error:
            log.warning("a card shows no order: %s", str(error) or "the shop takes too long")
            return None
        return facts_of(order, self._clock.now()) if order else None

    async def _summary(self, opening: CaseOpening) -> Summary | None:
        return await self._summaries.summary(opening) if self._summaries else None
