"""What somebody of the staff may do at the board, as their messenger has it now."""

from typing import NamedTuple, Protocol

from core.model.ids import AgentId
from core.model.people import Agent
from core.model.view import Text
from handoff.board.visitors import Role


class Standing(NamedTuple):
    """`role` None: they may not come in, and `why` says it to them. `member`: they are an agent, and can take a chat."""

    agent: Agent
    role: Role | None
    member: bool = False
    why: Text | None = None


class Roles(Protocol):
    async def standing(self, id: AgentId, email: str) -> Standing:
        """Looked up anew. `email`: as it was proven at the sign-in, or empty. Raises DeskError where it cannot be known now."""
