"""What a channel heard, in the model's terms: who it concerns and what happened."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.board_acts import DeskAct
from core.model.callback import StaffCallback
from core.model.controls import CloseReason, Control
from core.model.dispute_events import StaffEvent
from core.model.events import AgentEvent, CustomerEvent
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.letter import Letter
from core.model.people import Agent, Sign


class FromCustomer(msgspec.Struct, frozen=True):
    """A customer did something in the chat at `address`. `written`: when (UTC), by their messenger's clock, if it says so."""

    address: Address
    event: CustomerEvent
    written: datetime | None = None


class FromGroup(msgspec.Struct, frozen=True):
    """Somebody spoke to us in a group, where everybody reads along; `language_code` is what their messenger speaks."""

    address: Address
    language_code: str = ""


class FromThread(msgspec.Struct, frozen=True):
    """An agent did something in a thread. `ours`: the thread was opened by us, so if it is unknown it will be known soon."""

    thread: Address
    event: AgentEvent
    ours: bool = False


class FromCard(msgspec.Struct, frozen=True):
    """An agent pressed a button that names its conversation."""

    conversation: ConversationId
    event: AgentEvent


class FromDispute(msgspec.Struct, frozen=True):
    """A member of staff did something about a dispute, on its card or in a form."""

    case: CaseCode
    event: StaffEvent


class FromMail(msgspec.Struct, frozen=True):
    """A mail came in; which ticket it belongs to, if any, its token and its sender say."""

    letter: Letter


class FromCallback(msgspec.Struct, frozen=True):
    """A member of staff did something about a callback, on its card."""

    case: CaseCode
    event: StaffCallback


class FromCommand(msgspec.Struct, frozen=True):
    """An agent typed what a button would do, where no thread is known. `case` is empty for their only open chat.

    `did`: a control, "claim", or the reason with which the chat is closed. `queue`: where the threads of the queue are to which
    it passes the chat; the keys of their addresses begin with its key.
    """

    agent: Agent
    case: CaseCode | Literal[""]
    did: Control | Literal["claim"] | CloseReason
    supervisor: bool = False
    queue: Address | None = None


class FromBoard(msgspec.Struct, frozen=True):
    """Somebody at the board did something about the desk itself."""

    act: DeskAct


class DutyChanged(msgspec.Struct, frozen=True):
    """An agent goes on or off duty; `languages` are theirs from now on, where they name them."""

    agent: Agent
    on_duty: bool
    languages: tuple[str, ...] | None = None


class PresenceSeen(msgspec.Struct, frozen=True):
    """An agent's messenger says now by this sign that somebody is at it, or that they are `away`: from `since` until `until`, as
    in `Veto`.
    """

    agent: AgentId
    away: bool
    sign: Sign = "presence"
    since: datetime | None = None
    until: datetime | None = None


class AgentLeft(msgspec.Struct, frozen=True):
    """Somebody is no agent any more: they left the staff's channel or group, or their account is closed or a guest's now."""

    agent: AgentId


class AgentSettings(msgspec.Struct, frozen=True):
    """What an agent sets for themselves; None: as before. `capacity`: chats at once, 0: as many as the desk's settings say."""

    agent: Agent
    name: str | None = None
    languages: tuple[str, ...] | None = None
    capacity: int | None = None


class Ignored(msgspec.Struct, frozen=True):
    """Nothing for us, and why."""

    why: str


Heard = (
    FromCustomer
    | FromGroup
    | FromThread
    | FromCard
    | FromDispute
    | FromCallback
    | FromMail
    | FromCommand
    | FromBoard
    | DutyChanged
    | PresenceSeen
    | AgentLeft
    | AgentSettings
    | Ignored
)
