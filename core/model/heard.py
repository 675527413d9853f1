"""What a channel heard, in the model's terms: who it concerns and what happened."""

import msgspec

from core.model.callback import StaffCallback
from core.model.dispute_events import StaffEvent
from core.model.events import AgentEvent, CustomerEvent
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.letter import Letter
from core.model.people import Agent


class FromCustomer(msgspec.Struct, frozen=True):
    """A customer did something in the chat at `address`."""

    address: Address
    event: CustomerEvent


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


class DutyChanged(msgspec.Struct, frozen=True):
    """An agent goes on or off duty; `languages` are theirs from now on, where they name them."""

    agent: Agent
    on_duty: bool
    languages: tuple[str, ...] | None = None


class PresenceSeen(msgspec.Struct, frozen=True):
    """An agent's messenger says now that somebody is at it, or that they are `away`."""

    agent: AgentId
    away: bool


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
    | DutyChanged
    | PresenceSeen
    | Ignored
)
