"""Reads a typed command as what it does; what it should have said is answered before it is kept. No I/O."""

from collections.abc import Mapping

from bots.slack.home_tab.form import is_a_name
from bots.slack.ids import Place
from bots.slack.typed.terms import Command, OnDuty, Setting, Typed
from core.model.controls import Transfer
from core.model.heard import AgentSettings, DutyChanged, FromCommand, Heard, Ignored
from core.model.people import Agent


def typed(command: Command, agent: Agent, queues: Mapping[str, str], *, supervisor: bool) -> Heard:
    """`queues` are the channels of the queues by name."""
    match command:
        case OnDuty(on_duty, languages):
            return DutyChanged(agent, on_duty, languages)
        case Setting(name, chats) if name is None or is_a_name(name):
            return AgentSettings(agent, name, capacity=chats)
        case Typed(case, Transfer(to=None, queue=queue) as transfer) if queue in queues:
            return FromCommand(agent, case, transfer, supervisor, Place(queues[queue], "").address)
        case Typed(case, did):
            return FromCommand(agent, case, did, supervisor)
        case _:
            return Ignored("a command that is nothing for us")
