"""Deliveries in trouble: repeats, duplicates, refused, deaf and renewed sockets, restarts."""

import asyncio
import json

import aiohttp
import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.faults import Fault, Moment
from bots.playground.slack import ChannelScreen, Limits, NotAcknowledged, Person, SlackServer, load
from tests.playground_slack.bolt import CONNECT, Product, by_http, by_socket

BOTH = pytest.mark.parametrize("mode", sorted(CONNECT))


def fail_first(product: Product, times: int) -> None:
    """Answer the first requests with an error, before any listener sees them."""
    left = times

    async def middleware(req: AsyncBoltRequest, resp: BoltResponse, next: object) -> BoltResponse | None:
        nonlocal left
        if left:
            left -= 1
            return BoltResponse(status=500, body="")
        await next()  # type: ignore[operator]
        return None

    product.app.use(middleware)


@BOTH
async def test_what_is_not_acknowledged_comes_again(
    server: SlackServer, support: ChannelScreen, tom: Person, mode: str
) -> None:
    product = Product(server)
    fail_first(product, 2)
    async with CONNECT[mode](server, product):
        await tom.writes(support, "Hello")
        assert await product.hears(1) == ["Hello"]
    reason = {"socket": "timeout", "http": "http_error"}[mode]
    assert product.retries == [("2", reason)]


@BOTH
async def test_after_the_last_repeat_it_is_given_up(
    server: SlackServer, support: ChannelScreen, tom: Person, mode: str
) -> None:
    product = Product(server)
    fail_first(product, 99)
    async with CONNECT[mode](server, product):
        await tom.writes(support, "Hello")
        await server.deliveries.quiet()
    assert [each["event"]["text"] for each in server.deliveries.given_up] == ["Hello"]
    assert server.state.undelivered == {}


@BOTH
async def test_an_event_can_come_four_times_with_one_id(
    server: SlackServer, support: ChannelScreen, tom: Person, mode: str
) -> None:
    server.deliver_times = 4
    product = Product(server)
    async with CONNECT[mode](server, product):
        await tom.writes(support, "Hello")
        assert await product.hears(4) == ["Hello"] * 4
    assert len({each["event_id"] for each in product.heard}) == 1


@BOTH
async def test_an_acknowledgement_that_dies_on_the_way_is_a_repeat(
    server: SlackServer, support: ChannelScreen, tom: Person, mode: str
) -> None:
    stops: list[str] = []
    server.faults.stop_product = lambda: stops.append("stopped")
    server.faults.add(Fault("slack-events", "ack", kill=Moment.BEFORE))
    product = Product(server)
    async with CONNECT[mode](server, product):
        await tom.writes(support, "Hello")
        assert await product.hears(2) == ["Hello", "Hello"]
    assert stops == ["stopped"]


async def test_a_click_is_not_repeated(server: SlackServer, support: ChannelScreen, tom: Person) -> None:
    product = Product(server)
    fail_first(product, 99)
    button = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}}
    async with by_http(server, product):
        card = [{"type": "actions", "elements": [button]}]
        await product.client.chat_postMessage(channel=support.id, text="card", blocks=card)
        with pytest.raises(NotAcknowledged):
            await tom.clicks("Claim")
        await server.deliveries.quiet()


async def test_an_event_goes_to_one_of_several_connections(
    server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    one, two = Product(server), Product(server)
    async with by_socket(server, one), by_socket(server, two):
        for number in range(4):
            await tom.writes(support, str(number))
        await one.hears(2)
        await two.hears(2)
        await server.deliveries.quiet()
    assert (len(one.heard), len(two.heard)) == (2, 2)


async def test_the_eleventh_connection_is_sent_away(server: SlackServer, client: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            url = (await client.apps_connections_open(app_token="xapp-playground"))["url"]
            sockets.append(await session.ws_connect(url))
        said = [json.loads(await socket.receive_str()) for socket in sockets]
    assert [each["type"] for each in said] == ["hello"] * 10 + ["disconnect"]
    assert said[-1]["reason"] == "too_many_websockets"


async def test_refused_sockets_lose_what_was_said_meanwhile(
    server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    server.deliveries.ack_seconds = 0.02
    product = Product(server)
    async with by_socket(server, product):
        await server.sockets.refuse()
        root = await tom.writes(support, "Is anybody there?")
        await server.deliveries.quiet()
        server.deliveries.ack_seconds = 0.5
        server.sockets.accept()
        await server.sockets.connected()
        await tom.writes(support, "Hello again")
        assert await product.hears(1) == ["Hello again"]
    missed = await product.client.conversations_replies(channel=support.id, ts=root)
    assert missed["messages"][0]["text"] == "Is anybody there?"


async def test_a_renewed_connection_goes_on(server: SlackServer, support: ChannelScreen, tom: Person) -> None:
    product = Product(server)
    async with by_socket(server, product):
        old = server.sockets.connections[0]
        await server.sockets.disconnect()
        await server.sockets.connected()
        await tom.writes(support, "Hello")
        assert await product.hears(1) == ["Hello"]
        assert server.sockets.connections[-1] is not old


async def test_a_deaf_connection_is_noticed_by_its_missing_pongs(
    server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    product = Product(server)
    async with by_socket(server, product):
        server.sockets.deafen()
        old = server.sockets.connections[0]
        async with asyncio.timeout(5):
            while old in server.sockets.connections:  # noqa: ASYNC110 - it is the client that acts
                await asyncio.sleep(0.01)
        await server.sockets.connected()
        await tom.writes(support, "Hello")
        assert await product.hears(1) == ["Hello"]


async def test_any_text_can_be_pushed_into_the_socket(server: SlackServer, support: ChannelScreen, tom: Person) -> None:
    product = Product(server)
    async with by_socket(server, product):
        await server.push_envelope("{}")
        await server.push_envelope({"type": "news", "envelope_id": "1", "payload": {}})
        await tom.writes(support, "Hello")
        assert await product.hears(1) == ["Hello"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X_Slack_Signature": "v0=00"}, 401),
        ({"X_Slack_Request_Timestamp": "1000000000"}, 401),
    ],
)
async def test_http_bodies_are_signed_unless_told_otherwise(
    server: SlackServer, headers: dict[str, str], status: int
) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    async with by_http(server, Product(server)):
        assert (await server.push_http(body, **headers)).status == status


async def test_what_was_undelivered_at_a_stop_comes_after_the_restart(
    server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    server.deliveries.ack_seconds = 9
    ts = await tom.writes(support, "Hello")
    stored = server.dump()
    await server.stop()
    again = SlackServer(state=load(stored), limits=Limits.lifted())
    await again.start()
    product = Product(again)
    async with by_socket(again, product):
        assert await product.hears(1) == ["Hello"]
    assert [m.ts for m in again.channel("support").messages] == [ts]
    assert await again.agent("Tom Visser", id="U0TOM").writes(again.channel("support"), "More") > ts
    await again.stop()
