"""Who and what comes through the webhook's door."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request
from telegram import Bot

from bots.playground.telegram import TelegramServer
from bots.telegram import webhook as door
from bots.telegram.channel import ByPolling, ByWebhook, TelegramChannel
from tests.channels.telegram.fakes import MemoryInbox, until
from tests.channels.telegram.serving import SECRET, Desk, webhook

HELLO = json.dumps(
    {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": "Hello"},
    }
)
KEY = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def desk(server: TelegramServer, bot: Bot) -> AsyncIterator[Desk]:
    async with webhook(server, bot) as desk:
        yield desk


async def knock(
    desk: Desk,
    body: bytes | str | AsyncIterator[bytes] | io.BytesIO = HELLO,
    headers: Mapping[str, str] | list[tuple[str, str]] = {KEY: SECRET},  # noqa: B006 (never changed)
    method: str = "POST",
) -> tuple[int, Mapping[str, str]]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, desk.door, data=body, headers=headers) as answer,
    ):
        return answer.status, answer.headers


async def test_telegram_is_let_in(desk: Desk) -> None:
    assert (await knock(desk))[0] == 200
    assert desk.inbox.texts == ["Hello"]


STRANGERS: dict[str, list[tuple[str, str]]] = {
    "no secret": [],
    "an empty one": [(KEY, "")],
    "a wrong one": [(KEY, SECRET[:-1] + "1")],
    "half of it": [(KEY, SECRET[:9])],
    "the secret twice": [(KEY, SECRET), (KEY, SECRET)],
    "a wrong one and the right one": [(KEY, "x"), (KEY, SECRET)],
    "one beyond ASCII": [(KEY, "zażółć")],
}


@pytest.mark.fault("Security", "Telegram: no, wrong, doubled secret", "401, nothing is read, nothing kept")
@pytest.mark.parametrize("name", STRANGERS)
async def test_a_stranger_is_not_let_in(desk: Desk, name: str) -> None:
    assert (await knock(desk, headers=STRANGERS[name]))[0] == 401
    assert desk.inbox.items == []


@pytest.mark.fault("Security", "Telegram: GET", "405")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
async def test_only_posts_are_answered(desk: Desk, method: str) -> None:
    status, headers = await knock(desk, method=method)
    assert (status, headers["Allow"]) == (405, "POST")


JUNK = {
    "nothing": b"",
    "no JSON": b"hello",
    "half of one": b'{"update_id": 1',
    "bytes that are no text": b'{"update_id": "\xff\xfe"}',
    "a list": b"[]",
    "a number": b"1",
    "a number longer than any": b'{"update_id": ' + b"9" * 5000 + b"}",
    "deeper than any": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("name", JUNK)
async def test_junk_is_refused(desk: Desk, name: str) -> None:
    assert (await knock(desk, JUNK[name]))[0] == 400
    assert desk.inbox.items == []


async def test_what_is_compressed_wrongly_is_refused(desk: Desk) -> None:
    status, _ = await knock(desk, b"hello", {KEY: SECRET, "Content-Encoding": "gzip"})
    assert status == 400


@pytest.mark.fault("Security", "fuzzed addresses")
@pytest.mark.parametrize("depth", range(50, 1000, 50))
async def test_however_deep_it_is_nobody_hears_of_our_insides(desk: Desk, depth: int) -> None:
    status, _ = await knock(desk, b'{"update_id":1,"a":' + b"[" * depth + b"]" * depth + b"}")
    assert status in (200, 400)


@pytest.mark.fault("Security", "Telegram: 10 MB body", "413, and it is not read")
async def test_a_body_that_says_it_is_too_large_is_not_read(desk: Desk) -> None:
    assert (await knock(desk, io.BytesIO(b"x" * (door.LARGEST_BODY + 1))))[0] == 413


@pytest.mark.fault("Security", "Telegram: 10 MB body")
async def test_a_body_that_grows_too_large_is_not_read_to_its_end(desk: Desk) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 64 * 1024

    assert (await knock(desk, endless()))[0] == 413


async def test_a_body_that_does_not_end_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BODY_WITHIN", 0.05)

    async def stuck() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(0.3)

    assert (await knock(desk, stuck()))[0] == 408


@pytest.mark.fault("Stores", "full disk")
async def test_a_full_disk_asks_telegram_to_come_again(desk: Desk) -> None:
    desk.inbox.will_fail()
    status, headers = await knock(desk)
    assert (status, headers["Retry-After"]) == (503, "1")


async def test_a_mistake_of_ours_asks_telegram_to_come_again(desk: Desk) -> None:
    desk.inbox.failures.append(ZeroDivisionError("oops"))
    assert (await knock(desk))[0] == 503


@pytest.mark.fault("Process", "SIGTERM while webhooks come in", "503 with Retry-After")
async def test_a_channel_that_stops_asks_telegram_to_come_again(desk: Desk) -> None:
    await desk.channel.stop()
    status, headers = await knock(desk)
    assert (status, headers["Retry-After"]) == (503, "1")
    assert desk.inbox.items == []


@pytest.mark.parametrize("secret", ["", "with space", "ż", "a" * 257])
def test_no_webhook_without_a_secret(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        ByWebhook("https://desk.example/telegram", secret)


async def test_telegram_is_told_where_the_door_is(desk: Desk, server: TelegramServer) -> None:
    await until(lambda: server.account.state.webhook)
    hook = server.account.state.webhook
    assert hook is not None
    assert (hook.url, hook.secret) == (desk.door, SECRET)
    assert server.account.state.allowed_updates == ["message", "edited_message", "callback_query"]


async def test_there_is_no_door_while_updates_are_asked_for(bot: Bot) -> None:
    channel = TelegramChannel(bot, MemoryInbox(), ByPolling())
    assert (await channel.webhook(make_mocked_request("POST", "/telegram"))).status == 404
