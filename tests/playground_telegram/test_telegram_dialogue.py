"""The main ways through the playground's Telegram, walked by the real python-telegram-bot."""

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bots.playground.telegram import NothingToRead, TelegramServer

SUPPORT = InlineKeyboardMarkup([[InlineKeyboardButton("Talk to customer support", callback_data="s:1")]])


async def test_the_bot_knows_who_it_is(bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (42, True, "sample_market_bot")


async def test_a_question_and_its_answer(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1001, first_name="Anna", language_code="pl")
    await anna.write("Gdzie jest moja paczka?")

    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "Gdzie jest moja paczka?"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "pl"
    await bot.send_message(update.message.chat_id, "<b>Already</b> at the depot.", parse_mode="HTML")

    answer = await anna.reads("depot")
    assert answer.text == "Already at the depot."
    assert [(e.type, e.offset, e.length) for e in answer.entities] == [("bold", 0, 7)]


async def test_a_button_is_pressed_and_answered(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1001)
    await anna.starts()
    await bot.send_message(anna.id, "I do not know.", reply_markup=SUPPORT)
    await anna.press("Talk to customer support")

    _, press = await bot.get_updates()
    assert press.callback_query is not None
    assert press.callback_query.data == "s:1"
    await press.callback_query.answer("One moment")
    assert [toast.text for toast in anna.toasts] == ["One moment"]


async def test_reading_goes_on_where_it_stopped(server: TelegramServer, bot: telegram.Bot) -> None:
    anna = server.customer(1001)
    await anna.starts()
    for text in ("one", "two", "three"):
        await bot.send_message(anna.id, text)
    assert (await anna.reads()).text == "one"
    assert (await anna.reads("three")).text == "three"
    with pytest.raises(NothingToRead, match="bot: three"):
        await anna.reads("two", timeout=0.01)
