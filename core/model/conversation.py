"""A conversation and its stages: each stage carries just what it needs, so that impossible combinations cannot be written."""

from datetime import datetime, timedelta
from typing import Literal

from core.model.callback import Phone
from core.model.data_wishes import DataWish
from core.model.dispute import Evidence
from core.model.dispute_file import Draft, PartyStep
from core.model.effects import Post, Say, SendFile
from core.model.file import File
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.offer import Field, Offer
from core.model.people import Agent
from core.model.posts import Relay
from core.model.shop import About, CustomerId, ItemLine, OrderId, OrderLine, Person, Role, Tried
from core.model.styled import Style
from core.model.ticket import Proof
from core.model.tongue import Notice, Tongue
from core.model.value import Part, Value
from core.model.view import Moment
from core.model.wait import Wait


class Idle(Value, frozen=True):
    """Nothing is under way: the next message is a question. `told`: what the last question got."""

    told: Literal["", "answer", "careful", "unknown"] = ""


class Answering(Value, frozen=True):
    """An answer is being looked for; what the customer writes meanwhile is asked next. `ref`: the message that asks."""

    question: str
    more: tuple[str, ...] = ()
    ref: str = ""
    calm: bool = False  # the question came with insults: a calm word goes before the answer
    personal: bool = False  # about the order or item that the conversation is about


class SigningIn(Value, frozen=True):
    """A sign-in link was shown. Once the customer is signed in it goes on with `question`, about the order of `number`."""

    url: str
    question: str = ""
    number: str = ""


class PickingOrder(Value, frozen=True):
    """The customer is asked which order or item `question` is about; while `looking` the shop is asked for them."""

    question: str = ""
    orders: tuple[OrderLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    more: str = ""
    looking: bool = False


class Advising(Value, frozen=True):
    """The customer is advised to write to the other party of the order first."""


class Disputing(Value, frozen=True):
    """A report about an order is filled in: its draft says what is missing. While `looking` the shop is asked for the order."""

    order: OrderId
    looking: bool = False


class Adding(Value, frozen=True):
    """A party answers, adds to or appeals in a dispute: words and files, until they say that it is all."""

    case: CaseCode
    role: Role
    step: PartyStep
    words: str = ""
    evidence: tuple[Evidence, ...] = ()


class Choosing(Value, frozen=True):
    """The customer sees the ways to a person. `tongues`: the languages that people speak, where theirs is not among them.

    `translates`: in a live chat a machine translates.
    """

    offers: tuple[Offer, ...]
    tongues: tuple[Tongue, ...] = ()
    translates: bool = False


class BlockAsked(Part, frozen=True):
    """Who asks a supervisor for a customer to be blocked, and why; `key` of the question in the `thread` of the `case`."""

    agent: Agent
    reason: str = ""
    case: CaseCode = CaseCode("")
    thread: Address | None = None
    key: str = ""


class Enclosure(Part, frozen=True):
    """A file of the customer's, with their words about it."""

    file: File
    caption: str = ""


class Queued(Value, frozen=True):
    """A live handoff is open and nobody has claimed it. Until the thread is known, what the customer writes is held.

    `told`: the place and the wait that the customer was told, at `told_at`. `offered_at`: since when the agents have it before
    them. `others`: the ways that the customer was told of since nobody is there to take it; none while somebody is.
    `ticket`: the same case is an e-mail ticket, which waits for the team until somebody has claimed the chat. `said`: what the
    customer has written meanwhile, where whoever comes may need it translated. `opening`: the turn at which its thread was asked
    for, where that was not the first one: what was asked for before is not it. `files`: those that are held. `filed`: when the
    customer was last told that files are passed on.
    """

    offer: Offer
    case: CaseCode
    since: datetime
    thread: Address | None = None
    held: tuple[Relay, ...] = ()
    reminders: int = 0
    told: Wait | None = None
    told_at: datetime | None = None
    offered_at: datetime | None = None
    others: tuple[Offer, ...] | None = None
    ticket: bool = False
    said: tuple[str, ...] = ()
    opening: int = 0
    files: tuple[Enclosure, ...] = ()
    filed: datetime | None = None


class Held(Part, frozen=True):
    """An agent's message that may have been meant for colleagues: it is for the customer only if the agent says so."""

    ref: str
    text: str
    styles: tuple[Style, ...] = ()
    files: tuple[File, ...] = ()


class Suggestion(Part, frozen=True):
    """A drafted reply. While it is being drafted its text is empty."""

    number: int
    text: str = ""


class ByButton(Part, frozen=True):
    """Words that an agent sent by a button, and when: pressed twice, they are still one message."""

    text: str
    at: datetime

    def is_same(self, words: str, now: datetime, within: timedelta) -> bool:
        return self.text == words and abs(now - self.at) < within


class WithAgent(Value, frozen=True):
    """A person has the conversation; the assistant is silent. `waiting_since`: when the customer's oldest unanswered word came.

    `ticket`: the same case was an e-mail ticket before. `reads`: the languages of the agent, if they are said. `told`: that what
    people write is translated. `snoozed`: nothing is due until `until`, or until the customer writes. `held`: messages of the
    agent's that look like notes. `draft`: a reply that was suggested.
    `insiders`: colleagues who were told that what they write here stays inside. `leaving`: the key of the question what becomes of
    the chat, where its agent is off duty. `filed`: as in Queued. `by_button`: what was sent last by one.
    """

    agent: Agent
    case: CaseCode
    thread: Address
    waiting_since: datetime | None = None
    reminders: int = 0
    ticket: bool = False
    reads: tuple[Language, ...] = ()
    told: bool = False
    snoozed: bool = False
    until: datetime | None = None
    held: tuple[Held, ...] = ()
    draft: Suggestion | None = None
    insiders: tuple[AgentId, ...] = ()
    leaving: str = ""
    filed: datetime | None = None
    by_button: ByButton | None = None


class Filling(Value, frozen=True):
    """Asking for what a contact method needs, first `missing` first. `meanwhile` goes on until they are given.

    `phone`: the number that was given for a call, `slots`: the times from which the customer chooses. `call`: a callback that
    is given up once this way is open.
    """

    offer: Offer
    missing: tuple[Field, ...]
    case: CaseCode | None = None
    meanwhile: Queued | WithAgent | None = None
    phone: Phone | None = None
    slots: tuple[Moment, ...] = ()
    call: CaseCode | None = None

    @property
    def ticket(self) -> bool:
        """The same case is an e-mail ticket, which waits for the team until a person helps in this way."""
        if self.meanwhile:
            return self.meanwhile.ticket
        return self.case is not None and self.offer.method != "email"


class Corresponding(Value, frozen=True):
    """What the customer writes goes to the team, about an e-mail ticket. `told`: that it does was said since the team wrote last.

    `joined`: the form for a ticket of its own, where the request is taken to be about this one.
    """

    case: CaseCode
    told: bool = False
    joined: Filling | None = None


class Closed(Value, frozen=True):
    """The last handoff is over in this chat; by e-mail the case itself may go on.

    `asks`: what the customer is asked about the help of `agent`, once; whatever else they do is no answer to it.
    """

    case: CaseCode
    method: str
    agent: Agent | None = None
    asks: Literal["", "solved", "stars", "word", "writing"] = ""


Stage = (
    Idle
    | Answering
    | SigningIn
    | PickingOrder
    | Advising
    | Disputing
    | Adding
    | Choosing
    | Filling
    | Queued
    | WithAgent
    | Corresponding
    | Closed
)


class Taken(Part, frozen=True):
    """The last choice that was accepted, so that a double press is met with silence and not with a second deed.

    `turn` is the button's; `led_to` the turn that the choice led to: once the conversation went on, it is a new press.
    """

    action: str
    turn: int
    at: datetime
    led_to: int = 0


class Awaited(Value, frozen=True):
    """Words or a file between a customer and an agent that are not shown yet: in `effect` as they were written.

    They wait for the translation of this `number`; 0: for what was written before them.
    """

    effect: Say | Post | SendFile
    number: int = 0


class Original(Part, frozen=True):
    """What an agent wrote, and the customer read in the translation of this number."""

    number: int
    agent: str
    text: str


class Apology(Part, frozen=True):
    """For all that was written before `at`, by the messenger's clock (UTC), and read too late: it went to people, as `case`."""

    at: datetime
    case: CaseCode


class Repeated(Part, frozen=True):
    """The words that came last, for the so many `times` one soon after the other; `at`: when."""

    words: str
    at: datetime
    times: int


def live_chat(stage: Stage | None) -> Queued | WithAgent | None:
    """The chat with a person that is waited for or goes on, behind a form that the customer fills in, too."""
    live = stage.meanwhile if isinstance(stage, Filling) else stage
    return live if isinstance(live, Queued | WithAgent) else None


class Conversation(Part, frozen=True):
    """One customer's conversation. `turn` grows with each stage entered: a button or result of an older turn is late."""

    id: ConversationId
    customer: Address
    name: str = ""
    language: Language = Language("en")
    turn: int = 0
    stage: Stage = Idle()
    greeted: bool = False
    question: str = ""  # what was asked last, for whoever takes over
    sources: tuple[str, ...] = ()  # titles of the articles quoted last
    email: str = ""
    taken: Taken | None = None
    chosen: bool = False  # the customer chose the language: words do not change it any more
    writes: str = ""  # the language in which the customer clearly wrote last, ours or not
    notice: Notice | None = None
    asked: tuple[str, ...] = ()  # the questions before the last one, oldest first
    urgent: bool = False  # somebody may come to harm: whoever takes over is told
    person: Person | None = None  # who is signed in
    about: About | None = None  # the order or item that is talked about
    tried: Tried = ""  # with the other party of that order
    invited: bool = False  # it was said what signing in would add
    shop: bool = False  # there is a shop to sign in to
    drafts: tuple[Draft, ...] = ()  # reports that were begun and not sent, the last one first
    evidence: bool = False  # a photo or file came with what is asked
    proof: Proof | None = None  # a code that was sent to an address of theirs and waits to be typed here
    proven: tuple[str, ...] = ()  # the addresses whose code was typed here
    rated: tuple[CaseCode, ...] = ()  # the cases after which they were asked how the help was, the last one last
    spoken: Language | None = None  # chosen for what people say, where they do not speak the customer's own
    awaited: tuple[Awaited, ...] = ()  # words of a live chat that are being translated, oldest first
    translations: int = 0  # how many there were so far
    payment_data_told: bool = False  # that card numbers and IBANs are taken out of what is written here
    originals: tuple[Original, ...] = ()  # of the agents' words that were translated last, oldest first
    blocked: datetime | None = None  # until when there is no live chat for them, for abuse
    drafts_asked: int = 0  # how many replies were suggested to agents, or sent with a button, so far
    block: BlockAsked | None = None  # a supervisor is asked to block them
    apology: Apology | None = None  # the last one for having been away
    wish: DataWish | None = None  # about their data, while it waits for a sign-in or a yes
    accounts: tuple[CustomerId, ...] = ()  # of everybody who was ever signed in here
    signed_in_at: datetime | None = None  # when somebody did last
    repeated: Repeated | None = None  # what they wrote last

    @property
    def staff_language(self) -> Language:
        """In which people talk with this customer; our own texts stay in `language`."""
        return self.spoken or self.language
