"""How things of Telegram are named inside: chats, streams, inbox keys and the data of buttons."""

import hashlib
import json
from typing import Any

from core.model.ids import Address, conversation_at

CHANNEL = "telegram"
UNROUTABLE = f"{CHANNEL}:unroutable"
_canonical = json.JSONEncoder(sort_keys=True).encode  # kept: `json.dumps` makes one each time
NO_TURN = -1  # a turn that no stage ever has: such a press is answered as expired

# What makes an update this one and no other, by its kind: identifiers may start lower again after an idle week
# (https://core.telegram.org/bots/api#update), so the number of the update alone is not unique for ever.
_IDENTITY = {
    "message": ("chat", "message_id", "date"),
    "edited_message": ("chat", "message_id", "edit_date", "text", "caption"),
    "callback_query": ("id",),
}


def bot_id(token: str) -> str:
    """The part of the token before the colon: the bot's user id, which is no secret."""
    return token.partition(":")[0]


def address(chat: int) -> Address:
    return Address(CHANNEL, str(chat))


def stream(chat: int | None) -> str:
    """What comes from one chat is kept in order."""
    return UNROUTABLE if chat is None else conversation_at(address(chat))


def inbox_key(bot: str, update: object) -> str:
    """Unique for ever: the same update delivered twice has the same key, another update never has it."""
    number = update.get("update_id") if isinstance(update, dict) else None
    shown = number if isinstance(number, int) else "none"
    canonical = _canonical(_identity(update))
    return f"{CHANNEL}:{bot}:{shown}:{hashlib.sha256(canonical.encode()).hexdigest()[:16]}"


def _identity(update: object) -> object:
    if isinstance(update, dict):
        for kind, fields in _IDENTITY.items():
            body = update.get(kind)
            if isinstance(body, dict) and fields[0] in body:
                return [kind, *(_plain(body.get(field)) for field in fields)]
    return update


def _plain(value: Any) -> Any:
    """A chat is its id: its name may change between two deliveries."""
    return value.get("id") if isinstance(value, dict) else value


def button_data(action: str, turn: int) -> str:
    """What a press brings back, within the 64 bytes of https://core.telegram.org/bots/api#inlinekeyboardbutton."""
    return f"{action}|{turn}"


def pressed(data: str) -> tuple[str, int]:
    """Action and turn of a press; data that is not ours has `NO_TURN`."""
    action, _, turn = data.rpartition("|")
    ours = action and turn.isascii() and turn.isdigit() and len(turn) <= 18
    return (action, int(turn)) if ours else (data, NO_TURN)
