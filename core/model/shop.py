"""What a shop knows of a signed-in customer: who they are, their orders, and the items that they looked at."""

from datetime import datetime
from typing import Literal, NewType

import msgspec

from core.model.ids import Language
from core.model.view import Money

CustomerId = NewType("CustomerId", str)  # the shop's own id of a person
OrderId = NewType("OrderId", str)  # as customers read and type it: "H-104233"
ItemId = NewType("ItemId", str)

Role = Literal["buyer", "seller"]
OrderStatus = Literal["awaiting_payment", "paid", "sent", "delivered", "completed", "cancelled", "returned", "disputed"]
PaymentStatus = Literal["awaited", "paid", "failed", "refund_started", "refunded"]
ShippingStatus = Literal["not_sent", "sent", "in_transit", "ready_for_pickup", "delivered", "returned"]
ItemStatus = Literal["open", "sold", "ended", "removed"]
NextStep = Literal["pay", "send", "confirm_receipt", "report_problem", "return", "review", "be_paid"]


class Person(msgspec.Struct, frozen=True):
    """Who has an account. `country` is ISO 3166 ("NL"), `language` ISO 639-1 ("pl"); empty: the shop does not know."""

    id: CustomerId
    name: str
    country: str = ""
    email: str = ""
    language: Language = Language("")


class OrderLine(msgspec.Struct, frozen=True):
    """An order in a list: one line."""

    id: OrderId
    title: str
    role: Role
    status: OrderStatus
    placed_at: datetime
    total: Money


class ItemLine(msgspec.Struct, frozen=True):
    """An item in a list: one line."""

    id: ItemId
    title: str
    price: Money
    status: ItemStatus = "open"


class Payment(msgspec.Struct, frozen=True):
    """`due`: until when it is to be paid, `at`: when it was. `refund`: what went or goes back."""

    status: PaymentStatus
    amount: Money
    method: str = ""
    due: datetime | None = None
    at: datetime | None = None
    refund: Money | None = None
    refunded_at: datetime | None = None


class Shipping(msgspec.Struct, frozen=True):
    status: ShippingStatus
    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""
    send_by: datetime | None = None
    sent_at: datetime | None = None
    expected_by: datetime | None = None
    delivered_at: datetime | None = None


class Next(msgspec.Struct, frozen=True):
    """What this customer may or must do next, and until when."""

    step: NextStep
    until: datetime | None = None


class OtherParty(msgspec.Struct, frozen=True):
    """The seller of a purchase, the buyer of a sale. `messages`: where one writes to them; empty: there is no way."""

    name: str
    messages: str = ""


class About(msgspec.Struct, frozen=True):
    """The order or item that a conversation is about; `id` is the shop's."""

    kind: Literal["order", "item"]
    id: str
    title: str
    role: Role
    other: OtherParty


class Order(msgspec.Struct, frozen=True):
    """All that the customer may know of an order.

    `address`: its page in the shop; `zone`: the shop's time zone (IANA); `item`: what was sold, if the shop has a page for it.
    """

    id: OrderId
    title: str
    role: Role
    status: OrderStatus
    placed_at: datetime
    total: Money
    payment: Payment
    other: OtherParty
    shipping: Shipping | None = None
    next: tuple[Next, ...] = ()
    address: str = ""
    zone: str = "Europe/Amsterdam"
    item: ItemId | None = None

    @property
    def about(self) -> About:
        return About("order", self.id, self.title, self.role, self.other)

    @property
    def line(self) -> OrderLine:
        return OrderLine(self.id, self.title, self.role, self.status, self.placed_at, self.total)


class Item(msgspec.Struct, frozen=True):
    """An item that anybody may look at; `other` is its seller."""

    id: ItemId
    title: str
    price: Money
    status: ItemStatus
    other: OtherParty
    ends_at: datetime | None = None
    address: str = ""
    zone: str = "Europe/Amsterdam"

    @property
    def about(self) -> About:
        """Whoever looks at an item might buy it."""
        return About("item", self.id, self.title, "buyer", self.other)


class Page(msgspec.Struct, frozen=True):
    """Orders, newest first; `more` is the cursor of the next page, empty on the last."""

    orders: tuple[OrderLine, ...] = ()
    more: str = ""


Tried = Literal["", "tried", "failed", "skipped"]
"""What became of writing to the other party first: nothing is known, they did, it did not help, they would not."""

Measure = Literal["refund", "cancel_order", "remove_item", "restrict_account", "suspend_account"]


class Proposal(msgspec.Struct, frozen=True):
    """A measure that the shop itself carries out, once a second person has confirmed it. `key` makes a repeat the same deed."""

    key: str
    measure: Measure
    case: str
    order: OrderId | None = None
    item: ItemId | None = None
    person: CustomerId | None = None
    amount: Money | None = None
    reason: str = ""
    confirmed_by: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """`refused` says why the shop did not do it; empty: it is done, under the shop's own `reference`."""

    reference: str = ""
    refused: str = ""
