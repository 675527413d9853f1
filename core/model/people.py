"""The people in a conversation: who writes, and who answers."""

import msgspec

from core.model.ids import AgentId


class Sender(msgspec.Struct, frozen=True):
    """What the messenger says about the customer; none of it is proof of anything."""

    name: str = ""
    language_code: str = ""


class Agent(msgspec.Struct, frozen=True):
    """A member of staff, by the name that customers read."""

    id: AgentId
    name: str


class Duty(msgspec.Struct, frozen=True):
    """An agent and whether they are taking conversations now."""

    agent: Agent
    on_duty: bool
    languages: tuple[str, ...] = ()  # empty: not said
