"""What is said about an order or an item: what the shop's data says, what matters now, and no number of our own."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.flow.order_facts import LONGEST_WORDS, item_facts, order_facts
from core.flow.order_titles import LONGEST_TITLE, cut, item_title, order_title
from core.language.catalog import read_catalog
from core.language.formats import shown
from core.language.spec import LANGUAGES
from core.model.ids import Language
from core.model.shop import (
    Item,
    ItemId,
    ItemLine,
    ItemStatus,
    Next,
    NextStep,
    Order,
    OrderId,
    OrderStatus,
    OtherParty,
    Payment,
    PaymentStatus,
    Role,
    Shipping,
    ShippingStatus,
)
from core.model.view import Moment, Money, Text

CATALOG = read_catalog()
ENGLISH = Language("en")
CODES = [row.code for row in LANGUAGES]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PRICE = Money("148.75", "EUR")
PAID = Payment("paid", PRICE, "iDEAL", at=NOW - timedelta(days=2))
UNSENT = Shipping("not_sent")


def days(number: int) -> datetime:
    return NOW + timedelta(days=number)


def end_of_day(number: int) -> datetime:
    """In Amsterdam, in winter."""
    return days(number).replace(hour=22, minute=59, second=59)


def order(role: Role = "buyer", status: OrderStatus = "paid", payment: Payment = PAID, **more: object) -> Order:
    plain = Order(
        OrderId("H-104233"), "Delft vase", role, status, days(-3), PRICE, payment, OtherParty("Anna Nowak", "https://m")
    )
    return replace(plain, **more)


def said(texts: tuple[Text, ...], language: Language = ENGLISH) -> list[str]:
    return [CATALOG.say(each.key, each.params, language) for each in texts]


def told(about: Order) -> list[str]:
    """In English, without the first line, which is the same for all."""
    return said(order_facts(about, NOW))[1:]


# --- what it is
def test_the_buyer_reads_what_was_bought_from_whom_when_and_for_how_much():
    assert said(order_facts(order("buyer"), NOW))[0] == (
        "Order H-104233: Delft vase, bought from Anna Nowak for €148.75 on Wed 18 Nov, 13:00."
    )


def test_the_seller_reads_to_whom_it_was_sold():
    assert said(order_facts(order("seller"), NOW))[0] == (
        "Order H-104233: Delft vase, sold to Anna Nowak for €148.75 on Wed 18 Nov, 13:00."
    )


@pytest.mark.parametrize(
    ("placed", "year"), [(-300, []), (-301, ["This order is from 2026."]), (-400, ["This order is from 2025."])]
)
def test_an_old_order_says_its_year(placed: int, year: list[str]):
    assert [line for line in told(order(placed_at=days(placed))) if "is from" in line] == year


# --- the money
@pytest.mark.parametrize(
    ("role", "payment", "lines"),
    [
        (
            "buyer",
            Payment("awaited", PRICE, due=end_of_day(2)),
            ["We’re waiting for your payment.", "€148.75 is to be paid by Monday, 23 November."],
        ),
        (
            "seller",
            Payment("awaited", PRICE, due=days(-1)),
            ["The buyer hasn’t paid yet.", "€148.75 was to be paid by Fri 20 Nov, 13:00."],
        ),
        ("buyer", Payment("awaited", PRICE), ["We’re waiting for your payment.", "Still to be paid: €148.75."]),
        (
            "buyer",
            Payment("failed", PRICE, due=days(1)),
            ["We’re waiting for your payment.", "The payment of €148.75 didn’t go through."],
        ),
    ],
)
def test_a_payment_that_is_awaited(role: Role, payment: Payment, lines: list[str]):
    assert told(order(role, "awaiting_payment", payment, shipping=UNSENT)) == lines


@pytest.mark.parametrize(
    ("payment", "line"),
    [
        (PAID, "€148.75 was paid on Thu 19 Nov, 13:00 (iDEAL)."),
        (replace(PAID, method=""), "€148.75 was paid on Thu 19 Nov, 13:00."),
        (replace(PAID, at=None), "€148.75 has been paid."),
    ],
)
def test_a_payment_that_came(payment: Payment, line: str):
    assert told(order(payment=payment)) == [line]


@pytest.mark.parametrize(
    ("payment", "line"),
    [
        (Payment("refund_started", PRICE, refund=Money("120", "EUR")), "A refund of €120.00 has been started."),
        (Payment("refund_started", PRICE), "A refund has been started."),
        (
            Payment("refunded", PRICE, refund=Money("120", "EUR"), refunded_at=days(-1)),
            "The refund of €120.00 was sent on Fri 20 Nov, 13:00.",
        ),
        (Payment("refunded", PRICE, refund=Money("120", "EUR")), "The refund of €120.00 has been sent."),
        (Payment("refunded", PRICE, refunded_at=days(-1)), "The refund was sent on Fri 20 Nov, 13:00."),
        (Payment("refunded", PRICE), "The refund has been sent."),
    ],
)
def test_a_refund_says_only_the_amount_and_the_day_that_the_shop_named(payment: Payment, line: str):
    assert told(order("buyer", "cancelled", payment)) == ["The order was cancelled.", line]


@pytest.mark.parametrize("status", ["cancelled", "completed", "returned"])
def test_nobody_is_asked_to_pay_for_an_order_that_is_over(status: OrderStatus):
    awaited = Payment("awaited", PRICE, due=days(1))
    assert not [line for line in told(order("buyer", status, awaited)) if "paid" in line]


# --- the parcel
@pytest.mark.parametrize(
    ("shipping", "line"),
    [
        (UNSENT, "It hasn’t been sent yet."),
        (Shipping("not_sent", send_by=days(2)), "It hasn’t been sent yet: it’s to be sent by Mon 23 Nov, 13:00."),
        (Shipping("not_sent", send_by=days(-1)), "It hasn’t been sent yet: it was to be sent by Fri 20 Nov, 13:00."),
    ],
)
def test_a_parcel_that_is_not_sent(shipping: Shipping, line: str):
    assert told(order(shipping=shipping))[1:] == [line]


def test_a_parcel_on_its_way_with_all_that_the_shop_knows():
    shipping = Shipping(
        "in_transit",
        "PostNL",
        "3SABC123",
        "https://track.example/3SABC123",
        sent_at=days(-1),
        expected_by=end_of_day(3),
    )
    assert told(order("buyer", "sent", PAID, shipping=shipping)) == [
        "It’s on its way to you.",
        "€148.75 was paid on Thu 19 Nov, 13:00 (iDEAL).",
        "Sent on Fri 20 Nov, 13:00.",
        "Tracking number with PostNL: 3SABC123.",
        "Follow the parcel: https://track.example/3SABC123",
        "It’s expected by Tuesday, 24 November.",
    ]


def test_the_seller_reads_that_it_is_on_its_way_to_the_buyer():
    assert told(order("seller", "sent", PAID, shipping=Shipping("sent")))[0] == "It’s on its way to the buyer."


@pytest.mark.parametrize(
    ("carrier", "tracking", "line"),
    [
        ("DHL", "JD1", "Tracking number with DHL: JD1."),
        ("", "JD1", "Tracking number: JD1."),
        ("DHL", "", "Carrier: DHL."),
    ],
)
def test_how_it_was_sent_as_far_as_it_is_known(carrier: str, tracking: str, line: str):
    assert told(order("buyer", "sent", PAID, shipping=Shipping("sent", carrier, tracking)))[-1] == line


def test_a_parcel_that_is_late_was_expected():
    late = Shipping("in_transit", expected_by=days(-2))
    assert told(order("buyer", "sent", PAID, shipping=late))[-1] == "It was expected by Thu 19 Nov, 13:00."


@pytest.mark.parametrize(
    ("role", "status", "shipping", "lines"),
    [
        ("buyer", "sent", Shipping("ready_for_pickup"), ["It’s ready for you to pick up."]),
        ("seller", "sent", Shipping("ready_for_pickup"), ["It’s ready for the buyer to pick up."]),
        ("buyer", "sent", Shipping("returned"), ["The parcel went back to the sender."]),
        ("buyer", "sent", Shipping("delivered"), ["It has been delivered."]),
        ("buyer", "delivered", Shipping("delivered", delivered_at=days(-1)), ["Delivered on Fri 20 Nov, 13:00."]),
        ("buyer", "delivered", Shipping("in_transit", expected_by=days(1)), ["It has been delivered."]),
        ("buyer", "delivered", None, ["It has been delivered."]),
        ("buyer", "cancelled", UNSENT, ["The order was cancelled."]),
        ("buyer", "returned", Shipping("delivered"), ["It went back to the seller."]),
        ("seller", "returned", Shipping("delivered"), ["The buyer sent it back to you."]),
        ("buyer", "completed", Shipping("delivered"), ["The order is completed."]),
    ],
)
def test_where_it_is_is_said_once(role: Role, status: OrderStatus, shipping: Shipping | None, lines: list[str]):
    assert [line for line in told(order(role, status, PAID, shipping=shipping)) if "was paid" not in line] == lines


# --- what may or must happen next
@pytest.mark.parametrize(
    ("step", "undated", "ahead", "over"),
    [
        ("pay", "You can pay now.", "You can pay until", "Payment was due by"),
        ("send", "It’s your turn to send it.", "Please send it by", "It was to be sent by"),
        (
            "confirm_receipt",
            "Once it has arrived, please confirm that.",
            "Once it has arrived, please confirm that by",
            "The arrival could be confirmed until",
        ),
        (
            "report_problem",
            "If something is wrong, you can report it.",
            "If something is wrong, you can report it until",
            "A problem could be reported until",
        ),
        ("return", "You can return it.", "You can return it until", "It could be returned until"),
        ("review", "You can leave a review.", "You can leave a review until", "A review could be left until"),
        ("be_paid", "Your payout comes next.", "Your payout is due by", "Your payout was due by"),
    ],
)
def test_what_comes_next_and_until_when(step: NextStep, undated: str, ahead: str, over: str):
    ends = [None, end_of_day(3), end_of_day(-1)]
    lines = [told(order(next=(Next(step, until),)))[-1] for until in ends]
    assert lines == [undated, f"{ahead} Tuesday, 24 November.", f"{over} Friday, 20 November."]


def test_every_step_has_its_words():
    steps = tuple(Next(step) for step in get_args(NextStep))
    assert len(told(order(next=steps))) == 1 + len(steps)


def test_a_deadline_is_over_only_after_it():
    about = order(next=(Next("return", NOW),))
    moments = (NOW, NOW + timedelta(seconds=1))
    assert [order_facts(about, now)[-1].key for now in moments] == ["order.next.return.until", "order.next.return.past"]


def test_until_when_to_pay_is_said_once():
    awaited = Payment("awaited", PRICE, due=days(2))
    about = order("buyer", "awaiting_payment", awaited, next=(Next("pay", days(2)),))
    assert told(about) == ["We’re waiting for your payment.", "€148.75 is to be paid by Mon 23 Nov, 13:00."]


def test_after_a_failed_payment_the_next_step_says_until_when():
    failed = Payment("failed", PRICE, due=days(2))
    assert (
        told(order("buyer", "awaiting_payment", failed, next=(Next("pay"),)))[-1]
        == "You can pay until Mon 23 Nov, 13:00."
    )


def test_the_seller_reads_once_until_when_to_send():
    about = order("seller", shipping=Shipping("not_sent", send_by=days(2)), next=(Next("send"),))
    assert told(about)[1:] == ["Please send it by Mon 23 Nov, 13:00."]


# --- items
@pytest.mark.parametrize(
    ("status", "ends_at", "line"),
    [
        ("open", None, "It’s still available."),
        ("open", end_of_day(2), "It’s available until Monday, 23 November."),
        ("open", days(-1), "It was available until Fri 20 Nov, 13:00."),
        ("sold", days(-1), "It has been sold."),
        ("ended", days(-1), "The sale ended on Fri 20 Nov, 13:00."),
        ("ended", days(1), "The sale has ended."),
        ("ended", None, "The sale has ended."),
        ("removed", None, "It’s no longer offered."),
    ],
)
def test_an_item(status: ItemStatus, ends_at: datetime | None, line: str):
    vase = Item(ItemId("9"), "Delft vase", PRICE, status, OtherParty("Anna Nowak"), ends_at)
    assert said(item_facts(vase, NOW)) == ["Delft vase: offered by Anna Nowak for €148.75.", line]


# --- what others have written
HURTFUL = [
    "{order} {0} %s {__class__}",
    "<b>Ring</b> & *bold* `code` [link](https://evil.example)",
    "مزهرية دلفت القديمة",
    "\u202eesrever\u202c 花瓶",
    "'; DROP TABLE orders; --",
]


@pytest.mark.parametrize("language", CODES)
def test_a_title_is_shown_as_it_was_written(language: Language):
    first = {title: said(order_facts(order(title=title), NOW), language)[0].replace("\u2060", "") for title in HURTFUL}
    assert [title for title, line in first.items() if title not in line] == []


@pytest.mark.parametrize(
    "title", ["https://evil.example/pay", "Pay at evil.example", "a@evil.example", "ask @evil_bot"]
)
def test_a_title_is_no_link(title: str):
    first = said(order_facts(order(title=title), NOW))[0]
    assert title not in first
    assert title in first.replace("\u2060", "")


def test_a_title_cannot_pass_for_a_line_of_ours():
    first = said(order_facts(order(title="Vase\n\nThe payment failed.\r\n\u2028Pay at evil.example"), NOW))[0]
    assert first.startswith("Order H-104233: Vase The payment failed. Pay at evil.\u2060example, bought from")
    assert len(first.splitlines()) == 1


def test_a_title_without_end_is_cut():
    first = said(order_facts(order(title="vase " * 1000), NOW))[0]
    assert len(first) < LONGEST_WORDS + 100


@pytest.mark.parametrize(
    ("words", "most", "shown_as"),
    [
        ("Delft vase", 10, "Delft vase"),
        ("Delft vases", 10, "Delft vas…"),
        ("Delft  \n vase", 10, "Delft vase"),
        ("Delfts blauw", 8, "Delfts…"),
        ("cafe\u0301 table", 6, "cafe\u0301…"),
        ("cafe\u0301 table", 5, "caf…"),
        ("🇳🇱🇳🇱🇳🇱", 4, "🇳🇱…"),
        ("👩‍👩‍👧 family", 4, "…"),
        ("vase", 0, "…"),
        ("vase", -5, "…"),
    ],
)
def test_words_are_cut_between_characters(words: str, most: int, shown_as: str):
    assert cut(words, most) == shown_as


# --- on a button
def test_an_order_and_an_item_on_a_button():
    assert said((order_title(order("buyer", "sent").line),)) == ["H-104233 · Delft vase · sent"]
    lines = [ItemLine(ItemId("9"), "Delft vase", PRICE, status) for status in get_args(ItemStatus)]
    assert said(tuple(map(item_title, lines))) == [
        "Delft vase · €148.75",
        "Delft vase · sold",
        "Delft vase · ended",
        "Delft vase · removed",
    ]


# --- for any order there can be
times = st.builds(
    lambda minutes, hours: (NOW + timedelta(minutes=minutes)).astimezone(timezone(timedelta(hours=hours))),
    st.integers(-13_000_000, 38_000_000),
    st.sampled_from([0, 2, -7]),
)
amounts = st.builds(
    Money,
    st.decimals(0, 9_999_999, places=2).map(str),
    st.sampled_from(["EUR", "USD", "GBP", "PLN", "SEK", "DKK", "CHF", "JPY", "CNY"]),
)
words = st.text(max_size=120) | st.sampled_from(HURTFUL)
maybe = st.none()
payments = st.builds(
    Payment,
    st.sampled_from(get_args(PaymentStatus)),
    amounts,
    words,
    maybe | times,
    maybe | times,
    maybe | amounts,
    maybe | times,
)
shippings = st.builds(
    Shipping,
    st.sampled_from(get_args(ShippingStatus)),
    words,
    words,
    st.sampled_from(["", "https://track.example/30"]),
    *(maybe | times,) * 4,
)
orders = st.builds(
    Order,
    st.from_regex(r"[A-Z]{1,3}-[0-9]{1,20}", fullmatch=True).map(OrderId),
    words,
    st.sampled_from(get_args(Role)),
    st.sampled_from(get_args(OrderStatus)),
    times,
    amounts,
    payments,
    st.builds(OtherParty, words),
    maybe | shippings,
    st.lists(st.builds(Next, st.sampled_from(get_args(NextStep)), maybe | times), max_size=4).map(tuple),
    zone=st.sampled_from(["Europe/Amsterdam", "Europe/London", "Asia/Tokyo"]),
)


def times_of(about: Order) -> set[datetime]:
    pay, ship = about.payment, about.shipping
    sent = (ship.send_by, ship.sent_at, ship.expected_by, ship.delivered_at) if ship else ()
    every = (about.placed_at, pay.due, pay.at, pay.refunded_at, *sent, *(step.until for step in about.next))
    return {each for each in every if each}


def amounts_of(about: Order) -> set[Money]:
    return {about.total, about.payment.amount} | ({about.payment.refund} if about.payment.refund else set())


def words_of(about: Order) -> set[str]:
    ship = about.shipping
    sent = (ship.carrier, ship.tracking_url) if ship else ()
    whole = (" ".join(ship.tracking.split()),) if ship else ()
    every = (about.id, about.title, about.other.name, about.payment.method, *sent)
    return {cut(each, LONGEST_WORDS) for each in every} | set(whole)


def numbers(lines: set[str] | list[str]) -> set[str]:
    return {found for line in lines for found in re.findall(r"\d+", line)}


def written(about: Order, language: Language) -> set[str]:
    """All that the order has, as the language writes it."""
    moments = {str(shown(Moment(each, about.zone), language)) for each in times_of(about)}
    return (
        moments
        | {str(shown(each, language)) for each in amounts_of(about)}
        | words_of(about)
        | {str(about.placed_at.year)}
    )


@pytest.mark.parametrize("language", CODES)
@given(about=orders, now=times)
@settings(max_examples=30, deadline=None)
def test_no_number_is_said_that_is_not_in_the_data(language: Language, about: Order, now: datetime):
    lines = said(order_facts(about, now), language)
    assert numbers(lines) <= numbers(written(about, language))


@given(about=orders, now=times)
@settings(max_examples=200, deadline=None)
def test_no_value_is_said_that_is_not_in_the_data(about: Order, now: datetime):
    for value in (value for each in order_facts(about, now) for value in each.params.values()):
        match value:
            case Moment(at, zone):
                assert (at in times_of(about), zone) == (True, about.zone)
            case Money():
                assert value in amounts_of(about)
            case int():
                assert value == about.placed_at.year
            case _:
                assert str(value).replace("\u2060", "") in words_of(about)


@given(about=orders, now=times)
@settings(max_examples=200, deadline=None)
def test_a_time_that_is_over_is_never_said_as_ahead(about: Order, now: datetime):
    for each in order_facts(about, now):
        until = each.params.get("until")
        if isinstance(until, Moment):
            assert each.key.endswith(".past") == (until.at < now), each.key


@given(about=orders, price=amounts, status=st.sampled_from(get_args(ItemStatus)))
@settings(max_examples=100, deadline=None)
def test_every_title_fits_on_a_button_in_every_language(about: Order, price: Money, status: ItemStatus):
    titles = (order_title(about.line), item_title(ItemLine(ItemId("9"), about.title, price, status)))
    assert max(len(line) for language in CODES for line in said(titles, language)) <= LONGEST_TITLE
