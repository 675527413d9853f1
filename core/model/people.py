"""The people in a conversation: who writes, and who answers."""

from datetime import datetime

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
    """An agent and whether they are taking conversations now.

    `away`: their messenger says that nobody is at it, which vetoes duty and never sets it. `since` (UTC): when they
    came on duty or back to it, where it is known.
    """

    agent: Agent
    on_duty: bool
    languages: tuple[str, ...] = ()  # empty: not said
    away: bool = False
    since: datetime | None = None

    @property
    def there(self) -> bool:
        """Whether customers can count on them now."""
        return self.on_duty and not self.away
