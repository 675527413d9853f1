"""The HTTP contract of a shop, over any ports: signed requests in, signed answers out."""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

import msgspec
from aiohttp import web

from bots.playground.faults import Faults, dropped, wait
from bots.playground.shop.trouble import Trouble
from bots.shop import wire
from bots.shop.sample_measures import Standing
from bots.shop.signing import HEADER, VALID_FOR, BadSignature, Nonces, new_nonce, sign, verify
from core.model.errors import Refused, Transient
from core.model.shop import CustomerId, ItemId, OrderId, Person, Proposal
from core.ports import Accounts, Measures, Parties, Shop

Json = Any

GOOD = Trouble()
NOT_FOUND = {"error": "There is nothing at this address."}
_METHODS = ("person", "orders", "order", "other_party", "items", "item", "measures")


class AnyShop(Shop, Accounts, Parties, Measures, Protocol):
    """All that the desk asks of a shop, who may sign in at its page, where its own pages are, and what they say of measures."""

    site: str

    def people(self) -> tuple[Person, ...]: ...

    def standing(self, person: CustomerId) -> tuple[Standing, ...]: ...


class Request(msgspec.Struct, frozen=True):
    """A request that came: `method` as in `ShopServer.script`, `target` as it was signed. `refused`: why it got 401."""

    method: str
    target: str
    body: bytes
    refused: str = ""


class _Answer(NamedTuple):
    status: int
    body: bytes


class Contract:
    """The handlers. Faults name it "shop", with the methods person, orders, order, other_party, items, item and measures."""

    def __init__(self, shop: AnyShop, secret: str, faults: Faults, now: Callable[[], datetime]) -> None:
        self.requests: list[Request] = []
        self._shop = shop
        self._secret = secret
        self._faults = faults
        self._now = now
        self._nonces = Nonces()
        self._script: dict[str, deque[Trouble]] = {method: deque() for method in _METHODS}
        self._always: dict[str, Trouble] = {}

    def add_to(self, app: web.Application) -> None:
        people = "/v1/people/{person}"
        app.router.add_get(people, self._door("person", self._person))
        app.router.add_get(f"{people}/orders", self._door("orders", self._orders))
        app.router.add_get(f"{people}/orders/{{order}}", self._door("order", self._order))
        app.router.add_get(f"{people}/orders/{{order}}/other-party", self._door("other_party", self._other_party))
        app.router.add_get(f"{people}/items", self._door("items", self._items))
        app.router.add_get(f"{people}/items/{{item}}", self._door("item", self._item))
        app.router.add_post("/v1/measures", self._door("measures", self._measure))

    # --- trouble
    def script(self, method: str, *troubles: Trouble) -> None:
        """One for each of the next requests; after them it behaves again."""
        self._script[method].extend(troubles)

    def always(self, method: str, trouble: Trouble) -> None:
        """For every request that has nothing of its own in the script; `Trouble()` ends it."""
        self._always[method] = trouble

    def _next(self, method: str) -> Trouble:
        waiting = self._script[method]
        return waiting.popleft() if waiting else self._always.get(method, GOOD)

    # --- the way in and out
    def _door(
        self, method: str, answer: Callable[[web.Request, CustomerId], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            async def effect() -> web.StreamResponse:
                return await self._serve(request, method, answer)

            return await self._faults.http(request, "shop", method, effect)

        return handle

    async def _serve(
        self, request: web.Request, method: str, answer: Callable[[web.Request, CustomerId], Awaitable[Json]]
    ) -> web.StreamResponse:
        body = await request.read()
        try:
            nonce = self._checked(request, body)
        except BadSignature as error:  # whoever did not sign is told so unsigned
            self.requests.append(Request(method, request.raw_path, body, str(error)))
            return web.json_response({"error": str(error)}, status=401)
        self.requests.append(Request(method, request.raw_path, body))
        trouble = self._next(method)
        await wait(trouble.wait)
        if trouble.drop:
            return dropped(request)
        person = trouble.person or CustomerId(request.match_info.get("person", ""))
        told = _Answer(trouble.status, trouble.body) if trouble.status else await _told(answer(request, person))
        if trouble.change and told.status == 200:
            told = _Answer(200, msgspec.json.encode(trouble.change(msgspec.json.decode(told.body))))
        return await self._send(request, told, nonce, trouble)

    def _checked(self, request: web.Request, body: bytes) -> str:
        """The nonce. Raises BadSignature, also for what was seen before."""
        given = request.headers.getall(HEADER, [])
        now = self._now()
        nonce = verify(
            self._secret,
            given[0] if len(given) == 1 else None,
            request.method,
            request.raw_path,
            body,
            now=now,
        )
        self._nonces.remember(nonce, now=now)
        return nonce

    async def _send(self, request: web.Request, told: _Answer, nonce: str, trouble: Trouble) -> web.StreamResponse:
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", **trouble.headers}
        if trouble.signature != "missing":
            headers[HEADER] = self._signature(request, told, nonce, trouble)
        if trouble.cut is None:
            return web.Response(status=told.status, body=told.body, headers=headers)
        response = web.StreamResponse(status=told.status, headers=headers)
        response.content_length = len(told.body)
        await response.prepare(request)
        await response.write(told.body[: trouble.cut])
        dropped(request)
        return response

    def _signature(self, request: web.Request, told: _Answer, nonce: str, trouble: Trouble) -> str:
        how = trouble.signature
        return sign(
            "another secret" if how == "wrong" else self._secret,
            "418" if how == "of_another_status" else str(told.status),
            request.raw_path,
            told.body,
            now=self._now() - (VALID_FOR + timedelta(seconds=2) if how == "old" else timedelta()),
            nonce=new_nonce() if how == "of_another_request" else nonce,
        )

    # --- what is asked
    async def _person(self, _: web.Request, person: CustomerId) -> Json:
        return await self._shop.person(person)

    async def _orders(self, request: web.Request, person: CustomerId) -> Json:
        page = await self._shop.orders(person, request.query.get("after", ""))
        return {"person": person, "orders": page.orders, "more": page.more}

    async def _order(self, request: web.Request, person: CustomerId) -> Json:
        order = await self._shop.order(person, OrderId(request.match_info["order"]))
        return {"person": person, "order": order} if order else None

    async def _other_party(self, request: web.Request, person: CustomerId) -> Json:
        other = await self._shop.other_party(person, OrderId(request.match_info["order"]))
        return {"person": person, "other": other} if other else None

    async def _items(self, _: web.Request, person: CustomerId) -> Json:
        return {"person": person, "items": await self._shop.items(person)}

    async def _item(self, request: web.Request, person: CustomerId) -> Json:
        item = await self._shop.item(person, ItemId(request.match_info["item"]))
        return {"item": item} if item else None

    async def _measure(self, request: web.Request, _: CustomerId) -> Json:
        """Raises msgspec.DecodeError for what is no measure."""
        proposal = msgspec.json.decode(await request.read(), type=Proposal)
        if not proposal.key:
            raise msgspec.ValidationError("`$.key` is empty")
        return await self._shop.carry_out(proposal)


async def _told(work: Awaitable[Json]) -> _Answer:
    try:
        answer = await work
    except (msgspec.DecodeError, RecursionError) as error:
        return _refusal(400, f"The body does not fit: {error}.")
    except Refused as error:
        return _refusal(409, str(error))
    except Transient as error:
        return _refusal(503, str(error))
    return _Answer(200, wire.write(answer)) if answer is not None else _Answer(404, wire.write(NOT_FOUND))


def _refusal(status: int, why: str) -> _Answer:
    return _Answer(status, wire.write({"error": why}))
