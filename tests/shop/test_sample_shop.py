"""The sample shop: its files fit its help centre, everybody sees their own, and measures are done once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from bots.settings import sample_folder
from bots.shop.sample import SampleShop
from bots.shop.sample_files import read_sample
from bots.shop.sample_measures import Standing
from core.model.errors import Refused
from core.model.ids import Language
from core.model.shop import (
    CustomerId,
    ItemId,
    ItemStatus,
    Measure,
    NextStep,
    OrderId,
    OrderStatus,
    OtherParty,
    Page,
    PaymentStatus,
    Person,
    Proposal,
    ShippingStatus,
)
from core.model.view import Money

FOLDER = sample_folder() / "shop"
NOW = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
ANNA, DAAN, NIKOS, HAMMER = map(CustomerId, ("c-1001", "c-1002", "c-1005", "c-2001"))
FROM_DAAN = OrderId("H-104203")  # Anna bought it, it is on its way
SAMPLE = read_sample(FOLDER)


@pytest.fixture
def shop() -> SampleShop:
    return SampleShop(FOLDER, lambda: NOW)


# --- the files
@pytest.mark.parametrize("id", SAMPLE.orders)
def test_a_total_is_what_the_help_centre_says(id: OrderId) -> None:
    order = SAMPLE.orders[id]
    price, delivery = Decimal(order.price.amount), Decimal(order.delivery.amount)
    total = (price * Decimal("1.09") + 1 + delivery).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert (order.total.amount, order.total.currency) == (str(total), "EUR")


@pytest.mark.parametrize(
    ("found", "known"),
    [
        ({each.status for each in SAMPLE.orders.values()}, OrderStatus),
        ({each.payment.status for each in SAMPLE.orders.values()}, PaymentStatus),
        ({each.shipping.status for each in SAMPLE.orders.values() if each.shipping}, ShippingStatus),
        ({each.status for each in SAMPLE.items.values()}, ItemStatus),
        ({step.step for each in SAMPLE.orders.values() for steps in each.next.values() for step in steps}, NextStep),
    ],
    ids=["order", "payment", "shipping", "item", "next"],
)
def test_every_state_occurs(found: set[str], known: object) -> None:
    assert found == set(get_args(known))


@pytest.mark.parametrize("days", [1, 45, 400])
async def test_the_sample_never_ages(days: int) -> None:
    later = SampleShop(FOLDER, lambda: NOW + timedelta(days=days))
    today = await SampleShop(FOLDER, lambda: NOW).order(ANNA, OrderId("H-104201"))
    then = await later.order(ANNA, OrderId("H-104201"))
    assert today
    assert then
    assert today.payment.due
    assert then.payment.due
    assert then.payment.due.date() - today.payment.due.date() == timedelta(days=days)
    assert NOW < today.payment.due < NOW + timedelta(days=3)


async def test_a_time_is_local_on_both_sides_of_the_change_of_clocks() -> None:
    """At the end of October the clock goes back: 20:04 stays 20:04."""
    shop = SampleShop(FOLDER, lambda: datetime(2026, 10, 25, 12, 0, tzinfo=UTC))
    order = await shop.order(ANNA, OrderId("H-104201"))
    assert order
    assert order.payment.due
    assert order.placed_at.isoformat() == "2026-10-24T20:04:00+02:00"
    assert order.payment.due.isoformat() == "2026-10-27T20:04:00+01:00"


@pytest.mark.parametrize(
    ("file", "change", "complaint"),
    [
        ("orders.json", lambda order: order | {"seller": "c-9"}, "H-104201 names c-9"),
        ("orders.json", lambda order: order | {"seller": order["buyer"]}, "same person on both sides"),
        ("orders.json", lambda order: order | {"item": "i-9"}, "H-104201 names i-9"),
        ("orders.json", lambda order: order | {"colour": "red"}, "colour"),
        ("people.json", lambda person: person | {"viewed": ["i-9"]}, "c-1001 names i-9"),
        ("items.json", lambda item: item | {"status": "gone"}, "gone"),
    ],
)
def test_files_that_do_not_fit_are_named(
    tmp_path: Path, file: str, change: Callable[[dict[str, object]], dict[str, object]], complaint: str
) -> None:
    for each in ("people.json", "items.json", "orders.json"):
        (tmp_path / each).write_bytes((FOLDER / each).read_bytes())
    first, *others = msgspec.json.decode((tmp_path / file).read_bytes())
    (tmp_path / file).write_bytes(msgspec.json.encode([change(first), *others]))
    with pytest.raises(ValueError, match=complaint):
        SampleShop(tmp_path, lambda: NOW)


# --- whose is it
@pytest.mark.fault("Security", "another customer's order by number, claim or tampered button")
@pytest.mark.parametrize("person", SAMPLE.people)
async def test_an_order_is_there_for_its_two_sides_alone(shop: SampleShop, person: CustomerId) -> None:
    theirs = {id for id, each in SAMPLE.orders.items() if person in (each.buyer, each.seller)}
    assert {id for id in SAMPLE.orders if await shop.order(person, id) is not None} == theirs
    assert {each.id for each in (await SampleShop(FOLDER, lambda: NOW, page=99).orders(person)).orders} == theirs


async def test_both_sides_see_the_same_order_each_from_theirs(shop: SampleShop) -> None:
    bought, sold = (
        await shop.order(ANNA, OrderId("H-104205")),
        await shop.order(CustomerId("c-1003"), OrderId("H-104205")),
    )
    assert bought
    assert sold
    assert (bought.role, sold.role) == ("buyer", "seller")
    assert (bought.other.name, sold.other.name) == ("Emma O’C.", "Anna K.")
    assert [each.step for each in bought.next] == ["confirm_receipt", "report_problem"]
    assert [each.step for each in sold.next] == ["be_paid"]
    assert (bought.status, bought.total, bought.shipping, bought.placed_at) == (
        sold.status,
        sold.total,
        sold.shipping,
        sold.placed_at,
    )


@pytest.mark.parametrize("person", SAMPLE.people)
async def test_the_other_party_is_told_of_ones_own_orders_alone(shop: SampleShop, person: CustomerId) -> None:
    told = {id: other.id for id in SAMPLE.orders if (other := await shop.other_party(person, id))}
    sides = {id: {each.buyer, each.seller} for id, each in SAMPLE.orders.items()}
    assert told == {id: both.difference({person}).pop() for id, both in sides.items() if person in both}


async def test_two_customers_are_buyer_and_seller_of_the_same_orders(shop: SampleShop) -> None:
    """And some the other way round."""
    sides: dict[OrderId, list[str]] = {}
    for person in (ANNA, DAAN):
        page = await shop.orders(person)
        more = await shop.orders(person, page.more) if page.more else Page()
        for line in page.orders + more.orders:
            sides.setdefault(line.id, []).append(line.role)
    shared = [roles for roles in sides.values() if len(roles) == 2]
    assert sorted(shared) == [["buyer", "seller"]] * 4 + [["seller", "buyer"]]


async def test_the_two_sides_of_an_order_are_each_others_other_party(shop: SampleShop) -> None:
    assert await shop.other_party(ANNA, FROM_DAAN) == await shop.person(DAAN)
    assert await shop.other_party(DAAN, FROM_DAAN) == await shop.person(ANNA)
    assert await shop.other_party(DAAN, OrderId("h-104203")) == await shop.person(ANNA)


async def test_how_it_was_paid_is_told_to_the_buyer_alone(shop: SampleShop) -> None:
    bought, sold = await shop.order(ANNA, FROM_DAAN), await shop.order(DAAN, FROM_DAAN)
    assert bought
    assert sold
    assert (bought.payment.method, sold.payment.method) == ("BLIK", "")


async def test_an_order_is_found_as_people_type_it(shop: SampleShop) -> None:
    found = await shop.order(ANNA, OrderId("h-104203"))
    assert found
    assert found.id == FROM_DAAN


async def test_pages_hold_every_order_once_newest_first() -> None:
    shop = SampleShop(FOLDER, lambda: NOW, page=4)
    pages = [await shop.orders(ANNA)]
    while pages[-1].more:
        pages.append(await shop.orders(ANNA, pages[-1].more))
    placed = [each.placed_at for page in pages for each in page.orders]
    assert [len(page.orders) for page in pages] == [4, 4, 4, 1]
    assert placed == sorted(placed, reverse=True)
    assert len({each.id for page in pages for each in page.orders}) == 13


@pytest.mark.parametrize("cursor", ["H-104214", "H-999999", "garbage"])
async def test_a_cursor_that_is_not_theirs_ends_the_list(shop: SampleShop, cursor: str) -> None:
    assert await shop.orders(ANNA, cursor) == Page()


async def test_recently_viewed_is_by_person(shop: SampleShop) -> None:
    assert [each.id for each in await shop.items(ANNA)] == ["i-501", "i-503", "i-505", "i-507", "i-511"]
    assert await shop.items(NIKOS) == ()


async def test_an_item_is_for_anybody_with_an_account(shop: SampleShop) -> None:
    item = await shop.item(DAAN, ItemId("i-501"))
    assert item
    assert (item.other.name, item.price) == ("De Gouden Hamer & Zn.", Money("145.00", "EUR"))
    assert await shop.item(CustomerId("c-9"), ItemId("i-501")) is None
    assert await shop.item(DAAN, ItemId("i-9")) is None


async def test_nobody_knows_a_stranger(shop: SampleShop) -> None:
    stranger = CustomerId("c-9")
    assert await shop.person(stranger) is None
    assert (await shop.orders(stranger), await shop.items(stranger)) == (Page(), ())
    assert await shop.person(ANNA) == Person(ANNA, "Anna Kowalska", "PL", "anna@mail.example", Language("pl"))


# --- measures
def proposes(measure: Measure, key: str = "k-1", **given: object) -> Proposal:
    return Proposal(key, measure, "C-1", **given)  # type: ignore[arg-type]


def refund(amount: str, order: OrderId = FROM_DAAN, currency: str = "EUR", key: str = "k-1") -> Proposal:
    return proposes("refund", key, order=order, amount=Money(amount, currency))


async def test_a_refund_is_seen_in_the_order(shop: SampleShop) -> None:
    assert (await shop.carry_out(refund("20.5"))).reference == "M-00001"
    order = await shop.order(ANNA, FROM_DAAN)
    assert order
    assert (order.payment.status, order.payment.refund) == ("refund_started", Money("20.50", "EUR"))


async def test_a_repeat_is_the_same_deed(shop: SampleShop) -> None:
    first = await shop.carry_out(refund("20"))
    assert await shop.carry_out(refund("20")) == first
    order = await shop.order(ANNA, FROM_DAAN)
    assert order
    assert order.payment.refund == Money("20.00", "EUR")


async def test_a_key_stands_for_one_measure(shop: SampleShop) -> None:
    await shop.carry_out(refund("20"))
    with pytest.raises(Refused):
        await shop.carry_out(refund("21"))


async def test_refunds_add_up_to_the_total_and_no_further(shop: SampleShop) -> None:
    assert not (await shop.carry_out(refund("60", key="a"))).refused
    assert (await shop.carry_out(refund("7.56", key="b"))).refused == (
        "The refund is more than the order's total of 67.55 EUR, of which 60.00 went back already."
    )
    assert not (await shop.carry_out(refund("7.55", key="c"))).refused


@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        (refund("67.56"), "The refund is more than the order's total of 67.55 EUR."),
        (refund("10", currency="PLN"), "The refund of this order has to be in EUR."),
        (refund("10", OrderId("H-104201")), "The order has not been paid."),
        (refund("10", OrderId("H-9")), "There is no such order."),
        (proposes("refund", order=FROM_DAAN), "The refund of this order has to be in EUR."),
        *(
            (refund(amount), "The amount of the refund is no amount.")
            for amount in ("0", "-5", "NaN", "1e3", "1.234", "١٢", "", ".", "1.-1", "Infinity")
        ),
        (proposes("cancel_order"), "There is no such order."),
        (proposes("cancel_order", order=OrderId("H-104207")), "The order is completed already."),
        (proposes("cancel_order", order=OrderId("H-104208")), "The order is cancelled already."),
        (proposes("remove_item", item=ItemId("i-9")), "There is no such item."),
        (proposes("restrict_account"), "There is no such account."),
        (proposes("suspend_account", person=CustomerId("c-9")), "There is no such account."),
    ],
)
async def test_what_the_shop_does_not_do_it_says_why(shop: SampleShop, proposal: Proposal, why: str) -> None:
    outcome = await shop.carry_out(proposal)
    assert (outcome.reference, outcome.refused) == ("", why)


async def test_a_cancelled_order_has_nothing_next(shop: SampleShop) -> None:
    assert (await shop.carry_out(proposes("cancel_order", order=OrderId("H-104202")))).reference
    order = await shop.order(HAMMER, OrderId("H-104202"))
    assert order
    assert (order.status, order.next) == ("cancelled", ())


async def test_a_removed_item_is_shown_as_removed(shop: SampleShop) -> None:
    assert (await shop.carry_out(proposes("remove_item", item=ItemId("i-501")))).reference
    assert (await shop.items(ANNA))[0].status == "removed"


async def test_nobody_is_sent_to_write_to_a_suspended_account(shop: SampleShop) -> None:
    assert (await shop.carry_out(proposes("suspend_account", person=DAAN))).reference
    order = await shop.order(ANNA, FROM_DAAN)
    assert order
    assert order.other == OtherParty("Daan d. V.", "")


async def test_what_is_held_against_an_account_is_noted_with_its_reason(shop: SampleShop) -> None:
    assert (await shop.carry_out(proposes("restrict_account", "a", person=DAAN, reason="Two fakes."))).reference
    assert (await shop.carry_out(proposes("suspend_account", "b", person=DAAN, reason="A third."))).reference
    assert shop.standing(DAAN) == (
        Standing("restricted", NOW, "Two fakes.", "C-1"),
        Standing("suspended", NOW, "A third.", "C-1"),
    )
    assert shop.standing(ANNA) == ()


async def test_what_was_refused_is_looked_at_anew_under_the_same_key(shop: SampleShop) -> None:
    """Staff try once more when the reason is gone; what was done stays done."""
    early = refund("10", OrderId("H-104201"), key="early")
    assert (await shop.carry_out(early)).refused == "The order has not been paid."
    done = await shop.carry_out(refund("10", key="other"))
    unpaid = shop._books.orders[OrderId("H-104201")]
    paid = msgspec.structs.replace(unpaid, payment=msgspec.structs.replace(unpaid.payment, status="paid"))
    shop._books.orders[paid.id] = paid
    assert [(await shop.carry_out(early)).reference for _ in range(2)] == ["M-00002", "M-00002"]
    assert await shop.carry_out(refund("10", key="other")) == done


async def test_a_refused_key_stands_for_its_measure_too(shop: SampleShop) -> None:
    await shop.carry_out(refund("67.56"))
    with pytest.raises(Refused):
        await shop.carry_out(refund("67.55"))
