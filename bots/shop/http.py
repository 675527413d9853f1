"""The operator's own shop, reached over the contract of docs/shop-api.yaml."""

from typing import TypeVar
from urllib.parse import quote

from bots.shop import wire
from bots.shop.client import Client, ShopAccess
from bots.shop.errors import Alarm, WrongAnswer
from core.engine.clock import SystemClock
from core.model.errors import Refused
from core.model.shop import CustomerId, Item, ItemId, ItemLine, Order, OrderId, Outcome, Page, Person, Proposal
from core.ports import Clock, Vitals
from core.ports.unwatched import UNWATCHED

__all__ = ["HttpShop", "ShopAccess"]

T = TypeVar("T")


class HttpShop:
    """A Shop, Accounts, Parties and Measures of the core's ports. Call `close` when the last call is made.

    Whose things are asked for is always the `person` of the call, and an answer that names anybody else is refused.
    """

    def __init__(self, access: ShopAccess, clock: Clock | None = None, vitals: Vitals = UNWATCHED) -> None:
        self._clock = clock or SystemClock()
        self._client = Client(access, self._clock)
        self._alarm = Alarm(self._clock, vitals)

    def renew(self, secret: str) -> None:
        self._client.renew(secret)

    async def person(self, id: CustomerId) -> Person | None:
        with self._alarm.watch():
            person = await self._get(_of(id), Person)
            return person and _checked(person, person.id == id)

    async def orders(self, person: CustomerId, after: str = "") -> Page:
        """An account that is not there any more has no orders."""
        with self._alarm.watch():
            answer = await self._get(
                f"{_of(person)}/orders" + (f"?after={_quoted(after)}" if after else ""), wire.OrdersAnswer
            )
            _checked(answer, answer is None or answer.person == person)
            return Page(answer.orders, answer.more) if answer else Page()

    async def order(self, person: CustomerId, id: OrderId) -> Order | None:
        """What cannot be the number of an order is not there; the shop is not even asked."""
        if not wire.is_id(id):
            return None
        with self._alarm.watch():
            answer = await self._get(f"{_of(person)}/orders/{_quoted(id)}", wire.OrderAnswer)
            if answer is None:
                return None
            return _checked(answer.order, answer.person == person and _same(answer.order.id, id))

    async def other_party(self, person: CustomerId, order: OrderId) -> Person | None:
        """Nobody is on the other side of themselves: a shop that says so has mixed the two up."""
        if not wire.is_id(order):
            return None
        with self._alarm.watch():
            answer = await self._get(f"{_of(person)}/orders/{_quoted(order)}/other-party", wire.OtherAnswer)
            other = answer.other if answer else None
            fits = answer is None or answer.person == person
            return _checked(other, fits and (other is None or other.id != person))

    async def items(self, person: CustomerId) -> tuple[ItemLine, ...]:
        with self._alarm.watch():
            answer = await self._get(f"{_of(person)}/items", wire.ItemsAnswer)
            _checked(answer, answer is None or answer.person == person)
            return answer.items if answer else ()

    async def item(self, person: CustomerId, id: ItemId) -> Item | None:
        if not wire.is_id(id):
            return None
        with self._alarm.watch():
            answer = await self._get(f"{_of(person)}/items/{_quoted(id)}", wire.ItemAnswer)
            return None if answer is None else _checked(answer.item, _same(answer.item.id, id))

    async def carry_out(self, proposal: Proposal) -> Outcome:
        with self._alarm.watch():
            outcome = wire.read(await self._client.post("/v1/measures", wire.write(proposal)), Outcome)
            if bool(outcome.reference) == bool(outcome.refused):
                raise wire.WrongShape(
                    "$", "an outcome that is neither done, with a reference, nor refused, with a reason"
                )
            return outcome

    async def close(self) -> None:
        await self._client.close()

    async def _get(self, path: str, shape: type[T]) -> T | None:
        body = await self._client.get(path)
        return None if body is None else wire.read(body, shape)


def _of(person: CustomerId) -> str:
    if not wire.is_id(person):
        raise Refused("The id of a customer has characters that no id has, or more than a hundred.")
    return f"/v1/people/{_quoted(person)}"


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _same(named: str, asked: str) -> bool:
    """Customers type "h-104233"; a shop that understands it answers with the number as it writes it."""
    return named.casefold() == asked.casefold()


def _checked(value: T, fits: bool) -> T:
    if not fits:
        raise WrongAnswer(
            "someone else",
            "The shop answered with what belongs to another customer, or was not asked for: "
            "the answer was thrown away. Look for a mix-up in the shop's API, its cache or its proxy first.",
        )
    return value
