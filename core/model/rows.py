"""The rows of the durable tables, as the engine sees them."""

import hashlib
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import msgspec

from core.model.callback import CallbackFacts, CallbackFile
from core.model.conversation import Conversation
from core.model.dispute_facts import DisputeFacts
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, Rate, WakeReason
from core.model.events import AnyEvent, CallbackEvent, DisputeEvent, Event, TicketEvent
from core.model.facts import Facts
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.ticket import TicketFacts, TicketFile
from core.model.value import Part
from core.model.wait import MailWait, Wait


class Received(msgspec.Struct, frozen=True):
    """An incoming item as it came. `key` is unique for ever: the same item twice is one row. `stream`: what it must keep order with."""

    key: str
    source: str  # which reader understands the payload: "telegram", "slack", "core"
    stream: str
    payload: str


class InboxRow(msgspec.Struct, frozen=True):
    id: int
    key: str
    source: str
    stream: str
    payload: str
    received_at: datetime
    attempts: int


class OutboxRow(msgspec.Struct, frozen=True):
    """An effect to be carried out. Rows of one lane go out in the order of `seq`; `part` counts the pieces of a long message.

    `joined`: the rows that go out with it, as one; its effect says what all of them say, but for their files.
    """

    seq: int
    id: EffectId
    conversation: ConversationId
    lane: str
    effect: Effect
    turn: int
    part: int
    attempts: int  # begun so often; above zero at a fresh start means: the last try may have happened
    created_at: datetime
    not_before: datetime
    joined: "tuple[OutboxRow, ...]" = ()


def key_of(row: OutboxRow) -> str:
    """By which what it brought can be found again where it went."""
    return f"{row.id}.{row.part}"


class Company(NamedTuple):
    """Effects that come together, as the photos of an album do: within so long of the first, and at most so many."""

    within: timedelta
    most: int


class NewEffect(msgspec.Struct, frozen=True):
    """An outbox row before it has a `seq`."""

    id: EffectId
    conversation: ConversationId
    lane: str
    effect: Effect
    turn: int
    part: int = 0


class Decided(Part, frozen=True):
    """One decision, whole: `decide(before, event, facts)` gives `after` and `effects` again."""

    inbox_id: int
    event: Event
    facts: Facts
    before: Conversation
    after: Conversation
    effects: tuple[Effect, ...]


class DisputeDecided(msgspec.Struct, frozen=True):
    """One decision about a dispute, whole: deciding `event` with `before` and `facts` again gives `after` and `effects`."""

    inbox_id: int
    case: CaseCode
    event: DisputeEvent
    facts: DisputeFacts
    before: DisputeFile | None
    after: DisputeFile | None
    effects: tuple[Effect, ...]


class CallbackDecided(msgspec.Struct, frozen=True):
    """One decision about a callback, whole: deciding `event` with `before` and `facts` again gives `after` and `effects`."""

    inbox_id: int
    case: CaseCode
    event: CallbackEvent
    facts: CallbackFacts
    before: CallbackFile | None
    after: CallbackFile | None
    effects: tuple[Effect, ...]


class TicketDecided(msgspec.Struct, frozen=True):
    """One decision about a ticket, whole: deciding `event` with `before` and `facts` again gives `after` and `effects`."""

    inbox_id: int
    case: CaseCode
    event: TicketEvent
    facts: TicketFacts
    before: TicketFile | None
    after: TicketFile | None
    effects: tuple[Effect, ...]


class AnsweredMail(msgspec.Struct, frozen=True):
    """A request by mail that was answered for the first time: how many were open before it, and what was promised, if anything."""

    language: Language
    ahead: int
    asked_at: datetime
    answered_at: datetime
    told: MailWait | None = None


class Message(msgspec.Struct, frozen=True):
    """A line of the transcript; a "note" stayed among staff. `effect` is set on what we sent, `ref` on what came in."""

    conversation: ConversationId
    inbox_id: int
    author: Literal["customer", "assistant", "agent", "desk", "note"]
    name: str
    text: str
    at: datetime
    effect: EffectId | None = None
    ref: str = ""


class CopyRow(msgspec.Struct, frozen=True):
    """An effect that brings the customer an agent's message, or changes it there; the message is known by `ref` in `thread`."""

    conversation: ConversationId
    ref: str
    thread: Address
    effect: EffectId
    at: datetime


class CopyPart(msgspec.Struct, frozen=True):
    """A piece of what was sent of an agent's message, as it stands in the outbox, with its platform's receipt once it has one."""

    thread: Address
    id: EffectId
    part: int
    effect: Effect
    state: Literal["waiting", "done", "failed"]
    receipt: str = ""


class DeadLetter(msgspec.Struct, frozen=True):
    """What was given up, with the reason: an incoming item or an effect."""

    kind: Literal["inbox", "outbox"]
    id: str
    conversation: str
    what: str
    reason: str
    at: datetime


class Timer(msgspec.Struct, frozen=True):
    conversation: ConversationId
    reason: WakeReason
    turn: int
    due: datetime


class Done(msgspec.Struct, frozen=True):
    """A carried-out effect: the platform's receipt (its id of the message), and the event that goes back to the conversation.

    `others`: the receipts of what went out with it as one, where each has its own; none: they have the same.
    """

    receipt: str = ""
    event: AnyEvent | None = None
    others: tuple[str, ...] = ()


class Limit(msgspec.Struct, frozen=True):
    """A rate that a platform allows; all tries that name it share it.

    `in_one`: all lanes that name it are always one process's, as those of one chat are.
    """

    name: str
    per_second: float
    burst: int = 1
    in_one: bool = False


class Spent(msgspec.Struct, frozen=True):
    """What answers by a model came to; `cost` is in the currency of the settings, exact to a millionth."""

    answers: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0


class GapRow(msgspec.Struct, frozen=True):
    """A question, masked, that was not answered, or whose answer was disliked: then `article` says which was quoted.

    `probability`: how likely (0 to 1) the best article was thought to answer it.
    """

    at: datetime
    kind: Literal["unanswered", "disliked"]
    language: str
    text: str
    article: str = ""
    probability: float = 0.0
    conversation: str = ""


class LinkRow(msgspec.Struct, frozen=True):
    """A link by which the customer of a conversation signs in; of its token only the SHA-256, in hex, is known.

    `name`: what the messenger calls the customer; the shop shows it to whoever opens the link.
    """

    token_hash: str
    conversation: ConversationId
    channel: str
    name: str
    made_at: datetime
    expires_at: datetime
    state: Literal["open", "confirmed", "void"] = "open"


def digest(token: str) -> str:
    """What is kept of a link's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class ChatRow(Part, frozen=True):
    """A live handoff from joining the queue to its end. `told`: what the customer was told at first; `agent`: who claimed it.

    It ends when an agent closes it, or when the customer leaves, which without a `claimed_at` is giving up. What follows is how
    it stands now: `shown` is the wait that the customer was told last (at `shown_at`), `offered_at` since when agents have it
    before them, `waiting_since` when the customer's oldest unanswered word came to an agent who has it.
    """

    case: CaseCode
    conversation: ConversationId
    language: Language
    queued_at: datetime
    told: Wait | None = None
    agent: str = ""
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    name: str = ""
    topic: str = ""
    urgent: bool = False
    thread: Address | None = None
    shown: Wait | None = None
    shown_at: datetime | None = None
    offered_at: datetime | None = None
    waiting_since: datetime | None = None
    snoozed: bool = False


class CaseRow(msgspec.Struct, frozen=True):
    """A case by its code: whose it is, how it was handed over last, and when it was closed, if it is."""

    code: CaseCode
    conversation: ConversationId
    method: str
    opened_at: datetime
    closed_at: datetime | None = None


class RatingRow(msgspec.Struct, frozen=True):
    """What a customer thinks of the help in one case, or of one answer; `key` is unique for what is rated."""

    key: str
    conversation: ConversationId
    at: datetime
    rate: Rate


class Sending(msgspec.Struct, frozen=True):
    """What became of one piece of an effect; `reason`: of the last try that failed, if any did."""

    id: EffectId
    part: int
    state: Literal["waiting", "done", "failed"]
    reason: str = ""


class AuditRow(msgspec.Struct, frozen=True):
    """`about`: the conversation, or the stream of the dispute, callback or ticket; empty for none. `who`: of the staff, by their id."""

    at: datetime
    kind: str
    detail: str
    about: str = ""
    who: str = ""


class AuditWanted(msgspec.Struct, frozen=True):
    """From `since` on and before `until`; of what is empty, all. `case`: with all of its customer's conversation."""

    since: datetime
    until: datetime
    who: str = ""
    kind: str = ""
    case: str = ""


class AuditPlace(NamedTuple):
    """Behind a line: when it was noted (seconds, as the database has it), and its number."""

    at: float
    number: int


class AuditPiece(NamedTuple):
    """`rest`: where to go on; None where nothing is left."""

    rows: list[AuditRow]
    rest: AuditPlace | None
