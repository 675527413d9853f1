"""The parts of Slack's payloads that we read, as types; what has another shape does not decode."""

from typing import TypeVar

import msgspec

from core.model.errors import Unreadable

T = TypeVar("T")

# Subtypes under which people write; all others are Slack's own notices (docs.slack.dev/reference/events/message#subtypes).
WRITING = (None, "thread_broadcast", "file_share", "me_message")


class Team(msgspec.Struct, frozen=True):
    id: str


class User(msgspec.Struct, frozen=True):
    id: str
    name: str | None = None
    username: str | None = None
    team_id: str | None = None


class Channel(msgspec.Struct, frozen=True):
    id: str


class Container(msgspec.Struct, frozen=True):
    message_ts: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False


class Option(msgspec.Struct, frozen=True):
    value: str


class Action(msgspec.Struct, frozen=True):
    """A button that was pressed, or an option that was chosen from a menu."""

    action_id: str
    value: str | None = None
    selected_option: Option | None = None


class Field(msgspec.Struct, frozen=True):
    """What was typed, chosen or ticked in one field of a form."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: tuple[Option, ...] | None = None
    selected_date_time: int | None = None


class ViewState(msgspec.Struct, frozen=True):
    """By block, then by element."""

    values: dict[str, dict[str, Field]] = {}


class View(msgspec.Struct, frozen=True):
    """A form as it was filled in; docs.slack.dev/reference/interaction-payloads/view-interactions-payload."""

    id: str
    callback_id: str = ""
    private_metadata: str = ""
    state: ViewState = ViewState()


class FormName(msgspec.Struct, frozen=True):
    callback_id: str = ""


class OnMessage(msgspec.Struct, frozen=True):
    """The message that was pressed or that a shortcut was used on."""

    ts: str = ""
    thread_ts: str | None = None


class Interaction(msgspec.Struct, frozen=True):
    """A press (`block_actions`), a form or a shortcut on a message; docs.slack.dev/reference/interaction-payloads."""

    type: str
    user: User
    team: Team | None = None
    channel: Channel | None = None
    container: Container = Container()
    actions: tuple[Action, ...] = ()
    trigger_id: str | None = None
    view: FormName | None = None
    callback_id: str = ""
    message: OnMessage | None = None
    frontdesk_at: float = 0.0


class Submitted(msgspec.Struct, frozen=True):
    """A form of ours that was sent (`view_submission`)."""

    user: User
    view: View


class FileObject(msgspec.Struct, frozen=True):
    """docs.slack.dev/reference/objects/file-object; `size` is in bytes."""

    id: str = ""
    name: str | None = None
    title: str | None = None
    mimetype: str | None = None
    size: int | None = None


class Edited(msgspec.Struct, frozen=True):
    user: str | None = None


class Message(msgspec.Struct, frozen=True):
    """A message as it stands; docs.slack.dev/reference/events/message."""

    ts: str
    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    text: str | None = None
    blocks: object = None
    thread_ts: str | None = None
    parent_user_id: str | None = None
    team: str | None = None
    user_team: str | None = None
    source_team: str | None = None
    files: tuple[FileObject, ...] | None = None
    edited: Edited | None = None


class MessageEvent(Message, frozen=True, kw_only=True):
    """A message that came, changed (`message`, `previous_message`) or went (`deleted_ts`, `previous_message`)."""

    channel: str
    message: Message | None = None
    previous_message: Message | None = None
    deleted_ts: str | None = None


class Body(msgspec.Struct, frozen=True):
    """What tells the kinds apart: events have `event`, slash commands have `command`, all else is interactive."""

    type: str | None = None
    team_id: str | None = None
    event: msgspec.Raw = msgspec.Raw()  # empty where there is none
    command: str | None = None
    text: str | None = None
    user_id: str | None = None
    user_name: str | None = None
    frontdesk_at: float = 0.0
    frontdesk_found: str = ""


class EventType(msgspec.Struct, frozen=True):
    type: str


def decoded(payload: bytes, shape: type[T]) -> T:
    """Raises Unreadable for what is not of this shape."""
    try:
        return msgspec.json.decode(payload, type=shape)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Unreadable(f"no {shape.__name__.lstrip('_')} of Slack's: {type(error).__name__}") from error
