"""What the core needs of a store, as Protocols of one to four methods: each table stands inside one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from core.model.answer import Usage
from core.model.callback import CallbackFile
from core.model.conversation import Conversation
from core.model.dispute_file import DisputeFile
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.people import Duty
from core.model.rows import (
    AnsweredMail,
    CallbackDecided,
    CaseRow,
    ChatRow,
    DeadLetter,
    Decided,
    DisputeDecided,
    GapRow,
    InboxRow,
    LinkRow,
    Message,
    NewEffect,
    OutboxRow,
    RatingRow,
    Received,
    Spent,
    TicketDecided,
    Timer,
)
from core.model.shop import CustomerId, OrderId
from core.model.ticket import TicketFile

T = TypeVar("T")


class Inbox(Protocol):
    """Incoming items, oldest first, each key once."""

    async def add(self, items: Sequence[Received], now: datetime) -> int:
        """Write the items whose key is new; how many were."""

    async def next(self, limit: int, now: datetime) -> list[InboxRow]:
        """The oldest undone rows, leaving out streams in which an older row is parked until after `now`."""

    async def settle(self, row_id: int, state: str, reason: str = "") -> None:
        """The row is over: state is "done", "ignored" or "dead"."""

    async def park(self, row_id: int, until: datetime, reason: str) -> None:
        """Count a try and leave the row, and all later ones of its stream, until then."""


class Outbox(Protocol):
    """Effects to be carried out, in order within a lane."""

    async def add(self, rows: Sequence[NewEffect], now: datetime) -> list[OutboxRow]:
        """Write the rows; an id and part that is there already stays as it is and is left out of the result."""

    async def waiting(self) -> list[OutboxRow]:
        """All rows that are neither done nor failed, by seq: what a fresh start takes up again."""

    async def begin(self, seq: int) -> None:
        """Count a try, before it is made."""

    async def settle(
        self, seq: int, state: str, receipt: str = "", reason: str = "", until: datetime | None = None
    ) -> None:
        """state "done" (with the platform's receipt) or "failed" ends the row; "waiting" leaves it until a time."""


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


class Timers(Protocol):
    async def set(self, timer: Timer) -> None:
        """One per conversation and reason: a later one takes its place."""

    async def take_due(self, now: datetime, limit: int) -> list[Timer]:
        """Remove and return the timers that are due."""

    async def next_due(self) -> datetime | None: ...


class Staff(Protocol):
    async def put(self, duty: Duty, now: datetime) -> None: ...

    async def all(self) -> list[Duty]: ...

    async def get(self, agent: AgentId) -> Duty | None: ...


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
    async def note(self, kind: str, conversation: str, detail: str, now: datetime) -> None: ...

    async def dead_letters(self, limit: int) -> list[DeadLetter]:
        """What was given up, newest first."""


class Keep(Protocol):
    """Small things to remember by name, such as where the duty panel stands."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str) -> None: ...


class Spending(Protocol):
    """What was paid for answers, by day in UTC."""

    async def add(self, day: date, customer: str, conversation: str, usage: Usage) -> None:
        """Count one answer."""

    async def spent(self, day: date, customer: str | None = None) -> Spent:
        """On this day, by this customer or by all."""

    async def of(self, conversation: str) -> Spent: ...

    async def by_day(self, since: date) -> dict[date, Spent]:
        """The days on which something was spent, oldest first."""


class CachedAnswers(Protocol):
    """Drafts as JSON, by a digest of all that they depend on."""

    async def get(self, key: str, since: datetime) -> str | None:
        """The draft, if it is younger than `since`."""

    async def put(self, key: str, draft: str, now: datetime, most: int) -> None:
        """Keep the draft; a key that is there stays as it is, and its age too. The oldest beyond `most` go."""

    async def forget(self, before: datetime) -> int:
        """Remove what is as old as that or older; how many were."""


class Gaps(Protocol):
    """What the help centre does not say."""

    async def add(self, gap: GapRow) -> None: ...

    async def since(self, when: datetime, limit: int, language: str = "") -> list[GapRow]:
        """The newest, newest first; of all languages unless one is named."""

    async def erase(self, conversation: str) -> int:
        """Remove what was asked in the conversation; how many were."""

    async def forget(self, before: datetime) -> int:
        """Remove what is older; how many were."""


class Links(Protocol):
    """Links to sign in: of one conversation, one at most is open."""

    async def make(self, link: LinkRow) -> None:
        """The link is open, and older open ones of its conversation are void. One that is there stays as it is."""

    async def get(self, token_hash: str) -> LinkRow | None: ...

    async def confirm(self, token_hash: str, now: datetime) -> bool:
        """True once, for an open link before it expires."""

    async def forget(self, before: datetime) -> int:
        """Remove what expired before that; how many were."""


class SignIns(Protocol):
    """In which chat somebody is signed in."""

    async def put(self, conversation: ConversationId, person: CustomerId | None, now: datetime) -> None:
        """This person is signed in there now; none: nobody is."""

    async def of(self, person: CustomerId) -> ConversationId | None:
        """The chat where they signed in last and still are."""


class Disputes(Protocol):
    async def load(self, case: CaseCode) -> DisputeFile | None: ...

    async def save(self, file: DisputeFile, now: datetime) -> None:
        """Raises DeskError for a second dispute about an order while the first is not closed."""

    async def open(self, *, person: CustomerId | None = None, order: OrderId | None = None) -> list[DisputeFile]:
        """Those that are not closed, the one that is due first first: all, or a party's, or an order's (one at most)."""

    async def newest(self, limit: int) -> list[DisputeFile]:
        """The closed ones too, the one that was opened last first."""


class DisputeDecisions(Protocol):
    async def add(self, decided: DisputeDecided) -> None: ...

    async def of(self, case: CaseCode) -> list[DisputeDecided]:
        """All of a dispute, oldest first."""


class Callbacks(Protocol):
    async def load(self, case: CaseCode) -> CallbackFile | None: ...

    async def save(self, file: CallbackFile, now: datetime) -> None: ...

    async def waiting(self) -> list[CallbackFile]:
        """Those whose call is owed, the one that is due first first."""

    async def of_conversation(self, conversation: ConversationId) -> list[CallbackFile]:
        """Those of a customer that are not over, the one that was asked for first first."""


class CallbackDecisions(Protocol):
    async def add(self, decided: CallbackDecided) -> None: ...

    async def of(self, case: CaseCode) -> list[CallbackDecided]:
        """All of a callback, oldest first."""


class Tickets(Protocol):
    async def load(self, case: CaseCode) -> TicketFile | None: ...

    async def save(self, file: TicketFile, now: datetime) -> None: ...

    async def of_token(self, token: str) -> TicketFile | None:
        """By either of its secrets."""

    async def open_of(self, conversation: ConversationId) -> list[TicketFile]:
        """Those that are not over, oldest first."""


class TicketPace(Protocol):
    """What the wait of the next mail is reckoned from."""

    async def ahead(self) -> int:
        """How many tickets are owed an answer."""

    async def answered(self, limit: int) -> list[AnsweredMail]:
        """The latest first answers, oldest first."""


class TicketDecisions(Protocol):
    async def add(self, decided: TicketDecided) -> None: ...

    async def of(self, case: CaseCode) -> list[TicketDecided]:
        """All of one ticket, oldest first."""


class Chats(Protocol):
    """Live handoffs, for the queue and for how long things take."""

    async def put(self, chat: ChatRow) -> None:
        """One for each case: a later one takes its place."""

    async def live(self) -> list[ChatRow]:
        """Those that have not ended, the one that came first first."""

    async def ended(self, limit: int) -> list[ChatRow]:
        """The latest to end, oldest first."""


class Ratings(Protocol):
    """What customers think of the help that they got, told apart by who helped."""

    async def put(self, rating: RatingRow) -> None:
        """Add to what was said under the same key before: what is new takes the place of what was."""

    async def since(self, when: datetime) -> list[RatingRow]:
        """Oldest first."""


class Transaction(Protocol):
    """The tables inside one transaction. Nothing else may be awaited in it: no network, no sleep."""

    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    decisions: Decisions
    transcript: Transcript
    timers: Timers
    staff: Staff
    cases: Cases
    audit: Audit
    keep: Keep
    spending: Spending
    cached_answers: CachedAnswers
    gaps: Gaps
    links: Links
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


class Store(Protocol):
    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work in a transaction and return when it is durable; an exception rolls it back and is raised here."""

    async def close(self) -> None: ...
