"""Carries out `Look`: the customer's orders from the shop, asked in the name of whoever is signed in and of nobody else."""

import asyncio

from core.model.effects import Effect, Look
from core.model.errors import Transient
from core.model.events import OneFound, OrdersFound
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.shop import About, ItemId, OrderId
from core.ports import Shop

DEADLINE = 8.0  # seconds


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
        except TimeoutError as error:
            raise Transient(f"the shop did not answer within {DEADLINE:.0f} s") from error

    async def _look(self, look: Look) -> OrdersFound | OneFound:
        if look.number:
            return OneFound(look.turn, look.number, await self._one(look))
        page = await self._shop.orders(look.person, look.after)
        items = () if look.after else await self._shop.items(look.person)
        return OrdersFound(look.turn, page.orders, items, page.more)

    async def _one(self, look: Look) -> About | None:
        """A number that was typed may be of either."""
        if look.kind != "item" and (order := await self._shop.order(look.person, OrderId(look.number))):
            return order.about
        if look.kind != "order" and (item := await self._shop.item(look.person, ItemId(look.number))):
            return item.about
        return None
