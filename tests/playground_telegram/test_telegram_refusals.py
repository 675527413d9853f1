"""Every refusal of the playground's Telegram, in Telegram's words, as python-telegram-bot understands them."""

from datetime import timedelta

import aiohttp
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from bots.playground.telegram import Customer, Limits, TelegramServer
from bots.playground.telegram.limits import Rates


def keyboard(**button: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Press", **button)]])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"chat_id": 5}, "Chat not found"),
        ({"chat_id": "@nobody"}, "Chat not found"),
        ({"chat_id": "--5"}, "Chat not found"),
        ({"text": ""}, "Message text is empty"),
        ({"text": " \n "}, "Text must be non-empty"),
        ({"text": "ż" * 4097}, "Message is too long"),
        ({"text": f"<b>{'&amp;' * 4097}</b>", "parse_mode": "HTML"}, "Message is too long"),
        ({"text": "<b>", "parse_mode": "HTML"}, "Can't parse entities: Can't find end tag"),
        ({"text": "*b*", "parse_mode": "MarkdownV2"}, "Unsupported parse_mode"),
        ({"text": "b", "entities": [MessageEntity("bold", 0, 2)]}, "Entity beginning at UTF-16 offset 0 ends"),
        ({"reply_markup": keyboard(callback_data="ż" * 33)}, "Button_data_invalid"),
        ({"reply_markup": keyboard(callback_data="")}, "Text buttons are unallowed"),
        ({"reply_markup": keyboard(url="ftp://market.example")}, "Unsupported URL protocol"),
        ({"reply_markup": keyboard(url="nowhere")}, "Wrong HTTP URL"),
        ({"reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 101])}, "too long"),
        ({"reply_to_message_id": 77}, "Message to be replied not found"),
    ],
)
async def test_a_message_is_refused(anna: Customer, bot: telegram.Bot, message: dict[str, object], reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(**{"chat_id": anna.id, "text": "x"} | message)  # type: ignore[arg-type]
    assert reason.lower() in str(refused.value).lower()
    assert len(anna.screen) == 1


@pytest.mark.parametrize(
    "message",
    [
        {"text": "📦" * 4096},
        {"text": f"<b>{'&amp;' * 4096}</b>", "parse_mode": "HTML"},
        {"text": f"{'x' * 4096}   "},
        {"reply_markup": keyboard(callback_data="ż" * 32)},
    ],
)
async def test_a_message_just_fits(anna: Customer, bot: telegram.Bot, message: dict[str, object]) -> None:
    await bot.send_message(**{"chat_id": anna.id, "text": "x"} | message)  # type: ignore[arg-type]
    assert len(anna.screen) == 2


async def test_nobody_is_written_to_before_their_first_word(server: TelegramServer, bot: telegram.Bot) -> None:
    silent = server.customer(1002)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(silent.id, "Hello")


async def test_who_has_blocked_the_bot_hears_nothing(anna: Customer, bot: telegram.Bot) -> None:
    anna.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "Hello")
    anna.unblocks()
    await bot.send_message(anna.id, "Hello again")


async def test_the_bot_learns_that_it_was_blocked(anna: Customer, bot: telegram.Bot) -> None:
    anna.blocks()
    _, update = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_edits_that_change_nothing_or_find_nothing(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "Hello", reply_markup=keyboard(callback_data="a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Hello", anna.id, sent.message_id, reply_markup=keyboard(callback_data="a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=keyboard(callback_data="a"))
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Hello", anna.id, 99)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Hello", anna.id, anna.screen[0].id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, 99)


async def test_a_press_is_answered_in_time_or_not_at_all(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("123")


async def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    intruder = telegram.Bot("42:wrong", base_url=f"{server.root}/bot")
    with pytest.raises(InvalidToken):
        await intruder.initialize()
    await intruder.request.shutdown()


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot42:playground/launchRocket", 404, "Not Found: method not found"),
        ("/bot42:wrong/getMe", 401, "Unauthorized"),
        ("/elsewhere", 404, "Not Found"),
        ("/file/bot42:playground/photos/file_1.jpg", 404, "Not Found"),
        (
            "/bot42:playground/getFile?file_id=x",
            400,
            "Bad Request: invalid file_id",
        ),
        (
            "/bot42:playground/sendChatAction?chat_id=1001&action=dancing",
            400,
            "Bad Request: wrong parameter action in request",
        ),
        ("/bot42:playground/sendMessageDraft?chat_id=1001&draft_id=0", 400, "Bad Request: draft_id must be non-zero"),
        ("/bot42:playground/setMyCommands?commands=5", 400, "Bad Request: expected an Array of BotCommand"),
        ("/bot42:playground/sendMessage?text=x", 400, "Bad Request: chat_id is empty"),
    ],
)
async def test_a_call_is_refused(
    anna: Customer, server: TelegramServer, path: str, status: int, description: str
) -> None:
    async with aiohttp.ClientSession() as session, session.get(server.root + path) as answer:
        assert answer.status == status
        assert await answer.json() == {"ok": False, "error_code": status, "description": description}


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"chat_id": 1001, "text": "\\ud800"}', "application/json", 400),
        (b"chat_id=1001&text=%FF", "application/x-www-form-urlencoded", 400),
        (b"chat_id=1001&text=\xff", "application/x-www-form-urlencoded", 400),
        (b"chat_id=1001&text=x", "multipart/form-data", 400),
        (b"no parts", "multipart/form-data; boundary=x", 400),
        (b"", "application/json", 400),
        (b'{"CHAT_ID": 1}', "application/json", 400),
        (b'{"chat_id": 1001, "text": "ok", "reply_markup": "{"}', "application/json", 400),
        (b'{"chat_id": 1001, "text": "ok", "reply_markup": 5}', "application/json", 400),
        (b'{"chat_id": 1001, "text": "ok"}', "application/json", 200),
        (b"chat_id=1001&text=ok", "application/x-www-form-urlencoded", 200),
    ],
)
async def test_any_body_is_read_or_refused(
    anna: Customer, server: TelegramServer, body: bytes, content_type: str, status: int
) -> None:
    url = f"{server.root}/bot42:playground/SENDmessage"
    headers = {"Content-Type": content_type}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        assert answer.status == status
        assert (await answer.json())["ok"] == (status == 200)


async def test_who_sends_too_fast_is_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise the library warns about its own future
    server = TelegramServer(limits=Limits(per_chat_burst=2))
    root = await server.start()
    anna, ben = server.customer(1), server.customer(2, "Ben")
    await anna.starts()
    await ben.starts()
    async with telegram.Bot("42:playground", base_url=f"{root}/bot") as bot:
        await bot.send_message(anna.id, "1")
        await bot.send_message(anna.id, "2")
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(anna.id, "3")
        await bot.send_message(ben.id, "the others are not held up")
    assert refused.value.retry_after == timedelta(seconds=1)
    await server.stop()


def test_tokens_come_back_with_time() -> None:
    now = 0.0
    rates = Rates(Limits(per_chat_per_second=0.5, per_chat_burst=1, total_per_second=9, total_burst=9), lambda: now)
    assert rates.retry_after(1) == 0
    assert rates.retry_after(1) == 2
    now = 2.0
    assert rates.retry_after(1) == 0


def test_all_chats_share_one_bucket() -> None:
    rates = Rates(Limits(total_per_second=1, total_burst=2), lambda: 0.0)
    assert [rates.retry_after(chat) for chat in (1, 2, 3)] == [0, 0, 1]


def test_a_chat_that_is_held_back_is_refused_until_then_and_no_other() -> None:
    now = 0.0
    rates = Rates(Limits(), lambda: now)
    rates.hold(1, 20)
    assert [rates.retry_after(chat) for chat in (1, 2)] == [20, 0]
    now = 20.0
    assert rates.retry_after(1) == 0
