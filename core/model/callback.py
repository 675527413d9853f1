"""A call that the desk owes a customer: what is kept of it, what happens to it, and what it makes happen elsewhere."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.shop import CustomerId
from core.model.value import Value
from core.model.view import Block, Moment, Text, text

CALLBACK = "callback:"  # begins the name of a callback's stream; a conversation's begins with its channel
MOST_ATTEMPTS = 3

State = Literal["open", "claimed", "reached", "done", "failed", "cancelled"]
"""Waits for an agent, has one who will call, is talked about on the phone, is over: with a note, without a call, not wanted."""

Step = Literal["move", "cancel", "email"]
"""What the customer may do in the chat: choose another time, give the call up, have the answer by e-mail instead."""

WhyNoNumber = Literal["none", "no_country", "too_short", "too_long", "not_possible", "short", "premium"]


class Phone(msgspec.Struct, frozen=True):
    """A number that can be called. `number` is E.164 ("+31612345678"), `country` ISO 3166.

    `shown`: as its owner knows it, "06 12345678" in their own country; `international`: as it is dialled from anywhere,
    with its extension if it has one.
    """

    number: str
    country: str
    shown: str
    international: str


class PhoneTrouble(msgspec.Struct, frozen=True):
    """Why what was written cannot be called, in words for whoever wrote it."""

    why: WhyNoNumber

    @property
    def text(self) -> Text:
        return _TROUBLES[self.why]


_TROUBLES: dict[WhyNoNumber, Text] = {
    "none": text("callback.phone.none"),
    "no_country": text("callback.phone.no_country"),
    "too_short": text("callback.phone.too_short"),
    "too_long": text("callback.phone.too_long"),
    "not_possible": text("callback.phone.not_possible"),
    "short": text("callback.phone.short"),
    "premium": text("callback.phone.premium"),
}


class Attempt(msgspec.Struct, frozen=True):
    """An agent has called."""

    at: datetime
    by: Agent
    result: Literal["reached", "not_reached"]


class CallNote(msgspec.Struct, frozen=True):
    """What was said on the phone, for staff."""

    at: datetime
    by: Agent
    words: str


class CallbackFile(msgspec.Struct, frozen=True):
    """`conversation`, with its `language`, is where the customer is told; `person`: who was signed in there.

    `spoken`: the language of the call. `items`: a line each, at most as many as one call can be about. `slot`: when the
    call is to be (UTC); none: as soon as possible. `due`: until when somebody will have called, or have written the note;
    none once it is over. `late`: promises that were not kept. `turn` grows with each new plan: a timer of an older one is late.
    `zone` (IANA): in which the customer reads times. `ticket`: the same case is an e-mail ticket, until the customer is reached.
    """

    case: CaseCode
    conversation: ConversationId
    language: Language
    spoken: Language
    phone: Phone
    zone: str
    name: str = ""
    person: CustomerId | None = None
    question: str = ""
    items: tuple[str, ...] = ()
    slot: datetime | None = None
    due: datetime | None = None
    state: State = "open"
    owner: Agent | None = None
    attempts: tuple[Attempt, ...] = ()
    notes: tuple[CallNote, ...] = ()
    late: int = 0
    thread: Address | None = None
    turn: int = 0
    ticket: bool = False

    @property
    def waits(self) -> bool:
        """A call is owed."""
        return self.state in ("open", "claimed")


class CallbackLine(msgspec.Struct, frozen=True):
    """A callback as its customer sees it, with what they may do. `zone` (IANA): in which they read times."""

    case: CaseCode
    state: State
    slot: datetime | None
    due: datetime | None
    steps: tuple[Step, ...]
    zone: str = ""


class CallbackFacts(msgspec.Struct, frozen=True):
    """`now` is UTC; staff read times in `zone` (IANA).

    `free`: when a call can be in the coming days, soonest first, with this callback's own slot among them.
    `soon`: when a call that is made as soon as possible has been made at the latest; none: nobody makes calls.
    """

    now: datetime
    zone: str
    free: tuple[datetime, ...] = ()
    soon: datetime | None = None
    most_items: int = 3


# --- what happens


class CallbackAsked(Value, frozen=True):
    """The customer has given a number and chosen a time; no `slot`: as soon as possible. `ticket`: as in `CallbackFile`."""

    case: CaseCode
    conversation: ConversationId
    language: Language
    spoken: Language
    phone: Phone
    zone: str
    name: str = ""
    person: CustomerId | None = None
    question: str = ""
    items: tuple[str, ...] = ()
    slot: datetime | None = None
    ticket: bool = False


class CallbackMoved(Value, frozen=True):
    """The customer has chosen another time; none: as soon as possible."""

    slot: datetime | None = None


class CallbackCancelled(Value, frozen=True):
    """The customer does not want to be called any more."""


class CallbackAdded(Value, frozen=True):
    """The customer asked for the same once more, in these words: whoever calls reads them."""

    words: str


class CallbackClaimed(Value, frozen=True):
    agent: Agent
    thread: Address


class CallReached(Value, frozen=True):
    """The customer has answered the phone."""

    agent: Agent
    thread: Address


class CallNotReached(Value, frozen=True):
    agent: Agent
    thread: Address


class CallDone(Value, frozen=True):
    """The call is over; `note` says what came of it."""

    agent: Agent
    thread: Address
    note: str


class TaskShown(Value, frozen=True):
    thread: Address


CustomerCallback = CallbackAsked | CallbackMoved | CallbackCancelled | CallbackAdded
StaffCallback = CallbackClaimed | CallReached | CallNotReached | CallDone


# --- what shall happen


class ShowTask(Value, frozen=True):
    """Show staff the callback as it stands: as a new card, which comes back as `TaskShown`, or in place of the old one."""

    file: CallbackFile


class CallbackNews(Value, frozen=True):
    """What the customer's conversation is told of their callback.

    `person`: for whose eyes, if somebody was signed in. `slots`: free times to choose from; `steps`: what else they may do.
    `called_by`: whose call it was, where it is over.
    """

    case: CaseCode
    person: CustomerId | None
    blocks: tuple[Block, ...]
    steps: tuple[Step, ...] = ()
    slots: tuple[Moment, ...] = ()
    called_by: Agent | None = None


def stream_of(case: CaseCode) -> ConversationId:
    """What happens to one callback is kept in order."""
    return ConversationId(f"{CALLBACK}{case}")


def case_in(stream: str) -> CaseCode | None:
    """The callback whose stream it is; none for any other."""
    return CaseCode(stream.removeprefix(CALLBACK)) if stream.startswith(CALLBACK) else None
