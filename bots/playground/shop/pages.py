"""What a signed-in customer sees at the shop: their account, their orders, an order with a way to support, and an item."""

from collections.abc import Callable
from typing import NoReturn

from aiohttp import web

from bots.playground.shop.contract import AnyShop
from bots.playground.shop.html import elsewhere, page, says
from bots.playground.shop.sign_in import SignIn
from bots.shop.deep_links import Kind
from bots.shop.sample_files import ZONE
from core.model.shop import ItemId, OrderId, Person


class Pages:
    """`support` makes a link from "order" and an id; empty: there is none to show."""

    def __init__(self, shop: AnyShop, sign_in: SignIn, support: Callable[[Kind, str], str]) -> None:
        self._shop = shop
        self._sign_in = sign_in
        self._support = support

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/", self._home)
        app.router.add_get("/account", self._account)
        app.router.add_get("/orders", self._orders)
        app.router.add_get("/orders/{order}", self._order)
        app.router.add_get("/orders/{order}/messages", self._messages)
        app.router.add_get("/items/{item}", self._item)
        app.router.add_get("/items/{item}/messages", self._messages)

    async def _home(self, _: web.Request) -> NoReturn:
        raise elsewhere("/orders")

    async def _account(self, request: web.Request) -> web.Response:
        person = await self._signed_in(request)
        return page("account", person=person, standing=self._shop.standing(person.id), zone=ZONE.key)

    async def _orders(self, request: web.Request) -> web.Response:
        person = await self._signed_in(request)
        orders = await self._shop.orders(person.id, request.query.get("after", ""))
        items = await self._shop.items(person.id)
        return page("orders", person=person, orders=orders, items=items, csrf=self._sign_in.csrf(request, "out"))

    async def _order(self, request: web.Request) -> web.Response:
        person = await self._signed_in(request)
        order = await self._shop.order(person.id, OrderId(request.match_info["order"]))
        if order is None:
            return _not_there()
        return page("order", order=order, support=self._support("order", order.id))

    async def _item(self, request: web.Request) -> web.Response:
        person = await self._signed_in(request)
        item = await self._shop.item(person.id, ItemId(request.match_info["item"]))
        return page("item", item=item) if item else _not_there()

    async def _messages(self, request: web.Request) -> web.Response:
        person = await self._signed_in(request)
        found = (
            await self._shop.order(person.id, OrderId(request.match_info["order"]))
            if "order" in request.match_info
            else await self._shop.item(person.id, ItemId(request.match_info["item"]))
        )
        if found is None or not found.other.messages:
            return _not_there()
        return page("messages", other=found.other, title=found.title)

    async def _signed_in(self, request: web.Request) -> Person:
        if person := await self._sign_in.customer(request):
            return person
        raise elsewhere("/sign-in")


def _not_there() -> web.Response:
    """The same for what does not exist and for what is somebody else's."""
    return says("Not found", "There is nothing here that you can see.", 404)
