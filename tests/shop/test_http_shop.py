"""The shop over HTTP: what its answers become, and what becomes of wrong ones."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bots.shop import wire
from bots.shop.errors import WrongAnswer
from bots.shop.http import HttpShop, ShopAccess
from bots.shop.signing import HEADER, Nonces, sign, verify
from core.model.errors import Limited, Refused, Transient, Uncertain
from core.model.ids import Language
from core.model.shop import CustomerId, ItemId, Order, OrderId, Outcome, Page, Person, Proposal
from core.model.view import Money

SECRET = "canary-secret-of-the-tests-0123456789"
ANNA = CustomerId("canary-anna")
NUMBER = OrderId("H-104233")
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)

EUR = {"amount": "12.50", "currency": "EUR"}
PERSON = {"id": ANNA, "name": "Canary Anna", "country": "NL", "email": "canary@mail.example", "language": "nl"}
BOB = {"id": "canary-bob", "name": "Canary Bob"}
LINE = {
    "id": NUMBER,
    "title": "Canary lamp",
    "role": "buyer",
    "status": "sent",
    "placed_at": "2026-04-28T10:00:00+02:00",
    "total": EUR,
}
ORDER = LINE | {"payment": {"status": "paid", "amount": EUR}, "other": {"name": "Canary Bob"}}
ITEM = {"id": "i-7", "title": "Canary lamp", "price": EUR, "status": "open", "other": {"name": "Canary Bob"}}
REFUND = Proposal("fd-1", "refund", "FD-7K2M9", order=NUMBER, amount=Money("12.50", "EUR"), reason="Not received")

Json = dict[str, Any]
Answers = Callable[[web.Request, bytes], Awaitable[web.StreamResponse]]


@dataclass
class Clock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time


@dataclass
class Stand:
    """A shop of one answer, which checks what it is asked as the contract says."""

    clock: Clock
    answer: Answers | None = None
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    nonces: Nonces = field(default_factory=Nonces)
    root: str = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        nonce = verify(
            SECRET, request.headers.get(HEADER), request.method, request.raw_path, body, now=self.clock.now()
        )
        self.nonces.remember(nonce, now=self.clock.now())
        self.asked.append(f"{request.method} {request.raw_path}")
        self.bodies.append(body)
        assert self.answer
        return await self.answer(request, body)

    def says(self, value: object, status: int = 200, **also: Any) -> None:
        self.says_bytes(json.dumps(value).encode(), status, **also)

    def says_bytes(self, body: bytes, status: int = 200, **also: Any) -> None:
        async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
            return web.Response(body=body, status=status, headers=self.signed(request, body, status, **also))

        self.answer = answer

    def signed(
        self,
        request: web.Request,
        body: bytes,
        status: int = 200,
        *,
        nonce: str = "",
        secret: str = SECRET,
        late: int = 0,
    ) -> dict[str, str]:
        nonce = nonce or verify(
            SECRET, request.headers[HEADER], request.method, request.raw_path, self.bodies[-1], now=self.clock.now()
        )
        now = self.clock.now() - timedelta(seconds=late)
        signature = sign(secret, str(status), request.raw_path, body, now=now, nonce=nonce)
        return {HEADER: signature, "Content-Type": "application/json"}

    def responds(self, make: Callable[[], web.Response]) -> None:
        async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
            return make()

        self.answer = answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def stand(clock: Clock) -> AsyncIterator[Stand]:
    stand = Stand(clock)
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", stand.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stand.root = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    yield stand
    await runner.cleanup()


@pytest.fixture
async def shop(stand: Stand, clock: Clock) -> AsyncIterator[HttpShop]:
    shop = HttpShop(ShopAccess(stand.root, SECRET), clock)
    yield shop
    await shop.close()


@pytest.fixture
async def hasty(stand: Stand, clock: Clock) -> AsyncIterator[HttpShop]:
    shop = HttpShop(ShopAccess(stand.root, SECRET, answer_within=0.1), clock)
    yield shop
    await shop.close()


@pytest.fixture(autouse=True)
def nothing_personal_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    told = [record for record in caplog.records if not record.name.startswith("aiohttp.access")]
    text = "\n".join(f"{record.getMessage()} {record.exc_info}" for record in told).lower()
    assert "canary" not in text
    assert NUMBER.lower() not in text


# --- what is asked, and what comes back


async def test_a_person(shop: HttpShop, stand: Stand) -> None:
    stand.says(PERSON | {"born": "1990"})
    assert await shop.person(ANNA) == Person(ANNA, "Canary Anna", "NL", "canary@mail.example", Language("nl"))
    assert stand.asked == ["GET /api/v1/people/canary-anna"]


async def test_a_page_of_orders_and_the_next(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "orders": [LINE], "more": "after:/1"})
    page = await shop.orders(ANNA)
    assert page.orders[0].total == Money("12.50", "EUR")
    assert page.orders[0].placed_at == datetime(2026, 4, 28, 8, 0, tzinfo=UTC)
    await shop.orders(ANNA, page.more)
    assert stand.asked[1] == "GET /api/v1/people/canary-anna/orders?after=after%3A%2F1"


async def test_an_order(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "order": ORDER})
    order = await shop.order(ANNA, NUMBER)
    assert order
    assert (order.payment.status, order.other.name, order.shipping) == ("paid", "Canary Bob", None)


async def test_who_the_other_party_is(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "other": BOB | {"language": "pl"}})
    bob = Person(CustomerId("canary-bob"), "Canary Bob", language=Language("pl"))
    assert await shop.other_party(ANNA, NUMBER) == bob
    assert stand.asked == ["GET /api/v1/people/canary-anna/orders/H-104233/other-party"]


async def test_an_other_party_that_the_shop_cannot_name(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "other": None})
    assert await shop.other_party(ANNA, NUMBER) is None


async def test_items_looked_at_and_an_item(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "items": [{"id": "i-7", "title": "Canary lamp", "price": EUR}]})
    (line,) = await shop.items(ANNA)
    stand.says({"item": ITEM})
    item = await shop.item(ANNA, line.id)
    assert item
    assert item.price == line.price


async def test_a_measure_goes_as_plain_json(shop: HttpShop, stand: Stand) -> None:
    stand.says({"reference": "R-1"}, 201)
    assert await shop.carry_out(REFUND) == Outcome("R-1")
    assert stand.asked == ["POST /api/v1/measures"]
    assert json.loads(stand.bodies[0]) == {
        "key": "fd-1",
        "measure": "refund",
        "case": "FD-7K2M9",
        "order": NUMBER,
        "amount": EUR,
        "reason": "Not received",
        "confirmed_by": [],
    }


async def test_a_measure_that_the_shop_refuses_says_why(shop: HttpShop, stand: Stand) -> None:
    stand.says({"refused": "It is refunded already."})
    assert await shop.carry_out(REFUND) == Outcome(refused="It is refunded already.")


async def test_what_is_not_there(shop: HttpShop, stand: Stand) -> None:
    stand.says({"error": "There is no such thing."}, 404)
    assert await shop.person(ANNA) is None
    assert await shop.order(ANNA, NUMBER) is None
    assert await shop.other_party(ANNA, NUMBER) is None
    assert await shop.item(ANNA, ItemId("i-7")) is None
    assert await shop.orders(ANNA) == Page()
    assert await shop.items(ANNA) == ()


async def test_the_case_of_a_typed_number_does_not_matter(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "order": ORDER})
    order = await shop.order(ANNA, OrderId("h-104233"))
    assert order
    assert order.id == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "../canary-bob/orders/H-1",
        "..",
        ".",
        "a/b",
        "a\\b",
        "a\nb",
        "a\x00",
        "\u202eH-1",
        "H-1 ",
        "",
        "9" * 101,
        "\ud800",
        "%2e%2e/",
    ],
)
async def test_what_cannot_be_a_number_is_not_asked(shop: HttpShop, stand: Stand, typed: str) -> None:
    assert await shop.order(ANNA, OrderId(typed)) is None
    assert await shop.other_party(ANNA, OrderId(typed)) is None
    assert await shop.item(ANNA, ItemId(typed)) is None
    assert stand.asked == []


@pytest.mark.parametrize(
    ("typed", "path"), [("?x=1#y", "%3Fx%3D1%23y"), ("%2e%2e", "%252e%252e"), ("№ 7;a", "%E2%84%96%207%3Ba")]
)
async def test_what_is_asked_is_one_step_of_the_path(shop: HttpShop, stand: Stand, typed: str, path: str) -> None:
    stand.says({"error": "There is no such order."}, 404)
    assert await shop.order(ANNA, OrderId(typed)) is None
    assert stand.asked == [f"GET /api/v1/people/canary-anna/orders/{path}"]


async def test_an_impossible_customer_is_refused(shop: HttpShop, stand: Stand) -> None:
    with pytest.raises(Refused):
        await shop.orders(CustomerId("../canary-bob"))
    assert stand.asked == []


async def test_one_session_for_all_calls_which_is_closed(shop: HttpShop, stand: Stand) -> None:
    ports = set()

    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        assert request.transport
        ports.add(request.transport.get_extra_info("peername")[1])
        body = json.dumps(PERSON).encode()
        return web.Response(body=body, headers=stand.signed(request, body))

    stand.answer = answer
    for _ in range(3):
        await shop.person(ANNA)
    await shop.close()
    await shop.close()
    assert len(ports) == 1


# --- what is another's


@pytest.mark.parametrize(
    "answer",
    [
        {"person": "canary-bob", "order": ORDER},
        {"person": ANNA, "order": ORDER | {"id": "H-999999"}},
        {"person": ANNA.upper(), "order": ORDER},
    ],
    ids=["person", "order", "almost the person"],
)
async def test_an_order_of_another_is_refused_and_alarmed(
    shop: HttpShop, stand: Stand, caplog: pytest.LogCaptureFixture, answer: Json
) -> None:
    stand.says(answer)
    with pytest.raises(Refused, match="another customer"):
        await shop.order(ANNA, NUMBER)
    assert [record.levelname for record in caplog.records if "another customer" in record.message] == ["ERROR"]


@pytest.mark.parametrize(
    "answer",
    [
        {"person": "canary-bob", "other": PERSON},
        {"person": "canary-bob", "other": None},
        {"person": "canary-bob", "other": BOB},
        {"person": ANNA.upper(), "other": BOB},
        {"person": ANNA, "other": PERSON},
    ],
    ids=["the order's other side", "nobody", "a third", "almost the person", "themselves"],
)
async def test_an_other_party_for_another_is_refused_and_alarmed(
    shop: HttpShop, stand: Stand, caplog: pytest.LogCaptureFixture, answer: Json
) -> None:
    stand.says(answer)
    with pytest.raises(Refused, match="another customer"):
        await shop.other_party(ANNA, NUMBER)
    assert [record.levelname for record in caplog.records if "another customer" in record.message] == ["ERROR"]


@pytest.mark.parametrize("answer", [{"person": ANNA}, {"person": ANNA, "other": {}}, {"person": ANNA, "orders": []}])
async def test_an_answer_that_says_nothing_of_the_other_party_is_wrong(
    shop: HttpShop, stand: Stand, answer: Json
) -> None:
    stand.says(answer)
    with pytest.raises(Refused, match="not as the contract says"):
        await shop.other_party(ANNA, NUMBER)


@pytest.mark.parametrize(
    ("told", "kept"), [("pl", "pl"), ("", ""), ("PL", ""), ("pl-PL", ""), ("polski", ""), ("ζω", "")]
)
async def test_a_language_is_two_letters_or_not_known(shop: HttpShop, stand: Stand, told: str, kept: str) -> None:
    stand.says(PERSON | {"language": told})
    person = await shop.person(ANNA)
    assert person
    assert person.language == kept


async def test_nothing_of_another_comes_through_any_call(shop: HttpShop, stand: Stand) -> None:
    bob = "canary-bob"
    stand.says(
        PERSON | {"id": bob, "person": bob, "orders": [LINE], "items": [], "order": ORDER, "item": ITEM, "other": BOB}
    )
    item = ItemId("i-8")
    calls: list[Awaitable[object]] = [
        shop.person(ANNA),
        shop.orders(ANNA),
        shop.order(ANNA, NUMBER),
        shop.other_party(ANNA, NUMBER),
        shop.items(ANNA),
        shop.item(ANNA, item),
    ]
    for call in calls:
        with pytest.raises(Refused, match="another customer"):
            await call


async def test_the_same_alarm_comes_once_a_minute(
    shop: HttpShop, stand: Stand, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    stand.says({"person": "canary-bob", "order": ORDER})
    for _ in range(3):
        with pytest.raises(Refused):
            await shop.order(ANNA, NUMBER)
    clock.time += timedelta(seconds=61)
    with pytest.raises(Refused):
        await shop.order(ANNA, NUMBER)
    stand.says_bytes(b"{")
    with pytest.raises(Refused):
        await shop.order(ANNA, NUMBER)
    alarms = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert ["another customer" in text for text in alarms] == [True, True, False]
    assert "no JSON" in alarms[2]


# --- answers that are not the shop's


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"secret": "another-secret-of-thirty-two-chars"}, "not signed by the shop"),
        ({"nonce": "0" * 32}, "another request"),
        ({"late": 301}, "not signed by the shop"),
    ],
    ids=["another secret", "an answer to another request", "too old"],
)
async def test_a_bad_signature_is_refused(shop: HttpShop, stand: Stand, also: Json, why: str) -> None:
    stand.says(PERSON, **also)
    with pytest.raises(Refused, match=why):
        await shop.person(ANNA)


async def test_a_missing_signature_is_refused(shop: HttpShop, stand: Stand) -> None:
    stand.responds(lambda: web.json_response(PERSON))
    with pytest.raises(Refused, match="not signed by the shop"):
        await shop.person(ANNA)


async def test_an_answer_that_was_recorded_is_refused(shop: HttpShop, stand: Stand) -> None:
    stand.says({"person": ANNA, "order": ORDER})
    headers: list[dict[str, str]] = []

    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        body = json.dumps(PERSON).encode()
        headers.append(stand.signed(request, body))
        return web.Response(body=body, headers=headers[0])

    stand.answer = answer
    assert await shop.person(ANNA)
    with pytest.raises(Refused, match="another request"):
        await shop.person(ANNA)


async def test_a_signed_200_is_no_404(shop: HttpShop, stand: Stand) -> None:
    """Who sits between cannot hide an order by changing the status."""

    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        body = json.dumps({"person": ANNA, "order": ORDER}).encode()
        return web.Response(body=body, status=404, headers=stand.signed(request, body, 200))

    stand.answer = answer
    with pytest.raises(Refused, match="not signed"):
        await shop.order(ANNA, NUMBER)


async def test_a_404_that_is_not_signed_is_no_answer(shop: HttpShop, stand: Stand) -> None:
    stand.responds(lambda: web.json_response({"error": "Not found"}, status=404))
    with pytest.raises(Refused, match="no shop API at SHOP_URL"):
        await shop.order(ANNA, NUMBER)


# --- trouble


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "SHOP_SECRET"),
        (403, "let the desk in"),
        (400, "contract"),
        (409, "another body"),
        (418, "contract"),
        (204, "contract"),
    ],
)
async def test_a_refusal_says_what_to_do(
    shop: HttpShop, stand: Stand, caplog: pytest.LogCaptureFixture, status: int, words: str
) -> None:
    stand.responds(lambda: web.json_response({"error": "canary"}, status=status))
    with pytest.raises(Refused, match=words):
        await shop.person(ANNA)
    assert words in caplog.text


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_trouble_of_the_shop_passes(shop: HttpShop, stand: Stand, status: int) -> None:
    stand.responds(lambda: web.Response(status=status, text="<h1>canary</h1>", content_type="text/html"))
    with pytest.raises(Transient) as error:
        await shop.person(ANNA)
    assert not isinstance(error.value, Limited)


@pytest.mark.parametrize(("status", "header"), [(500, None), (502, None), (504, "7")])
async def test_behind_trouble_a_measure_may_have_happened(
    shop: HttpShop, stand: Stand, status: int, header: str | None
) -> None:
    stand.responds(lambda: web.Response(status=status, headers={"Retry-After": header} if header else {}))
    with pytest.raises(Uncertain):
        await shop.carry_out(REFUND)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_shop_that_says_when_to_come_back_has_done_nothing(shop: HttpShop, stand: Stand, status: int) -> None:
    stand.responds(lambda: web.Response(status=status, headers={"Retry-After": "7"}))
    with pytest.raises(Limited):
        await shop.carry_out(REFUND)


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "7", 7.0),
        (503, "7", 7.0),
        (429, "Fri, 01 May 2026 12:00:30 GMT", 30.0),
        (429, "Fri, 01 May 2020 12:00:30 GMT", 1.0),
        (429, "99999999999999", 600.0),
        (429, "soon", 1.0),
        (429, "nan", 1.0),
        (429, "²", 1.0),
        (429, None, 1.0),
    ],
)
async def test_too_many_requests_say_when_to_come_back(
    shop: HttpShop, stand: Stand, status: int, header: str | None, seconds: float
) -> None:
    stand.responds(lambda: web.Response(status=status, headers={"Retry-After": header} if header else {}))
    with pytest.raises(Limited) as error:
        await shop.person(ANNA)
    assert error.value.retry_after == seconds


async def test_a_slow_shop_is_given_up(hasty: HttpShop, stand: Stand) -> None:
    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        await asyncio.sleep(5)
        raise AssertionError

    stand.answer = answer
    with pytest.raises(Transient, match=r"0\.1 seconds"):
        await hasty.person(ANNA)
    with pytest.raises(Uncertain):
        await hasty.carry_out(REFUND)


async def test_an_answer_that_drips_is_given_up(hasty: HttpShop, stand: Stand) -> None:
    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.03)

    stand.answer = answer
    with pytest.raises(Transient):
        await hasty.person(ANNA)


async def test_a_connection_that_is_cut(shop: HttpShop, stand: Stand) -> None:
    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "500"})
        await response.prepare(request)
        await response.write(b'{"id": "canary')
        assert request.transport
        request.transport.close()
        return response

    stand.answer = answer
    with pytest.raises(Transient, match="cut off"):
        await shop.person(ANNA)
    with pytest.raises(Uncertain, match="cut off"):
        await shop.carry_out(REFUND)


async def test_a_redirect_is_not_followed(shop: HttpShop, stand: Stand) -> None:
    stand.responds(lambda: web.Response(status=302, headers={"Location": f"{stand.root}/elsewhere"}))
    with pytest.raises(Refused, match="final address"):
        await shop.person(ANNA)
    assert len(stand.asked) == 1


async def test_html_is_no_answer(shop: HttpShop, stand: Stand) -> None:
    stand.responds(lambda: web.Response(text="<form>canary</form>", content_type="text/html"))
    with pytest.raises(Refused, match="application/json"):
        await shop.person(ANNA)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed small"])
async def test_a_huge_answer_is_refused(shop: HttpShop, stand: Stand, packed: bool) -> None:
    async def answer(request: web.Request, _: bytes) -> web.StreamResponse:
        body = json.dumps(PERSON | {"more": "x" * 1_000_000}).encode()
        headers = stand.signed(request, body)
        if packed:
            return web.Response(body=gzip.compress(body), headers=headers | {"Content-Encoding": "gzip"})
        return web.Response(body=body, headers=headers)

    stand.answer = answer
    with pytest.raises(Refused, match="megabyte"):
        await shop.person(ANNA)


async def test_a_name_that_is_not_found_passes(clock: Clock) -> None:
    shop = HttpShop(ShopAccess("http://shop.invalid", SECRET, answer_within=2), clock)
    with pytest.raises(Transient, match="not reached"):
        await shop.person(ANNA)
    await shop.close()


async def test_a_refused_connection_is_tried_twice_for_reading_alone(
    clock: Clock, unused_tcp_port_factory: Callable[[], int]
) -> None:
    port = unused_tcp_port_factory()
    shop = HttpShop(ShopAccess(f"http://127.0.0.1:{port}", SECRET), clock)
    with pytest.raises(Transient, match="not reached") as measure:
        await shop.carry_out(REFUND)
    assert not isinstance(measure.value, Uncertain)

    async def answer(request: web.Request) -> web.Response:
        nonce = verify(SECRET, request.headers[HEADER], "GET", request.raw_path, b"", now=clock.now())
        body = json.dumps(PERSON).encode()
        signature = sign(SECRET, "200", request.raw_path, body, now=clock.now(), nonce=nonce)
        return web.Response(body=body, content_type="application/json", headers={HEADER: signature})

    app = web.Application()
    app.router.add_get("/v1/people/{person}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    asking = asyncio.create_task(shop.person(ANNA))
    await asyncio.sleep(0.03)  # the first try was refused; the second comes after 0.1 s
    await web.TCPSite(runner, "127.0.0.1", port).start()
    assert await asking
    await shop.close()
    await runner.cleanup()


# --- wrong shapes


def changed(path: str, value: object) -> Json:
    answer: Json = json.loads(json.dumps({"person": ANNA, "order": ORDER}))
    *steps, last = path.split(".")
    place = answer
    for step in steps:
        place = place[step]
    place[last] = value
    return answer


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("order.status", "canary"),
        ("order.role", "canary"),
        ("order.payment.status", "canary"),
        ("order.total", "12.50"),
        ("order.total.amount", 12.5),
        ("order.total.amount", "12,50"),
        ("order.total.amount", "-1"),
        ("order.total.amount", "1e9"),
        ("order.total.amount", "١٢"),
        ("order.total.currency", "euro"),
        ("order.placed_at", "2026-04-28T10:00:00"),
        ("order.placed_at", "canary"),
        ("order.placed_at", 1_777_000_000),
        ("order.placed_at", "0001-01-01T00:00:00+23:00"),
        ("order.zone", "Mars/Canary"),
        ("order.zone", "../../etc/passwd"),
        ("order.next", {"step": "pay"}),
        ("order.title", None),
        ("order.id", "canary/../x"),
        ("order.shipping", {"status": "canary"}),
        ("person", 7),
        ("person", ""),
    ],
)
async def test_a_wrong_shape_is_refused(shop: HttpShop, stand: Stand, path: str, value: object) -> None:
    stand.says(changed(path, value))
    with pytest.raises(Refused, match=r"not as the contract says: .* at \$\.") as error:
        await shop.order(ANNA, NUMBER)
    assert "canary" not in str(error.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'"canary"',
        b"\xff\xfe",
        b'{"person":"\xff"}',
        b"[" * 100_000,
        b'{"x":' * 100_000,
        b"NaN",
    ],
)
async def test_what_is_no_json_of_the_contract_is_refused(shop: HttpShop, stand: Stand, body: bytes) -> None:
    stand.says_bytes(body)
    with pytest.raises(Refused, match="not as the contract says"):
        await shop.order(ANNA, NUMBER)


@pytest.mark.parametrize("outcome", [{}, {"reference": "", "refused": ""}, {"reference": "R-1", "refused": "No."}])
async def test_an_outcome_is_done_or_refused(shop: HttpShop, stand: Stand, outcome: Json) -> None:
    stand.says(outcome)
    with pytest.raises(Refused, match="neither"):
        await shop.carry_out(REFUND)


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_any_bytes_are_a_value_or_a_wrong_answer(body: bytes) -> None:
    with suppress(WrongAnswer):
        assert wire.read(body, wire.OrderAnswer).person


# --- texts and links


async def test_texts_come_as_one_clean_line(shop: HttpShop, stand: Stand) -> None:
    title = "Lamp\u202e gpj.exe\x00\nsecond\u2028line " + "x" * 1000
    stand.says(changed("order.title", title))
    order = await shop.order(ANNA, NUMBER)
    assert order
    assert order.title.startswith("Lamp gpj.exe second line xxx")
    assert len(order.title) == wire.LONGEST_TEXT


async def test_a_title_of_nothing_does_not_hide_the_order(shop: HttpShop, stand: Stand) -> None:
    stand.says(changed("order.title", "\u200b\u202e"))
    order = await shop.order(ANNA, NUMBER)
    assert order
    assert order.title == "?"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://shop.example/orders/1?a=b#c", True),
        ("http://127.0.0.1:8000/x", True),
        ("javascript:alert(1)", False),
        ("tg://user?id=1", False),
        ("https://", False),
        ("//shop.example", False),
        ("https://bank.example@evil.example/", False),
        ("https://shop.example/a b", False),
        ("https://shop.example/\u202e", False),
        ('https://shop.example/">', False),
        ("https://shop.example/\n", False),
        ("https://[::1", False),
        ("https://shop.example/" + "x" * 2000, False),
    ],
)
async def test_only_addresses_of_the_web_are_kept(shop: HttpShop, stand: Stand, address: str, kept: bool) -> None:
    answer = changed("order.address", address)
    answer["order"]["shipping"] = {"status": "sent", "tracking_url": address}
    answer["order"]["other"]["messages"] = address
    stand.says(answer)
    order = await shop.order(ANNA, NUMBER)
    assert order
    assert order.shipping
    assert [order.address, order.shipping.tracking_url, order.other.messages] == [address if kept else ""] * 3


@given(st.text(max_size=400))
def test_no_text_is_longer_or_dirtier_than_allowed(text: str) -> None:
    line = wire.one_line(text)
    assert len(line) <= wire.LONGEST_TEXT
    assert wire.one_line(line) == line
    assert not set(line) & set("\n\r\t\x00\x1b\u202e\u2066\ufeff")


def test_what_is_written_is_read_again() -> None:
    order = msgspec.json.decode(json.dumps(ORDER), type=Order)
    assert wire.read(wire.write(order), Order) == msgspec.structs.replace(
        order, placed_at=order.placed_at.astimezone(UTC)
    )
    assert b'"is"' not in wire.write(order)


# --- access


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("ftp://shop.example", SECRET),
        ("shop.example", SECRET),
        ("https://u:p@shop.example", SECRET),
        ("https://shop.example/?x=1", SECRET),
        ("", SECRET),
        ("https://shop.example", "short"),
    ],
)
def test_access_that_cannot_work_is_refused_at_the_start(url: str, secret: str) -> None:
    with pytest.raises(ValueError, match="write"):
        ShopAccess(url, secret)


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(ShopAccess("https://shop.example", SECRET))
