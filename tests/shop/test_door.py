"""The desk's address for the shop is open to the world: one signed word of the shop signs one chat in, and nothing else does."""

import asyncio
import gzip
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yarl import URL

from bots.shop.door import LARGEST_BODY, LINK_PATH, ShopDoor
from bots.shop.signing import HEADER, new_nonce, sign, verify
from core.model.codec import decode_event
from core.model.errors import Transient
from core.model.events import SignedIn
from core.model.ids import ConversationId
from core.model.rows import InboxRow, LinkRow, digest
from core.model.shop import CustomerId, Person
from core.ports import Store
from core.store.sqlite import SqliteStore

SECRET = "a secret of the shop and the desk alone"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA, BERT = ConversationId("telegram:1001"), ConversationId("telegram:1002")
TOKEN, OTHER = "a" * 43, "B-_9" * 10 + "xyz"
PERSON = {"id": "u-17", "name": "Anna de Vries", "country": "NL", "email": "anna@example.org"}
CONFIRMED = json.dumps({"person": PERSON}).encode()


class Answer(NamedTuple):
    status: int
    body: dict[str, Any]
    signed: str  # the header
    nonce: str  # of the request

    def __str__(self) -> str:
        return f"{self.status} {self.body.get('error', '')}".rstrip()


class Fixed:
    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


class FullDisk:
    async def transact(self, work: object) -> object:
        raise Transient("the disk is full")

    async def close(self) -> None: ...


class Desk:
    """The door with a store behind it; it can be shut and opened again."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.clock = Fixed()
        self.woken = 0

    async def open(self, store: Store | None = None) -> None:
        self.store = store or SqliteStore.open(self.file)
        door = ShopDoor(self.store, self.clock, SECRET, self._wake)
        app = web.Application()
        app.router.add_get(LINK_PATH, door.show, allow_head=False)
        app.router.add_post(LINK_PATH, door.confirm)
        self.runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def shut(self) -> None:
        await self.runner.cleanup()
        await self.store.close()

    def _wake(self) -> None:
        self.woken += 1

    async def link(self, token: str = TOKEN, conversation: ConversationId = ANNA, name: str = "Anna") -> None:
        now = self.clock.now()
        link = LinkRow(digest(token), conversation, "telegram", name, now, now + timedelta(minutes=10))
        await self.store.transact(lambda tx: tx.links.make(link))

    async def inbox(self) -> list[InboxRow]:
        return await self.store.transact(lambda tx: tx.inbox.next(1000, NOON))

    def audit(self) -> list[tuple[str, str, str]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute("SELECT kind, conversation, detail FROM audit ORDER BY seq").fetchall()


class Shop:
    """The shop's server; with another secret, a stranger."""

    def __init__(self, session: aiohttp.ClientSession, desk: Desk) -> None:
        self.session = session
        self.desk = desk

    async def asks(self, token: str = TOKEN, **how: Any) -> Answer:
        return await self.sends("GET", f"/shop/links/{token}", b"", **how)

    async def confirms(self, token: str = TOKEN, body: bytes = CONFIRMED, **how: Any) -> Answer:
        return await self.sends("POST", f"/shop/links/{token}", body, **how)

    async def sends(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        header: str | None = None,
        nonce: str = "",
        late: float = 0,
        secret: str = SECRET,
        more: tuple[tuple[str, str], ...] = (),
    ) -> Answer:
        nonce = nonce or new_nonce()
        signed = sign(secret, method, path, body, now=self.desk.clock.now() - timedelta(seconds=late), nonce=nonce)
        headers = [(HEADER, signed if header is None else header), *more]
        async with self.session.request(
            method, URL(self.desk.url + path, encoded=True), data=io.BytesIO(body) if body else None, headers=headers
        ) as answer:
            raw = await answer.read()
            shown = answer.headers.get(HEADER, "")
            if shown:
                verify(SECRET, shown, str(answer.status), path, raw, now=self.desk.clock.now())
            return Answer(answer.status, json.loads(raw) if raw else {}, shown, nonce)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "desk.db")
    await desk.open()
    yield desk
    await desk.shut()


@pytest.fixture
async def shop(desk: Desk) -> AsyncIterator[Shop]:
    async with aiohttp.ClientSession() as session:
        yield Shop(session, desk)


# --- as it should be ---


@pytest.mark.fault(
    "Security",
    "account linking confirmed by the person, who is shown the chat's name",
    "nothing is connected before a signed-in person has read the name and agreed",
)
async def test_the_shop_is_told_which_messenger_account_asks_to_be_connected(desk: Desk, shop: Shop) -> None:
    await desk.link()
    answer = await shop.asks()
    assert answer.body == {"messenger": "Telegram", "name": "Anna", "expires_at": "2026-03-02T12:10:00+00:00"}


async def test_who_agrees_is_signed_in_in_the_chat_that_asked(desk: Desk, shop: Shop) -> None:
    await desk.link()
    assert (await shop.confirms()).status == 204
    [row] = await desk.inbox()
    person = Person(CustomerId("u-17"), "Anna de Vries", "NL", "anna@example.org")
    assert (row.key, row.source, row.stream) == (f"link:{digest(TOKEN)}", "core", ANNA)
    assert decode_event(row.payload) == SignedIn(person, digest(TOKEN))
    assert desk.woken == 1


async def test_each_answer_is_signed_for_its_own_request(desk: Desk, shop: Shop) -> None:
    await desk.link()
    for answer in (await shop.asks(), await shop.asks(OTHER), await shop.confirms(), await shop.confirms()):
        assert f"n={answer.nonce}," in answer.signed, str(answer)


async def test_every_step_is_noted_without_the_token(desk: Desk, shop: Shop) -> None:
    await desk.link()
    await shop.asks()
    await shop.confirms()
    await shop.confirms()
    await shop.asks(OTHER)
    short, other = digest(TOKEN)[:12], digest(OTHER)[:12]
    assert desk.audit() == [
        ("link shown", ANNA, short),
        ("link confirmed", ANNA, f"{short} by u-17"),
        ("link refused", ANNA, f"{short} This link was used already."),
        ("link refused", "", f"{other} This link is not known."),
    ]


async def test_what_steers_or_hides_text_is_dropped_from_names(desk: Desk, shop: Shop) -> None:
    await desk.link(name="An\u202ena\n\x1b[2J")
    assert (await shop.asks()).body["name"] == "Anna [2J"
    await shop.confirms(body=json.dumps({"person": {"id": "u-17", "name": "Anna\u202e\n de\x00 Vries"}}).encode())
    [row] = await desk.inbox()
    assert '"name":"Anna de Vries"' in row.payload


# --- links that are not, or not any more ---


async def test_an_unknown_link_is_404(desk: Desk, shop: Shop) -> None:
    await desk.link()
    for token in (OTHER, "x", "a" * 44, "%61%2Fb", "%ff", "%C3%A9", "%ED%A0%80", digest(TOKEN), "a" * 4000):
        path = f"/shop/links/{token}"
        assert str(await shop.sends("GET", path, b"")) == "404 This link is not known."
        assert str(await shop.sends("POST", path, CONFIRMED)) == "404 This link is not known."
    assert await desk.inbox() == []


@pytest.mark.fault("Security", "account-linking tokens: 128 bits, single use, 10 minutes, bound to the chat")
async def test_a_used_link_is_410_whoever_comes_with_it(desk: Desk, shop: Shop) -> None:
    await desk.link()
    await shop.confirms()
    thief = json.dumps({"person": PERSON | {"id": "u-666"}}).encode()
    for answer in (await shop.asks(), await shop.confirms(), await shop.confirms(body=thief)):
        assert str(answer) == "410 This link was used already."
    assert len(await desk.inbox()) == 1


@pytest.mark.fault(
    "Security",
    "account-linking tokens: 128 bits, single use, 10 minutes, bound to the chat",
    "the token opens its own chat, once, for ten minutes",
)
@pytest.mark.parametrize(("seconds", "status"), [(599.9, 204), (600, 410), (86_400, 410)])
async def test_a_link_is_good_for_ten_minutes(desk: Desk, shop: Shop, seconds: float, status: int) -> None:
    await desk.link()
    desk.clock.time += timedelta(seconds=seconds)
    assert ((await shop.asks()).status == 200) is (status == 204)
    assert (await shop.confirms()).status == status
    assert len(await desk.inbox()) == (status == 204)
    assert [kind for kind, *_ in desk.audit()] == (
        ["link shown", "link confirmed"] if status == 204 else ["link expired", "link expired"]
    )


async def test_a_newer_link_of_the_same_chat_takes_the_place_of_the_older(desk: Desk, shop: Shop) -> None:
    await desk.link(TOKEN)
    await desk.link(OTHER)
    for answer in (await shop.asks(TOKEN), await shop.confirms(TOKEN)):
        assert str(answer) == "410 A newer link has taken this one's place."
    assert (await shop.confirms(OTHER)).status == 204


@pytest.mark.fault("Security", "stolen, replayed, forwarded, raced links")
async def test_of_a_hundred_at_once_one_is_first(desk: Desk, shop: Shop) -> None:
    await desk.link()
    people = [json.dumps({"person": PERSON | {"id": f"u-{number}"}}).encode() for number in range(100)]
    answers = await asyncio.gather(*(shop.confirms(body=person) for person in people))
    assert sorted(answer.status for answer in answers) == [204] + [410] * 99
    [row] = await desk.inbox()
    event = decode_event(row.payload)
    assert isinstance(event, SignedIn)
    assert event.person.id == f"u-{[answer.status for answer in answers].index(204)}"
    assert desk.woken == 1


# --- whose is it ---


async def test_a_link_signs_in_its_own_chat_and_shows_only_its_own_name(desk: Desk, shop: Shop) -> None:
    await desk.link(TOKEN, ANNA, "Anna")
    await desk.link(OTHER, BERT, "Bert")
    assert (await shop.asks(OTHER)).body["name"] == "Bert"
    await shop.confirms(OTHER)
    assert [row.stream for row in await desk.inbox()] == [BERT]
    assert (await shop.asks(TOKEN)).body["name"] == "Anna"


@pytest.mark.fault("Security", "account linking confirmed by the person, who is shown the chat's name")
async def test_a_forwarded_link_shows_whose_chat_it_would_connect(desk: Desk, shop: Shop) -> None:
    """Bert was sent Anna's link: his shop's page names Anna's account, and where he agrees all the same, her chat is his."""
    await desk.link(TOKEN, ANNA, "Anna")
    assert (await shop.asks(TOKEN)).body["name"] == "Anna"
    await shop.confirms(body=json.dumps({"person": {"id": "bert", "name": "Bert"}}).encode())
    assert [row.stream for row in await desk.inbox()] == [ANNA]


@pytest.mark.parametrize("field", ["link", "token", "conversation", "stream", "channel"])
async def test_a_body_that_names_another_link_or_chat_is_400(desk: Desk, shop: Shop, field: str) -> None:
    await desk.link(TOKEN, ANNA)
    await desk.link(OTHER, BERT)
    body = json.dumps({"person": PERSON, field: OTHER}).encode()
    assert (await shop.confirms(TOKEN, body)).status == 400
    assert await desk.inbox() == []
    assert (await shop.confirms(TOKEN)).status == 204


async def test_a_signature_for_one_link_opens_no_other(desk: Desk, shop: Shop) -> None:
    await desk.link(TOKEN, ANNA)
    await desk.link(OTHER, BERT)
    header = sign(SECRET, "POST", f"/shop/links/{TOKEN}", CONFIRMED, now=NOON, nonce=new_nonce())
    assert (await shop.confirms(OTHER, header=header)).status == 401
    assert await desk.inbox() == []


async def test_a_signature_that_asks_confirms_nothing(desk: Desk, shop: Shop) -> None:
    await desk.link()
    header = sign(SECRET, "GET", f"/shop/links/{TOKEN}", CONFIRMED, now=NOON, nonce=new_nonce())
    assert (await shop.confirms(header=header)).status == 401


# --- only the shop, just now, once ---


async def test_the_same_request_twice_is_401(desk: Desk, shop: Shop) -> None:
    await desk.link()
    first = await shop.asks()
    again = await shop.asks(nonce=first.nonce)
    assert (first.status, again.status) == (200, 401)
    assert again.body["error"].startswith("This request was seen before")


async def test_the_same_request_twice_is_401_for_another_process_too(desk: Desk, shop: Shop) -> None:
    await desk.link()
    first = await shop.asks()
    await desk.shut()
    await desk.open()
    assert str(await shop.asks(nonce=first.nonce)).startswith("401 This request was seen before")


async def test_a_confirmation_that_is_replayed_after_a_restart_has_no_effect(desk: Desk, shop: Shop) -> None:
    await desk.link()
    first = await shop.confirms()
    await desk.shut()
    await desk.open()
    assert (await shop.confirms(nonce=first.nonce)).status == 401
    assert str(await shop.confirms()) == "410 This link was used already."
    assert len(await desk.inbox()) == 1


async def test_a_link_outlives_a_restart_between_the_page_and_the_confirmation(desk: Desk, shop: Shop) -> None:
    await desk.link()
    await shop.asks()
    await desk.shut()
    await desk.open()
    assert (await shop.confirms()).status == 204
    assert [row.stream for row in await desk.inbox()] == [ANNA]


@pytest.mark.parametrize(("late", "status"), [(0, 204), (299, 204), (-299, 204), (301, 401), (-301, 401), (10**8, 401)])
async def test_clocks_may_differ_by_five_minutes(desk: Desk, shop: Shop, late: float, status: int) -> None:
    await desk.link()
    assert (await shop.confirms(late=late)).status == status


def changed(header: str) -> str:
    return header[:-1] + ("0" if header[-1] != "0" else "1")


GOOD = sign(SECRET, "GET", f"/shop/links/{TOKEN}", b"", now=NOON, nonce="0" * 32)
FORGED = {
    "nothing": "",
    "one digit changed": changed(GOOD),
    "another time": GOOD.replace("t=17", "t=18"),
    "another nonce": GOOD.replace("n=0", "n=1"),
    "no time": GOOD.partition(",")[2],
    "an endless time": GOOD.replace("t=", "t=" + "9" * 5000),
    "a negative time": GOOD.replace("t=", "t=-"),
    "no ASCII digits": GOOD.replace("t=1", "t=١"),
    "not ASCII": "t=é,n=€,v1=𝟘",
    "of another version": GOOD.replace("v1=", "v2="),
    "two in one": f"{GOOD},{GOOD}",
    "with a space": f"{GOOD} x",
    "words": "let me in",
    "another secret": sign("another secret, as long as the real one", "GET", "/", b"", now=NOON, nonce="0" * 32),
}


@pytest.mark.fault(
    "Security", "the shop's address: wrong, doubled, old signatures", "401, and a known link reads as an unknown one"
)
@pytest.mark.parametrize("header", FORGED.values(), ids=FORGED)
async def test_what_the_shop_did_not_sign_is_401_and_learns_nothing(desk: Desk, shop: Shop, header: str) -> None:
    await desk.link()
    known, unknown = await shop.asks(TOKEN, header=header), await shop.asks(OTHER, header=header)
    assert (known.status, known.body, known.signed) == (401, unknown.body, "")
    assert (await shop.confirms(header=header)).status == 401
    assert (desk.audit(), await desk.inbox(), desk.woken) == ([], [], 0)


async def test_doubled_headers_are_401(desk: Desk, shop: Shop) -> None:
    await desk.link()
    assert (await shop.asks(header=GOOD, more=((HEADER, GOOD),))).status == 401
    assert (await shop.asks(header=GOOD, more=((HEADER, "x"),))).status == 401
    assert (await shop.asks(header=GOOD)).status == 200


@pytest.mark.fault("Security", "the shop's address: wrong, doubled, old signatures")
async def test_one_byte_changed_is_401(desk: Desk, shop: Shop) -> None:
    await desk.link()
    header = sign(SECRET, "POST", f"/shop/links/{TOKEN}", CONFIRMED, now=NOON, nonce=new_nonce())
    assert (await shop.confirms(body=CONFIRMED.replace(b"u-17", b"u-18"), header=header)).status == 401


async def test_a_query_is_part_of_what_is_signed(desk: Desk, shop: Shop) -> None:
    await desk.link()
    assert (await shop.sends("GET", f"/shop/links/{TOKEN}?page=2", b"")).status == 200
    header = sign(SECRET, "GET", f"/shop/links/{TOKEN}", b"", now=NOON, nonce=new_nonce())
    assert (await shop.sends("GET", f"/shop/links/{TOKEN}?page=2", b"", header=header)).status == 401


async def test_another_secret_is_401(desk: Desk, shop: Shop) -> None:
    await desk.link()
    assert (await shop.confirms(secret="another secret, as long as the real one")).status == 401


async def test_other_methods_are_405(desk: Desk, shop: Shop) -> None:
    for method in ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"):
        async with shop.session.request(method, f"{desk.url}/shop/links/{TOKEN}") as answer:
            assert answer.status == 405


# --- what is signed and broken ---

BROKEN = {
    "nothing": b"",
    "half a JSON": b'{"person": ',
    "not an object": b"[1, 2]",
    "a number": b"9" * 5000,
    "not UTF-8": b'{"person": {"id": "\xff\xfe", "name": "Anna"}}',
    "half a character": b'{"person": {"id": "u-17", "name": "\\ud800"}}',
    "nested without end": b'{"person":' * 6000,
    "nobody": b'{"person": null}',
    "no person": b"{}",
    "no id": b'{"person": {"name": "Anna"}}',
    "no name": b'{"person": {"id": "u-17"}}',
    "an id that is a number": b'{"person": {"id": 17, "name": "Anna"}}',
    "an empty id": b'{"person": {"id": "", "name": "Anna"}}',
    "an id that climbs": b'{"person": {"id": "..", "name": "Anna"}}',
    "an id with a slash": b'{"person": {"id": "u/../v", "name": "Anna"}}',
    "an id with a line end": b'{"person": {"id": "u-17\\n", "name": "Anna"}}',
    "an endless id": b'{"person": {"id": "' + b"u" * 5000 + b'", "name": "Anna"}}',
    "a picture": b"\x89PNG\r\n",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
async def test_what_is_signed_and_broken_is_400_and_leaves_the_link_open(desk: Desk, shop: Shop, body: bytes) -> None:
    await desk.link()
    answer = await shop.confirms(body=body)
    assert answer.status == 400
    assert len(answer.body["error"]) < 300
    assert await desk.inbox() == []
    assert (await shop.confirms()).status == 204


async def test_more_than_64_kb_is_413(desk: Desk, shop: Shop) -> None:
    await desk.link()
    assert (await shop.confirms(body=CONFIRMED + b" " * (LARGEST_BODY + 1 - len(CONFIRMED)))).status == 413
    assert (await shop.confirms(body=CONFIRMED + b" " * (LARGEST_BODY - len(CONFIRMED)))).status == 204


async def test_what_is_packed_to_look_small_is_413_and_what_cannot_be_unpacked_is_no_500(
    desk: Desk, shop: Shop
) -> None:
    for body, status in ((gzip.compress(b" " * 10_000_000), 413), (b"no gzip", 400)):
        async with shop.session.post(
            f"{desk.url}/shop/links/{TOKEN}", data=body, headers={"Content-Encoding": "gzip", HEADER: GOOD}
        ) as answer:
            assert answer.status == status


async def test_a_full_disk_is_503(desk: Desk, shop: Shop) -> None:
    await desk.shut()
    await desk.open(FullDisk())  # type: ignore[arg-type]
    calls: tuple[Callable[[], Awaitable[Answer]], ...] = (shop.asks, shop.confirms)
    assert [(await call()).status for call in calls] == [503, 503]
    assert desk.woken == 0


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.sampled_from(["id", "name", "country", "email", "is"]), JUNK, max_size=5)


@given(st.one_of(JUNK, st.fixed_dictionaries({"person": FIELDS | JUNK})))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_shape_makes_it_stumble(desk: Desk, shop: Shop, body: object) -> None:
    assert (await shop.confirms(OTHER, json.dumps(body).encode())).status in (400, 404)
