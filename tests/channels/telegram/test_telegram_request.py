"""The HTTP client under python-telegram-bot."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot
from telegram.error import TimedOut

from bots.playground.faults import Fault
from bots.playground.telegram import Customer, TelegramServer
from bots.telegram.errors import Unanswered, Unreached
from bots.telegram.request import AiohttpRequest, close, make_bot
from tests.channels.telegram.fakes import TOKEN


@pytest.fixture
async def impatient(server: TelegramServer) -> AsyncIterator[Bot]:
    """Waits a tenth of a second for a connection, and as long for an answer."""
    bot = Bot(TOKEN, f"{server.root}/bot", request=AiohttpRequest(0.1, 0.1))
    yield bot
    await close(bot)


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port whose queue of connections is full: a new one is neither taken nor refused."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


async def test_an_answer_that_takes_too_long_may_still_come_true(
    impatient: Bot, server: TelegramServer, anna: Customer
) -> None:
    server.faults.add(Fault(method="sendMessage", delay=0.3, effect=True))
    with pytest.raises(TimedOut):
        await impatient.send_message(1001, "Hi")
    assert (await anna.reads()).text == "Hi"


async def test_a_refused_connection_is_known_to_have_sent_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bot = make_bot(TOKEN, f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(Unreached, match=r"^connect: ClientConnectorError$"):
            await bot.get_me()
    await close(bot)


async def test_a_connection_that_is_not_taken_does_not_name_the_address(deaf_port: int) -> None:
    bot = Bot(TOKEN, f"http://127.0.0.1:{deaf_port}/bot", request=AiohttpRequest(0.1, 0.1))
    with pytest.raises(Unreached, match=r"^connect: ConnectionTimeoutError$"):
        await bot.get_me()
    await close(bot)


async def test_an_address_that_is_none_says_so_without_the_token() -> None:
    bot = make_bot(TOKEN, "nowhere")
    with pytest.raises(Unreached) as raised:
        await bot.get_me()
    assert TOKEN not in str(raised.value)
    await close(bot)


async def test_a_connection_that_breaks_off_is_not_answered(bot: Bot, server: TelegramServer) -> None:
    server.faults.add(Fault(drop=True))
    with pytest.raises(Unanswered):
        await bot.get_me()


async def test_a_client_that_was_closed_opens_again(bot: Bot, server: TelegramServer) -> None:
    await bot.get_me()
    await close(bot)
    assert (await bot.get_me()).username == "sample_market_bot"


async def test_files_go_both_ways(bot: Bot, server: TelegramServer, anna: Customer) -> None:
    await bot.send_document(1001, b"%PDF", filename="label.pdf", caption="Your label")
    message = await anna.reads("label")
    assert message.media is not None
    assert message.media.name == "label.pdf"
    assert await (await bot.get_file(message.media.file_id)).download_as_bytearray() == b"%PDF"


async def test_many_calls_at_once_share_one_session(bot: Bot, server: TelegramServer) -> None:
    users = await asyncio.gather(*(bot.get_me() for _ in range(20)))
    assert len(users) == 20


async def test_each_answer_tells_the_time_by_telegrams_clock(server: TelegramServer) -> None:
    told: list[datetime] = []
    bot = make_bot(TOKEN, server.root, told.append)
    await bot.get_me()
    await bot.get_me()
    await close(bot)
    assert len(told) in (1, 2)  # there is one for each second
    assert abs(datetime.now(UTC) - told[0]) < timedelta(seconds=5)


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Foo 2026 25:61:61 GMT"])
async def test_an_answer_with_a_date_that_is_none_tells_nothing(server: TelegramServer, date: str) -> None:
    told: list[datetime] = []
    bot = make_bot(TOKEN, server.root, told.append)
    answer = '{"ok": true, "result": {"id": 42, "is_bot": true, "first_name": "Bot", "username": "bot"}}'
    server.faults.add(Fault(method="getMe", status=200, body=answer, headers={"Date": date}))
    await bot.get_me()
    await close(bot)
    assert told == []
