"""What a decision may know beyond its event: loaded before it, stored with it, so that it can be replayed."""

from datetime import datetime
from typing import Literal

from core.model.callback import CallbackLine, Phone, WhyNoNumber
from core.model.data_wishes import DataFacts
from core.model.dispute_file import DisputeLine
from core.model.effects import Say, SendFile
from core.model.ids import Address, CaseCode, Language
from core.model.offer import Offer
from core.model.people import Agent
from core.model.request import RequestLine
from core.model.ticket import TicketLine, Tokens
from core.model.tongue import Tongue
from core.model.value import Part
from core.model.view import Moment
from core.model.wait import MailWait, Wait

Smalltalk = Literal["", "greeting", "thanks", "goodbye", "assistant", "chat"]


class Patience(Part, frozen=True):
    """How long is waited, in seconds.

    For an answer; for a claim until the customer hears again, and until who did not `take` the chat is off duty; for an
    agent's reply; for a customer's choice. What they wrote longer than `fresh` ago the assistant does not answer any more.
    """

    answer: int = 30
    claim: int = 180
    take: int = 90
    reply: int = 600
    choice: int = 86_400
    fresh: int = 1800


class Start(Part, frozen=True):
    """What was chosen before the conversation began, by a link on a page: an order, or an article with its title."""

    kind: Literal["order", "article"]
    id: str
    title: str = ""


class SignIn(Part, frozen=True):
    """A sign-in link that nobody has used: its secret, and the address with it."""

    token: str
    url: str
    until: datetime


class CallFacts(Part, frozen=True):
    """What is known where a call is asked for or changed.

    `phone`: the telephone number in the text; `trouble`: why there is none that can be called. `slots`: when a call can be.
    `own`: the calls of this conversation that are not over. `question`: what the call is about whose button was pressed.
    `joins`: which call that is still owed the request is about already, if any. `zone` (IANA): in which the customer reads times.
    """

    phone: Phone | None = None
    trouble: WhyNoNumber | Literal[""] = ""
    slots: tuple[Moment, ...] = ()
    own: tuple[CallbackLine, ...] = ()
    question: str = ""
    joins: CallbackLine | None = None
    zone: str = ""


class MailFacts(Part, frozen=True):
    """What is known where an e-mail is asked for, or a ticket of the customer's is changed.

    `own`: the tickets of this conversation that are open. `joins`: which of them the request is about already, if any.
    `wait`: when a mail that is asked now is answered, behind `ahead` others. `tokens`: secrets for a new ticket; `code`: six
    digits that nobody knows, to prove an address with. `typed`: six digits that the text says, `among` words or alone.
    `hears`: mails can come in, so that the team's answers come through the desk. `zone` (IANA): in which the customer reads times.
    """

    own: tuple[TicketLine, ...] = ()
    joins: CaseCode | None = None
    wait: MailWait | None = None
    ahead: int = 0
    tokens: Tokens | None = None
    code: str = ""
    typed: str = ""
    hears: bool = False
    zone: str = ""
    among: bool = False

    def ticket(self, case: CaseCode) -> TicketLine | None:
        """Theirs, as it stands; none where it is over or somebody else's."""
        return next((line for line in self.own if line.case == case), None)


class RequestFacts(Part, frozen=True):
    """The requests of whoever writes, where they ask for them: the open ones, oldest first.

    `code`: a case's code that the text says, and `alone` where it says nothing else; then `own` is that one, open or closed,
    or nothing.
    """

    own: tuple[RequestLine, ...] = ()
    code: CaseCode = CaseCode("")
    alone: bool = False


class StaffFacts(Part, frozen=True):
    """What is known of the staff where a customer waits for them: whether anybody is `there` who speaks their language.

    `idle`: who had this chat before them all the time, and room for it, and took neither it nor another one.
    """

    there: bool = True
    idle: tuple[Agent, ...] = ()


class TranslationFacts(Part, frozen=True):
    """Whether a machine translates live chats here, and which languages the agent reads who claims one, if that is said."""

    machine: bool = False
    reads: tuple[Language, ...] = ()


Way = Literal["chat", "correction", "mail", "gone"]


class Copy(Part, frozen=True):
    """What was sent to the customer of an agent's message, written in `thread` by `speaker`: its words, as the customer last
    had them, and whether any of it has failed.

    `lost`: what of it has not arrived, to be sent again. `way`: as it stands in the chat, as a later correction of it, or by
    mail; "gone": it was taken back. `translated`: the customer reads a translation.
    """

    ref: str
    text: str
    failed: bool = False
    thread: Address | None = None
    speaker: Agent | None = None
    way: Way = "chat"
    translated: bool = False
    lost: tuple[Say | SendFile, ...] = ()


class ThreadFacts(Part, frozen=True):
    """What is known of the staff's thread. `copy`: of the agent's message that it is about. `there`: whether the colleague can
    take the chat to whom it is passed, who `reads` these languages, if that is said. `before`: what the customer's message
    said that is edited now.
    """

    copy: Copy | None = None
    there: bool = True
    reads: tuple[Language, ...] = ()
    before: str = ""


class Late(Part, frozen=True):
    """What a customer did a while before it is decided: when, and what time it is now, both by their messenger's clock (UTC)."""

    written: datetime
    now: datetime


class Facts(Part, frozen=True):
    """`now` is UTC. `typed` is the action that a typed text stands for ("2", "/support", a button's label), `email` the address in it."""

    now: datetime
    language: Language
    offers: tuple[Offer, ...]
    fresh_case: CaseCode
    typed: str = ""
    wants_person: bool = False
    email: str = ""
    patience: Patience = Patience()
    writes: str = ""  # the language in which this text is clearly written, ours or not
    courtesy: bool = False  # a greeting, a thank-you or a sign, and nothing else
    tongues: tuple[Tongue, ...] = ()  # all of ours, when the language is in question
    smalltalk: Smalltalk = ""  # the kind of small talk, where the text is nothing else
    abuse: bool = False  # insults, in whatever the text asks
    urgent: bool = False  # somebody may come to harm
    again: bool = False  # the question that was asked last, asked once more
    shop: bool = False  # there is a shop to sign in to
    order: bool = False  # the text is about an order or item of the customer's own
    number: str = ""  # what looks like an order's or item's number in the text
    suspicion: bool = False  # fraud, a counterfeit or a threat: nobody is sent back to the other party
    start: Start | None = None  # what the link chose by which the customer came
    sign_in: SignIn | None = None  # a fresh link, where one may be asked for
    disputes: tuple[DisputeLine, ...] = ()  # of whoever is signed in, those that are not closed
    amount: str = ""  # the one amount of money in the text, as a decimal number
    wait: Wait | None = None  # for a live chat, as the queue is now
    calls: CallFacts = CallFacts()
    mails: MailFacts = MailFacts()
    requests: RequestFacts = RequestFacts()
    currency: str = ""  # ISO 4217: what `amount` is said to be in, where that is not the order's
    staff: StaffFacts = StaffFacts()
    spoken: tuple[Tongue, ...] = ()  # the languages that people speak, where they do not speak the customer's own
    translation: TranslationFacts = TranslationFacts()
    thread: ThreadFacts = ThreadFacts()
    data: DataFacts | None = None  # of the customer's own data, where they ask about it
    late: Late | None = None
