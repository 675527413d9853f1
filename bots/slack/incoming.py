"""Reads what came in from Slack in the desk's terms: to whom each payload belongs, and presses, forms and commands. No I/O."""

from collections.abc import Collection, Mapping

from bots.slack.callback import incoming as callback_incoming
from bots.slack.cases.incoming import MessageReader
from bots.slack.controls import incoming as control_incoming
from bots.slack.controls.incoming import FormWanted
from bots.slack.controls.submission import moment, read_form
from bots.slack.dispute import incoming as dispute_incoming
from bots.slack.dispute.submission import read_submission
from bots.slack.home_tab import form as home_form
from bots.slack.home_tab.home import SETTINGS
from bots.slack.ids import (
    ASK,
    CALL,
    CLAIM,
    CLOSE,
    COMMAND,
    CONTROL,
    DECIDE,
    DISPUTE,
    FORM,
    KEEP_IT,
    OFF_DUTY,
    ON_DUTY,
    SEND_IT,
    CaseRef,
    ControlRef,
    Place,
)
from bots.slack.members import incoming as staff_incoming
from bots.slack.members.colleagues import Colleagues
from bots.slack.members.incoming import StaffReader
from bots.slack.members.people import Member
from bots.slack.members.presence import PRESENCE
from bots.slack.members.staff import LEFT
from bots.slack.payloads import (
    Action,
    Body,
    EventType,
    Interaction,
    Submitted,
    View,
    decoded,
)
from bots.slack.typed.commands import read_command
from bots.slack.typed.incoming import typed
from bots.slack.typed.terms import Terms
from core.model.codec import decode
from core.model.errors import Unreadable
from core.model.events import AgentClaimed, AgentClosed
from core.model.heard import DutyChanged, FromCard, Heard, Ignored
from core.model.people import Agent

_DUTY = {ON_DUTY: True, OFF_DUTY: False}


class SlackReader:
    """The Reader of one workspace.

    `channels` are those where staff talk about cases; nobody is heard anywhere else. `known` gives members by id:
    their names, and who is an outsider. `queues` are the channels of the queues by name.
    """

    def __init__(
        self,
        team: str,
        bot_user: str,
        channels: Collection[str],
        known: Mapping[str, Member],
        *,
        staff: StaffReader | None = None,
        supervisors: Collection[str] = (),
        queues: Mapping[str, str] | None = None,
        zone: str = "UTC",
    ) -> None:
        self._team = team
        self._channels = channels
        self._known = known
        self._colleagues = Colleagues(team, known, supervisors)
        self._messages = MessageReader(bot_user, channels, self._colleagues)
        self._staff = staff
        self._queues = queues or {}
        self._zone = zone

    def read(self, payload: str) -> Heard:
        """Raises Unreadable for a payload that lacks what its kind always has."""
        body = decoded(payload.encode(), Body)
        if bytes(body.event):
            return self._event(body, bytes(body.event))
        if body.command:
            return self._command(body)
        if body.type == "block_actions":
            return self._pressed(decoded(payload.encode(), Interaction))
        if body.type == PRESENCE:
            return staff_incoming.seen_by_us(payload.encode())
        if body.type == LEFT:
            return staff_incoming.left_by_us(payload.encode())
        if body.type == "message_action":
            return self._shortcut(decoded(payload.encode(), Interaction))
        if body.type == "view_submission":
            return self._submitted(decoded(payload.encode(), Interaction), payload)
        return Ignored(f"{body.type or 'a payload without a type'} is nothing for us")

    def _event(self, body: Body, event: bytes) -> Heard:
        kind = decoded(event, EventType).type
        if body.team_id != self._team:
            return Ignored("another workspace")
        if kind != "message":
            about_staff = self._staff.event(kind, event) if self._staff else None
            return about_staff or Ignored(f"the event {kind} is nothing for us")
        return self._messages.read(event)

    # --- presses and commands
    def _pressed(self, press: Interaction) -> Heard:
        why = self._not_a_colleague(press)
        if why or not press.actions:
            return Ignored(why or "a press of nothing")
        action = press.actions[0]
        agent = self._presser(press)
        if action.action_id in _DUTY:
            return DutyChanged(agent, _DUTY[action.action_id])
        if action.action_id.startswith(CONTROL):
            return self._controlled(press, action, agent)
        if action.action_id not in (CLAIM, CLOSE) and not action.action_id.startswith((DISPUTE, CALL)):
            return Ignored(f"the button {action.action_id} is nothing for us")
        return self._on_card(press, action, agent)

    def _controlled(self, press: Interaction, action: Action, agent: Agent) -> Heard:
        """Wherever the button is: what a command is answered with names the thread that it is about."""
        wanted = control_incoming.meant(action, control_incoming.pressed_in(press))
        if isinstance(wanted, FormWanted):
            return Ignored("a form was asked for")
        if wanted.thread and wanted.thread.key.partition("/")[0] not in self._channels:
            return Ignored("another channel")
        return control_incoming.pressed(wanted, agent, supervisor=self._colleagues.supervises(agent))

    def _presser(self, press: Interaction) -> Agent:
        return self._colleagues.agent(press.user.id, press.user.name or press.user.username or "")

    def _not_a_colleague(self, press: Interaction) -> str:
        return self._colleagues.why_not(press.user.id, press.team.id if press.team else None, press.user.team_id)

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
        ref = decoded((action.value or "").encode(), CaseRef)
        did = AgentClaimed if action.action_id == CLAIM else AgentClosed
        return FromCard(ref.conversation, did(agent, thread, ref.case))

    def _submitted(self, form: Interaction, payload: str) -> Heard:
        name = form.view.callback_id if form.view else ""
        if name not in (DECIDE, ASK, SETTINGS) and not name.startswith(FORM):
            return Ignored("view_submission is nothing for us")
        why = self._not_a_colleague(form)
        if why:
            return Ignored(why)
        if name.startswith(FORM):
            return self._filled_in(form, decoded(payload.encode(), Submitted).view)
        if name == SETTINGS:
            return home_form.wanted(decoded(payload.encode(), Submitted), self._presser(form))
        submission = read_submission(decoded(payload.encode(), Submitted).view)
        if submission is None or submission.ref.channel not in self._channels:
            return Ignored("another channel")
        return dispute_incoming.submitted(submission, self._presser(form))

    def _filled_in(self, form: Interaction, view: View) -> Heard:
        """About a conversation. Raises Unreadable for a form that is not as we made it."""
        at = moment(form.frontdesk_at)
        agent = self._presser(form)
        if at is None:
            raise Unreadable("a form of no time")
        read = read_form(view, at, self._zone)
        if read.ref.thread and read.ref.thread.key.partition("/")[0] not in self._channels:
            return Ignored("another channel")
        return control_incoming.submitted(read, agent, self._queues, supervisor=self._colleagues.supervises(agent))

    def _shortcut(self, used: Interaction) -> Heard:
        """On a message in a thread: that it is for the customer, or a note."""
        if used.callback_id not in (SEND_IT, KEEP_IT):
            return Ignored(f"the shortcut {used.callback_id} is nothing for us")
        why = self._not_a_colleague(used)
        if why or used.channel is None or used.channel.id not in self._channels:
            return Ignored(why or "another channel")
        place = control_incoming.used_in(used)
        if place is None or used.message is None:
            return Ignored("not in a thread")
        agent = self._presser(used)
        supervises = self._colleagues.supervises(agent)
        return control_incoming.shortcut(used.callback_id, agent, place, used.message.ts, supervisor=supervises)

    def _command(self, body: Body) -> Heard:
        if body.team_id != self._team:
            return Ignored("another workspace")
        user, at = body.user_id or "", moment(body.frontdesk_at)
        why = self._colleagues.why_not(user)
        if why or not user or body.command != COMMAND or at is None:
            return Ignored(why or "a command that is nothing for us")
        agent = self._colleagues.agent(user, body.user_name or "")
        command = read_command(body.text or "", Terms(at, self._zone, self._known, tuple(self._queues)))
        found = decode(body.frontdesk_found, ControlRef) if body.frontdesk_found else None
        supervises = self._colleagues.supervises(agent)
        return typed(command, agent, self._queues, supervisor=supervises, found=found)
