"""The files of `sample/shop` as they stand there: times told from today, one order for both of its sides."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from core.model.ids import Language
from core.model.shop import (
    CustomerId,
    ItemId,
    ItemStatus,
    NextStep,
    OrderId,
    OrderStatus,
    Payment,
    PaymentStatus,
    Role,
    Shipping,
    ShippingStatus,
)
from core.model.view import Money

ZONE = ZoneInfo("Europe/Amsterdam")


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A time as it is told from today."""

    days_ago: int = 0
    in_days: int = 0
    at: str = "12:00"

    def seen_from(self, now: datetime) -> datetime:
        day = now.astimezone(ZONE).date() + timedelta(days=self.in_days - self.days_ago)
        return datetime.combine(day, time.fromisoformat(self.at), ZONE)


class ToldPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: CustomerId
    name: str
    shown_as: str
    country: str
    email: str
    language: Language = Language("")
    professional: bool = False
    viewed: tuple[ItemId, ...] = ()


class ToldItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: ItemId
    title: str
    price: Money
    status: ItemStatus
    seller: CustomerId
    ends: When


class ToldPayment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: PaymentStatus
    method: str = ""
    due: When | None = None
    at: When | None = None
    refund: Money | None = None
    refunded_at: When | None = None


class ToldShipping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: ShippingStatus
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""
    send_by: When | None = None
    sent_at: When | None = None
    expected_by: When | None = None
    delivered_at: When | None = None


class ToldNext(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: NextStep
    until: When | None = None


class ToldOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: OrderId
    title: str
    buyer: CustomerId
    seller: CustomerId
    status: OrderStatus
    placed: When
    price: Money
    delivery: Money
    total: Money
    payment: ToldPayment
    shipping: ToldShipping | None = None
    next: dict[Role, tuple[ToldNext, ...]] = {}
    item: ItemId | None = None
    messages: bool = True

    def role(self, person: CustomerId) -> Role | None:
        return "buyer" if person == self.buyer else "seller" if person == self.seller else None

    def other(self, role: Role) -> CustomerId:
        return self.seller if role == "buyer" else self.buyer


class Sample(msgspec.Struct, frozen=True):
    people: Mapping[CustomerId, ToldPerson]
    items: Mapping[ItemId, ToldItem]
    orders: Mapping[OrderId, ToldOrder]


def read_sample(folder: Path) -> Sample:
    """Raises OSError, msgspec.ValidationError, and ValueError for an entry that names another which is not there."""
    people = msgspec.json.decode((folder / "people.json").read_bytes(), type=tuple[ToldPerson, ...])
    items = msgspec.json.decode((folder / "items.json").read_bytes(), type=tuple[ToldItem, ...])
    orders = msgspec.json.decode((folder / "orders.json").read_bytes(), type=tuple[ToldOrder, ...])
    sample = Sample(
        {each.id: each for each in people}, {each.id: each for each in items}, {each.id: each for each in orders}
    )
    _check(sample)
    return sample


def _check(sample: Sample) -> None:
    for person in sample.people.values():
        _check_known(person.id, person.viewed, sample.items)
    for item in sample.items.values():
        _check_known(item.id, (item.seller,), sample.people)
    for order in sample.orders.values():
        _check_known(order.id, (order.buyer, order.seller), sample.people)
        _check_known(order.id, (order.item,) if order.item else (), sample.items)
        if order.buyer == order.seller:
            raise ValueError(f"{order.id} has the same person on both sides")


def _check_known(entry: str, names: Iterable[str], known: Container[str]) -> None:
    if missing := [name for name in names if name not in known]:
        raise ValueError(f"{entry} names {missing[0]}, which is not in the sample")


def payment(order: ToldOrder, role: Role, now: datetime) -> Payment:
    """How it was paid is the buyer's own business."""
    told = order.payment
    return Payment(
        status=told.status,
        amount=order.total,
        method=told.method if role == "buyer" else "",
        due=told_time(told.due, now),
        at=told_time(told.at, now),
        refund=told.refund,
        refunded_at=told_time(told.refunded_at, now),
    )


def shipping(told: ToldShipping, now: datetime) -> Shipping:
    return Shipping(
        status=told.status,
        carrier=told.carrier,
        tracking=told.tracking,
        tracking_url=told.tracking_url,
        send_by=told_time(told.send_by, now),
        sent_at=told_time(told.sent_at, now),
        expected_by=told_time(told.expected_by, now),
        delivered_at=told_time(told.delivered_at, now),
    )


def told_time(when: When | None, now: datetime) -> datetime | None:
    return when.seen_from(now) if when else None
