"""What a customer can do with her phone, what she sees on it, and what survives a restart."""

import msgspec
import pytest
import telegram
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest, InvalidToken

from bots.playground.telegram import Customer, NothingToRead, TelegramServer
from tests.playground_telegram.conftest import Clock

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y:1")]])


async def received(bot: telegram.Bot) -> telegram.Message:
    message = (await bot.get_updates())[-1].message
    assert message is not None
    return message


async def test_a_link_with_a_payload_opens_the_chat(server: TelegramServer, bot: telegram.Bot) -> None:
    await server.customer(5).starts("order-17")
    message = await received(bot)
    assert message.text == "/start order-17"
    assert [(entity.type, entity.length) for entity in message.entities] == [("bot_command", 6)]


async def test_the_same_number_is_the_same_customer(server: TelegramServer, anna: Customer) -> None:
    assert server.customer(1001, "Somebody else").chat.first_name == "Anna"
    assert [customer.id for customer in server.customers] == [1001]


async def test_a_long_text_goes_in_parts(anna: Customer, bot: telegram.Bot) -> None:
    await anna.write("x" * 5000)
    lengths = [len(update.message.text or "") for update in await bot.get_updates() if update.message]
    assert lengths == [6, 4096, 904]


async def test_a_phone_sends_no_empty_text(anna: Customer) -> None:
    with pytest.raises(ValueError, match="nothing in this text"):
        await anna.write(" \n")


async def test_an_edited_message(anna: Customer, bot: telegram.Bot) -> None:
    number = await anna.write("Where is my parcl?")
    await anna.edits(number, "Where is my parcel?")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (number, "Where is my parcel?")
    assert edited.edit_date is not None


async def test_she_cannot_edit_what_the_bot_said(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "We never promised that.")
    with pytest.raises(LookupError, match="not a message of hers"):
        await anna.edits(sent.message_id, "We promise.")


async def test_a_reply_carries_what_it_replies_to(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "Which order?")
    await anna.write("17", reply_to=sent.message_id)
    reply = (await received(bot)).reply_to_message
    assert reply is not None
    assert reply.text == "Which order?"


async def test_a_photo_with_a_caption(anna: Customer, bot: telegram.Bot) -> None:
    await anna.sends_photo(b"\xff\xd8picture", caption="It came broken")
    message = await received(bot)
    assert message.caption == "It came broken"
    file = await message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == b"\xff\xd8picture"


async def test_a_photo_comes_in_two_sizes_the_larger_one_last(anna: Customer, bot: telegram.Bot) -> None:
    await anna.sends_photo(b"\xff\xd8picture")
    small, large = (await received(bot)).photo
    assert ((small.width, small.height), (large.width, large.height)) == ((320, 240), (1280, 960))
    assert small.file_id != large.file_id
    assert (await small.get_file()).file_path


async def test_an_album_of_documents_keeps_their_names(anna: Customer, bot: telegram.Bot) -> None:
    for name in ("front.pdf", "back.pdf"):
        await anna.sends_document(name, b"%PDF", album="bill")
    messages = [update.message for update in (await bot.get_updates())[1:] if update.message]
    documents = [message.document for message in messages if message.document]
    assert [(each.file_name, each.file_size) for each in documents] == [("front.pdf", 4), ("back.pdf", 4)]
    assert {message.media_group_id for message in messages} == {"bill"}


async def test_an_album_is_several_messages_of_one_group(anna: Customer, bot: telegram.Bot) -> None:
    for _ in range(10):
        await anna.sends_photo(album="broken")
    messages = [update.message for update in (await bot.get_updates())[1:] if update.message]
    assert [message.media_group_id for message in messages] == ["broken"] * 10


async def test_a_file_that_is_too_big_to_download(anna: Customer, bot: telegram.Bot) -> None:
    await anna.sends_document("video.mp4", mime_type="video/mp4", size=20 * 1024 * 1024 + 1)
    document = (await received(bot)).document
    assert document is not None
    assert document.file_name == "video.mp4"
    with pytest.raises(BadRequest, match="File is too big"):
        await document.get_file()


async def test_a_download_path_lives_for_an_hour(anna: Customer, bot: telegram.Bot, clock: Clock) -> None:
    await anna.sends_document("bill.pdf", b"%PDF", mime_type="application/pdf")
    document = (await received(bot)).document
    assert document is not None
    file = await document.get_file()
    clock.passes(3601)
    with pytest.raises(InvalidToken, match="Not Found"):  # so the library reads every 404
        await file.download_as_bytearray()


async def test_stickers_and_voices_carry_no_text(anna: Customer, bot: telegram.Bot) -> None:
    await anna.sends_sticker("🎉")
    sticker = await received(bot)
    assert sticker.sticker is not None
    assert (sticker.text, sticker.sticker.emoji) == (None, "🎉")
    await anna.sends_voice(7)
    voice = await received(bot)
    assert voice.voice is not None
    assert voice.voice.file_id


async def test_the_bot_sends_files(anna: Customer, bot: telegram.Bot) -> None:
    await bot.send_document(anna.id, b"%PDF", filename="transcript.pdf", caption="<i>Yours</i>", parse_mode="HTML")
    sent = await bot.send_photo(anna.id, b"\xff\xd8")
    await bot.send_photo(anna.id, sent.photo[-1].file_id)
    document, photo, again = [message.media for message in anna.screen[1:]]
    assert document is not None
    assert (document.name, document.mime_type, document.size) == ("transcript.pdf", "application/pdf", 4)
    assert photo is not None
    assert again is not None
    assert photo.file_id == again.file_id


async def test_old_buttons_stay_pressable(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "Sure?", reply_markup=YES)
    await bot.edit_message_text("Done.", anna.id, sent.message_id)
    with pytest.raises(LookupError, match="no button 'Yes' on the screen"):
        await anna.press("Yes")
    await anna.press(message_id=sent.message_id, callback_data="y:1")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.data, query.message and query.message.message_id) == ("y:1", sent.message_id)


async def test_a_button_of_a_deleted_message(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "Sure?", reply_markup=YES)
    await bot.delete_message(anna.id, sent.message_id)
    await anna.press(message_id=sent.message_id, callback_data="y:1")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert query.message.is_accessible is False


async def test_the_newest_of_two_equal_buttons_is_pressed(anna: Customer, bot: telegram.Bot) -> None:
    for turn in ("1", "2"):
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data=turn)]])
        await bot.send_message(anna.id, "Sure?", reply_markup=markup)
    await anna.press("Yes")
    await anna.press("Yes", message_id=anna.screen[1].id)
    presses = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    assert [press.data for press in presses] == ["2", "1"]


async def test_a_button_with_a_link_tells_the_bot_nothing(anna: Customer, bot: telegram.Bot) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Read", url="https://market.example/help")]])
    await bot.send_message(anna.id, "See", reply_markup=link)
    with pytest.raises(LookupError, match=r"opens https://market.example/help"):
        await anna.press("Read")


async def test_a_phones_own_keyboard_types(anna: Customer, bot: telegram.Bot) -> None:
    await bot.send_message(anna.id, "Language?", reply_markup=ReplyKeyboardMarkup([["Polski", "English"]]))
    await anna.press("Polski")
    assert (await received(bot)).text == "Polski"


async def test_a_press_answered_too_late(anna: Customer, bot: telegram.Bot, clock: Clock) -> None:
    press = await anna.press(message_id=await anna.write("hm"), callback_data="x")
    clock.passes(16)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press, "late")
    assert anna.toasts == []


async def test_typing_shows_until_the_message_comes(anna: Customer, bot: telegram.Bot) -> None:
    await bot.send_chat_action(anna.id, "typing")
    assert anna.typing
    await bot.send_message(anna.id, "Hello")
    assert not anna.typing


async def test_typing_and_drafts_fade_by_themselves(anna: Customer, bot: telegram.Bot, clock: Clock) -> None:
    await bot.send_chat_action(anna.id, "typing")
    await bot.send_message_draft(anna.id, 1, "Let me")
    clock.passes(6)
    assert not anna.typing
    assert anna.screen[-1].draft
    clock.passes(30)
    assert not anna.screen[-1].draft


async def test_a_draft_grows_into_a_message(anna: Customer, bot: telegram.Bot) -> None:
    await bot.send_message_draft(anna.id, 7, "Your <b>par</b>", parse_mode="HTML")
    await bot.send_message_draft(anna.id, 7, "Your parcel is")
    assert [(message.text, message.draft) for message in anna.screen[1:]] == [("Your parcel is", True)]
    await bot.send_message(anna.id, "Your parcel is at the depot.")
    assert [message.draft for message in anna.screen[1:]] == [False]


async def test_an_edit_is_news_and_a_removed_keyboard_is_not(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "Looking ...", reply_markup=YES)
    await anna.reads("Looking")
    await bot.edit_message_reply_markup(anna.id, sent.message_id)
    with pytest.raises(NothingToRead):
        await anna.reads(timeout=0.01)
    await bot.edit_message_text("Found it.", anna.id, sent.message_id)
    assert (await anna.reads()).text == "Found it."


async def test_waiting_for_a_look_of_the_screen(anna: Customer, bot: telegram.Bot) -> None:
    await bot.send_chat_action(anna.id, "typing")
    await anna.sees(lambda phone: phone.typing)
    with pytest.raises(NothingToRead, match="/start"):
        await anna.sees(lambda phone: len(phone.screen) > 1, timeout=0.01)


async def test_every_visible_change_is_told(server: TelegramServer, bot: telegram.Bot) -> None:
    changes: list[int] = []
    server.on_change = lambda: changes.append(1)
    anna = server.customer(9)
    await anna.starts()
    await bot.send_chat_action(9, "typing")
    sent = await bot.send_message(9, "Sure?", reply_markup=YES)
    await bot.edit_message_reply_markup(9, sent.message_id)
    await bot.delete_message(9, sent.message_id)
    assert len(changes) == 6


async def test_the_bot_describes_itself(server: TelegramServer, bot: telegram.Bot) -> None:
    await bot.set_my_commands([BotCommand("help", "Ask a person")])
    await bot.set_my_commands([BotCommand("help", "Zapytaj")], language_code="pl")
    await bot.set_my_name("Market desk")
    await bot.set_my_description("Ask anything")
    await bot.set_my_short_description("Support")
    assert [command.description for command in await bot.get_my_commands(language_code="pl")] == ["Zapytaj"]
    assert [command.description for command in await bot.get_my_commands()] == ["Ask a person"]
    assert (await bot.get_me()).first_name == "Market desk"
    assert server.account.state.profile.descriptions == {"": "Ask anything"}


async def test_everything_survives_a_restart(anna: Customer, server: TelegramServer, bot: telegram.Bot) -> None:
    await anna.sends_document("bill.pdf", b"%PDF")
    await bot.send_message(anna.id, "Sure?", reply_markup=YES)
    await anna.press("Yes")
    server.push_update({"strange": "\ud83d", "huge": 10**30})
    later = TelegramServer()
    later.load(server.dump())
    assert later.dump() == server.dump()
    assert later.customer(1001).described() == anna.described()


def test_what_is_no_dump_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        TelegramServer().load(b"junk")
