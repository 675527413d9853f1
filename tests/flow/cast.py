"""Who and what appears in the tests of the flow: people, places, ways, and the facts of an ordinary day."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from core.model.callback import Phone
from core.model.facts import Facts, SignIn
from core.model.ids import Address, AgentId, CaseCode, Language
from core.model.offer import Offer
from core.model.people import Agent
from core.model.shop import CustomerId, Item, ItemId, ItemLine, Order, OrderId, OtherParty, Payment, Person
from core.model.view import Moment, Money, Text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENGLISH = Language("en")

CHAT = Address("telegram", "1001")
THREAD = Address("slack", "C1/100.1")
OTHER_THREAD = Address("slack", "C1/200.2")

TOM = Agent(AgentId("U0TOM"), "Tom")
EVA = Agent(AgentId("U0EVA"), "Eva")

LIVE = Offer("live_chat", True, True, Text("way.live"), Text("promise.live"))
LIVE_CLOSED = Offer("live_chat", False, True, Text("way.live.closed"), Text("promise.live"))
EMAIL = Offer("email", True, False, Text("way.email"), Text("promise.email"), needs=("message", "email"))

ANNA = Person(CustomerId("c-1001"), "Anna Nowak", "PL")
BERT = Person(CustomerId("c-1002"), "Bert", "NL")
SELLER = OtherParty("Delft Antiek", "https://shop.example/messages/7")
EURO = Money("12.50", "EUR")
VASE = Order(
    OrderId("H-104233"), "Delft vase", "buyer", "sent", NOON, EURO, Payment("paid", EURO, at=NOON), SELLER,
    address="https://shop.example/orders/H-104233",
)  # fmt: skip
LAMP = replace(VASE, id=OrderId("H-104244"), title="Lamp")
CLOCK = Item(ItemId("I-7"), "Clock", EURO, "open", SELLER)
CLOCK_LINE = ItemLine(CLOCK.id, CLOCK.title, EURO)
LINK = "https://shop.example/sign-in?link=a-token"
SIGN_IN = SignIn("a-token", LINK, NOON + timedelta(minutes=10))

CALL = Offer("callback", True, False, Text("way.call"), Text("promise.call"), needs=("message", "phone", "slot"))
PHONE = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
SLOTS = tuple(Moment(NOON + timedelta(hours=hours), "Europe/Amsterdam") for hours in (1, 3))

ON_DUTY = (LIVE, EMAIL)
WITH_CALLS = (LIVE, CALL, EMAIL)
CALLS_CLOSED = (LIVE, EMAIL, replace(CALL, available=False, code="closed_now", reason=Text("way.call.closed")))
OFF_DUTY = (EMAIL, LIVE_CLOSED)
MESSAGE_FIRST = (replace(LIVE, needs=("message",)), EMAIL)
ADDRESS_FIRST = (replace(LIVE, needs=("email",)), EMAIL)

# What the customer reads on the screen of ways.
WAYS = ("choosing.ways", "way.live", "way.email")
WAYS_OFF_DUTY = ("choosing.ways", "way.email", "way.live.closed")


def facts(now: datetime = NOON, offers: tuple[Offer, ...] = ON_DUTY, case: str = "FD-1", **more: object) -> Facts:
    return Facts(now, more.pop("language", ENGLISH), offers, CaseCode(case), **more)  # type: ignore[arg-type]
