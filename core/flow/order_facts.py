"""What a customer reads about an order or an item of theirs: texts filled from the shop's data, and from nothing else.

Each line says one fact. What others have written (titles, names) reads as it is, but on one line of bounded length and
without links, so that it cannot pass for a line of ours.
"""

from datetime import datetime, timedelta
from typing import assert_never

from core.flow.order_titles import cut, on_one_line, unlinked
from core.flow.order_words import FOR_SALE, NEXT, NOT_SENT, PICK_UP, STATUS, Dated
from core.model.shop import Item, Next, Order, Payment, Shipping
from core.model.view import Moment, Money, Text, text

LONGEST_WORDS = 100  # characters of a title or a name inside a sentence
LONG_AGO = timedelta(days=300)  # a weekday and a month alone could be taken for those of this year


def order_facts(order: Order, now: datetime) -> tuple[Text, ...]:
    """What matters of the order now, one line each: what it is, how it stands, the money, the parcel, what comes next.

    A fact that two parts of the data tell is said once.
    """
    return (
        *_bought_or_sold(order, now),
        *_status(order),
        *_payment(order, now),
        *_shipping(order, now),
        *(_next(order, step, now) for step in order.next if not _is_said(order, step)),
    )


def _bought_or_sold(order: Order, now: datetime) -> tuple[Text, ...]:
    title, name, at = _words(order.title), _words(order.other.name), Moment(order.placed_at, order.zone)
    number, total = _words(order.id), order.total
    summary = (
        text("order.bought", order=number, title=title, name=name, at=at, total=total)
        if order.role == "buyer"
        else text("order.sold", order=number, title=title, name=name, at=at, total=total)
    )
    year = (text("order.year", year=order.placed_at.year),) if now - order.placed_at > LONG_AGO else ()
    return (summary, *year)


def _status(order: Order) -> tuple[Text, ...]:
    """Nothing where the payment or the parcel says the same, only better."""
    match order.status:
        case "paid" if order.payment.status == "paid":
            return ()
        case "sent" if order.shipping and order.shipping.status in ("ready_for_pickup", "delivered", "returned"):
            return ()
        case "delivered" if order.shipping:
            return ()
        case status:
            return (STATUS[order.role, status],)


def _payment(order: Order, now: datetime) -> tuple[Text, ...]:
    payment = order.payment
    match payment.status:
        case "awaited":
            return (_awaited(order).said(_pay_by(order), order.zone, now),) if _is_awaited(order) else ()
        case "paid":
            return (_paid(payment, order.zone),)
        case "failed":
            return (text("order.failed", amount=payment.amount),)
        case "refund_started":
            return (_refund_started(payment.refund),)
        case "refunded":
            return (_refunded(payment, order.zone),)
        case other:
            assert_never(other)


def _is_awaited(order: Order) -> bool:
    """Nobody is to pay for what was cancelled."""
    return order.payment.status == "awaited" and order.status == "awaiting_payment"


def _pay_by(order: Order) -> datetime | None:
    return next((step.until for step in order.next if step.step == "pay" and step.until), order.payment.due)


def _awaited(order: Order) -> Dated:
    amount = order.payment.amount
    return Dated(
        text("order.awaited", amount=amount),
        lambda until: text("order.awaited.until", amount=amount, until=until),
        lambda until: text("order.awaited.past", amount=amount, until=until),
    )


def _paid(payment: Payment, zone: str) -> Text:
    if payment.at is None:
        return text("order.paid.undated", amount=payment.amount)
    at, method = Moment(payment.at, zone), _words(payment.method)
    if method:
        return text("order.paid.by", amount=payment.amount, at=at, method=method)
    return text("order.paid", amount=payment.amount, at=at)


def _refund_started(refund: Money | None) -> Text:
    return text("order.refund.started_of", amount=refund) if refund else text("order.refund.started")


def _refunded(payment: Payment, zone: str) -> Text:
    """The refund may be less than was paid: where the shop names no amount, none is said."""
    refund, at = payment.refund, payment.refunded_at
    if refund and at:
        return text("order.refund.sent_of_on", amount=refund, at=Moment(at, zone))
    if refund:
        return text("order.refund.sent_of", amount=refund)
    return text("order.refund.sent_on", at=Moment(at, zone)) if at else text("order.refund.sent")


def _shipping(order: Order, now: datetime) -> tuple[Text, ...]:
    """The order's own status decides where the parcel's says otherwise."""
    shipping = order.shipping
    if shipping is None:
        return ()
    match order.status:
        case "awaiting_payment" | "cancelled" | "returned":
            return ()
        case "paid" | "sent" | "disputed":
            return _parcel(order, shipping, now)
        case "delivered":
            return (_delivered(shipping, order.zone), *_tracking(shipping))
        case "completed":
            return (_delivered(shipping, order.zone),) if shipping.delivered_at else ()
        case other:
            assert_never(other)


def _parcel(order: Order, shipping: Shipping, now: datetime) -> tuple[Text, ...]:
    match shipping.status:
        case "not_sent":
            return _not_sent(order, shipping, now)
        case "sent" | "in_transit":
            return (*_sent(shipping, order.zone), *_tracking(shipping), *_expected(shipping, order.zone, now))
        case "ready_for_pickup":
            return (PICK_UP[order.role], *_tracking(shipping))
        case "delivered":
            return (_delivered(shipping, order.zone), *_tracking(shipping))
        case "returned":
            return (text("order.sent_back"), *_tracking(shipping))
        case other:
            assert_never(other)


def _not_sent(order: Order, shipping: Shipping, now: datetime) -> tuple[Text, ...]:
    """Whoever is to send it reads that as the next step."""
    if order.status == "sent" or any(step.step == "send" for step in order.next):
        return ()
    return (NOT_SENT.said(shipping.send_by, order.zone, now),)


def _sent(shipping: Shipping, zone: str) -> tuple[Text, ...]:
    return (text("order.sent", at=Moment(shipping.sent_at, zone)),) if shipping.sent_at else ()


def _delivered(shipping: Shipping, zone: str) -> Text:
    if shipping.delivered_at is None:
        return text("order.status.delivered")
    return text("order.delivered", at=Moment(shipping.delivered_at, zone))


def _expected(shipping: Shipping, zone: str, now: datetime) -> tuple[Text, ...]:
    if shipping.expected_by is None:
        return ()
    until = Moment(shipping.expected_by, zone)
    return (text("order.expected", until=until) if until.at >= now else text("order.expected.past", until=until),)


def _tracking(shipping: Shipping) -> tuple[Text, ...]:
    carrier, tracking = _words(shipping.carrier), on_one_line(shipping.tracking)
    link = (text("order.tracking.link", address=shipping.tracking_url),) if shipping.tracking_url else ()
    if carrier and tracking:
        return (text("order.tracking", carrier=carrier, tracking=tracking), *link)
    if tracking:
        return (text("order.tracking.number", tracking=tracking), *link)
    return (text("order.carrier", carrier=carrier), *link) if carrier else link


def _next(order: Order, step: Next, now: datetime) -> Text:
    return NEXT[step.step].said(_until(order, step), order.zone, now)


def _until(order: Order, step: Next) -> datetime | None:
    """The shop may tell the time with the payment or the parcel only."""
    match step.step:
        case "pay":
            return step.until or order.payment.due
        case "send":
            return step.until or (order.shipping.send_by if order.shipping else None)
        case _:
            return step.until


def _is_said(order: Order, step: Next) -> bool:
    return step.step == "pay" and _is_awaited(order)


def item_facts(item: Item, now: datetime) -> tuple[Text, ...]:
    """What it is, from whom, for how much, and whether it can still be had."""
    title, name = _words(item.title), _words(item.other.name)
    return (text("item.offered", title=title, name=name, price=item.price), _item_status(item, now))


def _item_status(item: Item, now: datetime) -> Text:
    match item.status:
        case "open":
            return FOR_SALE.said(item.ends_at, item.zone, now)
        case "sold":
            return text("item.sold")
        case "ended":
            over = item.ends_at is not None and item.ends_at <= now
            return (
                text("item.ended.on", at=Moment(item.ends_at, item.zone))
                if item.ends_at and over
                else text("item.ended")
            )
        case "removed":
            return text("item.removed")
        case other:
            assert_never(other)


def _words(words: str) -> str:
    return unlinked(cut(words, LONGEST_WORDS))
