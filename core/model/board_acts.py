"""What a supervisor or operator did at the board, as it is written into the inbox before anything comes of it."""

from datetime import datetime
from typing import Literal

from core.model.ids import AgentId, CaseCode
from core.model.people import Agent
from core.model.value import Value

Method = Literal["live_chat", "callback"]
ClosedReason = Literal["busy", "trouble", "meeting", "holiday"]
"""Why a way is closed, as customers read it: many are waiting, something of ours fails, the team meets, it is a holiday."""


class ChatAssigned(Value, frozen=True):
    """A chat is given to somebody of staff, who may be whoever did it; it may wait in the queue or be a colleague's.

    `held`: whose it was, as whoever did it saw it; empty: nobody's; none: they did not see it.
    """

    by: Agent
    case: CaseCode
    to: Agent
    note: str = ""
    held: AgentId | None = None


class CustomerUnblocked(Value, frozen=True):
    """Live contact is open again to the customer of this case."""

    by: Agent
    case: CaseCode


class DutySet(Value, frozen=True):
    """An agent was put on or off duty by somebody else."""

    by: Agent
    agent: AgentId
    on_duty: bool


class MethodClosed(Value, frozen=True):
    """A way to a person is closed to everybody, until then (UTC) or until it is opened; `words` are for staff alone."""

    by: Agent
    method: Method
    reason: ClosedReason
    words: str = ""
    until: datetime | None = None


class MethodOpened(Value, frozen=True):
    """It is as its hours and the staff who are there say."""

    by: Agent
    method: Method


class LetterAnswered(Value, frozen=True):
    """A dead letter is tried again, or discarded for a `reason`."""

    by: Agent
    kind: Literal["inbox", "outbox"]
    id: str
    how: Literal["again", "discard"]
    reason: str = ""


DeskAct = DutySet | MethodClosed | MethodOpened | LetterAnswered
"""What is about the desk."""

BoardAct = ChatAssigned | CustomerUnblocked | DeskAct
