"""Understands Telegram's updates: what is stored of them, and what they mean. Pure.

The kinds of updates and messages are those of https://core.telegram.org/bots/api#update.
"""

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeGuard

from bots.json_text import read_json
from bots.telegram.characters import clean
from bots.telegram.contents import content_of
from bots.telegram.entities import styles_of
from bots.telegram.ids import CHANNEL, NO_TURN, address, inbox_key, pressed, stream
from bots.telegram.masked import masked
from core.model.errors import Unreadable
from core.model.events import CustomerChose, CustomerEdited, CustomerEvent, CustomerSentFile, CustomerWrote
from core.model.heard import FromCustomer, FromGroup, Heard, Ignored
from core.model.people import Sender
from core.model.rows import Received

Json = dict[str, Any]


class _File(NamedTuple):
    """A file as Telegram names it; without an id there is nothing to download, and the name is what the message says."""

    id: str = ""
    name: str = ""
    size: int = 0  # bytes


WANTED = ("message", "edited_message", "callback_query")  # the kinds that we ask Telegram for

_FAR = 2**33  # seconds; the year 2242

_CHATS = (("message", "chat", "id"), ("edited_message", "chat", "id"), ("callback_query", "from", "id"))

# The first field that is there says what the message is: an animation comes with a document of the same file.
_FILES = {
    "animation": "animation",
    "photo": "photo",
    "voice": "voice message",
    "audio": "audio",
    "video": "video",
    "video_note": "video message",
    "sticker": "sticker",
    "document": "file",
    "location": "location",
    "venue": "place",
    "contact": "contact",
    "poll": "poll",
    "dice": "dice",
    "story": "story",
    "game": "game",
    "paid_media": "paid media",
    "checklist": "checklist",
}
# Telegram's own remarks in a private chat: nobody waits for a word about them.
_REMARKS = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "connected_website",
    "chat_background_set",
    "proximity_alert_triggered",
    "boost_added",
    "users_shared",
    "chat_shared",
    "giveaway_created",
    "giveaway_completed",
)


def received(update: object, bot: str) -> Received:
    """The inbox row of anything that Telegram may send, pure ASCII, without card numbers and IBANs. Never raises for JSON.

    `bot` is the bot's id.
    """
    chat = _private_chat(update)
    return Received(inbox_key(bot, update), CHANNEL, stream(chat), json.dumps(masked(update)))


def press_id(update: object) -> str:
    """The id by which a press on a button is answered; empty for everything else."""
    number = _at(update, ("callback_query", "id"))
    return number if isinstance(number, str) else ""


def _private_chat(update: object) -> int | None:
    """Whose chat this is about, also where the update cannot be read. A private chat has its customer's id, groups a negative one."""
    for path in _CHATS:
        chat = _at(update, path)
        if isinstance(chat, int) and not isinstance(chat, bool) and chat > 0:
            return chat
    return None


def _at(value: Any, path: tuple[str, ...]) -> object:
    for field in path:
        value = value.get(field) if isinstance(value, dict) else None
    return value


class TelegramReader:
    """Reads the rows that `received` wrote."""

    def read(self, payload: str) -> Heard:
        """Raises Unreadable for an update of a known kind that lacks what such an update always has."""
        try:
            update = read_json(payload)
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"not JSON: {type(error).__name__}") from error
        return _heard(update)


def _heard(update: object) -> Heard:
    if not isinstance(update, dict):
        raise Unreadable("an update is an object")
    if "message" in update:
        return _message(_object(update, "message"))
    if "edited_message" in update:
        return _edited(_object(update, "edited_message"))
    if "callback_query" in update:
        return _press(_object(update, "callback_query"))
    kinds = sorted(str(name) for name in update if name != "update_id")
    return Ignored(clean(f"an update of another kind: {', '.join(kinds) or 'none'}")[:200])


def _message(message: Json) -> Heard:
    if _is_said_to_us_in_a_group(message):
        return FromGroup(address(_chat(message)), _sender(message).language_code)
    why = _not_for_us(message)
    return Ignored(why) if why else FromCustomer(address(_chat(message)), _content(message), _time(message, "date"))


def _content(message: Json) -> CustomerEvent:
    sender, ref = _sender(message), _ref(message)
    if "text" in message:
        text = _text(message, "text")
        styles = styles_of(text, message.get("entities"))
        wrote = CustomerWrote(text, sender, ref, styles)
        return wrote if text.strip() else CustomerSentFile("empty message", "", sender, ref)
    field, kind = next((each for each in _FILES.items() if each[0] in message), ("", "message of another kind"))
    file = _file(message.get(field))
    file = file if file.id else file._replace(name=content_of(field, message.get(field)))
    return CustomerSentFile(kind, _text(message, "caption"), sender, ref, *file)


def _file(body: object) -> _File:
    """What may be downloaded of a photo (its sizes are a list), a document or the like; nothing of a place or a poll.

    https://core.telegram.org/bots/api#document: name and size are optional, and whatever is odd about them, a file has come.
    """
    sizes = [each for each in (body if isinstance(body, list) else [body]) if isinstance(each, dict)]
    largest = max(sizes, key=_pixels, default={})
    id, name, size = largest.get("file_id"), largest.get("file_name", _sticker_name(largest)), largest.get("file_size")
    if not isinstance(id, str) or id != clean(id):  # nothing can be asked for by such a name
        return _File()
    return _File(id, clean(name) if isinstance(name, str) else "", size if _counts(size) else 0)


def _sticker_name(body: Json) -> str:
    """Stickers that move are no pictures, https://core.telegram.org/bots/api#sticker."""
    if body.get("is_animated") is True:
        return "sticker.tgs"
    return "sticker.webm" if body.get("is_video") is True else ""


def _pixels(size: Json) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if _counts(width) and _counts(height) else 0


def _counts(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _edited(message: Json) -> Heard:
    """New words; a location that moves on is an edit too, many times an hour, and says nothing."""
    why = _not_for_us(message)
    text = "" if why else _text(message, "text") or _text(message, "caption")
    if why or not text.strip():
        return Ignored(why or "an edit without words")
    styles = styles_of(text, message.get("entities") or message.get("caption_entities"))
    edited = CustomerEdited(text, _sender(message), _ref(message), styles)
    return FromCustomer(address(_chat(message)), edited, _time(message, "edit_date"))


def _press(query: Json) -> Heard:
    """A press may come without its message, or with one that is too old to be read."""
    sender = _object(query, "from")
    message = query.get("message")
    if isinstance(message, dict) and _object(message, "chat").get("type", "private") != "private":
        return Ignored("a press outside a private chat")
    data = query.get("data")
    action, turn = pressed(clean(data)) if isinstance(data, str) else ("", NO_TURN)
    return FromCustomer(address(_integer(sender, "id")), CustomerChose(action, turn, _names(sender)))


def _is_said_to_us_in_a_group(message: Json) -> bool:
    """A command, or a mention: of others' talk a bot gets nothing (https://core.telegram.org/bots/features#privacy-mode)."""
    if _object(message, "chat").get("type") not in ("group", "supergroup"):
        return False
    entities = message.get("entities")
    kinds = {each.get("type") for each in entities if isinstance(each, dict)} if isinstance(entities, list) else set()
    return not kinds.isdisjoint({"bot_command", "mention"})


def _not_for_us(message: Json) -> str:
    """Why nobody waits for an answer to this message; empty: a customer does."""
    if _object(message, "chat").get("type") != "private":
        return "not a private chat"
    if "from" in message and _object(message, "from").get("is_bot") is True:
        return "written by a bot"
    remark = next((field for field in _REMARKS if field in message), "")
    return f"a remark of Telegram: {remark}" if remark else ""


def _chat(message: Json) -> int:
    return _integer(_object(message, "chat"), "id")


def _ref(message: Json) -> str:
    return str(_integer(message, "message_id"))


def _time(message: Json, field: str) -> datetime | None:
    """When it was written, or edited; what is no time is none, and the words count all the same."""
    seconds = message.get(field)
    return datetime.fromtimestamp(seconds, UTC) if _counts(seconds) and seconds < _FAR else None


def _sender(message: Json) -> Sender:
    return _names(_object(message, "from")) if "from" in message else Sender()


def _names(user: Json) -> Sender:
    return Sender(_text(user, "first_name"), _text(user, "language_code"))


def _object(parent: Json, field: str) -> Json:
    value = parent.get(field)
    if not isinstance(value, dict):
        raise Unreadable(f"{field} is not an object")
    return value


def _integer(parent: Json, field: str) -> int:
    value = parent.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f"{field} is not an integer")
    return value


def _text(parent: Json, field: str) -> str:
    value = parent.get(field, "")
    if not isinstance(value, str):
        raise Unreadable(f"{field} is not a text")
    return clean(value)
