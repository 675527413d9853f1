"""What a decision may know of e-mail tickets: the customer's own, and what a new one and its address's proof need."""

import secrets
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from core.engine.call_facts import customer_zone
from core.engine.joins import is_theirs
from core.engine.mail_waits import Reckoned
from core.engine.ticket_desk import merged_into
from core.flow.joining import apart_in
from core.flow.mail_buttons import press_in
from core.language.typed import digits_in, number_in
from core.model.conversation import Conversation, Filling
from core.model.events import CustomerChose, CustomerWrote, Event, SignedIn
from core.model.facts import MailFacts
from core.model.ids import CaseCode
from core.model.ticket import TicketFile, TicketLine, Tokens
from core.ports import Transaction

CODE_LENGTH = 6  # digits of a proof


class Secrets(NamedTuple):
    """Where the secrets come from: those of a ticket's addresses, and the code that proves an address."""

    new_token: Callable[[], str]
    new_code: Callable[[], str] = lambda: f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"


class MailFactsLoader:
    """`line`: a ticket as its customer sees it. `hears`: mails can come in. `zone` (IANA): of customers whose own is not known."""

    def __init__(self, line: Callable[[TicketFile], TicketLine], fresh: Secrets, *, hears: bool, zone: str) -> None:
        self._line = line
        self._fresh = fresh
        self._hears = hears
        self._zone = zone

    async def load(
        self,
        tx: Transaction,
        conversation: Conversation,
        event: Event,
        reckoned: Reckoned | None = None,
        joins: CaseCode | None = None,
        *,
        late: bool = False,
    ) -> MailFacts:
        """`reckoned`: when a mail that is asked now is answered; `joins`: the ticket that the request is about already.

        `late`: what happened was a while ago, so that a ticket may be opened which nobody has asked for.
        """
        opens = late or _may_open(conversation)
        proves = late or _may_prove(conversation, event)
        typed = _typed(event)
        return MailFacts(
            own=await self._own(tx, conversation, event),
            joins=joins,
            wait=reckoned.wait if reckoned and opens else None,
            ahead=reckoned.ahead if reckoned and opens else 0,
            tokens=await self._tokens(tx, conversation) if opens else None,
            code=self._fresh.new_code() if self._hears and proves else "",
            typed=typed,
            among=bool(typed) and isinstance(event, CustomerWrote) and not digits_in(event.text),
            hears=self._hears,
            zone=customer_zone(conversation) or self._zone,
        )

    async def _tokens(self, tx: Transaction, conversation: Conversation) -> Tokens:
        """A case that was a ticket before has its addresses still: somebody may yet answer there."""
        stage = conversation.stage
        known = await tx.tickets.load(stage.case) if isinstance(stage, Filling) and stage.case else None
        return known.tokens if known else Tokens(self._fresh.new_token(), self._fresh.new_token())

    async def _own(self, tx: Transaction, conversation: Conversation, event: Event) -> tuple[TicketLine, ...]:
        """Nobody's but of whoever is signed in, or of the chat where nobody was when they were asked."""
        reader = replace(conversation, person=event.person) if isinstance(event, SignedIn) else conversation
        files = await tx.tickets.open_of(conversation.id)
        lines = tuple(self._line(file) for file in files if is_theirs(file.person, reader))
        named = _named(event)
        into = await _goes_on_in(tx, named) if named else None
        return tuple(replace(line, merged=named) if line.case == into else line for line in lines)


def _named(event: Event) -> CaseCode | None:
    """The case that a button is about."""
    if not isinstance(event, CustomerChose):
        return None
    named = press_in(event.action) or apart_in(event.action)
    return named.case if named else None


async def _goes_on_in(tx: Transaction, named: CaseCode) -> CaseCode | None:
    file = await tx.tickets.load(named)
    return (await merged_into(tx, file)).case if file and file.into else None


def _may_open(conversation: Conversation) -> bool:
    """Secrets need not be made, and stored, where no ticket is asked for."""
    stage = conversation.stage
    return isinstance(stage, Filling) and stage.offer.method == "email"


def _may_prove(conversation: Conversation, event: Event) -> bool:
    press = press_in(event.action) if isinstance(event, CustomerChose) else None
    return _may_open(conversation) or (press is not None and press.deed == "code")


def _typed(event: Event) -> str:
    digits = digits_in(event.text) or number_in(event.text) if isinstance(event, CustomerWrote) else ""
    return digits if len(digits) == CODE_LENGTH else ""
