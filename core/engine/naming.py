"""Agents by the names that customers read: channels often know only an id."""

from typing import TypeVar

from msgspec.structs import replace

from core.model.callback import StaffCallback
from core.model.controls import Assign, Transfer
from core.model.dispute_events import StaffEvent
from core.model.events import AgentControlled, AgentEvent
from core.model.ids import AgentId
from core.model.people import Agent
from core.ports import Transaction

S = TypeVar("S", bound=AgentEvent | StaffEvent | StaffCallback)


async def named(tx: Transaction, event: S) -> S:
    """The event by the agent's public name; so is the colleague to whom a chat is passed."""
    by_name = replace(event, agent=await _public(tx, event.agent))
    if isinstance(by_name, AgentControlled) and isinstance(by_name.control, Transfer | Assign) and by_name.control.to:
        to = await _public(tx, by_name.control.to)
        return replace(by_name, control=replace(by_name.control, to=to))
    return by_name


async def _public(tx: Transaction, agent: Agent) -> Agent:
    duty = await tx.staff.get(AgentId(agent.id))
    return Agent(agent.id, duty.agent.name if duty else agent.name or agent.id)
