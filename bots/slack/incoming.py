"""Reads what came in from Slack: agents' words, presses and commands in the desk's terms. No I/O."""

from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from bots.slack import callback_incoming, dispute_incoming
from bots.slack.dispute_submission import read_submission
from bots.slack.ids import ASK, CALL, CLAIM, CLOSE, COMMAND, DECIDE, DISPUTE, OFF_DUTY, ON_DUTY, CaseRef, Place
from bots.slack.markup import plain
from bots.slack.payloads import Action, Body, EventType, File, Interaction, Message, MessageEvent, Presence, Submitted
from bots.slack.people import Member
from bots.slack.presence import PRESENCE
from core.language.spec import BY_CODE
from core.model.errors import Unreadable
from core.model.events import AgentClaimed, AgentClosed, AgentDeleted, AgentEdited, AgentEvent, AgentWrote
from core.model.heard import DutyChanged, FromCard, FromThread, Heard, Ignored, PresenceSeen
from core.model.ids import AgentId
from core.model.people import Agent

T = TypeVar("T")

# Subtypes under which people write; all others are Slack's own notices (docs.slack.dev/reference/events/message#subtypes).
_WRITING = (None, "thread_broadcast", "file_share", "me_message")
_DUTY = {ON_DUTY: True, OFF_DUTY: False}


class SlackReader:
    """The Reader of one workspace.

    `channels` are those where staff talk about cases; nobody is heard anywhere else. `known` gives members by id:
    their names, and who is an outsider.
    """

    def __init__(self, team: str, bot_user: str, channels: Collection[str], known: Mapping[str, Member]) -> None:
        self._team = team
        self._bot_user = bot_user
        self._channels = channels
        self._known = known

    def read(self, payload: str) -> Heard:
        """Raises Unreadable for a payload that lacks what its kind always has."""
        body = _decoded(payload.encode(), Body)
        if bytes(body.event):
            return self._event(body, bytes(body.event))
        if body.command:
            return self._command(body)
        if body.type == "block_actions":
            return self._pressed(_decoded(payload.encode(), Interaction))
        if body.type == PRESENCE:
            saw = _decoded(payload.encode(), Presence)
            return PresenceSeen(AgentId(saw.user), saw.away)
        if body.type == "view_submission":
            return self._submitted(_decoded(payload.encode(), Interaction), payload)
        return Ignored(f"{body.type or 'a payload without a type'} is nothing for us")

    # --- messages
    def _event(self, body: Body, event: bytes) -> Heard:
        kind = _decoded(event, EventType).type
        if kind != "message":
            return Ignored(f"the event {kind} is nothing for us")
        if body.team_id != self._team:
            return Ignored("another workspace")
        message = _decoded(event, MessageEvent)
        if message.channel not in self._channels:
            return Ignored("another channel")
        return self._message(message)

    def _message(self, event: MessageEvent) -> Heard:
        match event.subtype:
            case "message_changed":
                return self._changed(event)
            case "message_deleted":
                return self._deleted(event)
            case subtype if subtype in _WRITING:
                return self._wrote(event)
            case subtype:
                return Ignored(f"a notice of Slack's: {subtype}")

    def _wrote(self, event: MessageEvent) -> Heard:
        place, words = _place(event, event), _words(event)
        why = self._not_an_agents(event)
        if why or place is None or not words:
            return Ignored(why or ("no words" if place else "not in a thread"))
        wrote = AgentWrote(self._agent(event.user), place.address, words, event.ts)
        return self._in_thread(event, wrote)

    def _changed(self, event: MessageEvent) -> Heard:
        """Slack calls it a change, too, when it unfolds a link or counts a reply: only an author's new words count."""
        now, before = event.message, event.previous_message
        if now is None or now.subtype not in _WRITING:
            return Ignored("a change that is nobody's writing")
        place, why = _place(event, now), self._not_an_agents(now)
        if why or place is None:
            return Ignored(why or "not in a thread")
        if now.edited is None or now.edited.user != now.user or (before and _words(before) == _words(now)):
            return Ignored("the words are the same")
        edited = AgentEdited(self._agent(now.user), place.address, _words(now), now.ts)
        return self._in_thread(now, edited)

    def _deleted(self, event: MessageEvent) -> Heard:
        before = event.previous_message
        if before is None:
            return Ignored("a deletion of nobody knows what")
        place, why = _place(event, before), self._not_an_agents(before)
        if why or place is None:
            return Ignored(why or "not in a thread")
        deleted = AgentDeleted(self._agent(before.user), place.address, event.deleted_ts or before.ts)
        return self._in_thread(before, deleted)

    def _in_thread(self, message: Message, event: AgentEvent) -> Heard:
        return FromThread(event.thread, event, ours=message.parent_user_id == self._bot_user)

    def _not_an_agents(self, message: Message) -> str:
        """Why this is not a colleague's message; empty if it is."""
        if message.bot_id or not message.user or message.user == self._bot_user:
            return "a bot's message"
        teams = {message.team, message.user_team, message.source_team} - {None, self._team}
        return "from another workspace" if teams else self._outsider(message.user)

    # --- presses and commands
    def _pressed(self, press: Interaction) -> Heard:
        why = self._not_a_colleague(press)
        if why or not press.actions:
            return Ignored(why or "a press of nothing")
        action = press.actions[0]
        agent = self._presser(press)
        if action.action_id in _DUTY:
            return DutyChanged(agent, _DUTY[action.action_id])
        if action.action_id not in (CLAIM, CLOSE) and not action.action_id.startswith((DISPUTE, CALL)):
            return Ignored(f"the button {action.action_id} is nothing for us")
        return self._on_card(press, action, agent)

    def _presser(self, press: Interaction) -> Agent:
        return self._agent(press.user.id, press.user.name or press.user.username or "")

    def _not_a_colleague(self, press: Interaction) -> str:
        teams = {press.team.id if press.team else None, press.user.team_id} - {None, self._team}
        return "from another workspace" if teams else self._outsider(press.user.id)

    def _on_card(self, press: Interaction, action: Action, agent: Agent) -> Heard:
        if press.channel is None or press.channel.id not in self._channels:
            return Ignored("another channel")
        ts = press.container.thread_ts or press.container.message_ts
        if not ts:
            raise Unreadable("a press on a card that is in no message")
        thread = Place(press.channel.id, ts).address
        if action.action_id.startswith(DISPUTE):
            return dispute_incoming.pressed(action, agent, thread, press.trigger_id or "")
        if action.action_id.startswith(CALL):
            return callback_incoming.pressed(action, agent, thread)
        ref = _decoded((action.value or "").encode(), CaseRef)
        did = AgentClaimed if action.action_id == CLAIM else AgentClosed
        return FromCard(ref.conversation, did(agent, thread, ref.case))

    def _submitted(self, form: Interaction, payload: str) -> Heard:
        if form.view is None or form.view.callback_id not in (DECIDE, ASK):
            return Ignored("view_submission is nothing for us")
        why = self._not_a_colleague(form)
        if why:
            return Ignored(why)
        submission = read_submission(_decoded(payload.encode(), Submitted).view)
        if submission is None or submission.ref.channel not in self._channels:
            return Ignored("another channel")
        return dispute_incoming.submitted(submission, self._presser(form))

    def _command(self, body: Body) -> Heard:
        if body.team_id != self._team:
            return Ignored("another workspace")
        user, wish = body.user_id or "", duty_wish(body.command or "", body.text or "")
        why = self._outsider(user)
        if why or not user or wish is None:
            return Ignored(why or "a command that is nothing for us")
        return DutyChanged(self._agent(user, body.user_name or ""), wish.on_duty, wish.languages)

    # --- people
    def _agent(self, user: str | None, handle: str = "") -> Agent:
        """By the name that members show; by their handle, or by none, where Slack has not told it yet."""
        member = self._known.get(user or "")
        return Agent(AgentId(user or ""), (member.name if member else "") or handle)

    def _outsider(self, user: str) -> str:
        member = self._known.get(user)
        return member.outsider if member else ""


class DutyWish(NamedTuple):
    """`languages`: those that the agent takes from now on; none: as before."""

    on_duty: bool
    languages: tuple[str, ...] | None = None


def duty_wish(command: str, words: str) -> DutyWish | None:
    """What `/frontdesk on`, `on en pl`, `on all` and `off` ask for; None for anything else."""
    if command != COMMAND:
        return None
    match words.lower().replace(",", " ").split():
        case ["off"]:
            return DutyWish(on_duty=False)
        case ["on"]:
            return DutyWish(on_duty=True)
        case ["on", "all"]:
            return DutyWish(on_duty=True, languages=())
        case ["on", *codes] if set(codes) <= set(BY_CODE):
            return DutyWish(on_duty=True, languages=tuple(dict.fromkeys(codes)))
        case _:
            return None


def _place(event: MessageEvent, message: Message) -> Place | None:
    """The thread of a message; None for the first message of one."""
    ts = message.thread_ts
    return Place(event.channel, ts) if ts and ts != message.ts else None


def _words(message: Message) -> str:
    """What was written, with the names of files that came with it."""
    names = [f"📎 {_name(file)}" for file in message.files or ()]
    return "\n".join(filter(None, [plain(message.text or "").strip(), *names]))


def _name(file: File) -> str:
    return file.name or file.title or "?"


def _decoded(payload: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(payload, type=shape)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Unreadable(f"no {shape.__name__} of Slack's: {type(error).__name__}") from error
