"""Carries out `Look` and `FindOther`: the shop is asked in the name of whoever is signed in, and of nobody else."""

import asyncio
import logging
from typing import Protocol

from core.model.dispute import facts_of
from core.model.dispute_events import OtherFound
from core.model.effects import Effect, FindOther, Look
from core.model.errors import DeskError, Limited, Refused, Transient
from core.model.events import OneFound, OrdersFound
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.shop import ItemId, ItemLine, OrderId
from core.ports import Clock, Parties, Shop

log = logging.getLogger(__name__)

DEADLINE = 8.0  # seconds
LONGEST_PAUSE = 5.0  # seconds that a shop may ask for: the customer waits, and so does whatever they ask for next


class ReadableShop(Shop, Parties, Protocol):
    """All that is looked up in a shop."""


class Looking:
    """Performs `Look` and `FindOther`. How an order stands is told with the time at which it was read."""

    def __init__(self, shop: ReadableShop, clock: Clock) -> None:
        self._shop = shop
        self._clock = clock

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"look:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, Look | FindOther)
        try:
            async with asyncio.timeout(DEADLINE):
                return Done(event=await self._found(row.effect))
        except Limited as error:
            if isinstance(row.effect, Look) and error.retry_after > LONGEST_PAUSE:
                raise Refused(str(error)) from error
            raise
        except TimeoutError as error:
            raise Transient(f"the shop did not answer within {DEADLINE:.0f} s") from error

    async def _found(self, effect: Look | FindOther) -> OrdersFound | OneFound | OtherFound:
        match effect:
            case FindOther(person=person, order=order):
                return OtherFound(await self._shop.other_party(person, order))
            case Look(number=""):
                return await self._list(effect)
            case Look():
                return await self._one(effect)

    async def _list(self, look: Look) -> OrdersFound:
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

    async def _one(self, look: Look) -> OneFound:
        """A number that was typed may be of either."""
        if look.kind != "item" and (order := await self._shop.order(look.person, OrderId(look.number))):
            return OneFound(look.turn, look.number, order.about, facts_of(order, self._clock.now()))
        if look.kind != "order" and (item := await self._shop.item(look.person, ItemId(look.number))):
            return OneFound(look.turn, look.number, item.about)
        return OneFound(look.turn, look.number)
