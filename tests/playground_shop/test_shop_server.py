"""The shop's server over real sockets: what it tells and to whom, whom it believes, and how it goes wrong when told."""

from collections.abc import Awaitable, Callable

import aiohttp
import msgspec
import pytest

from bots.playground.faults import Fault
from bots.playground.shop import ShopServer, Trouble, trouble
from bots.settings import sample_folder
from bots.shop.errors import WrongAnswer
from bots.shop.http import HttpShop
from bots.shop.sample import SampleShop
from bots.shop.sample_files import read_sample
from bots.shop.signing import new_nonce
from core.model.errors import Limited, Refused, Transient, Uncertain
from core.model.shop import CustomerId, ItemId, OrderId, Page, Proposal
from core.model.view import Money
from tests.playground_shop.asking import Asking

SAMPLE = read_sample(sample_folder() / "shop")
ANNA, DAAN, EMMA = map(CustomerId, ("c-1001", "c-1002", "c-1003"))
HERS, NOT_HERS = OrderId("H-104203"), OrderId("H-104214")
OTHER = f"/orders/{HERS}/other-party"
ADDRESSES = ("", "/orders", f"/orders/{HERS}", OTHER, "/items", "/items/i-501")
REFUND = Proposal("k-1", "refund", "C-1", order=HERS, amount=Money("20.00", "EUR"), confirmed_by=("U1", "U2"))
BODY = msgspec.json.encode(
    {"key": "k-1", "measure": "refund", "case": "C-1", "order": HERS, "amount": {"amount": "20.00", "currency": "EUR"}}
)


# --- whose is it: two users times all objects
@pytest.mark.parametrize("person", [ANNA, DAAN])
async def test_every_order_is_told_as_the_sample_has_it(shop: HttpShop, sample: SampleShop, person: CustomerId) -> None:
    for id in SAMPLE.orders:
        assert await shop.order(person, id) == await sample.order(person, id)


@pytest.mark.parametrize("person", [ANNA, DAAN])
async def test_lists_are_told_as_the_sample_has_them(shop: HttpShop, sample: SampleShop, person: CustomerId) -> None:
    page = await shop.orders(person)
    assert page == await sample.orders(person)
    assert await shop.orders(person, page.more) == await sample.orders(person, page.more)
    assert await shop.items(person) == await sample.items(person)
    assert await shop.person(person) == await sample.person(person)


@pytest.mark.parametrize("person", [ANNA, DAAN])
async def test_every_item_is_told_to_anybody(shop: HttpShop, sample: SampleShop, person: CustomerId) -> None:
    for id in SAMPLE.items:
        assert await shop.item(person, id) == await sample.item(person, id) is not None


@pytest.mark.parametrize("person", [ANNA, DAAN])
async def test_the_other_party_is_told_of_ones_own_orders_alone(shop: HttpShop, person: CustomerId) -> None:
    for id, order in SAMPLE.orders.items():
        both = {order.buyer, order.seller}
        other = await shop.other_party(person, id)
        assert (other and {other.id}) == (both - {person} if person in both else None)


@pytest.mark.parametrize("person", [ANNA, DAAN])
async def test_no_answer_but_that_names_anybody_else(asking: Asking, person: CustomerId) -> None:
    """Others are known by what is shown of them; their id, name and address stay in the shop."""
    told = b""
    for address in (
        "",
        "/orders",
        *(f"/orders/{id}" for id in SAMPLE.orders),
        *(f"/items/{id}" for id in SAMPLE.items),
    ):
        told += (await asking.signed("GET", f"/v1/people/{person}{address}")).body
    told += (await asking.signed("GET", f"/v1/people/{person}/items")).body
    others = [each for each in SAMPLE.people.values() if each.id != person]
    private = [msgspec.json.encode(word) for each in others for word in (each.id, each.name, each.email)]
    assert msgspec.json.encode(person) in told
    assert not [word for word in private if word in told]


@pytest.mark.parametrize("also", ["", "/other-party"])
async def test_somebody_elses_order_and_none_are_the_same_answer(asking: Asking, also: str) -> None:
    foreign = await asking.signed("GET", f"/v1/people/{ANNA}/orders/{NOT_HERS}{also}")
    missing = await asking.signed("GET", f"/v1/people/{ANNA}/orders/H-999999{also}")
    assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert foreign.status == 404


async def test_somebody_elses_cursor_shows_nothing(shop: HttpShop) -> None:
    assert await shop.orders(ANNA, NOT_HERS) == Page()


@pytest.mark.parametrize("person", ["c-9", "c-1001%2Forders", "..%2Fc-1001", "%00", "C-1001", "%F0%9F%A6%8A"])
@pytest.mark.parametrize("address", ["", "/items/i-501", f"/orders/{HERS}", OTHER])
async def test_nobody_is_nobody(asking: Asking, person: str, address: str) -> None:
    assert (await asking.signed("GET", f"/v1/people/{person}{address}")).status == 404


@pytest.mark.parametrize(
    "odd", ["%FF", "%ED%A0%80", "%00", "%", "%2e%2e", "a" * 5000, "%E2%80%AE", "'%22%3C", "+", "?"]
)
async def test_odd_ids_and_cursors_are_nothing_special(asking: Asking, odd: str) -> None:
    for target in (f"/v1/people/{odd}", f"/v1/people/{ANNA}/orders/{odd}", f"/v1/people/{ANNA}/items/{odd}"):
        assert (await asking.signed("GET", target)).status in (400, 404)
    told = await asking.signed("GET", f"/v1/people/{ANNA}/orders?after={odd}")
    assert (told.status, told.json["orders"]) == (200, [])


async def test_amounts_are_plain_and_times_have_an_offset(asking: Asking) -> None:
    told = (await asking.signed("GET", f"/v1/people/{ANNA}/orders/{HERS}")).json
    assert told["person"] == ANNA
    assert told["order"]["total"] == {"amount": "67.55", "currency": "EUR"}
    assert told["order"]["placed_at"][-6:] in ("+01:00", "+02:00")


# --- signatures
@pytest.mark.parametrize("address", ADDRESSES)
async def test_an_answer_is_signed_for_its_request(asking: Asking, address: str) -> None:
    nonce = new_nonce()
    told = await asking.signed("GET", f"/v1/people/{ANNA}{address}", nonce=nonce)
    assert (told.status, told.signed) == (200, nonce)


async def test_not_there_is_signed_too(asking: Asking) -> None:
    nonce = new_nonce()
    told = await asking.signed("GET", "/v1/people/c-9", nonce=nonce)
    assert (told.status, told.signed) == (404, nonce)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_nothing_is_told_unsigned(asking: Asking, address: str) -> None:
    told = await asking.send("GET", f"/v1/people/{ANNA}{address}", b"", {})
    assert (told.status, told.signed, list(told.json)) == (401, None, ["error"])


@pytest.mark.parametrize(
    "different",
    [
        {"secret": "x" * 32},
        {"ago": 302},
        {"ago": -302},
        {"as_method": "POST"},
        {"as_target": f"/v1/people/{DAAN}/orders"},
        {"as_target": f"/v1/people/{ANNA}/orders?after=x"},
        {"as_body": b"{}"},
    ],
    ids=["secret", "old", "young", "method", "person", "query", "body"],
)
async def test_what_was_signed_otherwise_is_turned_away(
    asking: Asking, server: ShopServer, different: dict[str, object]
) -> None:
    told = await asking.signed("GET", f"/v1/people/{ANNA}/orders", **different)
    assert told.status == 401
    assert server.requests[-1].refused


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_nonce_opens_once(asking: Asking, address: str) -> None:
    nonce = new_nonce()
    statuses = [(await asking.signed("GET", f"/v1/people/{ANNA}{address}", nonce=nonce)).status for _ in range(3)]
    assert statuses == [200, 401, 401]


async def test_a_replayed_measure_is_turned_away(asking: Asking, sample: SampleShop) -> None:
    nonce = new_nonce()
    assert (await asking.signed("POST", "/v1/measures", BODY, nonce=nonce)).status == 200
    assert (await asking.signed("POST", "/v1/measures", BODY, nonce=nonce)).status == 401
    assert len(sample.carried_out) == 1


# --- measures
async def test_a_measure_is_done_once_for_all_its_repeats(shop: HttpShop, sample: SampleShop) -> None:
    first = await shop.carry_out(REFUND)
    assert first.reference
    assert await shop.carry_out(REFUND) == first
    order = await sample.order(ANNA, HERS)
    assert order
    assert order.payment.refund == Money("20.00", "EUR")


async def test_another_measure_under_the_same_key_is_a_conflict(asking: Asking) -> None:
    await asking.signed("POST", "/v1/measures", BODY)
    told = await asking.signed("POST", "/v1/measures", BODY.replace(b"20.00", b"21.00"))
    assert told.status == 409


async def test_a_refusal_comes_in_words(shop: HttpShop) -> None:
    outcome = await shop.carry_out(msgspec.structs.replace(REFUND, amount=Money("999.00", "EUR")))
    assert outcome.refused == "The refund is more than the order's total of 67.55 EUR."


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, BODY.replace(b"k-1", b""), b'{"key": 1}', b'{"key": "\\ud800"}'],
)
async def test_what_is_no_measure_is_not_understood(asking: Asking, sample: SampleShop, body: bytes) -> None:
    assert (await asking.signed("POST", "/v1/measures", body)).status == 400
    assert sample.carried_out == {}


async def test_a_measure_whose_answer_was_lost_is_done_once(
    server: ShopServer, shop: HttpShop, sample: SampleShop
) -> None:
    server.faults.add(Fault("shop", "measures", drop=True, effect=True))
    with pytest.raises(Uncertain):
        await shop.carry_out(REFUND)
    assert (await shop.carry_out(REFUND)).reference == "M-00001"
    assert len(sample.carried_out) == 1


# --- trouble


@pytest.mark.parametrize(
    ("scripted", "error"),
    [
        (trouble.late(), Transient),
        (trouble.BROKEN, Transient),
        (trouble.BAD_GATEWAY, Transient),
        (trouble.rate_limited("7"), Limited),
        (trouble.CUT, Transient),
        (trouble.HTML, WrongAnswer),
        (trouble.NOT_JSON, WrongAnswer),
        (trouble.NOT_UTF8, WrongAnswer),
        (trouble.EMPTY, WrongAnswer),
        (trouble.LIST, WrongAnswer),
        (trouble.NULL, WrongAnswer),
        (trouble.DEEP, WrongAnswer),
        (trouble.HUGE, WrongAnswer),
        (trouble.without("person"), WrongAnswer),
        (trouble.without("total"), WrongAnswer),
        (trouble.things_of(DAAN), WrongAnswer),
        (trouble.changed(lambda told: told | {"order": told["order"] | {"id": NOT_HERS}}), WrongAnswer),
        (trouble.WRONG_SIGNATURE, WrongAnswer),
        (trouble.UNSIGNED, WrongAnswer),
        (trouble.OLD_SIGNATURE, WrongAnswer),
        (trouble.SIGNED_FOR_ANOTHER, WrongAnswer),
        (trouble.SIGNED_AS_ANOTHER_STATUS, WrongAnswer),
        (trouble.REDIRECT, Refused),
    ],
    ids=lambda value: "" if isinstance(value, Trouble) else value.__name__,
)
async def test_trouble_comes_once_and_then_it_behaves(
    server: ShopServer, shop: HttpShop, sample: SampleShop, scripted: Trouble, error: type[Exception]
) -> None:
    server.script("order", scripted)
    with pytest.raises(error):
        await shop.order(ANNA, HERS)
    assert await shop.order(ANNA, HERS) == await sample.order(ANNA, HERS)


async def test_a_connection_that_keeps_breaking(server: ShopServer, shop: HttpShop) -> None:
    server.always("order", trouble.DROPPED)
    with pytest.raises(Transient):
        await shop.order(ANNA, HERS)


@pytest.mark.parametrize(
    "ask",
    [
        lambda shop: shop.person(ANNA),
        lambda shop: shop.orders(ANNA),
        lambda shop: shop.order(ANNA, HERS),
        lambda shop: shop.other_party(ANNA, HERS),
        lambda shop: shop.items(ANNA),
    ],
    ids=["person", "orders", "order", "other party", "items"],
)
async def test_another_customers_things_in_an_answer_are_thrown_away(
    server: ShopServer, shop: HttpShop, ask: Callable[[HttpShop], Awaitable[object]]
) -> None:
    for method in ("person", "orders", "order", "other_party", "items"):
        server.always(method, trouble.things_of(DAAN))
    with pytest.raises(WrongAnswer, match="belongs to another customer"):
        await ask(shop)


async def test_a_dropped_measure_was_not_carried_out(server: ShopServer, shop: HttpShop, sample: SampleShop) -> None:
    server.script("measures", trouble.DROPPED)
    with pytest.raises(Uncertain):
        await shop.carry_out(REFUND)
    assert sample.carried_out == {}


async def test_trouble_stays_until_it_is_ended(server: ShopServer, shop: HttpShop) -> None:
    server.always("item", trouble.BROKEN)
    for _ in range(2):
        with pytest.raises(Transient):
            await shop.item(ANNA, ItemId("i-501"))
    server.always("item", Trouble())
    assert await shop.item(ANNA, ItemId("i-501"))


async def test_a_shop_that_is_in_trouble_says_so(server: ShopServer, sample: SampleShop, asking: Asking) -> None:
    async def down(_: CustomerId) -> None:
        raise Transient("the database is away")

    sample.person = down  # type: ignore[method-assign]
    told = await asking.signed("GET", f"/v1/people/{ANNA}")
    assert (told.status, told.json) == (503, {"error": "the database is away"})


# --- what was seen
async def test_requests_are_written_down(server: ShopServer, asking: Asking) -> None:
    await asking.signed("GET", f"/v1/people/{ANNA}/orders?after={HERS}")
    await asking.send("GET", f"/v1/people/{ANNA}", b"", {})
    assert [(each.method, each.target, bool(each.refused)) for each in server.requests] == [
        ("orders", f"/v1/people/{ANNA}/orders?after={HERS}", False),
        ("person", f"/v1/people/{ANNA}", True),
    ]
    assert (server.asked("orders"), server.asked("measures")) == (1, 0)


async def test_elsewhere_there_is_nothing(asking: Asking) -> None:
    assert (await asking.signed("GET", "/v1/secrets")).status == 404
    assert (await asking.signed("POST", f"/v1/people/{ANNA}")).status in (404, 405)


async def test_a_stopped_server_is_gone(server: ShopServer, asking: Asking) -> None:
    await server.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await asking.signed("GET", f"/v1/people/{ANNA}")
