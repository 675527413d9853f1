"""The playground's Telegram misbehaves on request, and python-telegram-bot notices what it would notice outside."""

import asyncio

import pytest
import telegram
from telegram.error import ChatMigrated, NetworkError, TimedOut

from bots.playground.faults import Fault, Moment, Seen
from bots.playground.telegram import Customer, TelegramServer


def seen_texts(anna: Customer) -> list[str]:
    return [message.text for message in anna.screen if message.by_bot]


async def test_a_message_whose_answer_is_lost_was_sent(
    anna: Customer, server: TelegramServer, bot: telegram.Bot
) -> None:
    server.faults.add(Fault("telegram", "sendMessage", drop=True, effect=True))
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "Hello")
    assert seen_texts(anna) == ["Hello"]


async def test_a_message_whose_request_is_lost_was_not_sent(
    anna: Customer, server: TelegramServer, bot: telegram.Bot
) -> None:
    server.faults.add(Fault("telegram", "sendMessage", drop=True))
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "Hello")
    assert seen_texts(anna) == []


async def test_an_answer_that_never_comes(anna: Customer, server: TelegramServer, bot: telegram.Bot) -> None:
    server.faults.add(Fault("telegram", "sendMessage", hang=True, effect=True))
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "Hello", read_timeout=0.05)
    assert seen_texts(anna) == ["Hello"]


async def test_only_the_second_request_fails(anna: Customer, server: TelegramServer, bot: telegram.Bot) -> None:
    server.faults.add(Fault("telegram", "sendMessage", nth=2, status=502, body="<html>Bad Gateway</html>"))
    await bot.send_message(anna.id, "one")
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "two")
    await bot.send_message(anna.id, "three")
    assert seen_texts(anna) == ["one", "three"]


async def test_a_group_that_moved(anna: Customer, server: TelegramServer, bot: telegram.Bot) -> None:
    moved = (
        '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",'
        '"parameters":{"migrate_to_chat_id":-100123}}'
    )
    server.faults.add(Fault("telegram", "sendMessage", status=400, body=moved))
    with pytest.raises(ChatMigrated):
        await bot.send_message(anna.id, "Hello")


async def test_polling_fails_too(anna: Customer, server: TelegramServer, bot: telegram.Bot) -> None:
    server.faults.add(Fault("telegram", "getUpdates", status=500, body="{}"))
    with pytest.raises(NetworkError):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1


async def test_a_late_answer(anna: Customer, server: TelegramServer, bot: telegram.Bot) -> None:
    server.faults.add(Fault("telegram", "sendMessage", delay=0.05))
    sending = asyncio.create_task(bot.send_message(anna.id, "Hello"))
    await asyncio.sleep(0.02)
    assert seen_texts(anna) == []
    await sending
    assert seen_texts(anna) == ["Hello"]


@pytest.mark.parametrize(
    ("moment", "arrived"), [(Moment.BEFORE, []), (Moment.AFTER, ["Hello"]), (Moment.ANSWERED, ["Hello"])]
)
async def test_the_product_is_stopped(
    anna: Customer, server: TelegramServer, bot: telegram.Bot, moment: Moment, arrived: list[str]
) -> None:
    stopped: list[Moment] = []
    server.faults.stop_product = lambda: stopped.append(moment)
    server.faults.add(Fault("telegram", "sendMessage", kill=moment))
    if moment is Moment.ANSWERED:
        await bot.send_message(anna.id, "Hello")
    else:
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "Hello")
    assert stopped == [moment]
    assert seen_texts(anna) == arrived


async def test_requests_are_logged_by_their_documented_name(server: TelegramServer, bot: telegram.Bot) -> None:
    server.faults.seen.clear()
    await bot.do_api_request("GETME")
    assert server.faults.seen == [Seen("telegram", "getMe")]
