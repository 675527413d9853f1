"""Methods that change what is already in a customer's chat, and the answers to presses."""

from bots.playground.telegram import wire
from bots.playground.telegram.account import Account
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.keyboard import Keyboard, read_keyboard
from bots.playground.telegram.methods import method
from bots.playground.telegram.parameters import Parameters
from bots.playground.telegram.state import Chat, Entity, Message, Toast
from bots.playground.telegram.texts import caption, message_text

ANSWER_PRESS_WITHIN = 15.0  # seconds; Telegram publishes no figure
DELETES_WITHIN = 48 * 3600.0  # seconds
MOST_TOAST = 200
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@method("editMessageText", "", "chat_id message_id text parse_mode entities link_preview_options reply_markup")
def edit_message_text(account: Account, parameters: Parameters) -> wire.Json:
    chat, message = _own(account, parameters)
    if message.media is not None:
        raise BadRequest("there is no text in the message to edit")
    return _rewritten(account, chat, message, message_text(parameters), parameters)


@method("editMessageCaption", "", "chat_id message_id caption parse_mode caption_entities reply_markup")
def edit_message_caption(account: Account, parameters: Parameters) -> wire.Json:
    chat, message = _own(account, parameters)
    if message.media is None or message.media.kind == "sticker":
        raise BadRequest("there is no caption in the message to edit")
    return _rewritten(account, chat, message, caption(parameters), parameters)


def _rewritten(
    account: Account, chat: Chat, message: Message, words: tuple[str, list[Entity]], parameters: Parameters
) -> wire.Json:
    text, entities = words
    keyboard = _inline(parameters)
    if (text, entities, keyboard.rows) == (message.text, message.entities, message.keyboard):
        raise BadRequest(NOT_MODIFIED)
    account.charge(chat)
    if text != message.text:
        message.revision = account.state.revise()
    message.text, message.entities, message.keyboard = text, entities, keyboard.rows
    return _edited(account, message)


@method("editMessageReplyMarkup", "", "chat_id message_id reply_markup")
def edit_message_reply_markup(account: Account, parameters: Parameters) -> wire.Json:
    chat, message = _own(account, parameters)
    keyboard = _inline(parameters)
    if keyboard.rows == message.keyboard:
        raise BadRequest(NOT_MODIFIED)
    account.charge(chat)
    message.keyboard = keyboard.rows
    return _edited(account, message)


def _own(account: Account, parameters: Parameters) -> tuple[Chat, Message]:
    chat = account.open_chat(parameters.text("chat_id"))
    message = _named(account, chat, parameters, "message to edit not found")
    if not message.by_bot:
        raise BadRequest("message can't be edited")
    return chat, message


def _named(account: Account, chat: Chat, parameters: Parameters, missing: str) -> Message:
    if not parameters.text("message_id"):
        raise BadRequest("message identifier is not specified")
    message = account.state.message(chat.id, parameters.integer("message_id"))
    if message is None:
        raise BadRequest(missing)
    return message


def _inline(parameters: Parameters) -> Keyboard:
    keyboard = read_keyboard(parameters.json("reply_markup", "reply keyboard markup"))
    if not keyboard.inline:
        raise BadRequest("inline keyboard expected")
    return keyboard


def _edited(account: Account, message: Message) -> wire.Json:
    message.edited = account.now()
    account.changed()
    return account.wired(message)


@method("deleteMessage", "chat_id message_id")
def delete_message(account: Account, parameters: Parameters) -> bool:
    """Its own and the customer's, for 48 hours (https://core.telegram.org/bots/api#deletemessage)."""
    chat = account.open_chat(parameters.text("chat_id"))
    message = _named(account, chat, parameters, "message to delete not found")
    if account.clock() >= message.date + DELETES_WITHIN:
        raise BadRequest("message can't be deleted")
    chat.messages.remove(message)
    account.changed()
    return True


@method("answerCallbackQuery", "callback_query_id", "text show_alert url cache_time")
def answer_callback_query(account: Account, parameters: Parameters) -> bool:
    press = account.state.presses.get(parameters.text("callback_query_id"))
    if press is None or account.clock() > press.at + ANSWER_PRESS_WITHIN:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    text = parameters.text("text")
    if len(text) > MOST_TOAST:
        raise BadRequest("MESSAGE_TOO_LONG")
    press.answer = Toast(text, parameters.flag("show_alert"), parameters.text("url") or None)
    account.changed()
    return True
