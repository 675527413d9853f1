"""How updates reach a bot that asks for them."""

import asyncio

import pytest
import telegram
from telegram.error import Conflict
from telegram.ext import Updater

from bots.playground.telegram import TelegramServer
from tests.playground_telegram.conftest import Clock


def texts(updates: tuple[telegram.Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_an_update_comes_again_until_the_next_offset(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1)
    await anna.write("one")
    await anna.write("two")
    first = await bot.get_updates()
    assert texts(first) == texts(await bot.get_updates()) == ["one", "two"]
    assert texts(await bot.get_updates(offset=first[0].update_id + 1)) == ["two"]
    assert texts(await bot.get_updates()) == ["two"]


async def test_at_most_a_hundred_at_once(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1)
    for number in range(102):
        await anna.write(str(number))
    assert len(await bot.get_updates(limit=500)) == 100
    assert len(await bot.get_updates(limit=3)) == 3


async def test_a_negative_offset_forgets_all_but_the_last(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1)
    for text in ("one", "two", "three"):
        await anna.write(text)
    assert texts(await bot.get_updates(offset=-1)) == ["three"]
    assert texts(await bot.get_updates()) == ["three"]


async def test_a_long_poll_returns_as_soon_as_something_comes(server: TelegramServer, bot: telegram.Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await server.customer(1).write("here I am")
    assert texts(await asyncio.wait_for(poll, 1)) == ["here I am"]


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: telegram.Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    async with telegram.Bot("42:playground", base_url=f"{server.root}/bot") as second:
        await second.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 1)


async def test_nobody_polls_while_a_webhook_is_set(bot: telegram.Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await asyncio.wait_for(poll, 1)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()


async def test_only_the_wanted_kinds_are_kept(server: TelegramServer, bot: telegram.Bot) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    anna = server.customer(1)
    await anna.edits(await anna.write("frist"), "first")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "first"


async def test_every_update_several_times(server: TelegramServer, bot: telegram.Bot) -> None:
    server.deliver_times = 3
    await server.customer(1).write("again")
    updates = await bot.get_updates()
    assert texts(updates) == ["again"] * 3
    assert len({update.update_id for update in updates}) == 1


async def test_anything_can_be_pushed(server: TelegramServer, bot: telegram.Bot) -> None:
    server.push_update({"update_id": 500, "rocket_launched": {"to": "the moon \ud83d"}})
    server.push_update({"message": None})
    assert [update.update_id for update in await bot.get_updates()] == [500, 501]


async def test_identifiers_may_start_lower_again(server: TelegramServer, bot: telegram.Bot) -> None:
    server.push_update({"update_id": 7000})
    (old,) = await bot.get_updates()
    await bot.get_updates(offset=old.update_id + 1)
    server.push_update({"update_id": 20})
    (new,) = await bot.get_updates(offset=old.update_id + 1)
    assert new.update_id == 20


async def test_old_updates_are_dropped_presses_first(server: TelegramServer, bot: telegram.Bot, clock: Clock) -> None:
    anna = server.customer(1)
    question = await anna.write("Where?")
    await anna.press(message_id=question, callback_data="s:1")
    clock.passes(151)
    assert texts(await bot.get_updates()) == ["Where?"]
    clock.passes(24 * 3600)
    assert await bot.get_updates() == ()


async def test_the_real_updater_polls_and_confirms(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1)
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with Updater(bot, queue) as updater:
        await updater.start_polling(timeout=1)
        for text in ("one", "two"):
            await anna.write(text)
            update = await asyncio.wait_for(queue.get(), 2)
            assert isinstance(update, telegram.Update)
            assert update.message is not None
            assert update.message.text == text
        await updater.stop()
    assert server.account.updates.pending() == []
