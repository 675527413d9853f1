"""The people in a conversation: who writes, and who answers."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.ids import AgentId
from core.model.value import Part


class Sender(Part, frozen=True):
    """What the messenger says about the customer; none of it is proof of anything."""

    name: str = ""
    language_code: str = ""


class Agent(msgspec.Struct, frozen=True):
    """A member of staff, by the name that customers read."""

    id: AgentId
    name: str


Sign = Literal["presence", "status", "dnd"]
"""What of an agent's messenger says that nobody is at it: nobody has touched it, what they say of themselves, do-not-disturb."""


class Veto(msgspec.Struct, frozen=True):
    """One sign that an agent is away, from `since` until `until` (UTC); none: from now on, until it is taken back."""

    sign: Sign
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)


class Duty(msgspec.Struct, frozen=True):
    """An agent and whether they are taking conversations now.

    `away`: their messenger says that nobody is at it, which vetoes duty and never sets it; `vetoes` are the signs of it, some of
    which may begin later or be over. `since` (UTC): when they came on duty or back to it, where it is known. `capacity`: chats
    that they have at once, 0: as many as the desk's settings say. `named`: they chose the name that customers read.
    """

    agent: Agent
    on_duty: bool
    languages: tuple[str, ...] = ()  # empty: not said
    away: bool = False
    since: datetime | None = None
    capacity: int = 0
    named: bool = False
    vetoes: tuple[Veto, ...] = ()

    @property
    def there(self) -> bool:
        """Whether customers can count on them now."""
        return self.on_duty and not self.away
