"""Strangers at every open address: whatever bytes they send, the answer is polite and tells nothing, and the desk goes on."""

import gzip
import json
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio

from bots.mail.webhook_signing import HEADER as MAIL_SIGNATURE
from bots.shop.signing import HEADER as SHOP_SIGNATURE
from tests.attacks.besieged import BUDGET, WEBHOOK_SECRET, Besieged, descriptors, resident
from tests.attacks.wire import Answer, Port, complaints, request

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOORS = ("/telegram", "/slack/events", f"/shop/links/{'A' * 32}", "/mail", "/health", "/", "/nothing")
PAGES = (
    "/",
    "/sign-in",
    "/sign-in/slack",
    "/sign-in/slack/back",
    "/sign-out",
    "/health",
    "/metrics",
    "/live/events",
    "/cases/FD-7K2M9",
    "/acts/letter",
    "/static/board.css",
    "/nothing",
)
JSON = (b"Content-Type", b"application/json")
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
CHUNKED = (b"Transfer-Encoding", b"chunked")
GROWN = (
    96 * 1024 * 1024
)  # bytes of memory that a module of attacks may cost: caches, and what the other side of each test keeps


def addresses(town: Besieged) -> Iterator[tuple[Port, str]]:
    yield from ((town.gate, path) for path in DOORS)
    yield from ((town.front, path) for path in PAGES)


async def wrong_anywhere(town: Besieged, made: Callable[[str], bytes]) -> list[str]:
    """What is wrong when each address is sent what is made of its path."""
    found = []
    for port, path in addresses(town):
        answer = await port.hears(made(path))
        found += [f"{path}: {each}: {answer}" for each in complaints(answer, town.insides)]
        found += [] if answer.status else [f"{path}: no answer"]
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def it_outlives_all_of_this(town: Besieged) -> AsyncIterator[None]:
    """Around the module: it is well, a customer is served, and nothing of the strangers is kept."""
    await is_alive(town, 2001)
    memory, files = resident(), descriptors()
    yield
    await is_alive(town, 2002)
    assert resident() - memory < GROWN
    assert descriptors() - files < 20


async def is_alive(town: Besieged, customer: int) -> None:
    health = await town.gate.gets("/health")
    assert (health.status, json.loads(health.body)["status"]) == (200, "ok")
    guest = town.customer(customer, "Gil")
    await guest.write("When do I get my money back?")
    await guest.reads("working days")


# --- bytes that are no request
GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
NO_REQUESTS = {
    "line ends": b"\r\n\r\n",
    "words": b"hello, who is there?\r\n\r\n",
    "zeros": b"\0" * 4096,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xa5" * 508,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/9": b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
    "an endless method": b"G" * 100_000 + b" / HTTP/1.1\r\n\r\n",
    "an endless target": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "an endless header": GET + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
    "ten thousand headers": GET + b"X: y\r\n" * 10_000 + b"\r\n",
    "a header without a name": GET + b": x\r\n\r\n",
    "a header with a zero": GET + b"X: a\0b\r\n\r\n",
    "lone line feeds": b"GET / HTTP/1.1\nHost: 127.0.0.1\nX: y\n\n",
    "a folded header": GET + b"X: a\r\n b\r\n\r\n",
    "two hosts": GET + b"Host: evil.example\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "a length that is none": POST + b"Content-Length: abc\r\n\r\n",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "an endless length": POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk of no size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
    "a chunk of endless size": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 5000 + b"\r\n",
    "an unknown encoding": POST + b"Transfer-Encoding: shrunk\r\n\r\n",
    "an upgrade": GET + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "another's address": b"GET http://169.254.169.254/latest HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "many in one": (GET + b"\r\n") * 2000,
}


@pytest.mark.fault(
    "Security", "fuzzed addresses", "no 500, no stack trace, no insides, and a customer is served after it"
)
@pytest.mark.parametrize("raw", NO_REQUESTS.values(), ids=NO_REQUESTS)
async def test_bytes_that_are_no_request(town: Besieged, raw: bytes) -> None:
    for port in (town.gate, town.front):
        answer = await port.hears(raw, patience=0.3)
        assert complaints(answer, town.insides) == [], answer


# --- requests to every address
@pytest.mark.parametrize(
    "method",
    [b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"PROPFIND", b"SEARCH", b"X" * 200],
)
async def test_every_method(town: Besieged, method: bytes) -> None:
    assert await wrong_anywhere(town, lambda path: request(method, path)) == []


HEADERS = {
    "another host": [(b"Host", b"evil.example")],
    "a host with a port of its own": [(b"Host", b"127.0.0.1:99999999")],
    "a host that is none": [(b"Host", b"[::1")],
    "a host in Cyrillic": [(b"Host", "привет.example".encode())],
    "a host in bytes": [(b"Host", b"\xff\xfe")],
    "a host with a path": [(b"Host", b"127.0.0.1/../..")],
    "no type": [(b"Content-Type", b";;;===")],
    "an unknown charset": [(b"Content-Type", b"application/json; charset=bogus")],
    "a charset that decodes to bytes": [(b"Content-Type", b"application/x-www-form-urlencoded; charset=base64")],
    "a cookie of bytes": [(b"Cookie", b"frontdesk_board=\xff; =; ;;; a=" + b"b" * 4000)],
    "languages that are none": [(b"Accept-Language", b"\xff," * 500)],
    "ranges": [(b"Range", b"bytes=0-0," * 500 + b"-1")],
    "a date that is none": [(b"If-Modified-Since", b"yesterday"), (b"If-None-Match", b'"' * 3000)],
    "an origin that is none": [(b"Origin", b"null"), (b"Referer", b"javascript:alert(1)")],
    "an expectation": [(b"Expect", b"200-ok")],
    "a proxy that lies": [(b"X-Forwarded-For", b"127.0.0.1, ::1, \xff"), (b"X-Forwarded-Host", b"evil.example")],
    "another method inside": [(b"X-HTTP-Method-Override", b"DELETE")],
    "a signature of junk": [(b"X-Slack-Signature", b"v0=\xff"), (b"X-Slack-Request-Timestamp", b"9" * 5000)],
    "a secret of junk": [(b"X-Telegram-Bot-Api-Secret-Token", b"\xff" * 300)],
    "a token of junk": [(b"Authorization", b"Bearer \xff"), (b"X-CSRF-Token", b"\xff" * 100)],
    "signatures of junk": [(MAIL_SIGNATURE.encode(), b"t=\xff,v1="), (SHOP_SIGNATURE.encode(), b"t=1,n=,v1=")],
    "the same twice": [(b"Content-Type", b"text/plain"), (b"Content-Type", b"application/json")],
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_every_header(town: Besieged, headers: list[tuple[bytes, bytes]]) -> None:
    assert await wrong_anywhere(town, lambda path: request(b"GET", path, headers)) == []
    sent = [(b"Content-Length", b"2"), *headers]
    assert await wrong_anywhere(town, lambda path: request(b"POST", path, sent, b"{}")) == []


BODIES = {
    "nothing": (JSON, b""),
    "half a JSON": (JSON, b'{"update_id": 1, "message": {'),
    "a deep JSON": (JSON, b'{"a":' * 100_000),
    "a closed deep JSON": (JSON, b"[" * 900 + b"]" * 900),
    "a number without end": (JSON, b"9" * 100_000),
    "not a number": (JSON, b'{"update_id": NaN, "a": Infinity}'),
    "half a character": (JSON, b'{"update_id": 1, "a": "\\ud800"}'),
    "a zero": (JSON, b'{"update_id": 1, "a": "\\u0000"}'),
    "the same name twice": (JSON, b'{"update_id": 1, "update_id": 2}'),
    "UTF-16": (JSON, '{"update_id": 1}'.encode("utf-16")),
    "UTF-7": ((b"Content-Type", b"application/json; charset=utf-7"), b"+AHsAfQ-"),
    "bytes": (JSON, bytes(range(256))),
    "a form": (FORM, b"payload=%7B%7D&payload=%5B%5D&token=%ff&to=//evil.example"),
    "five thousand fields": (FORM, b"&".join(b"a%d=b" % number for number in range(5000))),
    "a form of parts": ((b"Content-Type", b"multipart/form-data; boundary=x"), b"--x\r\n\r\n" * 500),
    "a boundary that is none": ((b"Content-Type", b'multipart/form-data; boundary="'), b"--x"),
    "a picture": ((b"Content-Type", b"image/png"), b"\x89PNG\r\n"),
    "a packed bomb": ((b"Content-Encoding", b"gzip"), gzip.compress(b" " * 30_000_000)),
    "packed junk": ((b"Content-Encoding", b"deflate"), b"junk"),
    "packed in an unknown way": ((b"Content-Encoding", b"zstd, br, gzip"), b"junk"),
    "three megabytes": (JSON, b" " * 3_000_000),
}


@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
async def test_every_body(town: Besieged, kind: tuple[bytes, bytes], body: bytes) -> None:
    sent = [(b"Content-Length", b"%d" % len(body)), kind]
    assert await wrong_anywhere(town, lambda path: request(b"POST", path, sent, body)) == []


async def test_a_body_that_says_it_is_enormous(town: Besieged) -> None:
    """Nobody waits for a terabyte, nor makes room for it."""
    sent = [(b"Content-Length", b"%d" % 2**40), JSON]
    for path in DOORS:
        answer = await town.gate.hears(request(b"POST", path, sent, b"{"), patience=0.3)
        assert complaints(answer, town.insides) == []


async def test_chunks_that_break_off(town: Besieged) -> None:
    for path in DOORS:
        answer = await town.gate.hears(request(b"POST", path, [JSON, CHUNKED], b'5\r\n{"a":\r\nzz\r\n'), patience=0.5)
        assert complaints(answer, town.insides) == [], path


PATHS = (
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fdesk.db",
    "/static/../../../desk.db",
    "/static/..%5c..%5cserver.py",
    "//evil.example/x",
    "/%00",
    "/%ff%fe",
    "/" + "%F0%9F%92%A9" * 200,
    "/" + "a/" * 3000,
    "/telegram/",
    "/telegram;x=1",
    "/TELEGRAM",
    "/mail/../health",
    "/shop/links/",
    "/shop/links/..%2f..%2f",
    "/shop/links/" + "A" * 7000,
    "/shop/links/%ff?" + "a=b&" * 1000,
    "/cases/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/cases?code=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/sign-in?token=%3Cscript%3E&to=javascript:alert(1)",
    "/sign-in/slack/back?code=x&state=%ff&error=%3Cscript%3E",
    "/figures?days=-1&by=%00&from=9999-99-99",
    "/export.csv?what=%2e%2e",
    "*",
    "/?" + "x" * 7000,
)


@pytest.mark.fault("Security", "path tricks", "there are these addresses and these files, and no others")
@pytest.mark.parametrize("path", PATHS)
async def test_every_path(town: Besieged, path: str) -> None:
    for port in (town.gate, town.front):
        for method in (b"GET", b"POST"):
            answer = await port.hears(request(method, path))
            assert complaints(answer, town.insides) == [], answer
            assert "root:" not in answer.body
            assert "<script>alert" not in answer.body


# --- what an answer tells
async def test_no_answer_names_what_the_desk_is_built_with(town: Besieged) -> None:
    for port, path in addresses(town):
        answer = await port.gets(path)
        assert answer.header("Server") == "frontdesk", path
        assert answer.header("X-Content-Type-Options") == "nosniff"


@pytest.mark.fault(
    "Security", "metrics and health on loopback by default", "both listen on 127.0.0.1; others are refused"
)
async def test_health_says_nothing_that_a_stranger_may_not_read(town: Besieged) -> None:
    answer = await town.gate.gets("/health")
    assert set(json.loads(answer.body)) == {"status", "roles"}


async def test_health_asked_a_thousand_times_costs_no_customer_their_answer(town: Besieged) -> None:
    begun = time.monotonic()
    asked = b"".join([request(b"GET", "/health").replace(b"Connection: close\r\n", b"")] * 200)
    for _ in range(5):
        assert complaints(await town.gate.hears(asked, patience=0.2), town.insides) == []
    await is_alive(town, 2003)
    assert time.monotonic() - begun < 15


# --- chance
METHODS = (b"GET", b"POST", b"PUT", b"HEAD", b"OPTIONS", b"\xff", b"G ET")
KINDS = (
    b"application/json",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"\xff",
    b"text/html",
)
NAMES = (
    b"Cookie",
    b"Origin",
    b"Accept",
    b"Range",
    b"Authorization",
    b"Content-Encoding",
    b"X-Slack-Signature",
    b"Expect",
)


def by_chance(chance: random.Random) -> tuple[str, bytes]:
    """A request that nobody would write, to an address that is there."""
    path = chance.choice((*DOORS, *PAGES))
    target = chance.choice((path, path + "?" + junk(chance, 20).hex(), path + "/%" + junk(chance, 2).hex()))
    body = junk(chance, chance.choice((0, 10, 1000, 70_000)))
    length = len(body) + chance.choice((0, 0, 0, 0, -1, 1))
    headers = [(b"Content-Type", chance.choice(KINDS)), (b"Content-Length", b"%d" % length)]
    headers += [(chance.choice(NAMES), junk(chance, 30).replace(b"\r", b"").replace(b"\n", b"")) for _ in range(3)]
    return path, request(chance.choice(METHODS), target, headers, body, chance.choice((b"1.1", b"1.0", b"1.1", b"3")))


def junk(chance: random.Random, most: int) -> bytes:
    return chance.randbytes(chance.randint(0, most))


async def test_requests_by_chance(town: Besieged) -> None:
    chance = random.Random(20251)
    for _ in range(150 * BUDGET):
        path, raw = by_chance(chance)
        for port in (town.gate, town.front):
            answer: Answer = await port.hears(raw, patience=0.1)
            assert complaints(answer, town.insides) == [], (path, raw[:2000], answer)


# --- who knows the secret and sends junk is Telegram itself on a bad day
@pytest.mark.parametrize("body", [each for _, each in BODIES.values()], ids=BODIES)
async def test_junk_with_the_right_secret(town: Besieged, body: bytes) -> None:
    secret = (b"X-Telegram-Bot-Api-Secret-Token", WEBHOOK_SECRET.encode())
    answer = await town.gate.posts("/telegram", body, JSON, secret)
    assert complaints(answer, town.insides) == []
    assert answer.status in (200, 400, 413)
