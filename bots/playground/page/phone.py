"""What the customers' phones show, as JSON for the page."""

import json
from typing import Any

from bots.playground.page.rich import from_entities
from bots.playground.page.suggestions import suggestions
from bots.playground.telegram import Button, Customer, Message, TelegramServer
from bots.playground.telegram.state import Press

Json = dict[str, Any]
Spinning = dict[tuple[int, str], float]  # message and data of a press, to when it stops

MOST_MESSAGES = 300  # of one chat
SPINS = 15.0  # seconds after a press; later the phone gives up, and the Bot API refuses the answer as too old
_MEDIA = ("kind", "file_id", "name", "size", "emoji", "width", "height", "duration")


def snapshot(server: TelegramServer) -> Json:
    """Every customer's chat, the newest messages of each."""
    return {
        "bot": server.account.name,
        "username": server.account.bot.username,
        "customers": [_customer(server, each) for each in server.customers],
    }


def _customer(server: TelegramServer, customer: Customer) -> Json:
    chat = customer.chat
    language = (chat.language_code or "en").partition("-")[0]
    presses = [press for press in server.account.state.presses.values() if press.chat_id == chat.id][-50:]
    spinning = {(press.message_id, press.data): press.at + SPINS for press in presses if press.answer is None}
    messages = customer.screen[-MOST_MESSAGES:]
    return {
        "id": chat.id,
        "name": " ".join(filter(None, [chat.first_name, chat.last_name])),
        "language": chat.language_code or "",
        "blocked": chat.blocked,
        "typing": customer.typing,
        "messages": [_message(message, messages, spinning) for message in messages],
        "keyboard": _keyboard(messages),
        "toasts": [_toast(press) for press in presses if press.answer and (press.answer.text or press.answer.url)],
        "commands": _commands(server, language),
        "about": _in_language(server.account.state.profile.descriptions, language),
        "suggestions": suggestions(language),
    }


def _message(message: Message, among: list[Message], spinning: Spinning) -> Json:
    replied = next((each for each in among if each.id == message.reply_to), None)
    drawn: Json = {
        "id": f"draft-{message.id}" if message.draft else str(message.id),
        "bot": message.by_bot,
        "date": message.date,
        "text": from_entities(message.text, message.entities),
        "keyboard": [],
        "edited": message.edited is not None,
        "draft": message.draft,
        "album": message.album or "",
    }
    if message.inline:
        drawn["keyboard"] = [[_button(message, each, spinning) for each in row] for row in message.keyboard]
    if message.media is not None:
        drawn["media"] = {each: getattr(message.media, each) for each in _MEDIA}
    if replied is not None:
        drawn["reply"] = replied.text[:120] or "a file"
    return drawn


def _keyboard(messages: list[Message]) -> list[list[str]]:
    """The keyboard that takes the place of the phone's own: that of the last message which brought or removed one."""
    last = next((each for each in reversed(messages) if each.by_bot and not each.inline), None)
    return [[button.label for button in row] for row in last.keyboard] if last is not None else []


def _button(message: Message, button: Button, spinning: Spinning) -> Json:
    """`until`: Unix seconds at which a press that is not answered yet stops to turn."""
    until = spinning.get((message.id, button.callback_data or ""), 0)
    return {"label": button.label, "url": button.url or "", "until": until}


def _toast(press: Press) -> Json:
    assert press.answer is not None
    return {"id": press.id, "text": press.answer.text, "alert": press.answer.alert, "url": press.answer.url or ""}


def _commands(server: TelegramServer, language: str) -> list[dict[str, str]]:
    """Those of the narrowest scope that a private chat has, in the customer's language or else in the default one."""
    stored = server.account.state.profile.commands
    for code in (language, ""):
        for scope in ("all_private_chats", "default"):
            found = stored.get(json.dumps([{"type": scope}, code], sort_keys=True))
            if found:
                return found
    return []


def _in_language(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("", "")
