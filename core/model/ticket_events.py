"""What happens to an e-mail ticket, in the past tense, and what its customer's conversation is told of it."""

from typing import Literal

from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.letter import Letter
from core.model.people import Agent
from core.model.shop import About, CustomerId
from core.model.ticket import Side, Step, Tokens
from core.model.value import Value
from core.model.view import Block
from core.model.wait import MailWait

NewsKind = Literal["answer", "word", "bounced", "closed", "trouble"]
"""An answer of the team, a word of the desk, a mail to the customer that came back, the end; that the team cannot be reached."""


class TicketAsked(Value, frozen=True):
    """The customer has given what a ticket needs. The mail that opens it, and the confirmation, are on their way already.

    `told`: when an answer was promised, with `ahead` others before it. `opening` and `confirmation`: the ids of those mails,
    as in `Letterhead.id`. `spoken`: as in `TicketFile`.
    """

    case: CaseCode
    conversation: ConversationId
    customer: Address
    language: Language
    tokens: Tokens
    zone: str
    name: str = ""
    person: CustomerId | None = None
    email: str = ""
    proven: bool = False
    question: str = ""
    about: About | None = None
    told: MailWait | None = None
    ahead: int = 0
    opening: str = ""
    confirmation: str = ""
    spoken: Language | None = None


class CustomerAdded(Value, frozen=True):
    """The customer wrote to the team in the chat. `again`: it is the same request once more, which joined this case."""

    words: str
    again: bool = False


class AddressGiven(Value, frozen=True):
    """The customer gave another address, or showed that it is theirs."""

    email: str
    proven: bool = False


class TicketSolved(Value, frozen=True):
    """The customer says that nothing is left to do."""


class TicketMoved(Value, frozen=True):
    """A person helps with it in another way now: in the chat or by phone.

    "email": the mail that was to open it could not be sent for good. Who asked is offered all the ways anew.
    """

    method: Literal["live_chat", "callback", "email"]


class MailArrived(Value, frozen=True):
    """A mail came to the ticket's address; `side` is who wrote it, as far as the desk believes it."""

    letter: Letter
    side: Side


class TicketMerged(Value, frozen=True):
    """The team found that another ticket of the same customer is about this one: its words belong here.

    `owed`: nobody has answered them.
    """

    case: CaseCode
    words: str
    owed: bool = True


class TicketNews(Value, frozen=True):
    """What the customer's conversation is told of their ticket, and what they may do there.

    `person`: for whose eyes, if somebody was signed in. `speaker`: whose words they are, if they are not the desk's.
    `into`: the case in which this one goes on.
    """

    case: CaseCode
    person: CustomerId | None
    blocks: tuple[Block, ...]
    kind: NewsKind = "word"
    steps: tuple[Step, ...] = ()
    speaker: Agent | None = None
    into: CaseCode | None = None


class TicketNewsLost(Value, frozen=True):
    """News that did not reach the customer in the chat: the platform's `reason`, or that they have signed out."""

    news: TicketNews
    reason: str


CustomerTicket = TicketAsked | CustomerAdded | AddressGiven | TicketSolved | TicketMoved
OwnTicket = CustomerTicket | MailArrived | TicketMerged | TicketNewsLost
