"""What happened: the only things a decision answers to, in the past tense."""

from typing import Literal

from core.model.answer import Answer
from core.model.callback import CallbackNews, CustomerCallback, StaffCallback, TaskShown
from core.model.dispute import OrderFacts
from core.model.dispute_events import Brought, DisputeNews, PartyEvent, StaffEvent
from core.model.effects import Effect, WakeReason
from core.model.ids import Address, CaseCode, EffectId
from core.model.people import Agent, Sender
from core.model.shop import About, ItemLine, OrderLine, Person
from core.model.ticket_events import OwnTicket, TicketNews
from core.model.value import Value


class CustomerWrote(Value, frozen=True):
    """`ref` is the platform's own id of the message, unique within the conversation."""

    text: str
    sender: Sender = Sender()
    ref: str = ""


class CustomerChose(Value, frozen=True):
    """A button was pressed: any button that was ever shown, at any time."""

    action: str
    turn: int
    sender: Sender = Sender()


class CustomerSentFile(Value, frozen=True):
    """A photo, document, voice note, sticker or anything else that is not text.

    `file`: by which name its channel gives it out, empty if it does not; `name`: what the customer calls it; `size`: bytes, 0 if
    that is not said.
    """

    kind: str
    caption: str = ""
    sender: Sender = Sender()
    ref: str = ""
    file: str = ""
    name: str = ""
    size: int = 0


class CustomerEdited(Value, frozen=True):
    text: str
    sender: Sender = Sender()
    ref: str = ""


class AgentWrote(Value, frozen=True):
    """`thread` is where it happened, so that an answer finds the agent whatever became of the case."""

    agent: Agent
    thread: Address
    text: str
    ref: str = ""


class AgentEdited(Value, frozen=True):
    agent: Agent
    thread: Address
    text: str
    ref: str = ""


class AgentDeleted(Value, frozen=True):
    agent: Agent
    thread: Address
    ref: str = ""


class AgentClaimed(Value, frozen=True):
    agent: Agent
    thread: Address
    case: CaseCode


class AgentClosed(Value, frozen=True):
    agent: Agent
    thread: Address
    case: CaseCode


class AnswerReady(Value, frozen=True):
    turn: int
    answer: Answer


class Translated(Value, frozen=True):
    """What became of a `Translate`. `text` is empty where there is none to show; `why` says so, for the operator's eyes.

    "doubtful": numbers, codes or addresses are not the same as in the original; "same": there was nothing to translate.
    """

    number: int
    outcome: Literal["translated", "doubtful", "same", "failed"]
    text: str = ""
    why: tuple[str, ...] = ()


class HandoffOpened(Value, frozen=True):
    """A contact method took the case; `thread` is where staff talk about it, if it is a place one can post to."""

    turn: int
    method: str
    case: CaseCode
    thread: Address | None = None


class EffectFailed(Value, frozen=True):
    """The lane gave an effect up. `certain` is false where it may have happened all the same."""

    id: EffectId
    effect: Effect
    turn: int
    reason: str
    fault: Literal["blocked", "refused", "gone", "exhausted"]
    certain: bool = True


class Woke(Value, frozen=True):
    """A timer that a decision had set is due."""

    reason: WakeReason
    turn: int


class SignedIn(Value, frozen=True):
    """The shop says who writes in this chat; `link` is the digest of the link that was used."""

    person: Person
    link: str = ""


class OrdersFound(Value, frozen=True):
    """A page of the customer's orders, and on the first page what they looked at lately."""

    turn: int
    orders: tuple[OrderLine, ...]
    items: tuple[ItemLine, ...] = ()
    more: str = ""


class OneFound(Value, frozen=True):
    """What the shop has under a number: nothing is said of what is somebody else's, nor of what there is not.

    `order`: how it stands, if it is one.
    """

    turn: int
    number: str
    about: About | None = None
    order: OrderFacts | None = None


CustomerEvent = CustomerWrote | CustomerChose | CustomerSentFile | CustomerEdited
AgentEvent = AgentWrote | AgentEdited | AgentDeleted | AgentClaimed | AgentClosed
Result = AnswerReady | Translated | HandoffOpened | SignedIn | OrdersFound | OneFound | EffectFailed | Woke
Event = CustomerEvent | AgentEvent | Result | DisputeNews | CallbackNews | TicketNews
DisputeEvent = PartyEvent | StaffEvent | Brought | EffectFailed | Woke
CallbackEvent = CustomerCallback | StaffCallback | TaskShown | EffectFailed | Woke
TicketEvent = OwnTicket | EffectFailed | Woke
AnyEvent = Event | DisputeEvent | CallbackEvent | TicketEvent  # what comes of effects, whichever stream had them
