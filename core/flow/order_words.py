"""The sentences about an order or an item that depend on who reads them, or on whether a time is ahead or over."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from core.model.shop import NextStep, OrderStatus, Role
from core.model.view import Moment, Text, text


class Dated(NamedTuple):
    """One fact: without a time, with a time that is still ahead, and with one that is over."""

    undated: Text
    ahead: Callable[[Moment], Text]
    over: Callable[[Moment], Text]

    def said(self, at: datetime | None, zone: str, now: datetime) -> Text:
        if at is None:
            return self.undated
        return self.ahead(Moment(at, zone)) if at >= now else self.over(Moment(at, zone))


STATUS: dict[tuple[Role, OrderStatus], Text] = {
    ("buyer", "awaiting_payment"): text("order.status.awaiting_payment.buyer"),
    ("seller", "awaiting_payment"): text("order.status.awaiting_payment.seller"),
    ("buyer", "paid"): text("order.status.paid"),
    ("seller", "paid"): text("order.status.paid"),
    ("buyer", "sent"): text("order.status.sent.buyer"),
    ("seller", "sent"): text("order.status.sent.seller"),
    ("buyer", "delivered"): text("order.status.delivered"),
    ("seller", "delivered"): text("order.status.delivered"),
    ("buyer", "completed"): text("order.status.completed"),
    ("seller", "completed"): text("order.status.completed"),
    ("buyer", "cancelled"): text("order.status.cancelled"),
    ("seller", "cancelled"): text("order.status.cancelled"),
    ("buyer", "returned"): text("order.status.returned.buyer"),
    ("seller", "returned"): text("order.status.returned.seller"),
    ("buyer", "disputed"): text("order.status.disputed"),
    ("seller", "disputed"): text("order.status.disputed"),
}

PICK_UP: dict[Role, Text] = {"buyer": text("order.pick_up.buyer"), "seller": text("order.pick_up.seller")}

NOT_SENT = Dated(
    text("order.not_sent"),
    lambda until: text("order.not_sent.until", until=until),
    lambda until: text("order.not_sent.past", until=until),
)

NEXT: dict[NextStep, Dated] = {
    "pay": Dated(
        text("order.next.pay"),
        lambda until: text("order.next.pay.until", until=until),
        lambda until: text("order.next.pay.past", until=until),
    ),
    "send": Dated(
        text("order.next.send"),
        lambda until: text("order.next.send.until", until=until),
        lambda until: text("order.next.send.past", until=until),
    ),
    "confirm_receipt": Dated(
        text("order.next.confirm_receipt"),
        lambda until: text("order.next.confirm_receipt.until", until=until),
        lambda until: text("order.next.confirm_receipt.past", until=until),
    ),
    "report_problem": Dated(
        text("order.next.report_problem"),
        lambda until: text("order.next.report_problem.until", until=until),
        lambda until: text("order.next.report_problem.past", until=until),
    ),
    "return": Dated(
        text("order.next.return"),
        lambda until: text("order.next.return.until", until=until),
        lambda until: text("order.next.return.past", until=until),
    ),
    "review": Dated(
        text("order.next.review"),
        lambda until: text("order.next.review.until", until=until),
        lambda until: text("order.next.review.past", until=until),
    ),
    "be_paid": Dated(
        text("order.next.be_paid"),
        lambda until: text("order.next.be_paid.until", until=until),
        lambda until: text("order.next.be_paid.past", until=until),
    ),
}

FOR_SALE = Dated(
    text("item.open"),
    lambda until: text("item.open.until", until=until),
    lambda until: text("item.open.past", until=until),
)
