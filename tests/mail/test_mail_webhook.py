"""The door for mail providers: who may deliver, what they may deliver, and when they hear that it is kept."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bots.mail import webhook
from bots.mail.webhook import MAIL_PATH, MailWebhook
from bots.mail.webhook_signing import HEADER, sign
from core.model.errors import Transient
from tests.engine.fakes import NOON, Clock
from tests.mail.inbox import Inbox
from tests.mail.samples import mail

SECRET = "canary-of-the-mail-provider"
NOW = int(NOON.timestamp())
RAW = {"Content-Type": "message/rfc822"}


class Door:
    """A provider's view of it; `took` is what came through, `trouble` what happens then."""

    def __init__(self) -> None:
        self.took: list[bytes] = []
        self.trouble: Exception | None = None
        self.handler = MailWebhook(SECRET, self._take, Clock())
        app = web.Application()
        app.router.add_route("*", MAIL_PATH, self.handler.handle)
        self.client = TestClient(TestServer(app))

    async def _take(self, raw: bytes, full_size: int) -> None:
        if self.trouble:
            raise self.trouble
        self.took.append(raw)

    async def gets(
        self, body: bytes, headers: Mapping[str, str] = RAW, signature: str | None = None
    ) -> tuple[int, str]:
        signed = {HEADER: sign(SECRET, body, NOW) if signature is None else signature}
        async with self.client.post(MAIL_PATH, data=body, headers={**headers, **signed}) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    await door.client.start_server()
    yield door
    await door.client.close()


def multipart(**fields: bytes) -> tuple[bytes, dict[str, str]]:
    parts = (
        f'--=edge\r\nContent-Disposition: form-data; name="{name.replace("_", "-")}"\r\n\r\n'.encode() + value
        for name, value in fields.items()
    )
    return b"\r\n".join([*parts, b"--=edge--\r\n"]), {"Content-Type": 'multipart/form-data; boundary="=edge"'}


async def test_a_mail_comes_through_byte_for_byte(door: Door) -> None:
    raw = mail(body=b"caf\xe9\r\n\x00--=edge\r\n")
    assert await door.gets(raw) == (200, "The mail is stored.\n")
    assert door.took == [raw]


@pytest.mark.parametrize("field", ["email", "body_mime", "raw", "mime"])
async def test_a_mail_in_a_field_of_a_form(door: Door, field: str) -> None:
    raw = mail(body=b"caf\xe9\r\n--=other\r\n\r\n")
    body, headers = multipart(**{"recipient": b"x", field: raw, "stripped_text": b"y"})
    assert (await door.gets(body, headers))[0] == 200
    assert door.took == [raw]


async def test_a_mail_in_a_percent_encoded_form(door: Door) -> None:
    raw = mail(body=b"caf\xe9 + a & b\r\n")
    body = urlencode({"recipient": "x", "body-mime": raw}).encode()
    assert (await door.gets(body, {"Content-Type": "application/x-www-form-urlencoded"}))[0] == 200
    assert door.took == [raw]


@pytest.mark.fault("Security", "the mail provider's address: wrong, doubled, old signatures", "401, nothing kept")
@pytest.mark.parametrize(
    ("signature", "why"),
    [
        ("", "missing or malformed"),
        ("nonsense", "missing or malformed"),
        (f"t={NOW}", "missing or malformed"),
        (f"t={NOW},v1=" + "0" * 64, "wrong"),
        (f"t={NOW},v1=" + "ü" * 64, "missing or malformed"),
        (sign("another secret of theirs", b"x", NOW), "wrong"),
        (sign(SECRET, b"another body", NOW), "wrong"),
        (sign(SECRET, b"x", NOW).replace(f"t={NOW}", f"t={NOW + 1}"), "wrong"),
        (sign(SECRET, b"x", NOW - 301), "too old"),
        (sign(SECRET, b"x", NOW + 301), "too old"),
        (sign(SECRET, b"x", 0), "too old"),
        (sign(SECRET, b"x", 99_999_999_999), "too old"),
    ],
)
async def test_nobody_else_gets_in(door: Door, signature: str, why: str) -> None:
    status, words = await door.gets(b"x", signature=signature)
    assert status == 401
    assert why in words
    assert door.took == []


@pytest.mark.fault("Security", "the mail provider's address: wrong, doubled, old signatures")
async def test_two_signatures_are_none(door: Door) -> None:
    headers = [(HEADER, sign(SECRET, b"x", NOW))] * 2
    async with door.client.post(MAIL_PATH, data=b"x", headers=headers) as answer:
        assert answer.status == 401


@pytest.mark.parametrize("seconds", [NOW - 299, NOW + 299])
async def test_clocks_may_differ_by_five_minutes(door: Door, seconds: int) -> None:
    assert (await door.gets(mail(), signature=sign(SECRET, mail(), seconds)))[0] == 200


def test_the_signature_is_as_documented() -> None:
    digest = hmac.new(b"key of sixteen ch", b"1764000000.body", hashlib.sha256).hexdigest()
    assert sign("key of sixteen ch", b"body", 1764000000) == f"t=1764000000,v1={digest}"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "message/rfc822"),
        (b" \r\n", "message/rfc822"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"&" * 5000, "application/x-www-form-urlencoded"),
        (multipart(other=b"x")[0], 'multipart/form-data; boundary="=edge"'),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=y"),
    ],
)
async def test_what_holds_no_mail(door: Door, body: bytes, kind: str) -> None:
    status, words = await door.gets(body, {"Content-Type": kind})
    assert status == 400
    assert words
    assert door.took == []


async def test_a_mail_that_is_too_large(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "LARGEST", 1000)
    assert (await door.gets(b"x" * 1001))[0] == 413
    assert (await door.gets(b"x" * 1000))[0] == 200


async def test_a_body_that_is_too_large_is_not_read_to_its_end(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "LARGEST_BODY", 1000)
    assert (await door.gets(b"x" * 1001))[0] == 413

    async def without_length() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    async with door.client.post(MAIL_PATH, data=without_length(), headers={HEADER: sign(SECRET, b"", NOW)}) as answer:
        assert answer.status == 413


async def test_a_body_that_stalls(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "BODY_WITHIN", 0.05)
    headers = {HEADER: sign(SECRET, b"x" * 100, NOW), "Content-Length": "100"}

    async def slow() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.get_running_loop().create_future()

    async with door.client.post(MAIL_PATH, data=slow(), headers=headers) as answer:
        assert answer.status == 408


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_only_post(door: Door, method: str) -> None:
    async with door.client.request(method, MAIL_PATH) as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("trouble", [Transient("the disk is full"), RuntimeError("a mistake")])
async def test_what_is_not_kept_must_come_again(door: Door, trouble: Exception) -> None:
    door.trouble = trouble
    status, words = await door.gets(mail())
    assert status == 503
    assert "disk" not in words
    assert "mistake" not in words


async def test_a_closed_door_asks_to_come_again(door: Door) -> None:
    door.handler.close()
    assert (await door.gets(mail()))[0] == 503


@pytest.mark.parametrize("secret", ["", "x" * 15])
def test_a_secret_that_could_be_guessed(secret: str) -> None:
    async def take(raw: bytes, full_size: int) -> None: ...

    with pytest.raises(ValueError, match="16 characters"):
        MailWebhook(secret, take, Clock())


async def test_a_mail_that_is_delivered_twice_is_one_row(inbox: Inbox) -> None:
    app = web.Application()
    app.router.add_route("*", MAIL_PATH, MailWebhook(SECRET, inbox.mails.take, inbox.clock).handle)
    async with TestClient(TestServer(app)) as client:
        for _ in range(2):
            async with client.post(MAIL_PATH, data=mail(), headers={HEADER: sign(SECRET, mail(), NOW)}) as answer:
                assert answer.status == 200
    assert await inbox.subjects() == ["Re: Case FD-7K2M"]
