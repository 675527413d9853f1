"""An e-mail ticket: what is kept of it, what is known when it changes, and how its customer sees it."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.shop import About, CustomerId
from core.model.value import Value
from core.model.wait import MailWait

TICKET = "ticket:"  # begins the name of a ticket's stream; a conversation's begins with its channel

State = Literal["waiting", "answered", "closed", "moved"]
"""The team owes an answer; the customer has one; it is over; a person helps in another way, under the same code."""

Side = Literal["team", "customer", "stranger"]
"""Who wrote a mail to a ticket: one of the team, its customer, or somebody who has no part in it."""

Step = Literal["reply", "close", "address"]
"""What the customer may do in the chat: write to the team, say that it is solved, give another address."""


class Enclosed(msgspec.Struct, frozen=True):
    """A file that came with a mail: its place (`part`) in the kept `original`, its name, media type and size in bytes."""

    original: str
    part: int
    name: str
    kind: str
    size: int


class Letterhead(Value, frozen=True):
    """What makes a mail part of a ticket.

    `id`: the local part of its Message-ID, without the desk's own ending, the same at every repeat ("fd-7k2m9p.team.3").
    `answers`: the mails before it in its thread, oldest first: ours as such ids, others' as whole Message-IDs without brackets.
    `token`: of the address to which answers go and mails that cannot be delivered come back; empty: to the team's inbox.
    """

    id: str
    answers: tuple[str, ...] = ()
    token: str = ""
    enclosed: tuple[Enclosed, ...] = ()


class Tokens(msgspec.Struct, frozen=True):
    """The secrets of a ticket that nobody has used: in the addresses to which the team and the customer answer."""

    team: str
    customer: str


class Proof(msgspec.Struct, frozen=True):
    """A code that was sent to an address: who types it reads the mails there. `tries`: wrong ones so far; `sent`: codes so far."""

    address: str
    code: str  # six digits
    until: datetime
    tries: int = 0
    sent: int = 1


class TicketFile(msgspec.Struct, frozen=True):
    """`conversation`, with its `language`, is where the customer is told; `person`: who was signed in there.

    `email`: where the customer's mails go, empty once it is known to be bad; `proven`: they have shown that it is theirs.
    `question`: what they wrote first, or last where it was split off. `due`: by when they were told to have an answer, none
    where the team owes none or nothing can be said. `asked_at`: since when the team owes one. `ahead`: how many others were
    owed an answer then, `told` what was said of it. `late`: promises that were not kept. `answered_at`: the first answer.
    `team_thread` and `customer_thread`: the ids of both mail threads, as in `Letterhead.answers`. `sent`: mails of ours, of
    which each gets the next number. `arrived`: when the last mails came (UTC), newest last, against programs that answer each
    other; `last`: a digest of the last one's sender and words. `into`: the case that it was merged into. `words`: what the
    customer wrote last since the question, which may turn out to be a case of its own. `unanswered`: how often they wrote
    since the team last answered. `spoken`: in which the team answers, where the customer chose another than their own.
    `payment_data`: a card number or an account was taken out of a mail of theirs, and whether a mail has told them so.
    `turn` grows with each promise: a timer of an older one is late.
    """

    case: CaseCode
    conversation: ConversationId
    customer: Address
    language: Language
    tokens: Tokens
    opened_at: datetime
    zone: str  # IANA: in which the customer reads times
    name: str = ""
    person: CustomerId | None = None
    email: str = ""
    proven: bool = False
    question: str = ""
    about: About | None = None
    state: State = "waiting"
    due: datetime | None = None
    asked_at: datetime | None = None
    ahead: int = 0
    told: MailWait | None = None
    late: int = 0
    answered_at: datetime | None = None
    updated_at: datetime | None = None
    team_thread: tuple[str, ...] = ()
    customer_thread: tuple[str, ...] = ()
    sent: int = 0
    arrived: tuple[datetime, ...] = ()
    last: str = ""
    into: CaseCode | None = None
    turn: int = 0
    words: str = ""
    unanswered: int = 0
    spoken: Language | None = None
    payment_data: Literal["", "removed", "told"] = ""

    @property
    def staff_language(self) -> Language:
        """In which the team answers; our own texts stay in `language`."""
        return self.spoken or self.language

    @property
    def open(self) -> bool:
        return self.state in ("waiting", "answered")


class TicketLine(msgspec.Struct, frozen=True):
    """A ticket that is open, as its customer sees it.

    `token`: of the address to which they answer by mail. `merged`: the case of the button that was pressed, if it went on here.
    `updated_at`: when anything last happened to it (UTC).
    """

    case: CaseCode
    state: State
    question: str
    opened_at: datetime
    due: datetime | None = None
    email: str = ""
    about: About | None = None
    token: str = ""
    merged: CaseCode | None = None
    updated_at: datetime | None = None


class TicketFacts(msgspec.Struct, frozen=True):
    """`now` is UTC; staff read times in `zone` (IANA). `team`: the address of the team's inbox.

    `hears`: mails can come in; else the team answers by itself, and the desk promises and reminds of nothing.
    `wait`: when a mail that is asked now is answered, behind `ahead` others; none where nothing can be said.
    `fresh`: an unused code and unused secrets, for a case that is split off. `other`: the ticket that a mail names to be
    merged into, where there is one of the same customer.
    """

    now: datetime
    zone: str
    team: str
    hears: bool = False
    wait: MailWait | None = None
    ahead: int = 0
    fresh_case: CaseCode = CaseCode("")
    fresh: Tokens | None = None
    other: CaseCode | None = None


def stream_of(case: CaseCode) -> ConversationId:
    """What happens to one ticket is kept in order."""
    return ConversationId(f"{TICKET}{case}")


def case_in(stream: str) -> CaseCode | None:
    """The ticket whose stream it is; none for any other."""
    return CaseCode(stream.removeprefix(TICKET)) if stream.startswith(TICKET) else None
