"""Carries out `Look`: the customer's orders from the shop, asked in the name of whoever is signed in and of nobody else."""

import asyncio
import logging

from core.model.effects import Effect, Look
from core.model.errors import DeskError, Limited, Refused, Transient
from core.model.events import OneFound, OrdersFound
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.shop import About, ItemId, ItemLine, OrderId
from core.ports import Shop

log = logging.getLogger(__name__)

DEADLINE = 8.0  # seconds
LONGEST_PAUSE = 5.0  # seconds that a shop may ask for: the customer waits, and so does whatever they ask for next


class Looking:
    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"look:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, Look)
        try:
            async with asyncio.timeout(DEADLINE):
                return Done(event=await self._look(row.effect))
        except Limited as error:
            if error.retry_after > LONGEST_PAUSE:
                raise Refused(str(error)) from error
            raise
        except TimeoutError as error:
            raise Transient(f"the shop did not answer within {DEADLINE:.0f} s") from error

    async def _look(self, look: Look) -> OrdersFound | OneFound:
        if look.number:
            return OneFound(look.turn, look.number, await self._one(look))
        page = await self._shop.orders(look.person, look.after)
        items = () if look.after else await self._items(look)
        return OrdersFound(look.turn, page.orders, items, page.more)

    async def _items(self, look: Look) -> tuple[ItemLine, ...]:
        """They are an addition: where they cannot be read the orders are shown without them."""
        try:
            return await self._shop.items(look.person)
        except DeskError as error:
            log.warning("the items that a customer looked at cannot be read: %s", error)
            return ()

    async def _one(self, look: Look) -> About | None:
        """A number that was typed may be of either."""
        if look.kind != "item" and (order := await self._shop.order(look.person, OrderId(look.number))):
            return order.about
        if look.kind != "order" and (item := await self._shop.item(look.person, ItemId(look.number))):
            return item.about
        return None
