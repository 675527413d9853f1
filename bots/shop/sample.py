"""The sample shop: everything that the desk asks of a shop, from the files of `sample/shop`."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec

from bots.shop.sample_files import ToldOrder, ToldPerson, payment, read_sample, shipping, told_time
from core.model.errors import Refused
from core.model.shop import (
    CustomerId,
    Item,
    ItemId,
    ItemLine,
    Next,
    Order,
    OrderId,
    OtherParty,
    Outcome,
    Page,
    Person,
    Proposal,
    Role,
)
from core.model.view import Money

SITE = "https://www.hamerslag.example"


class SampleShop:
    """Shop, Accounts and Measures of `core.ports`. What measures did is kept in memory.

    `site` is where orders and items have their pages, `page` how many orders a list holds. Raises OSError and
    ValueError for files that are not as they should be.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime], *, site: str = SITE, page: int = 10) -> None:
        self.site = site
        self.suspended: set[CustomerId] = set()
        self.restricted: set[CustomerId] = set()
        self.carried_out: dict[str, tuple[Proposal, Outcome]] = {}
        self._now = now
        self._page = page
        sample = read_sample(folder)
        self._people = sample.people
        self._items = dict(sample.items)
        self._orders = dict(sample.orders)

    # --- who
    def people(self) -> tuple[Person, ...]:
        """Everybody who has an account, for a playground's "Who are you?"."""
        return tuple(map(_account, self._people.values()))

    async def person(self, id: CustomerId) -> Person | None:
        found = self._people.get(id)
        return _account(found) if found else None

    # --- what is theirs
    async def orders(self, person: CustomerId, after: str = "") -> Page:
        """A cursor is the last order's id; one that is not this person's ends the list."""
        now = self._now()
        own = [each for each in self._orders.values() if each.role(person)]
        own.sort(key=lambda each: (each.placed.seen_from(now), each.id), reverse=True)
        ids = [each.id for each in own]
        if after and after not in ids:
            return Page()
        start = ids.index(OrderId(after)) + 1 if after else 0
        shown = own[start : start + self._page]
        lines = tuple(self._order(each, role, now).line for each in shown if (role := each.role(person)))
        return Page(lines, shown[-1].id if len(own) > start + self._page else "")

    async def order(self, person: CustomerId, id: OrderId) -> Order | None:
        found = self._orders.get(OrderId(id.upper()))  # as it is typed
        role = found.role(person) if found else None
        return self._order(found, role, self._now()) if found and role else None

    async def items(self, person: CustomerId) -> tuple[ItemLine, ...]:
        viewer = self._people.get(person)
        viewed = [self._items[each] for each in viewer.viewed] if viewer else []
        return tuple(ItemLine(each.id, each.title, each.price, each.status) for each in viewed)

    async def item(self, person: CustomerId, id: ItemId) -> Item | None:
        """Whoever has an account may look at any item."""
        found = self._items.get(id)
        if found is None or person not in self._people:
            return None
        return Item(
            id=found.id,
            title=found.title,
            price=found.price,
            status=found.status,
            other=self._other(found.seller, f"{self.site}/items/{found.id}/messages"),
            ends_at=found.ends.seen_from(self._now()),
            address=f"{self.site}/items/{found.id}",
        )

    def _order(self, order: ToldOrder, role: Role, now: datetime) -> Order:
        messages = f"{self.site}/orders/{order.id}/messages" if order.messages else ""
        return Order(
            id=order.id,
            title=order.title,
            role=role,
            status=order.status,
            placed_at=order.placed.seen_from(now),
            total=order.total,
            payment=payment(order, role, now),
            other=self._other(order.seller if role == "buyer" else order.buyer, messages),
            shipping=shipping(order.shipping, now) if order.shipping else None,
            next=tuple(Next(each.step, told_time(each.until, now)) for each in order.next.get(role, ())),
            address=f"{self.site}/orders/{order.id}",
        )

    def _other(self, person: CustomerId, messages: str) -> OtherParty:
        return OtherParty(self._people[person].shown_as, "" if person in self.suspended else messages)

    # --- measures
    async def carry_out(self, proposal: Proposal) -> Outcome:
        """Raises Refused where the key was used for something else."""
        if proposal.key in self.carried_out:
            done, outcome = self.carried_out[proposal.key]
            if done != proposal:
                raise Refused("this key stands for another measure")
            return outcome
        refused = self._do(proposal)
        outcome = Outcome(refused=refused) if refused else Outcome(reference=f"M-{len(self.carried_out) + 1:05}")
        self.carried_out[proposal.key] = (proposal, outcome)
        return outcome

    def _do(self, proposal: Proposal) -> str:
        """Why not; nothing where it is done."""
        match proposal.measure:
            case "refund":
                return self._refund(proposal)
            case "cancel_order":
                return self._cancel(proposal)
            case "remove_item":
                return self._remove(proposal)
            case "restrict_account":
                return self._against(proposal, self.restricted)
            case "suspend_account":
                return self._against(proposal, self.suspended)

    def _refund(self, proposal: Proposal) -> str:
        order = self._orders.get(proposal.order) if proposal.order else None
        if order is None:
            return "There is no such order."
        before = Decimal(order.payment.refund.amount) if order.payment.refund else Decimal(0)
        if refused := _not_refundable(order, before, proposal.amount):
            return refused
        assert proposal.amount is not None
        refund = Money(f"{before + Decimal(proposal.amount.amount):.2f}", order.total.currency)
        paid = msgspec.structs.replace(order.payment, status="refund_started", refund=refund, refunded_at=None)
        self._orders[order.id] = msgspec.structs.replace(order, payment=paid)
        return ""

    def _cancel(self, proposal: Proposal) -> str:
        order = self._orders.get(proposal.order) if proposal.order else None
        if order is None:
            return "There is no such order."
        if order.status in ("cancelled", "completed"):
            return f"The order is {order.status} already."
        self._orders[order.id] = msgspec.structs.replace(order, status="cancelled", next={})
        return ""

    def _remove(self, proposal: Proposal) -> str:
        item = self._items.get(proposal.item) if proposal.item else None
        if item is None:
            return "There is no such item."
        self._items[item.id] = msgspec.structs.replace(item, status="removed")
        return ""

    def _against(self, proposal: Proposal, accounts: set[CustomerId]) -> str:
        if proposal.person is None or proposal.person not in self._people:
            return "There is no such account."
        accounts.add(proposal.person)
        return ""


def _not_refundable(order: ToldOrder, before: Decimal, amount: Money | None) -> str:
    if order.payment.status not in ("paid", "refund_started", "refunded"):
        return "The order has not been paid."
    if amount is None or amount.currency != order.total.currency:
        return f"The refund of this order has to be in {order.total.currency}."
    asked, total = _decimal(amount.amount), Decimal(order.total.amount)
    if asked is None or asked <= 0:
        return "The amount of the refund is no amount."
    if before + asked > total:
        left = f", of which {before} went back already" if before else ""
        return f"The refund is more than the order's total of {total} {order.total.currency}{left}."
    return ""


def _decimal(text: str) -> Decimal | None:
    """To the cent, without a sign: "12", "12.5" and "12.50"."""
    whole, _, cents = text.partition(".")
    return Decimal(text) if text.isascii() and whole.isdigit() and len(cents) <= 2 and f"0{cents}".isdigit() else None


def _account(person: ToldPerson) -> Person:
    return Person(person.id, person.name, person.country, person.email)
