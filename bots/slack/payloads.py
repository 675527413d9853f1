"""The parts of Slack's payloads that we read, as types; what has another shape does not decode."""

import msgspec


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


class Action(msgspec.Struct, frozen=True):
    action_id: str
    value: str | None = None


class Option(msgspec.Struct, frozen=True):
    value: str


class Field(msgspec.Struct, frozen=True):
    """What was typed, chosen or ticked in one field of a form."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: tuple[Option, ...] | None = None


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


class Interaction(msgspec.Struct, frozen=True):
    """A press (`block_actions`) or a form; docs.slack.dev/reference/interaction-payloads."""

    type: str
    user: User
    team: Team | None = None
    channel: Channel | None = None
    container: Container = Container()
    actions: tuple[Action, ...] = ()
    trigger_id: str | None = None
    view: FormName | None = None


class Submitted(msgspec.Struct, frozen=True):
    """A form of ours that was sent (`view_submission`)."""

    user: User
    view: View


class File(msgspec.Struct, frozen=True):
    name: str | None = None
    title: str | None = None


class Edited(msgspec.Struct, frozen=True):
    user: str | None = None


class Message(msgspec.Struct, frozen=True):
    """A message as it stands; docs.slack.dev/reference/events/message."""

    ts: str
    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    parent_user_id: str | None = None
    team: str | None = None
    user_team: str | None = None
    source_team: str | None = None
    files: tuple[File, ...] | None = None
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


class EventType(msgspec.Struct, frozen=True):
    type: str


class Presence(msgspec.Struct, frozen=True):
    """What we ourselves saw of a member (bots/slack/presence.py)."""

    user: str
    away: bool
