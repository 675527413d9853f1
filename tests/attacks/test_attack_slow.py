"""Strangers who take their time, or bring much at once: no door waits for them for ever, keeps much for them, or shuts for others."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bots import running
from bots.mail import webhook as mail_webhook
from bots.mail.webhook import MAIL_PATH, MailWebhook
from bots.mail.webhook_signing import HEADER as MAIL_SIGNATURE
from bots.mail.webhook_signing import sign as sign_mail
from bots.shop import door as shop_door
from bots.shop.door import LINK_PATH, ShopDoor
from bots.slack import door as slack_door
from bots.slack.door import Door
from bots.slack.errors import Rejected
from core.store.sqlite import SqliteStore
from handoff.board.gate.listening import Listening
from handoff.board.server import IDLE
from tests.attacks.besieged import Besieged, resident
from tests.attacks.wire import Port, request
from tests.engine.fakes import NOON, Clock

SHOP_PATH = "/shop/links/" + "A" * 32
SECRET = "a secret that is long enough for every door"

Handler = Callable[[web.Request], object]


@asynccontextmanager
async def listening(path: str, handler: Handler, *, idle: float = 5.0, most: int = 500) -> AsyncIterator[Port]:
    app = web.Application()
    app.router.add_route("*", path, handler)  # type: ignore[arg-type]
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await Listening(runner, "127.0.0.1", 0, idle, most).start()
    try:
        yield Port(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def hello(_: web.Request) -> web.Response:
    return web.Response(text="hello")


async def slack(request: web.Request) -> web.Response:
    try:
        await _SLACK.read(request)
    except Rejected as rejected:
        return web.Response(status=rejected.status)
    return web.Response()


_SLACK = Door(SECRET)


# --- heads that do not come to their end
@pytest.mark.fault("Security", "slow requests", "a connection without a whole request is closed; a slow body is a 408")
@pytest.mark.parametrize("begun", [b"", b"G", b"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "])
async def test_a_head_that_does_not_end_is_not_waited_for(begun: bytes) -> None:
    async with listening("/", hello, idle=0.1) as port:
        begin = time.monotonic()
        assert (await port.hears(begun)).status == 0
        assert time.monotonic() - begin < 10


async def test_a_head_that_drips_is_not_waited_for_either() -> None:
    async with listening("/", hello, idle=0.2) as port:
        begin = time.monotonic()
        head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 100
        assert (await port.hears(*(head[at : at + 1] for at in range(len(head))), pause=0.02)).status == 0
        assert time.monotonic() - begin < 10


def test_the_desk_waits_longer_than_proxies_keep_a_connection_and_not_for_an_hour() -> None:
    """nginx closes idle ones to upstream after 60 seconds: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout."""
    assert 60 < running.IDLE < 120
    assert IDLE <= 60


# --- bodies that do not come to their end
async def test_slack_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_door, "BODY_WITHIN", 0.1)
    async with listening("/", slack) as port:
        assert (await drips(port, "/", (b"X-Slack-Request-Timestamp", str(int(time.time())).encode()))).status == 408


async def test_a_shop_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shop_door, "BODY_WITHIN", 0.1)
    store = SqliteStore.open(":memory:")
    async with listening(LINK_PATH, ShopDoor(store, Clock(), SECRET, lambda: None).confirm) as port:
        assert (await drips(port, SHOP_PATH)).status == 408
    await store.close()


async def drips(port: Port, path: str, *headers: tuple[bytes, bytes]) -> object:
    sent = [(b"Content-Length", b"1000"), *headers]
    return await port.hears(request(b"POST", path, sent), *(b" " for _ in range(50)), pause=0.02, patience=0.5)


async def test_slack_is_not_read_where_nobody_says_when_it_was_signed() -> None:
    """So a stranger who knows nothing of Slack makes the desk keep nothing."""
    async with listening("/", slack) as port:
        answer = await port.hears(request(b"POST", "/", [(b"Content-Length", b"1000")]), patience=0.3)
    assert answer.status == 401


# --- much at once
async def took_nothing(raw: bytes, full_size: int) -> None:
    raise AssertionError("nothing here is signed")


@pytest.mark.fault(
    "Security", "much at once", "what arrives unproven takes bounded memory; others are asked to come again"
)
async def test_mails_that_nobody_signed_take_no_more_than_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signature is known to be forged only when the whole body is there."""
    monkeypatch.setattr(mail_webhook, "AT_ONCE", 100_000)
    signed = (MAIL_SIGNATURE.encode(), f"t={int(NOON.timestamp())},v1={'0' * 64}".encode())
    begun = request(b"POST", MAIL_PATH, [signed, (b"Content-Length", b"60001")], b"x" * 60_000)
    async with listening(MAIL_PATH, MailWebhook(SECRET, took_nothing, Clock()).handle) as port:
        async with held(port, begun):
            second = await port.hears(begun + b"x", patience=2)
        assert (second.status, second.header("Retry-After")) == (503, "1")
        assert (await port.hears(begun + b"x", patience=2)).status == 401


@asynccontextmanager
async def held(port: Port, begun: bytes) -> AsyncIterator[None]:
    """Somebody who has sent this and says no more."""
    _, writer = await asyncio.open_connection("127.0.0.1", port.number)
    writer.write(begun)
    await writer.drain()
    await asyncio.sleep(0.05)
    try:
        yield
    finally:
        writer.transport.abort()
        await asyncio.sleep(0.05)


async def test_a_mail_that_is_signed_is_taken_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_webhook, "AT_ONCE", 100_000)
    took: list[bytes] = []

    async def take(raw: bytes, full_size: int) -> None:
        took.append(raw)

    forged = (MAIL_SIGNATURE.encode(), f"t={int(NOON.timestamp())},v1={'0' * 64}".encode())
    mail = b"Subject: hello\r\n\r\nhello"
    signed = (MAIL_SIGNATURE.encode(), sign_mail(SECRET, mail, int(NOON.timestamp())).encode())
    async with listening(MAIL_PATH, MailWebhook(SECRET, take, Clock()).handle) as port:
        begun = request(b"POST", MAIL_PATH, [forged, (b"Content-Length", b"60001")], b"x" * 60_000)
        async with held(port, begun):
            assert (await port.posts(MAIL_PATH, mail, signed)).status == 200
    assert took == [mail]


async def test_connections_beyond_what_there_is_room_for_are_closed_at_once() -> None:
    async with listening("/", hello, most=3) as port, contextlib.AsyncExitStack() as others:
        for _ in range(3):
            await others.enter_async_context(held(port, b"GET / HTTP/1.1\r\n"))
        assert (await port.gets("/")).status == 0
        await others.aclose()
        assert (await port.gets("/")).body == "hello"


# --- all of it against the whole desk
@pytest.mark.asyncio(loop_scope="module")
async def test_two_hundred_who_say_half_a_word_keep_nobody_waiting(town: Besieged) -> None:
    async with contextlib.AsyncExitStack() as others:
        before = resident()
        for port in (town.gate, town.front):
            for number in range(100):
                await others.enter_async_context(waiting(port, HALVES[number % len(HALVES)]))
        begin = time.monotonic()
        assert (await town.gate.gets("/health")).status == 200
        assert (await town.front.gets("/sign-in")).status == 200
        await is_served(town, 3001)
        assert time.monotonic() - begin < 10
        assert resident() - before < 64 * 1024 * 1024


HALVES = (
    b"",
    b"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le",
    b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n{",
    b"POST /mail HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\ntoken=",
)


@asynccontextmanager
async def waiting(port: Port, begun: bytes) -> AsyncIterator[None]:
    _, writer = await asyncio.open_connection("127.0.0.1", port.number)
    writer.write(begun)
    try:
        yield
    finally:
        writer.transport.abort()


async def is_served(town: Besieged, customer: int) -> None:
    guest = town.customer(customer, "Gil")
    await guest.write("When do I get my money back?")
    await guest.reads("working days")


@pytest.mark.asyncio(loop_scope="module")
async def test_who_hangs_up_in_the_middle_is_no_accident(town: Besieged, caplog: pytest.LogCaptureFixture) -> None:
    for port in (town.gate, town.front):
        for half in HALVES:
            async with held(port, half):
                pass
    await is_served(town, 3002)
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
