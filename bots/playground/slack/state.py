"""The playground's Slack workspace as plain values, stored and loaded as JSON."""

import html
import json
from typing import Any

import msgspec

from bots.playground.slack import blocks as block_kit

Json = dict[str, Any]


class User(msgspec.Struct):
    """A member of the workspace: a person, our bot or somebody else's (then `bot_id` is set)."""

    id: str
    name: str
    real_name: str
    team_id: str
    email: str = ""
    tz: str = "Europe/Amsterdam"
    presence: str = "active"  # active or away
    status_text: str = ""
    status_emoji: str = ""  # with its colons
    status_expiration: int = 0  # seconds since 1970; 0: it stays
    quiet_from: int = 0  # do not disturb: seconds since 1970, from when
    quiet_until: int = 0
    guest: bool = False
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None


class Channel(msgspec.Struct):
    """A conversation: public channel, private channel (`private`) or direct message (`im_with` a user).

    `purpose` is what members read of it while it is empty.
    """

    id: str
    name: str
    created: int
    members: list[str] = []
    private: bool = False
    archived: bool = False
    im_with: str | None = None
    purpose: str = ""

    @property
    def type(self) -> str:
        """Slack's `channel_type`: channel, group or im."""
        if self.im_with is not None:
            return "im"
        return "group" if self.private else "channel"


class UserGroup(msgspec.Struct):
    """People who are mentioned together; `handle` is what follows the @."""

    id: str
    handle: str
    name: str
    created: int
    updated: int
    users: list[str] = []
    disabled: bool = False


class Edited(msgspec.Struct):
    """Who changed a message last, and when."""

    user: str
    ts: str


class File(msgspec.Struct):
    """A file that somebody shared; `content` is served at its private address."""

    id: str
    name: str
    mimetype: str
    content: bytes
    user: str
    created: int
    title: str = ""  # what is shown of it; empty: its name


class Upload(msgspec.Struct):
    """A file on its way: `content` once its bytes are here, `file` once the upload was completed."""

    id: str
    name: str
    length: int
    ticket: str
    content: bytes | None = None
    file: File | None = None


class Message(msgspec.Struct):
    """One message; `text` is in Slack's mrkdwn with `&`, `<` and `>` escaped, as it was sent.

    `author` is the name a reader sees. A message with `ephemeral_to` is seen by that user only and is
    in no history. `metadata` is `{"event_type": ..., "event_payload": {...}}`.
    """

    ts: str
    channel: str
    user: str
    author: str
    text: str
    blocks: list[Json] = []
    thread_ts: str | None = None
    subtype: str | None = None
    username: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    edited: Edited | None = None
    reactions: dict[str, list[str]] = {}
    files: list[File] = []
    ephemeral_to: str | None = None
    client_msg_id: str | None = None

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, top to bottom."""
        return [block_kit.label(e) for _, e in block_kit.interactive(self.blocks) if e["type"] == "button"]

    @property
    def plain(self) -> str:
        """The text with the escapes undone, as a person reads it."""
        return html.unescape(self.text)

    @property
    def top_level(self) -> bool:
        """Whether it stands in the channel itself: no reply, or a reply also sent to the channel."""
        return self.thread_ts in (None, self.ts) or self.subtype == "thread_broadcast"


class View(msgspec.Struct):
    """A modal or an app home as one user has it open; `state` holds what was filled in (`{"values": ...}`)."""

    id: str
    user: str
    type: str
    title: Json | None
    blocks: list[Json]
    hash: str
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    submit: Json | None = None
    close: Json | None = None
    state: Json = {}
    clear_on_close: bool = False
    notify_on_close: bool = False
    previous_view_id: str | None = None

    @property
    def heading(self) -> str:
        return str(self.title["text"]) if self.title else ""

    @property
    def buttons(self) -> list[str]:
        return [block_kit.label(e) for _, e in block_kit.interactive(self.blocks) if e["type"] == "button"]


class Trigger(msgspec.Struct):
    """The right to open one modal, until `expires` (seconds since 1970)."""

    user: str
    expires: float
    used: bool = False


class ResponseUrl(msgspec.Struct):
    """What a response_url stands for; `uses` counts to five."""

    channel: str
    user: str
    message_ts: str | None
    expires: float
    uses: int = 0


class State(msgspec.Struct):
    """Everything that a restart of the playground must not forget."""

    team_id: str = "T0PLAYGRND"
    team_name: str = "Playground"
    team_domain: str = "playground"
    app_id: str = "A0PLAYGRND"
    bot: str = "U0FRONTDSK"
    bot_id: str = "B0FRONTDSK"
    numbers: int = 0
    last_ts: int = 0  # microseconds since 1970
    users: dict[str, User] = {}
    channels: dict[str, Channel] = {}
    messages: dict[str, list[Message]] = {}
    views: dict[str, View] = {}
    modals: dict[str, list[str]] = {}  # user -> the stack of open views, topmost last
    homes: dict[str, str] = {}  # user -> view
    groups: dict[str, UserGroup] = {}
    triggers: dict[str, Trigger] = {}
    response_urls: dict[str, ResponseUrl] = {}
    undelivered: dict[str, Json] = {}  # event_id -> the wrapped event, until it is acknowledged or given up

    def number(self, prefix: str) -> str:
        """A new id that starts with Slack's letter for its kind."""
        self.numbers += 1
        return f"{prefix}0PLAY{self.numbers:05d}"


def dump(state: State) -> bytes:
    """Lone surrogates, which only an escape in JSON can bring, become question marks: no file can hold them."""
    try:
        return msgspec.json.encode(state)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(state), ensure_ascii=False).encode("utf-8", "replace")


def load(stored: bytes) -> State:
    """Raises msgspec.DecodeError or msgspec.ValidationError where `stored` is not a dump of ours."""
    return msgspec.json.decode(stored, type=State)
