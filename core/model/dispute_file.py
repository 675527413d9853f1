"""All that the desk keeps of a dispute: the dispute itself, how its parties are reached, and where staff talk about it."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.dispute import Dispute, Evidence, OrderFacts, Reason, Stage, Wish
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.shop import About, CustomerId, OrderId, Person, Role, Tried

DISPUTE = "dispute:"  # begins the name of a dispute's stream; a conversation's begins with its channel

PartyStep = Literal["answer", "add", "appeal", "withdraw"]
"""What a party may do in the chat: answer while they are asked to, add to it, appeal against a decision, take it back."""


class Contact(msgspec.Struct, frozen=True):
    """How a party is reached: in the chat where they are signed in, else by mail. Neither: they cannot be heard."""

    person: Person | None = None
    conversation: ConversationId | None = None
    language: Language = Language("en")

    @property
    def reachable(self) -> bool:
        return bool(self.conversation or (self.person and self.person.email))


class DisputeFile(msgspec.Struct, frozen=True):
    """`thread`: where staff talk about it, once its card is there. `told`: how many of the decisions the parties have read."""

    dispute: Dispute
    buyer: Contact
    seller: Contact
    thread: Address | None = None
    told: int = 0
    turn: int = 0

    @property
    def case(self) -> CaseCode:
        return self.dispute.case

    def contact(self, role: Role) -> Contact:
        return self.buyer if role == "buyer" else self.seller


class DisputeLine(msgspec.Struct, frozen=True):
    """A dispute that is not closed as one of its parties sees it, with what they may do."""

    case: CaseCode
    order: OrderId
    title: str
    role: Role
    stage: Stage
    due: datetime | None = None
    steps: tuple[PartyStep, ...] = ()


class Draft(msgspec.Struct, frozen=True):
    """A dispute that `person` has begun to fill in; what is missing is asked for, and it may be left and taken up again.

    `complete`: no more files are wanted.
    """

    person: CustomerId
    about: About
    order: OrderFacts
    reason: Reason | None = None
    tried: Tried = ""
    account: str = ""
    wish: Wish | None = None
    evidence: tuple[Evidence, ...] = ()
    complete: bool = False

    @property
    def role(self) -> Role:
        return self.about.role


def stream_of(case: CaseCode) -> ConversationId:
    """What happens to one dispute is kept in order."""
    return ConversationId(f"{DISPUTE}{case}")


def case_in(stream: str) -> CaseCode | None:
    """The dispute whose stream it is; none for a conversation's."""
    return CaseCode(stream.removeprefix(DISPUTE)) if stream.startswith(DISPUTE) else None
