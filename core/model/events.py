"""What happened: the only things a decision answers to, in the past tense."""

from typing import Literal

from core.model.answer import Answer
from core.model.callback import CallbackNews, CustomerCallback, StaffCallback, TaskShown
from core.model.controls import CloseReason, Control
from core.model.dispute import OrderFacts
from core.model.dispute_events import Brought, DisputeNews, PartyEvent, StaffEvent
from core.model.effects import Effect, WakeReason
from core.model.file import File
from core.model.ids import Address, AgentId, CaseCode, EffectId
from core.model.people import Agent, Sender
from core.model.shop import About, ItemLine, OrderLine, Person
from core.model.styled import Style
from core.model.ticket_events import OwnTicket, TicketNews
from core.model.value import Value


class CustomerWrote(Value, frozen=True):
    """`ref` is the platform's own id of the message, unique within the conversation."""

    text: str
    sender: Sender = Sender()
    ref: str = ""
    styles: tuple[Style, ...] = ()


class CustomerChose(Value, frozen=True):
    """A button was pressed: any button that was ever shown, at any time."""

    action: str
    turn: int
    sender: Sender = Sender()


class CustomerSentFile(Value, frozen=True):
    """A photo, document, voice note, sticker or anything else that is not text.

    `file`: by which name its channel gives it out, empty if it does not; `name`: what the customer calls it, or what is to be
    read of it where there is no file, such as a place; `size`: bytes, 0 if that is not said.
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
    styles: tuple[Style, ...] = ()


class AgentWrote(Value, frozen=True):
    """`thread` is where it happened, so that an answer finds the agent whatever became of the case.

    `mentions`: a colleague is called in it by name.
    """

    agent: Agent
    thread: Address
    text: str
    ref: str = ""
    mentions: bool = False
    files: tuple[File, ...] = ()
    styles: tuple[Style, ...] = ()


class AgentEdited(Value, frozen=True):
    agent: Agent
    thread: Address
    text: str
    ref: str = ""
    mentions: bool = False
    styles: tuple[Style, ...] = ()


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
    reason: CloseReason = "solved"


class AgentControlled(Value, frozen=True):
    """An agent used a control of the case; `supervisor`: whether they may confirm what needs one."""

    agent: Agent
    thread: Address
    case: CaseCode
    control: Control
    supervisor: bool = False


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


class Delivered(Value, frozen=True):
    """The customer's messenger has taken all of an agent's message; `ref` is the agent's message's."""

    ref: str


class Suggested(Value, frozen=True):
    """A reply that was asked for with this number; `text` is empty where the help centre has none."""

    number: int
    text: str = ""
    sources: tuple[str, ...] = ()


class OwnerGone(Value, frozen=True):
    """The agent is no longer there for their chats: they left the staff, or their duty is over. `back`: it has begun again."""

    agent: AgentId
    why: Literal["left", "off_duty", "back"]


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


class ThreadMoved(Value, frozen=True):
    """Staff's thread of the case is gone, and they talk about it in another one now."""

    case: CaseCode
    thread: Address
    to: Address


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
AgentEvent = AgentWrote | AgentEdited | AgentDeleted | AgentClaimed | AgentClosed | AgentControlled
Result = (
    AnswerReady
    | Translated
    | Delivered
    | Suggested
    | OwnerGone
    | HandoffOpened
    | ThreadMoved
    | SignedIn
    | OrdersFound
    | OneFound
    | EffectFailed
    | Woke
)
Event = CustomerEvent | AgentEvent | Result | DisputeNews | CallbackNews | TicketNews
DisputeEvent = PartyEvent | StaffEvent | Brought | EffectFailed | Woke
CallbackEvent = CustomerCallback | StaffCallback | OwnerGone | TaskShown | EffectFailed | Woke
TicketEvent = OwnTicket | EffectFailed | Woke
AnyEvent = Event | DisputeEvent | CallbackEvent | TicketEvent  # what comes of effects, whichever stream had them
