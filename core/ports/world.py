"""What the core needs of the world around it, as Protocols of one to four methods: channels, shop, answers, staff."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from core.model.answer import Answer
from core.model.callback import CallbackFacts, CallbackFile, CallbackLine
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import DisputeFile, DisputeLine
from core.model.effects import Ask, Effect, OpenHandoff
from core.model.events import AnswerReady, CallbackEvent, DisputeEvent, TicketEvent
from core.model.figures import Closure
from core.model.handoff import CaseOpening, Mail, Summary
from core.model.heard import Heard
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.need import Need
from core.model.offer import Offer
from core.model.people import Agent, Duty
from core.model.question import Question
from core.model.rows import (
    AnsweredMail,
    ChatRow,
    Company,
    Done,
    Limit,
    OutboxRow,
    Received,
)
from core.model.shop import CustomerId, Item, ItemId, ItemLine, Order, OrderId, Outcome, Page, Person, Proposal, Role
from core.model.ticket import TicketFacts, TicketFile, TicketLine
from core.model.translation import Rendering, Wording
from core.model.view import Param, Text
from core.model.wait import MailWait, Wait


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""


class Vitals(Protocol):
    """Whether what the desk is connected to can be reached; each part says it of itself, under a name of its own."""

    def well(self, name: str) -> None: ...

    def ill(self, name: str, why: str) -> None:
        """`why`: in one line, for the operator; without secrets."""


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


@runtime_checkable
class Joining(Protocol):
    """What a performer may offer beside: effects of one lane that wait for their destination's rate go out as one."""

    def join(self, first: Effect, then: Effect) -> Effect | None:
        """One effect that does both; none where each has to go by itself. Pure."""


@runtime_checkable
class Gathering(Joining, Protocol):
    """A performer some of whose effects come in company: that goes out as one whether the rate requires it or not."""

    def company(self, effect: Effect) -> Company | None:
        """How long it is waited for; none for what does not come so. Pure."""


@runtime_checkable
class GivingWay(Joining, Protocol):
    """A performer some of whose effects can wait a moment: others go before them, and what says the same later instead."""

    def patience(self, effect: Effect) -> timedelta | None:
        """How long, from when it was decided; none for what goes in its turn. Pure."""

    def may_pass(self, effect: Effect) -> bool:
        """Whether it may go before one that can wait. Pure."""


class StaffDesk(Protocol):
    """Where staff talk about cases."""

    async def open_thread(self, opening: CaseOpening, key: EffectId, again: bool) -> Address:
        """Post the card; the thread under it is the conversation. `again`: look for the one with this key before posting."""

    def opening_limits(self, handoff: OpenHandoff) -> tuple[Limit, ...]:
        """The rates that opening a thread for it counts against."""


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


class Parties(Protocol):
    async def other_party(self, person: CustomerId, order: OrderId) -> Person | None:
        """Who is on the other side of this person's order; None where the shop cannot say. Only for the desk's own eyes."""


class Measures(Protocol):
    async def carry_out(self, proposal: Proposal) -> Outcome:
        """The shop does it, or says why not. A repeat with the same key is the same deed."""


class Summaries(Protocol):
    async def summary(self, opening: CaseOpening) -> Summary | None:
        """Of a long conversation, within a few seconds; None for one that can be read at a glance. Never raises."""


class AnswerSource(Protocol):
    async def answer(self, question: Question, show: Callable[[str], Awaitable[None]]) -> Answer:
        """`show` is given the text so far, in Markdown, while it is being written; it never raises."""


@runtime_checkable
class AnswersAtOnce(Protocol):
    """An AnswerSource that sometimes needs to wait for nothing but memory."""

    def at_once(self, question: Question) -> Answer | None:
        """As `answer`, in a millisecond or so; None where that cannot be."""


@runtime_checkable
class AsksAtOnce(Protocol):
    """The performer of `Ask`, where it can tell what comes of one without waiting."""

    def at_once(self, ask: Ask, conversation: ConversationId) -> AnswerReady | None:
        """None: it is carried out as any other effect. Never raises."""


class Translator(Protocol):
    async def translate(self, wording: Wording) -> Rendering:
        """What cannot be translated is a rendering with its failure; it may take as long as the caller lets it."""


class Signs(Protocol):
    """What a customer sees while an answer is being made. Nobody minds when a sign fails."""

    async def show_typing(self, address: Address) -> None:
        """Somebody is at it; shown for some seconds."""

    async def show_draft(self, address: Address, draft: int, markdown: str) -> bool:
        """The text so far, in place of the draft of the same number. False where drafts cannot be shown."""


class Offers(Protocol):
    """`handoff.routing.offers`, handed in by the composition root, for core does not import handoff."""

    def __call__(
        self,
        need: Need,
        staff: Sequence[Duty],
        now: datetime,
        *,
        wait: Wait | None = None,
        mail: MailWait | None = None,
        closures: Sequence[Closure] = (),
    ) -> tuple[Offer, ...]:
        """`wait`: for a live chat, where the queue is known; `mail`: for an e-mail; `closures`: what is closed for everybody."""


class LiveQueue(Protocol):
    """`handoff.live_queue`, handed in as the offers are. Pure."""

    def __call__(
        self,
        language: Language,
        own: ChatRow | None,
        live: Sequence[ChatRow],
        ended: Sequence[ChatRow],
        staff: Sequence[Duty],
        now: datetime,
    ) -> Wait | None:
        """The wait of somebody who joins now, or at their `own` place; none where nobody takes chats in this language."""

    def there(self, language: Language, staff: Sequence[Duty]) -> Sequence[Duty]:
        """Who takes chats in this language now."""

    def idle(
        self, language: Language, since: datetime, chats: Sequence[ChatRow], staff: Sequence[Duty]
    ) -> tuple[Agent, ...]:
        """Who was there all the time since then with room for one more of these `chats`, and has taken none of them."""


class ShiftOver(Protocol):
    """`handoff.shifts`, handed in as the offers are. Pure."""

    def __call__(self, duty: Duty, now: datetime) -> bool:
        """Whether the hours of all languages of an agent on duty have ended since they came."""


class MailQueue(Protocol):
    """`handoff.mail_queue`, handed in as the offers are. Pure."""

    def __call__(
        self, language: Language, ahead: int, answered: Sequence[AnsweredMail], now: datetime
    ) -> MailWait | None:
        """When a mail that is asked now is answered; none where the calendar has no time for it."""


class Catalog(Protocol):
    def say(self, key: str, params: Mapping[str, Param], language: Language) -> str:
        """The text in the language, or in English where the language has none."""

    def __hash__(self) -> int:
        """Its texts do not change: what was said of them may be remembered."""


class Disputing(Protocol):
    """`handoff.dispute_flow`, handed in by the composition root, for core does not import handoff. Pure."""

    def decide(
        self, case: CaseCode, before: DisputeFile | None, event: DisputeEvent, facts: DisputeFacts
    ) -> DisputeDecision: ...

    def line(self, file: DisputeFile, role: Role) -> DisputeLine:
        """The dispute as this party sees it."""

    def elsewhere(self, country: str, role: Role, now: datetime) -> tuple[Text, ...]:
        """Where this party may turn outside the desk."""


class Calling(Protocol):
    """`handoff.callback_flow`, handed in as the rules of disputes are. Pure."""

    def decide(
        self, case: CaseCode, before: CallbackFile | None, event: CallbackEvent, facts: CallbackFacts
    ) -> tuple[CallbackFile | None, tuple[Effect, ...]]: ...

    def line(self, file: CallbackFile) -> CallbackLine:
        """The callback as its customer sees it."""


class CallHours(Protocol):
    """`handoff.callback_slots.facts_at` with the phone hours of the settings. Pure."""

    def __call__(self, spoken: Language, booked: Sequence[datetime], now: datetime) -> CallbackFacts:
        """When calls in this language can be made; `booked`: the slots of all others that wait."""


class Ticketing(Protocol):
    """`handoff.ticket_flow`, handed in as the rules of disputes are. Pure."""

    def decide(
        self, case: CaseCode, before: TicketFile | None, event: TicketEvent, facts: TicketFacts
    ) -> tuple[TicketFile | None, tuple[Effect, ...]]: ...

    def line(self, file: TicketFile) -> TicketLine:
        """The ticket as its customer sees it."""

    def merges_into(self, text: str) -> CaseCode | None:
        """The ticket that a mail of the team, in what it says anew, wants its own merged into."""
