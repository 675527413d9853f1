"""What the playground's Telegram remembers, as plain values that survive a restart of its process."""

import msgspec


class Entity(msgspec.Struct, omit_defaults=True, frozen=True):
    """A formatted part of a text. Offset and length count UTF-16 units, as in the Bot API's MessageEntity."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


class Button(msgspec.Struct, omit_defaults=True, frozen=True):
    """A button under a message; with neither data nor address, pressing it types its label."""

    label: str
    callback_data: str | None = None
    url: str | None = None


class Media(msgspec.Struct, omit_defaults=True, frozen=True):
    """A file in a message: its content is in `State.files`. Size in bytes, duration in seconds."""

    kind: str  # photo, document, sticker, voice, video or audio
    file_id: str
    size: int
    name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    emoji: str = ""


class Message(msgspec.Struct, omit_defaults=True):
    """A message as both sides see it. Dates are Unix seconds.

    `text` is the caption where there is `media`. `revision` grows with every new or edited text in the playground.
    """

    id: int
    chat_id: int
    by_bot: bool
    date: int
    text: str
    entities: list[Entity] = []
    keyboard: list[list[Button]] = []
    inline: bool = True  # the keyboard hangs under the message; otherwise it replaces the phone's keyboard
    media: Media | None = None
    album: str | None = None
    reply_to: int | None = None
    edited: int | None = None
    protected: bool = False
    draft: bool = False  # a preview that is not sent yet; its id is the draft's
    revision: int = 0

    @property
    def buttons(self) -> list[str]:
        return [button.label for row in self.keyboard for button in row]


class Draft(msgspec.Struct):
    message: Message
    until: float


class Toast(msgspec.Struct, frozen=True):
    """What a press was answered with: a line at the top of the chat, or an alert to close."""

    text: str
    alert: bool = False
    url: str | None = None


class Press(msgspec.Struct):
    """A press on a button (a callback query)."""

    id: str
    chat_id: int
    message_id: int
    data: str
    at: float
    answer: Toast | None = None


class Chat(msgspec.Struct):
    """A customer and the private chat with the bot. The bot knows nobody before their first word."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    started: bool = False
    blocked: bool = False
    action: str = ""
    action_until: float = 0.0
    messages: list[Message] = []
    draft: Draft | None = None


class File(msgspec.Struct):
    """A file's content. `path` is given out by getFile and then valid until `path_until`."""

    id: str
    content: bytes
    path: str
    size: int
    path_until: float = 0.0


class Queued(msgspec.Struct):
    """An update that the bot has not confirmed, as JSON text: a pushed one may hold what no other form can.

    `lane` keeps the order of a webhook's deliveries: one per chat for messages, another for its presses.
    """

    id: int
    lane: str
    body: str
    until: float


class Webhook(msgspec.Struct):
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


class Profile(msgspec.Struct):
    """What the bot says about itself, per language code ("" for all others)."""

    names: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    short_descriptions: dict[str, str] = {}
    commands: dict[str, list[dict[str, str]]] = {}  # by scope and language


class State(msgspec.Struct):
    chats: dict[int, Chat] = {}
    presses: dict[str, Press] = {}
    files: dict[str, File] = {}
    queue: list[Queued] = []
    next_message: int = 1
    next_update: int = 1
    next_number: int = 1  # for every other identifier
    revision: int = 0
    allowed_updates: list[str] = []
    webhook: Webhook | None = None
    profile: Profile = msgspec.field(default_factory=Profile)

    def number(self) -> int:
        self.next_number += 1
        return self.next_number - 1

    def revise(self) -> int:
        self.revision += 1
        return self.revision

    def message(self, chat_id: int, message_id: int) -> Message | None:
        chat = self.chats.get(chat_id)
        return next((m for m in chat.messages if m.id == message_id), None) if chat else None


def dump(state: State) -> bytes:
    return msgspec.msgpack.encode(state)


def load(stored: bytes) -> State:
    """Raises msgspec.ValidationError for bytes that are not a stored state."""
    return msgspec.msgpack.decode(stored, type=State)
