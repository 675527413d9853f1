"""Reads a typed command as what it does; what it should have said is answered before it is kept. No I/O."""

from collections.abc import Mapping

from bots.slack.callback.incoming import done_by
from bots.slack.home_tab.form import is_a_name
from bots.slack.ids import ControlRef, Place
from bots.slack.typed.terms import Called, Command, OnDuty, SendSaved, Setting, Typed
from core.model.controls import Transfer
from core.model.heard import AgentSettings, DutyChanged, FromCallback, FromCommand, Heard, Ignored
from core.model.people import Agent


def typed(
    command: Command, agent: Agent, queues: Mapping[str, str], *, supervisor: bool, found: ControlRef | None = None
) -> Heard:
    """`queues` are the channels of the queues by name, `found` is what the door found for what was typed."""
    match command:
        case OnDuty(on_duty, languages):
            return DutyChanged(agent, on_duty, languages)
        case Setting(name, chats) if not name or is_a_name(name):
            return AgentSettings(agent, name, capacity=chats)
        case Typed(case, Transfer(to=None, queue=queue) as transfer) if queue in queues:
            return FromCommand(agent, case, transfer, supervisor, Place(queues[queue], "").address)
        case Typed(case, did):
            return FromCommand(agent, case, did, supervisor)
        case SendSaved() if found and found.control:
            return FromCommand(agent, found.case, found.control, supervisor)
        case Called(case, press, note) if (
            found and found.thread and (done := done_by(press, agent, found.thread, note))
        ):
            return FromCallback(case, done)
        case _:
            return Ignored("a command that is nothing for us")
