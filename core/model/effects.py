"""What shall happen: the few imperatives that a decision may give."""

from datetime import datetime
from typing import Literal

from core.model.alerts import Alert
from core.model.callback import CallbackNews, CustomerCallback, ShowTask
from core.model.dispute import Evidence
from core.model.dispute_events import DisputeNews, FormKind, NewsLost, PartyEvent
from core.model.dispute_file import DisputeFile
from core.model.file import File
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.posts import PostBody
from core.model.privacy import Requester, Subject
from core.model.shop import About, CustomerId, OrderId, Person, Proposal, Role, Tried
from core.model.styled import Style
from core.model.ticket import Letterhead
from core.model.ticket_events import CustomerTicket, TicketMerged, TicketNews, TicketNewsLost
from core.model.value import Value
from core.model.view import Text, View

WakeReason = Literal[
    "answer_due",
    "unclaimed",
    "untaken",
    "reply_due",
    "expire",
    "dispute_due",
    "callback_due",
    "ticket_due",
    "place",
    "snoozed",
]


class Say(Value, frozen=True):
    """Tell the customer, in their chat or by mail. `speaker` is the agent whose words they are; none: the desk itself.

    `news`: those of a dispute or ticket that it tells. `letterhead`: of a mail that belongs to a ticket. `ref`: the agent's
    message that it brings, so that it can be marked, changed and taken back; `corrects`: it was brought before, and could
    not be changed where it stands.
    """

    to: Address
    view: View
    language: Language
    speaker: Agent | None = None
    news: DisputeNews | TicketNews | None = None
    letterhead: Letterhead | None = None
    ref: str = ""
    corrects: bool = False


class Amend(Value, frozen=True):
    """Change what the customer has of an agent's message, or take it back where there is no `view`.

    Where the messenger no longer allows it, or the pieces would not fit, it fails as "refused".
    """

    to: Address
    ref: str
    language: Language
    speaker: Agent
    view: View | None = None


class SendFile(Value, frozen=True):
    """Send the customer a file of an agent's; `styles` are the caption's."""

    to: Address
    file: File
    language: Language
    speaker: Agent
    caption: str = ""
    ref: str = ""
    styles: tuple[Style, ...] = ()


class ShowFile(Value, frozen=True):
    """Show staff a file of the customer's in the thread; `author`: how they are called there."""

    thread: Address
    case: CaseCode
    file: File
    author: str
    caption: str = ""


class Post(Value, frozen=True):
    """Show something in the staff's thread of a conversation."""

    to: Address
    body: PostBody


class Ask(Value, frozen=True):
    """Look for an answer; comes back as `AnswerReady`."""

    question: str
    language: Language
    turn: int
    customer: Address  # to whom it may be shown that somebody is at it
    before: tuple[str, ...] = ()  # what was asked earlier in the conversation, oldest first
    person: CustomerId | None = None
    about: About | None = None


class Translate(Value, frozen=True):
    """Translate what one of two people in a live chat wrote; comes back as `Translated` with the same `number`.

    `reader`: for whom; `purpose`: new words, or those from before somebody came. `customer`: whose chat it is.
    """

    number: int
    text: str
    source: Language
    target: Language
    reader: Literal["agent", "customer"]
    purpose: Literal["words", "earlier"]
    customer: Address


class OpenHandoff(Value, frozen=True):
    """Open a contact method for a case; comes back as `HandoffOpened`."""

    method: str
    case: CaseCode
    turn: int
    customer: Address
    name: str
    language: Language
    question: str
    sources: tuple[str, ...] = ()  # titles of the articles that the assistant quoted last
    email: str = ""
    writes: str = ""  # the language in which the customer writes, if it is not the one we speak
    urgent: bool = False  # somebody may come to harm
    person: Person | None = None
    about: About | None = None
    tried: Tried = ""  # with the other party
    spoken: Language | None = None  # in which people answer, where the customer chose another language than their own
    letterhead: Letterhead | None = None  # of the mail that opens a ticket
    translation: Literal["", "machine", "none"] = (
        ""  # of a live chat, where people do not speak the customer's language
    )
    queue: str = ""  # the staff's queue by its name; empty: by language and topic
    note: str = ""  # from a colleague who had it before


class Suggesting(Value, frozen=True):
    """Draft a reply for the agent; comes back as `Suggested` with the same `number`."""

    number: int
    question: str
    language: Language
    customer: Address
    before: tuple[str, ...] = ()
    person: CustomerId | None = None
    about: About | None = None


class CloseHandoff(Value, frozen=True):
    """End a handoff where staff see it: the card says why. `reopens`: an agent may open it again from the card."""

    thread: Address
    case: CaseCode
    reason: Text
    reopens: bool = False


class Wake(Value, frozen=True):
    """Wake the conversation at a time (UTC); a later one of the same reason takes its place."""

    reason: WakeReason
    at: datetime
    turn: int


class Note(Value, frozen=True):
    """Write a row of the audit; no one is told."""

    kind: str
    detail: str = ""


class Gap(Value, frozen=True):
    """Keep a question that the help centre left open, for the operator. `article`: the title of what was quoted, if any."""

    kind: Literal["unanswered", "disliked"]
    question: str
    language: Language
    article: str = ""
    confidence: float = 0.0


class Rate(Value, frozen=True):
    """Keep what a customer thinks of the help that they got; what is not said here stays as it was said before.

    `of`: who helped; `case` is empty for the assistant. `stars`: 1 to 5, 0 for none given.
    """

    of: Literal["assistant", "agent", "email"]
    case: str = ""
    agent: str = ""
    solved: bool | None = None
    stars: int = 0
    words: str = ""


class PutOffDuty(Value, frozen=True):
    """These agents did not take what they were offered: they are off duty until they say that they are back."""

    agents: tuple[Agent, ...]


class Erase(Value, frozen=True):
    """Erase all of one customer's data. `to`: the chat that is told in `language` when it is done; none: nobody is."""

    subject: Subject
    by: Requester
    to: Address | None
    language: Language


class SendExport(Value, frozen=True):
    """Send a customer all of their data, as documents into their chat."""

    to: Address
    subject: Subject
    language: Language


class Look(Value, frozen=True):
    """Look at the customer's own things: a page of their orders (`number` empty), or what is under a number of theirs.

    Comes back as `OrdersFound` or `OneFound`.
    """

    person: CustomerId
    turn: int
    customer: Address
    number: str = ""
    after: str = ""
    kind: Literal["", "order", "item"] = ""  # where it is known what the number is of


class Invite(Value, frozen=True):
    """Keep a sign-in link for this chat: `token` is its secret, `name` what the shop shows to whoever opens it."""

    token: str
    name: str
    until: datetime


class Pass(Value, frozen=True):
    """Let another stream know: a dispute, callback or ticket what its customer did, or a conversation what became of these."""

    to: ConversationId
    event: (
        PartyEvent
        | NewsLost
        | DisputeNews
        | CustomerCallback
        | CallbackNews
        | CustomerTicket
        | TicketMerged
        | TicketNewsLost
        | TicketNews
    )


class ShowDispute(Value, frozen=True):
    """Show staff the dispute as it stands: as a new card, which comes back as `CardShown`, or in place of the old one."""

    file: DisputeFile


class ShowForm(Value, frozen=True):
    """Show a member of staff a form about a dispute, while the platform's leave (`trigger`) lasts."""

    file: DisputeFile
    agent: Agent
    form: FormKind
    trigger: str


class ShowEvidence(Value, frozen=True):
    """Keep a party's file and show it to staff, in the dispute's thread."""

    thread: Address
    case: CaseCode
    role: Role
    evidence: Evidence


class FindOther(Value, frozen=True):
    """Ask the shop who the other party of the order is; comes back as `OtherFound`."""

    person: CustomerId
    order: OrderId


class CarryOut(Value, frozen=True):
    """Have the shop do what two people stand behind; comes back as `MeasureDone`."""

    proposal: Proposal


ConversationEffect = (
    Say
    | Amend
    | SendFile
    | ShowFile
    | Suggesting
    | Post
    | Ask
    | Translate
    | OpenHandoff
    | CloseHandoff
    | Wake
    | Note
    | Gap
    | Look
    | Invite
    | Pass
    | Rate
    | PutOffDuty
    | Erase
    | SendExport
)
Effect = ConversationEffect | ShowTask | ShowDispute | ShowForm | ShowEvidence | FindOther | CarryOut | Alert
