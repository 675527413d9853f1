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


class Interaction(msgspec.Struct, frozen=True):
    """A press (`block_actions`) or a form; docs.slack.dev/reference/interaction-payloads."""

    type: str
    user: User
    team: Team | None = None
    channel: Channel | None = None
    container: Container = Container()
    actions: tuple[Action, ...] = ()


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
