"""What the sample shop does when it is told to: money goes back, an order or a listing ends, an account is held back.

NotDone         `str(error)` is the sentence for the staff who proposed it
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from bots.shop.sample_files import Sample, ToldItem, ToldOrder, ToldPerson
from core.model.shop import CustomerId, ItemId, OrderId, Proposal
from core.model.view import Money


class NotDone(Exception):
    """The shop does not do it, and has changed nothing."""


class Standing(msgspec.Struct, frozen=True):
    """That an account is held back, since when, why, and by which case of the desk."""

    kind: Literal["restricted", "suspended"]
    since: datetime
    reason: str
    case: str


class Books:
    """The sample as the measures have left it."""

    def __init__(self, sample: Sample) -> None:
        self.people: Mapping[CustomerId, ToldPerson] = sample.people
        self.items: dict[ItemId, ToldItem] = dict(sample.items)
        self.orders: dict[OrderId, ToldOrder] = dict(sample.orders)
        self.standings: dict[CustomerId, tuple[Standing, ...]] = {}

    def suspended(self, person: CustomerId) -> bool:
        return any(each.kind == "suspended" for each in self.standings.get(person, ()))

    def do(self, proposal: Proposal, now: datetime) -> None:
        """Raises NotDone."""
        match proposal.measure:
            case "refund":
                self._change(_refunded(self._order(proposal), proposal.amount))
            case "cancel_order":
                self._change(_cancelled(self._order(proposal)))
            case "remove_item":
                self._remove(proposal)
            case "restrict_account":
                self._hold_back(proposal, "restricted", now)
            case "suspend_account":
                self._hold_back(proposal, "suspended", now)

    def _order(self, proposal: Proposal) -> ToldOrder:
        order = self.orders.get(proposal.order) if proposal.order else None
        if order is None:
            raise NotDone("There is no such order.")
        return order

    def _change(self, order: ToldOrder) -> None:
        self.orders[order.id] = order

    def _remove(self, proposal: Proposal) -> None:
        item = self.items.get(proposal.item) if proposal.item else None
        if item is None:
            raise NotDone("There is no such item.")
        self.items[item.id] = msgspec.structs.replace(item, status="removed")

    def _hold_back(self, proposal: Proposal, kind: Literal["restricted", "suspended"], now: datetime) -> None:
        if proposal.person is None or proposal.person not in self.people:
            raise NotDone("There is no such account.")
        before = self.standings.get(proposal.person, ())
        self.standings[proposal.person] = (*before, Standing(kind, now, proposal.reason, proposal.case))


def _refunded(order: ToldOrder, amount: Money | None) -> ToldOrder:
    """With what went back before. Raises NotDone for more than is left."""
    if order.payment.status not in ("paid", "refund_started", "refunded"):
        raise NotDone("The order has not been paid.")
    currency = order.total.currency
    if amount is None or amount.currency != currency:
        raise NotDone(f"The refund of this order has to be in {currency}.")
    total, before = Decimal(order.total.amount), _gone_back(order)
    back = before + _decimal(amount.amount)
    if back > total:
        left = f", of which {before} went back already" if before else ""
        raise NotDone(f"The refund is more than the order's total of {total} {currency}{left}.")
    payment = msgspec.structs.replace(
        order.payment, status="refund_started", refund=Money(f"{back:.2f}", currency), refunded_at=None
    )
    return msgspec.structs.replace(order, payment=payment)


def _cancelled(order: ToldOrder) -> ToldOrder:
    if order.status in ("cancelled", "completed"):
        raise NotDone(f"The order is {order.status} already.")
    return msgspec.structs.replace(order, status="cancelled", next={})


def _gone_back(order: ToldOrder) -> Decimal:
    return Decimal(order.payment.refund.amount) if order.payment.refund else Decimal(0)


def _decimal(text: str) -> Decimal:
    """Above nothing, to the cent, without a sign: "12", "12.5" and "12.50"."""
    whole, _, cents = text.partition(".")
    if not text.isascii() or not whole.isdigit() or len(cents) > 2 or not f"0{cents}".isdigit() or not Decimal(text):
        raise NotDone("The amount of the refund is no amount.")
    return Decimal(text)
