"""Methods that put something into a customer's chat."""

from bots.playground.telegram import wire
from bots.playground.telegram.account import ACTION_SHOWS, DRAFT_SHOWS, Account
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.files import DOWNLOAD_LIMIT, known
from bots.playground.telegram.keyboard import read_keyboard
from bots.playground.telegram.methods import method
from bots.playground.telegram.parameters import Parameters
from bots.playground.telegram.state import Chat, Draft, Entity, Media, Message
from bots.playground.telegram.texts import draft_text, message_text

ACTIONS = {"typing", "choose_sticker", "find_location"}
ACTIONS |= {f"upload_{what}" for what in ("photo", "video", "voice", "document", "video_note")}
ACTIONS |= {f"record_{what}" for what in ("video", "voice", "video_note")}
COMMON = "disable_notification protect_content reply_parameters reply_markup"  # what every message can have


@method("sendMessage", "chat_id text", f"{COMMON} parse_mode entities link_preview_options")
def send_message(account: Account, parameters: Parameters) -> wire.Json:
    chat = account.open_chat(parameters.text("chat_id"))
    text, entities = message_text(parameters)
    return send(account, chat, parameters, text, entities, None)


def send(
    account: Account,
    chat: Chat,
    parameters: Parameters,
    text: str,
    entities: list[Entity],
    media: Media | None,
    album: str | None = None,
) -> wire.Json:
    """Show it at the end of the chat, with the options that every message has; the message as the bot gets it back."""
    keyboard = read_keyboard(parameters.json("reply_markup", "reply keyboard markup"))
    reply_to = _replied(account, chat, parameters)
    account.charge(chat)
    message = Message(0, chat.id, True, 0, text, entities, keyboard.rows, keyboard.inline, media, album)
    message.reply_to = reply_to
    message.protected = parameters.flag("protect_content")
    return account.wired(account.add(chat, message))


def _replied(account: Account, chat: Chat, parameters: Parameters) -> int | None:
    given = parameters.json("reply_parameters", "reply parameters")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise BadRequest("object expected as reply parameters")
    number = given.get("message_id")
    if isinstance(number, int) and account.state.message(chat.id, number):
        return number
    if given.get("allow_sending_without_reply"):
        return None
    raise BadRequest("message to be replied not found")


@method("sendMessageDraft", "chat_id draft_id", "text parse_mode entities")
def send_message_draft(account: Account, parameters: Parameters) -> bool:
    chat = account.open_chat(parameters.text("chat_id"))
    number = parameters.integer("draft_id")
    if number == 0:
        raise BadRequest("draft_id must be non-zero")
    text, entities = draft_text(parameters)
    message = Message(number, chat.id, True, account.now(), text, entities, draft=True)
    chat.draft = Draft(message, account.clock() + DRAFT_SHOWS)
    account.changed()
    account.changes_in(DRAFT_SHOWS)
    return True


@method("sendChatAction", "chat_id action")
def send_chat_action(account: Account, parameters: Parameters) -> bool:
    chat = account.open_chat(parameters.text("chat_id"))
    action = parameters.text("action").lower()
    if action not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat.action, chat.action_until = action, account.clock() + ACTION_SHOWS
    account.changed()
    account.changes_in(ACTION_SHOWS)
    return True


@method("getFile", "file_id")
def get_file(account: Account, parameters: Parameters) -> wire.Json:
    """A path to download from; it works for an hour."""
    if not parameters.text("file_id"):
        raise BadRequest("file_id not specified")
    stored = known(account.state, parameters.text("file_id"))
    if stored is None:
        raise BadRequest("invalid file_id")
    if stored.size > DOWNLOAD_LIMIT:
        raise BadRequest("file is too big")
    stored.path_until = account.clock() + 3600
    return wire.file(stored)
