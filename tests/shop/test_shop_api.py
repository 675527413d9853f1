"""The contract as it is written: valid, true of the model, true of its examples, and kept by the test server."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import jsonschema_rs
import msgspec
import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests.auth import AuthBase
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bots.playground.shop import ShopServer, Trouble, trouble
from bots.shop import wire
from bots.shop.http import HttpShop, ShopAccess
from bots.shop.sample import SampleShop
from bots.shop.signing import HEADER, new_nonce, sign, verify
from core.model import shop as model
from core.model.errors import Refused, Transient
from core.model.shop import CustomerId, OrderId, OrderLine, Outcome, Person, Proposal
from core.model.view import Money
from core.ports import Shop

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "shop-api.yaml"
GUIDE = ROOT / "docs" / "shop-api.md"
CONTRACT: dict[str, Any] = yaml.safe_load(PAGE.read_text("utf-8"))
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
SECRET = "0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class ErrorAnswer(msgspec.Struct):
    error: str


class ChatLink(msgspec.Struct):
    messenger: str
    name: str
    expires_at: datetime


class Confirmation(msgspec.Struct):
    person: Person


SHAPES: dict[str, Any] = {
    "Person": Person,
    "Orders": wire.OrdersAnswer,
    "OrderLine": model.OrderLine,
    "OfOrder": wire.OrderAnswer,
    "Order": model.Order,
    "Payment": model.Payment,
    "Shipping": model.Shipping,
    "Next": model.Next,
    "OtherParty": model.OtherParty,
    "OfOtherParty": wire.OtherAnswer,
    "Items": wire.ItemsAnswer,
    "ItemLine": model.ItemLine,
    "OfItem": wire.ItemAnswer,
    "Item": model.Item,
    "Proposal": Proposal,
    "Outcome": Outcome,
    "Money": Money,
    "Error": ErrorAnswer,
    "ChatLink": ChatLink,
    "Confirmation": Confirmation,
}


# --- valid


def test_the_contract_is_valid_openapi() -> None:
    assert CONTRACT["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(CONTRACT).validate()


def test_a_contract_with_a_mistake_is_not() -> None:
    broken = yaml.safe_load(PAGE.read_text("utf-8"))
    del broken["paths"]["/v1/measures"]["post"]["responses"]["200"]["description"]
    with pytest.raises(Exception, match="is a required property"):
        schemathesis.openapi.from_dict(broken).validate()


def of(name: str) -> jsonschema_rs.Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{name}", "components": CONTRACT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


# --- true of the model


def properties(schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """With those of the schemas that it extends."""
    found, required = dict(schema.get("properties", {})), set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        more, also = properties(SCHEMAS[part["$ref"].rpartition("/")[2]])
        found |= more
        required |= also
    return found, required


@pytest.mark.parametrize("name", SHAPES)
def test_a_schema_has_the_fields_of_its_value(name: str) -> None:
    fields = msgspec.structs.fields(SHAPES[name])
    told, required = properties(SCHEMAS[name])
    assert set(told) == {each.name for each in fields}
    assert required == {each.name for each in fields if each.required}


def enums() -> Iterator[tuple[str, str, set[str]]]:
    for name, shape in SHAPES.items():
        for each in msgspec.structs.fields(shape):
            if get_origin(each.type) is Literal:
                yield name, each.name, set(get_args(each.type))


@pytest.mark.parametrize(("name", "field", "values"), list(enums()))
def test_an_enum_has_the_values_of_the_model(name: str, field: str, values: set[str]) -> None:
    told = properties(SCHEMAS[name])[0][field]
    told = SCHEMAS[told["$ref"].rpartition("/")[2]] if "$ref" in told else told
    assert set(told["enum"]) == values


# --- true of its examples


def examples() -> Iterator[Any]:
    """Every example of a body: where it stands, the name of its schema, the value."""
    for path, item in CONTRACT["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post"):
                yield from bodies(f"{method} {path}", operation.get("requestBody", {}))
                for status, answer in operation["responses"].items():
                    if "$ref" not in answer:
                        yield from bodies(f"{method} {path} {status}", answer)
    for name, answer in CONTRACT["components"]["responses"].items():
        yield from bodies(name, answer)


def bodies(where: str, holder: dict[str, Any]) -> Iterator[Any]:
    for media in holder.get("content", {}).values():
        schema = media["schema"]["$ref"].rpartition("/")[2]
        assert media["examples"], where
        for name, example in media["examples"].items():
            yield pytest.param(schema, example["value"], id=f"{where} {name}")


@pytest.mark.parametrize(("schema", "value"), list(examples()))
def test_an_example_is_valid_and_read_by_the_desk(schema: str, value: Any) -> None:
    of(schema).validate(value)
    read = wire.read(msgspec.json.encode(value), SHAPES[schema])
    again = msgspec.json.decode(wire.write(read))
    assert set(again) >= {name for name, inner in value.items() if inner is not None}


def test_every_operation_has_an_example_of_its_answer() -> None:
    told = {(path, method) for path, item in CONTRACT["paths"].items() for method in item if method in ("get", "post")}
    assert len(told) == 9
    for path, method in told - {("/shop/links/{token}", "post")}:
        assert CONTRACT["paths"][path][method]["responses"]["200"]["content"]["application/json"]["examples"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("Money", {"amount": "12,50", "currency": "EUR"}),
        ("Money", {"amount": 12.5, "currency": "EUR"}),
        ("PersonId", "../c-1002"),
        ("PersonId", "a/b"),
        ("PersonId", "."),
        ("Outcome", {}),
        ("Outcome", {"reference": "R", "refused": "no"}),
        ("Time", "2026-05-01T12:00:00"),
    ],
)
def test_what_the_desk_refuses_the_contract_refuses_too(schema: str, value: Any) -> None:
    assert not of(schema).is_valid(value)


@given(st.from_regex(SCHEMAS["PersonId"]["pattern"]).filter(lambda id: len(id) <= 100 and not id.endswith("\n")))
def test_every_id_of_the_contract_can_be_asked_for(id: str) -> None:
    assert wire.is_id(id)


# --- the guide


def test_the_guide_signs_as_the_desk_does() -> None:
    guide = GUIDE.read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", guide, re.DOTALL)
    assert code
    known: dict[str, Any] = {}
    exec(code[1], known)
    nonce, path = "00112233445566778899aabbccddeeff", "/frontdesk/v1/people/c-1001/orders?after=H-104233"
    for method, body in (("GET", b""), ("404", b'{"error": "There is nothing here."}')):
        header = known["signature"](SECRET, method, path, body, int(NOW.timestamp()), nonce)
        assert header == sign(SECRET, method, path, body, now=NOW, nonce=nonce)
        assert header in guide


def test_the_guide_names_every_path() -> None:
    guide = GUIDE.read_text("utf-8").replace("`.../", "`GET /v1/people/{person}/")
    for path in CONTRACT["paths"]:
        assert path in guide


# --- kept by the test server


class Loop:
    """The test server on a thread of its own, for a tester that blocks."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> str:
        self._thread.start()
        self._server = ShopServer(sample(), SECRET)
        return asyncio.run_coroutine_threadsafe(self._server.start(), self._loop).result(5)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


class Signed(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        now, nonce = datetime.now(UTC), new_nonce()
        assert isinstance(body, bytes)
        request.headers[HEADER] = sign(SECRET, str(request.method), request.path_url, body, now=now, nonce=nonce)
        return request


def sample() -> SampleShop:
    return SampleShop(ROOT / "sample" / "shop", lambda: NOW)


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    loop = Loop()
    yield loop.start()
    loop.stop()


API = schemathesis.openapi.from_path(str(PAGE)).exclude(tag="desk")
OPERATIONS = [each.ok() for each in API.get_all_operations()]
EACH = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
FEW = settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
IDS = st.sampled_from(  # of the sample, or all answers would be 404
    [
        {"person": "c-1001", "order": "H-104201", "item": "i-501"},
        {"person": "c-1002", "order": "H-104202", "item": "i-0"},
    ]
)
SEEN = {"orders": {200}, "items": {200}, "measure": {200}}


@EACH
def test_the_test_server_keeps_the_contract(root: str, operation: Any) -> None:
    seen: set[int] = set()

    @FEW
    @given(case=operation.as_strategy(), ids=st.none() | IDS)
    def ask(case: Case, ids: dict[str, str] | None) -> None:
        if ids and case.path_parameters:
            case.path_parameters = {name: ids[name] for name in case.path_parameters}
        answer = case.call(base_url=root, auth=Signed(), timeout=3)
        case.validate_response(answer, checks=CHECKS)
        header, target = answer.headers[HEADER.lower()][0], str(answer.request.path_url)
        nonce = verify(SECRET, header, str(answer.status_code), target, answer.content, now=datetime.now(UTC))
        assert f"n={nonce}" in str(answer.request.headers[HEADER])
        seen.add(answer.status_code)

    ask()
    assert seen >= SEEN.get(operation.definition.raw["operationId"], {200, 404})


@EACH
def test_nonsense_is_no_trouble_for_the_test_server(root: str, operation: Any) -> None:
    @FEW
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Case) -> None:
        answer = case.call(base_url=root, auth=Signed(), timeout=3)
        case.validate_response(answer, checks=[not_a_server_error, content_type_conformance])

    try:
        ask()
    except Unsatisfiable:
        pytest.skip("whatever is sent here fits")


@EACH
def test_the_test_server_answers_no_stranger_and_nothing_twice(root: str, operation: Any) -> None:
    @settings(FEW, max_examples=5)
    @given(case=operation.as_strategy())
    def ask(case: Case) -> None:
        assert case.call(base_url=root, headers={HEADER: ""}, timeout=3).status_code == 401
        answer = case.call(base_url=root, auth=Signed(), timeout=3)
        with requests.Session() as session:
            assert session.send(answer.request, timeout=3).status_code == 401

    ask()


# --- the desk and the test server together


@pytest.fixture
async def server() -> AsyncIterator[ShopServer]:
    server = ShopServer(sample(), SECRET)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def shop(server: ShopServer) -> AsyncIterator[HttpShop]:
    shop = HttpShop(ShopAccess(server.root, SECRET, answer_within=1.0))
    yield shop
    await shop.close()


async def all_orders(shop: Shop, person: CustomerId) -> list[OrderLine]:
    page = await shop.orders(person)
    found = [*page.orders]
    while page.more:
        page = await shop.orders(person, page.more)
        found += page.orders
    return found


async def test_over_http_it_is_the_same_shop(shop: HttpShop) -> None:
    """For all customers times all orders and items: theirs as it is, others' not at all."""
    near = sample()
    people = [each.id for each in near.people()][:3]
    orders = {line.id for each in people for line in await all_orders(near, each)}
    items = {line.id for each in people for line in await near.items(each)}
    for person in people:
        assert await shop.person(person) == await near.person(person)
        assert await all_orders(shop, person) == await all_orders(near, person)
        assert await shop.items(person) == await near.items(person)
        for order in orders:
            assert await shop.order(person, order) == await near.order(person, order)
            assert await shop.other_party(person, order) == await near.other_party(person, order)
        for item in items:
            assert await shop.item(person, item) == await near.item(person, item)


async def test_a_measure_over_http_is_done_once(shop: HttpShop) -> None:
    paid = next(each for each in await all_orders(shop, CustomerId("c-1001")) if each.status == "delivered")
    refund = Proposal("FD-1.1", "refund", "FD-1", order=paid.id, amount=paid.total)
    done = await shop.carry_out(refund)
    assert done.reference
    assert await shop.carry_out(refund) == done
    with pytest.raises(Refused, match="another body"):
        await shop.carry_out(msgspec.structs.replace(refund, measure="cancel_order"))


PASSES = {
    "slow": trouble.late(),
    "broken": trouble.BROKEN,
    "gateway": trouble.BAD_GATEWAY,
    "limited": trouble.rate_limited("7"),
    "dropped": trouble.DROPPED,
    "cut": trouble.CUT,
}
STAYS = {
    "page": trouble.HTML,
    "no JSON": trouble.NOT_JSON,
    "no UTF-8": trouble.NOT_UTF8,
    "empty": trouble.EMPTY,
    "list": trouble.LIST,
    "null": trouble.NULL,
    "deep": trouble.DEEP,
    "huge": trouble.HUGE,
    "redirect": trouble.REDIRECT,
    "signature": trouble.WRONG_SIGNATURE,
    "unsigned": trouble.UNSIGNED,
    "old": trouble.OLD_SIGNATURE,
    "another request": trouble.SIGNED_FOR_ANOTHER,
    "another status": trouble.SIGNED_AS_ANOTHER_STATUS,
    "another customer": trouble.things_of(CustomerId("c-1002")),
}
ORDERS = {"no total": trouble.without("total"), "no role": trouble.without("role")}
OTHERS = {
    "nobody is named": trouble.without("other"),
    "nobody asked for": trouble.without("person"),
    "without an id": trouble.without("id"),
    "themselves": trouble.changed(lambda answer: answer | {"other": answer["other"] | {"id": answer["person"]}}),
}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [pytest.param(each, Transient, id=name) for name, each in PASSES.items()]
    + [pytest.param(each, Refused, id=name) for name, each in (STAYS | ORDERS).items()],
)
async def test_what_goes_wrong_is_told_apart_and_names_nobody(
    server: ShopServer, shop: HttpShop, caplog: pytest.LogCaptureFixture, wrong: Trouble, error: type[Exception]
) -> None:
    person = CustomerId("c-1001")
    order = (await shop.orders(person)).orders[0]
    server.always("order", wrong)
    with pytest.raises(error) as raised:
        await shop.order(person, order.id)
    server.always("order", Trouble())
    told = f"{caplog.text} {raised.value}"
    assert not [word for word in (person, order.id, order.title, "Anna", SECRET) if word in told]
    assert await shop.order(person, order.id)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [pytest.param(each, Transient, id=name) for name, each in PASSES.items()]
    + [pytest.param(each, Refused, id=name) for name, each in (STAYS | OTHERS).items()],
)
async def test_who_the_other_party_is_goes_wrong_alike(
    server: ShopServer, shop: HttpShop, caplog: pytest.LogCaptureFixture, wrong: Trouble, error: type[Exception]
) -> None:
    person, order = CustomerId("c-1001"), OrderId("H-104203")
    server.always("other_party", wrong)
    with pytest.raises(error) as raised:
        await shop.other_party(person, order)
    server.always("other_party", Trouble())
    told = f"{caplog.text} {raised.value}"
    assert not [word for word in (person, order, "c-1002", "Daan", "daan@", SECRET) if word in told]
    assert await shop.other_party(person, order)


async def test_a_shop_that_cannot_say_who_it_is_says_so(server: ShopServer, shop: HttpShop) -> None:
    server.always("other_party", trouble.changed(lambda answer: answer | {"other": None}))
    assert await shop.other_party(CustomerId("c-1001"), OrderId("H-104203")) is None


async def test_a_kept_connection_that_was_closed_is_no_replay(server: ShopServer, shop: HttpShop) -> None:
    person = CustomerId("c-1001")
    assert await shop.person(person)
    server.script("person", trouble.DROPPED)
    assert await shop.person(person)
    assert [each.refused for each in server.requests] == ["", "", ""]
