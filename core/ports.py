"""What the core needs of the world, as Protocols of one to four methods."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar

import msgspec

from core.model.answer import Answer, Usage
from core.model.conversation import Conversation
from core.model.effects import Effect
from core.model.handoff import CaseOpening, Mail
from core.model.heard import Heard
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Offer
from core.model.people import Duty
from core.model.question import Question
from core.model.rows import DeadLetter, Decided, Done, InboxRow, Limit, Message, NewEffect, OutboxRow, Received, Timer
from core.model.shop import CustomerId, Item, ItemId, ItemLine, Order, OrderId, Outcome, Page, Person, Proposal
from core.model.view import Param

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""


# --- the store: every method stands inside one transaction ---


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

    async def close(self, code: CaseCode, now: datetime) -> None: ...

    async def conversation(self, code: CaseCode) -> ConversationId | None:
        """Whose case it is; None: the code is free."""


class Audit(Protocol):
    async def note(self, kind: str, conversation: str, detail: str, now: datetime) -> None: ...

    async def dead_letters(self, limit: int) -> list[DeadLetter]:
        """What was given up, newest first."""


class Keep(Protocol):
    """Small things to remember by name, such as where the duty panel stands."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str) -> None: ...


class Spent(msgspec.Struct, frozen=True):
    """What answers by a model came to; `cost` is in the currency of the settings, exact to a millionth."""

    answers: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0


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


class Gaps(Protocol):
    """What the help centre does not say."""

    async def add(self, gap: GapRow) -> None: ...

    async def since(self, when: datetime, limit: int, language: str = "") -> list[GapRow]:
        """The newest, newest first; of all languages unless one is named."""

    async def erase(self, conversation: str) -> int:
        """Remove what was asked in the conversation; how many were."""

    async def forget(self, before: datetime) -> int:
        """Remove what is older; how many were."""


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


class Links(Protocol):
    """Links to sign in: of one conversation, one at most is open."""

    async def make(self, link: LinkRow) -> None:
        """The link is open, and older open ones of its conversation are void. One that is there stays as it is."""

    async def get(self, token_hash: str) -> LinkRow | None: ...

    async def confirm(self, token_hash: str, now: datetime) -> bool:
        """True once, for an open link before it expires."""

    async def forget(self, before: datetime) -> int:
        """Remove what expired before that; how many were."""


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


class Store(Protocol):
    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run the work in a transaction and return when it is durable; an exception rolls it back and is raised here."""

    async def close(self) -> None: ...


# --- channels, answers and the human side ---


class Intake(Protocol):
    """The door of the durable inbox."""

    async def receive(self, items: Sequence[Received]) -> None:
        """Return when the items are on disk; only then may the sender be told "received". Raises Transient if they are not."""


class Reader(Protocol):
    """Understands what came in by one channel. Pure."""

    def read(self, payload: str) -> Heard:
        """Raises Unreadable for what no rule understands."""


class Performer(Protocol):
    """Carries out one kind of effect at one destination."""

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        """The destination within which order is kept. Pure."""

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        """The rates that each try counts against. Pure."""

    def parts(self, effect: Effect) -> int:
        """Into how many sends the effect falls. Pure."""

    async def perform(self, row: OutboxRow) -> Done:
        """Do it. `row.attempts` above 1: an earlier try may have happened. Raises Transient or Final."""


class StaffDesk(Protocol):
    """Where staff talk about cases."""

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        """Post the card; the thread under it is the conversation. `again`: look for the one with this key before posting."""

    def opening_limits(self) -> tuple[Limit, ...]:
        """The rates that opening a thread counts against."""


class Mailer(Protocol):
    async def send(self, mail: Mail) -> None:
        """Hand the mail to the server. A repeat with the same Message-ID is the same mail."""


class Shop(Protocol):
    """A signed-in customer's own things. Raises Transient where it is slow or down, Refused where its answer is wrong."""

    async def orders(self, person: CustomerId, after: str = "") -> Page:
        """Newest first; `after` is the cursor of an earlier page."""

    async def order(self, person: CustomerId, id: OrderId) -> Order | None:
        """None for what does not exist and for what is somebody else's: nobody can tell them apart."""

    async def items(self, person: CustomerId) -> tuple[ItemLine, ...]:
        """Looked at lately, the last first."""

    async def item(self, person: CustomerId, id: ItemId) -> Item | None: ...


class Accounts(Protocol):
    async def person(self, id: CustomerId) -> Person | None:
        """Who it is; None where there is no such account any more."""


class Measures(Protocol):
    async def carry_out(self, proposal: Proposal) -> Outcome:
        """The shop does it, or says why not. A repeat with the same key is the same deed."""


class AnswerSource(Protocol):
    async def answer(self, question: Question, show: Callable[[str], Awaitable[None]]) -> Answer:
        """`show` is given the text so far, in Markdown, while it is being written; it never raises."""


class Signs(Protocol):
    """What a customer sees while an answer is being made. Nobody minds when a sign fails."""

    async def show_typing(self, address: Address) -> None:
        """Somebody is at it; shown for some seconds."""

    async def show_draft(self, address: Address, draft: int, markdown: str) -> bool:
        """The text so far, in place of the draft of the same number. False where drafts cannot be shown."""


class Offers(Protocol):
    """`handoff.routing.offers`, handed in by the composition root, for core does not import handoff."""

    def __call__(self, language: Language, staff: Sequence[Duty], now: datetime) -> tuple[Offer, ...]: ...


class Catalog(Protocol):
    def say(self, key: str, params: Mapping[str, Param], language: Language) -> str:
        """The text in the language, or in English where the language has none."""
