"""What the core needs of a store, as Protocols of one to four methods: each table stands inside one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from core.model.conversation import Conversation
from core.model.effects import WakeReason
from core.model.ids import Address, CaseCode, ConversationId
from core.model.rows import (
    AuditPiece,
    AuditPlace,
    AuditRow,
    AuditWanted,
    CaseRow,
    CopyPart,
    CopyRow,
    DeadLetter,
    Decided,
    InboxRow,
    Message,
    NewEffect,
    OutboxRow,
    Received,
    Timer,
)
from core.ports.answer_tables import CachedAnswers, Gaps, Spending
from core.ports.board_tables import Asked, Closures, Handoffs, Health, Letters, Looking, PersonWords, Spells
from core.ports.case_tables import (
    CallbackDecisions,
    Callbacks,
    DisputeDecisions,
    Disputes,
    TicketDecisions,
    TicketPace,
    Tickets,
)
from core.ports.ownership import Leases, Members
from core.ports.people_tables import Chats, Links, Nonces, Ratings, SignIns, Staff
from core.ports.privacy_tables import Erasures, Traces, Wiping
from core.ports.retention_tables import Keeping
from core.ports.session_tables import BoardSessions

T = TypeVar("T")


class Inbox(Protocol):
    """Incoming items, oldest first, each key once."""

    async def add(self, items: Sequence[Received], now: datetime) -> int:
        """Write the items whose key is new; how many were."""

    async def add_decided(self, item: Received, now: datetime) -> int:
        """Write an item that is decided in the same transaction: nobody else gets to see it undone. Its row's id."""

    async def next(self, limit: int, now: datetime, slots: Sequence[int] | None = None) -> list[InboxRow]:
        """The oldest undone rows, leaving out streams in which an older row is parked until after `now`.

        `slots`: only those of these (`core.model.slots`).
        """

    async def settle(self, row_id: int, state: str, reason: str = "") -> None:
        """The row is over: state is "done", "ignored" or "dead". Raises RowOver where it is so already."""

    async def park(self, row_id: int, until: datetime, reason: str) -> None:
        """Count a try and leave the row, and all later ones of its stream, until then. Raises RowOver as `settle` does."""


class Outbox(Protocol):
    """Effects to be carried out, in order within a lane."""

    async def add(self, rows: Sequence[NewEffect], now: datetime) -> list[OutboxRow]:
        """Write the rows; an id and part that is there already stays as it is and is left out of the result."""

    async def waiting(self) -> list[OutboxRow]:
        """All rows that are neither done nor failed, by seq: what a fresh start takes up again."""

    async def begin(self, seq: int) -> int:
        """Count a try, before it is made: how many with this one. Raises RowOver for a row that does not wait any more."""

    async def settle(
        self, seq: int, state: str, receipt: str = "", reason: str = "", until: datetime | None = None
    ) -> None:
        """state "done" (with the platform's receipt) or "failed" ends the row; "waiting" leaves it until a time. Raises RowOver
        for one that is there no more."""


class Lanes(Protocol):
    """What waits in the outbox, for a process that has some of the slots."""

    async def waiting(self, slots: Sequence[int]) -> list[int]:
        """The numbers (`seq`) of all rows that are neither done nor failed, in order."""

    async def these(self, seqs: Sequence[int]) -> list[OutboxRow]:
        """Those of them that still wait, by seq."""


class Conversations(Protocol):
    async def load(self, id: ConversationId) -> Conversation | None: ...

    async def save(self, conversation: Conversation, now: datetime) -> None: ...

    async def link(self, thread: Address, conversation: ConversationId) -> None:
        """From now on what is written in the thread belongs to the conversation."""

    async def of_thread(self, thread: Address) -> ConversationId | None: ...


class Decisions(Protocol):
    async def add(self, decided: Decided) -> None: ...

    async def of(self, conversation: ConversationId) -> list[Decided]:
        """All decisions of a conversation, oldest first."""

    async def page(self, after: int, limit: int) -> list[tuple[int, Decided]]:
        """Decisions of all conversations in their order, each with its number: those after a number, from 0 on."""

    async def behind(self, conversation: ConversationId, receipt: str) -> Decided | None:
        """The decision that sent the message with this receipt of its platform."""


class Transcript(Protocol):
    async def add(self, messages: Sequence[Message]) -> None: ...

    async def read(self, conversation: ConversationId, up_to: int | None = None) -> list[Message]:
        """All lines in order; `up_to` is the last inbox id that counts."""

    async def said(self, conversation: ConversationId, ref: str) -> str:
        """What the customer's message with this ref said, after its last change; empty for one that is not known."""


class Copies(Protocol):
    """What the customer has of agents' messages."""

    async def put(self, copy: CopyRow) -> None:
        """Of each effect once: a second time changes nothing."""

    async def of(self, conversation: ConversationId, ref: str) -> list[CopyPart]:
        """All pieces of all effects for one message, oldest first."""

    async def written(self, conversation: ConversationId, thread: Address) -> list[str]:
        """The refs of all of the thread's messages, oldest first."""

    async def failed(self, conversation: ConversationId, thread: Address) -> list[str]:
        """The refs of the thread's messages of which anything ever failed, the last to be sent first."""


class Timers(Protocol):
    async def set(self, timer: Timer) -> None:
        """One per conversation and reason: a later one takes its place."""

    async def take_due(self, now: datetime, limit: int) -> list[Timer]:
        """Remove and return the timers that are due."""

    async def next_due(self) -> datetime | None: ...

    async def of(self, reason: WakeReason) -> list[Timer]:
        """All that are set for this reason."""


class Cases(Protocol):
    async def open(self, code: CaseCode, conversation: ConversationId, method: str, now: datetime) -> None:
        """The case is open with this method; one that exists goes on with the new method."""

    async def close(self, code: CaseCode, now: datetime) -> None:
        """The case is over, whichever method ended; but not while it has an e-mail ticket that is open."""

    async def conversation(self, code: CaseCode) -> ConversationId | None:
        """Whose case it is; None: the code is free."""

    async def load(self, code: CaseCode) -> CaseRow | None: ...

    async def of(self, conversation: ConversationId, since: datetime) -> list[CaseRow]:
        """Those of a conversation that were opened since then, the last one first; the closed ones too."""


class Audit(Protocol):
    async def note(self, kind: str, conversation: str, detail: str, now: datetime, who: str = "") -> None:
        """`who`: of the staff, by their id, where it was their doing."""

    async def between(self, wanted: AuditWanted, limit: int) -> list[AuditRow]:
        """The newest first."""

    async def piece(self, wanted: AuditWanted, limit: int, after: AuditPlace | None = None) -> AuditPiece:
        """So many of them, those behind the place: for what is too much to be read at once."""

    async def dead_letters(self, limit: int) -> list[DeadLetter]:
        """What was given up, newest first."""

    async def noted(self, kind: str, since: datetime) -> list[tuple[str, str, datetime]]:
        """Conversation, detail and time of what was noted of this kind since then, oldest first."""


class Keep(Protocol):
    """Small things to remember by name, such as where the duty panel stands."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str) -> None: ...

    async def first(self, name: str, value: str) -> str:
        """What is kept under the name; the value, and kept from now on, where nothing was: one of all who ask at once."""


class Transaction(Protocol):
    """The tables inside one transaction. Nothing else may be awaited in it: no network, no sleep."""

    inbox: Inbox
    outbox: Outbox
    lanes: Lanes
    leases: Leases
    members: Members
    conversations: Conversations
    decisions: Decisions
    transcript: Transcript
    copies: Copies
    timers: Timers
    staff: Staff
    cases: Cases
    audit: Audit
    keep: Keep
    spending: Spending
    cached_answers: CachedAnswers
    gaps: Gaps
    links: Links
    nonces: Nonces
    sign_ins: SignIns
    disputes: Disputes
    dispute_decisions: DisputeDecisions
    callbacks: Callbacks
    callback_decisions: CallbackDecisions
    tickets: Tickets
    ticket_pace: TicketPace
    ticket_decisions: TicketDecisions
    ratings: Ratings
    chats: Chats
    handoffs: Handoffs
    asked: Asked
    person_words: PersonWords
    spells: Spells
    closures: Closures
    letters: Letters
    health: Health
    looking: Looking
    board_sessions: BoardSessions
    erasures: Erasures
    traces: Traces
    wiping: Wiping
    keeping: Keeping


@runtime_checkable
class Scrubbing(Protocol):
    async def scrub(self) -> None:
        """What was removed stands nowhere in the database's files any more. Raises Transient where it has to be tried again."""


class Store(Protocol):
    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work in a transaction and return when it is durable; an exception rolls it back and is raised here.

        The work may be run several times, of which the last one counts: what it changes besides its tables has to bear that.
        """

    async def close(self) -> None: ...
