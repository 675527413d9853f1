"""Slack's address is open to the world: whatever is posted there is answered 200, 400, 401, 405, 413 or 503, never 500."""

import io
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from urllib.parse import urlencode

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.playground.slack import Limits, SlackServer
from bots.playground.slack.delivery_http import signature
from bots.slack.access import ByHttp, SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.door import LARGEST_BODY
from core.language.catalog import read_catalog
from core.model.errors import Transient
from core.model.rows import Received
from core.store.sqlite import SqliteStore

CATALOG = read_catalog()  # reading it takes a while

SECRET = "the signing secret"
EVENT = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}).encode()
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Inbox:
    def __init__(self) -> None:
        self.items: list[Received] = []
        self.full = False

    async def receive(self, items: Sequence[Received]) -> None:
        if self.full:
            raise Transient("the disk is full")
        self.items += items


class Stranger:
    """Anybody who posts to the address; with the secret, Slack itself."""

    def __init__(self, session: aiohttp.ClientSession, url: str, channel: SlackChannel, inbox: Inbox) -> None:
        self.session = session
        self.url = url
        self.channel = channel
        self.inbox = inbox

    async def posts(self, body: bytes, kind: str = JSON, /, **headers: str | None) -> tuple[int, str]:
        now = str(int(time.time()))
        timestamp = headers.pop("timestamp", now) or ""
        signed = headers.pop("signature", signature(SECRET, timestamp, body))
        given = {"Content-Type": kind, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signed}
        sent = {name: value for name, value in given.items() if value}
        async with self.session.post(self.url, data=io.BytesIO(body), headers=sent) as answer:
            return answer.status, await answer.text()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stranger() -> AsyncIterator[Stranger]:
    server = SlackServer(limits=Limits.lifted(), signing_secret=SECRET)
    root = await server.start()
    server.channel("support")
    server.agent("Tom", id="U1")
    store = SqliteStore.open(":memory:")
    access = SlackAccess(server.api.bot_token, "support", ByHttp(SECRET), api_root=root)
    channel = await SlackChannel.open(access, CATALOG, store)
    inbox = Inbox()
    await channel.start(inbox)
    app = web.Application()
    app.router.add_route("*", "/slack/events", channel.http)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        yield Stranger(session, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", channel, inbox)
    await runner.cleanup()
    await channel.close()
    await server.stop()
    await store.close()


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_slack_signed_is_stored(stranger: Stranger) -> None:
    assert await stranger.posts(EVENT) == (200, "")
    assert stranger.inbox.items[-1].key == "slack:event:Ev1"


async def test_presses_and_commands_come_as_forms(stranger: Stranger) -> None:
    press = {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "duty.on", "action_ts": "1.2"}]}
    assert (await stranger.posts(urlencode({"payload": json.dumps(press)}).encode(), FORM))[0] == 200
    command = {"command": "/frontdesk", "text": "on", "user_id": "U1", "trigger_id": "13.37"}
    assert (await stranger.posts(urlencode(command).encode(), FORM))[0] == 200
    assert [item.key.rpartition(":")[0] for item in stranger.inbox.items[-2:]] == ["slack:press", "slack:command"]


async def test_slack_is_shown_that_the_address_is_ours(stranger: Stranger) -> None:
    status, answer = await stranger.posts(b'{"type": "url_verification", "challenge": "3eZbrw1aB"}')
    assert (status, json.loads(answer)) == (200, {"challenge": "3eZbrw1aB"})


def by_another(now: int) -> dict[str, str | None]:
    return {"signature": signature("another", str(now), EVENT), "timestamp": str(now)}


# The time is read when the request is made: a test that waits for its turn must not meet yesterday's "too early".
FORGED: dict[str, Callable[[int], dict[str, str | None]]] = {
    "no signature": lambda _: {"signature": None},
    "a wrong signature": lambda _: {"signature": "v0=" + "0" * 64},
    "signed with another secret": by_another,
    "a signature of another version": lambda _: {"signature": "v1=" + "0" * 64},
    "a non-ASCII signature": lambda _: {"signature": "v0=é€𝟘"},
    "no timestamp": lambda _: {"timestamp": None},
    "301 seconds old": lambda now: {"timestamp": str(now - 301)},
    "too early": lambda now: {"timestamp": str(now + 330)},
    "abc": lambda _: {"timestamp": "abc"},
    "no ASCII digits": lambda _: {"timestamp": "١٧٦٠٠٠٠٠٠٠"},
    "a fraction": lambda now: {"timestamp": f"{now}.5"},
    "an endless number": lambda _: {"timestamp": "9" * 5000},
    "a negative number": lambda now: {"timestamp": f"-{now}"},
}


@pytest.mark.fault("Security", 'Slack: timestamp 301 s off, "abc", non-ASCII', "401, never 500")
@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED)
async def test_what_slack_did_not_sign_just_now_is_401(
    stranger: Stranger, headers: Callable[[int], dict[str, str | None]]
) -> None:
    before = len(stranger.inbox.items)
    assert (await stranger.posts(EVENT, **headers(int(time.time()))))[0] == 401
    assert len(stranger.inbox.items) == before


@pytest.mark.fault("Security", "Slack: wrong signature, one byte changed", "401, never 500")
async def test_one_byte_changed_is_401(stranger: Stranger) -> None:
    timestamp = str(int(time.time()))
    signed = signature(SECRET, timestamp, EVENT)
    assert (await stranger.posts(EVENT.replace(b"Ev1", b"Ev2"), timestamp=timestamp, signature=signed))[0] == 401


@pytest.mark.fault("Security", "Slack: wrong signature, one byte changed")
async def test_doubled_headers_are_401(stranger: Stranger) -> None:
    timestamp = str(int(time.time()))
    signed = signature(SECRET, timestamp, EVENT)
    headers = [("X-Slack-Request-Timestamp", timestamp), ("X-Slack-Signature", signed), ("X-Slack-Signature", signed)]
    async with stranger.session.post(stranger.url, data=EVENT, headers=headers) as answer:
        assert answer.status == 401


BROKEN = {
    "nothing": (b"", JSON),
    "half a JSON": (b'{"type": ', JSON),
    "not an object": (b"[1, 2]", JSON),
    "a number": (b"9" * 5000, JSON),
    "not UTF-8": (b'{"type": "\xff\xfe"}', JSON),
    "nested without end": (b'{"a":' * 100_000, JSON),
    "an event that is none": (b'{"type": "event_callback", "event": "message"}', JSON),
    "a form without fields": (b"hello", FORM),
    "a form of junk": (b"payload=%7Bnot-json", FORM),
    "a form that is not UTF-8": (b"payload=%ff%fe", FORM),
    "a form with a list": (b"payload=%5B%5D", FORM),
    "a form as JSON": (b"payload=%7B%7D", JSON),
    "a picture": (b"\x89PNG\r\n", "image/png"),
}


@pytest.mark.fault("Security", "Slack: invalid JSON", "400, never 500")
@pytest.mark.parametrize(("body", "kind"), BROKEN.values(), ids=BROKEN)
async def test_what_is_signed_and_broken_is_400(stranger: Stranger, body: bytes, kind: str) -> None:
    assert (await stranger.posts(body, kind))[0] == 400


async def test_more_than_a_megabyte_is_413(stranger: Stranger) -> None:
    assert (await stranger.posts(b" " * (LARGEST_BODY + 1)))[0] == 413
    assert (await stranger.posts(EVENT + b" " * (LARGEST_BODY - len(EVENT))))[0] == 200


async def test_only_post(stranger: Stranger) -> None:
    for method in ("GET", "PUT", "DELETE", "OPTIONS"):
        async with stranger.session.request(method, stranger.url) as answer:
            assert answer.status == 405


@pytest.mark.fault("Stores", "full disk")
async def test_a_full_disk_is_503_so_that_slack_comes_again(stranger: Stranger) -> None:
    stranger.inbox.full = True
    status, _ = await stranger.posts(EVENT)
    stranger.inbox.full = False
    assert status == 503


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KNOWN = (
    "type",
    "event",
    "team",
    "team_id",
    "user",
    "channel",
    "actions",
    "view",
    "container",
    "authorizations",
    "message",
)


@pytest.mark.fault("Security", "Slack: invalid JSON")
@given(st.dictionaries(st.sampled_from(KNOWN), JUNK, max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_shape_makes_it_stumble(stranger: Stranger, body: dict[str, object]) -> None:
    assert (await stranger.posts(json.dumps(body).encode()))[0] in (200, 400)
