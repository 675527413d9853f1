"""The playground's values as the JSON objects of the Bot API."""

from typing import Any

import msgspec

from bots.playground.telegram.files import SMALL
from bots.playground.telegram.state import Button, Chat, File, Media, Message, Press, State

Json = dict[str, Any]


class Bot(msgspec.Struct, frozen=True):
    """Who the bot is: its number stands before the colon of its token."""

    id: int
    name: str
    username: str


def me(bot: Bot, name: str) -> Json:
    return bot_user(bot, name) | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def bot_user(bot: Bot, name: str) -> Json:
    return {"id": bot.id, "is_bot": True, "first_name": name, "username": bot.username}


def user(chat: Chat) -> Json:
    return _given(
        id=chat.id,
        is_bot=False,
        first_name=chat.first_name,
        last_name=chat.last_name,
        username=chat.username,
        language_code=chat.language_code,
    )


def private_chat(chat: Chat) -> Json:
    return _given(
        id=chat.id,
        type="private",
        first_name=chat.first_name,
        last_name=chat.last_name,
        username=chat.username,
    )


def message(state: State, bot: Bot, sent: Message, *, depth: int = 1) -> Json:
    """A Message; the one that it replies to comes without the one that *that* replies to, as from Telegram."""
    chat = state.chats[sent.chat_id]
    name = state.profile.names.get("", bot.name)
    caption = "caption" if sent.media else "text"
    entities = "caption_entities" if sent.media else "entities"
    fields = {
        "message_id": sent.id,
        "from": bot_user(bot, name) if sent.by_bot else user(chat),
        "chat": private_chat(chat),
        "date": sent.date,
        "edit_date": sent.edited,
        "media_group_id": sent.album,
        "has_protected_content": sent.protected or None,
        caption: sent.text or None,
        entities: [msgspec.to_builtins(entity) for entity in sent.entities] or None,
        "reply_markup": _inline_keyboard(sent),
    }
    replied = state.message(sent.chat_id, sent.reply_to) if sent.reply_to and depth else None
    if replied:
        fields["reply_to_message"] = message(state, bot, replied, depth=depth - 1)
    return _given(**fields) | (_media(sent.media) if sent.media else {})


def _inline_keyboard(sent: Message) -> Json | None:
    if not sent.inline or not sent.keyboard:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in sent.keyboard]}


def _button(button: Button) -> Json:
    return _given(text=button.label, callback_data=button.callback_data, url=button.url)


def _media(media: Media) -> Json:
    about = {"file_id": media.file_id, "file_unique_id": unique(media.file_id), "file_size": media.size}
    shape = {"width": media.width, "height": media.height}
    described = _given(file_name=media.name or None, mime_type=media.mime_type or None)
    match media.kind:
        case "photo":
            return {"photo": [_small(media), about | shape]}
        case "sticker":
            kind = {"type": "regular", "is_animated": False, "is_video": False}
            return {"sticker": about | shape | kind | _given(emoji=media.emoji or None)}
        case "voice":
            return {"voice": about | {"duration": media.duration} | _given(mime_type=media.mime_type or None)}
        case "video":
            return {"video": about | shape | {"duration": media.duration} | described}
        case "audio":
            return {"audio": about | {"duration": media.duration} | described}
        case _:
            return {"document": about | described}


def _small(media: Media) -> Json:
    """A photo comes in several sizes, the smallest first; identifiers and bytes of each are its own."""
    file_id, scale = media.file_id + SMALL, min(1.0, 320 / max(media.width, media.height, 1))
    return {
        "file_id": file_id,
        "file_unique_id": unique(file_id),
        "file_size": int(media.size * scale**2),
        "width": int(media.width * scale),
        "height": int(media.height * scale),
    }


def unique(file_id: str) -> str:
    """The identifier that is the same for every bot; it cannot be used to download."""
    return f"u{file_id}"


def file(stored: File) -> Json:
    return {
        "file_id": stored.id,
        "file_unique_id": unique(stored.id),
        "file_size": stored.size,
        "file_path": stored.path,
    }


def callback_query(state: State, bot: Bot, press: Press) -> Json:
    """A CallbackQuery; a message that is gone comes as an InaccessibleMessage, whose date is 0."""
    chat = state.chats[press.chat_id]
    on = state.message(press.chat_id, press.message_id)
    gone = {"chat": private_chat(chat), "message_id": press.message_id, "date": 0}
    return {
        "id": press.id,
        "from": user(chat),
        "message": message(state, bot, on) if on else gone,
        "chat_instance": str(chat.id * 7919),
        "data": press.data,
    }


def membership(bot: Bot, chat: Chat, date: int) -> Json:
    """A ChatMemberUpdated: the customer has blocked the bot, or let it in again."""
    itself = bot_user(bot, bot.name)
    member: Json = {"status": "member", "user": itself}
    kicked: Json = {"status": "kicked", "user": itself, "until_date": 0}
    before, after = (member, kicked) if chat.blocked else (kicked, member)
    return {
        "chat": private_chat(chat),
        "from": user(chat),
        "date": date,
        "old_chat_member": before,
        "new_chat_member": after,
    }


def _given(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
