"""Finds the case that a request is about already: one case, however often and in whatever way it is asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from core.answers.alike import alike
from core.engine.said import action_in
from core.flow.choices import OFFER
from core.language.order import order_numbers
from core.model.callback import CallbackFile, CallbackLine
from core.model.conversation import Choosing, Conversation, Filling
from core.model.events import CustomerEvent, Event
from core.model.ids import CaseCode, Language
from core.model.shop import About, CustomerId
from core.model.ticket import TicketFile
from core.ports import Transaction

WITHIN = timedelta(days=7)
MOST_CASES = 20  # that are compared


class Request(msgspec.Struct, frozen=True):
    """What somebody asks, in their words, and which order or item it is about, if that is known."""

    words: str
    about: About | None = None
    numbers: frozenset[str] = frozenset()


class Joins(NamedTuple):
    """The open ticket that the request is about already, and the call that is still owed about it."""

    ticket: CaseCode | None = None
    call: CallbackLine | None = None


class JoinsLoader:
    """`line`: a callback as its customer sees it."""

    def __init__(self, line: Callable[[CallbackFile], CallbackLine]) -> None:
        self._line = line

    async def load(
        self,
        tx: Transaction,
        conversation: Conversation,
        event: Event,
        typed: str,
        words: str,
        now: datetime,
        *,
        late: bool = False,
    ) -> Joins:
        """Only where a way is being chosen for a request, or where it is `late` and people may get it without that.

        `typed`: the action that the customer's words stand for.
        """
        question = asked_now(conversation, event, typed, words) or (words if late and not typed else "")
        if not question:
            return Joins()
        request = request_of(question, conversation.about)
        ticket = await self._ticket(tx, conversation, request, now)
        call = await self._call(tx, conversation, request, ticket)
        return Joins(ticket.case if ticket else None, self._line(call) if call else None)

    async def _ticket(
        self, tx: Transaction, conversation: Conversation, request: Request, now: datetime
    ) -> TicketFile | None:
        """The newest that fits."""
        own = [file for file in await tx.tickets.open_of(conversation.id) if is_theirs(file.person, conversation)]
        lately = [file for file in own if now - file.opened_at <= WITHIN]
        fitting = (file for file in reversed(lately) if is_same(request, of_ticket(file), conversation.language))
        return next(fitting, None)

    async def _call(
        self, tx: Transaction, conversation: Conversation, request: Request, ticket: TicketFile | None
    ) -> CallbackFile | None:
        """A call about the same, or of the same case."""
        own = await tx.callbacks.of_conversation(conversation.id)
        waiting = [file for file in own if file.waits and is_theirs(file.person, conversation)]
        for file in reversed(waiting):
            same_case = ticket is not None and ticket.case == file.case
            if same_case or is_same(request, of_call(file), conversation.language):
                return file
        return None


def asked_now(conversation: Conversation, event: Event, typed: str, words: str) -> str:
    """The question for which a way is chosen with this event; nothing where none is."""
    stage = conversation.stage
    if not isinstance(event, CustomerEvent):
        return ""
    if isinstance(stage, Filling):
        return words if stage.missing[:1] == ("message",) and not typed else ""
    action = action_in(event, typed)
    return conversation.question if isinstance(stage, Choosing) and action.startswith(OFFER) else ""


def request_of(words: str, about: About | None) -> Request:
    return Request(words, about, order_numbers(words) | ({about.id.upper()} if about else set()))


def of_ticket(file: TicketFile) -> Request:
    return request_of(file.question, file.about)


def of_call(file: CallbackFile) -> Request:
    """Each item begins with its number."""
    known = request_of(file.question, None)
    return msgspec.structs.replace(
        known, numbers=known.numbers | {item.split()[0].upper() for item in file.items if item}
    )


def is_theirs(person: CustomerId | None, conversation: Conversation) -> bool:
    """A phone goes from hand to hand: what was asked as somebody is theirs alone."""
    return person is None or (conversation.person is not None and conversation.person.id == person)


def is_same(request: Request, other: Request, language: Language) -> bool:
    """About the same order or item, or in words that ask for the same; never about two that are known to differ."""
    if request.numbers and other.numbers:
        return bool(request.numbers & other.numbers)
    return bool(request.words and other.words) and alike(request.words, other.words, language)


async def follows_up(tx: Transaction, conversation: Conversation, now: datetime) -> bool:
    """Whether what was asked last is about a case of the last days, open or closed."""
    if not conversation.question or not (cases := await tx.cases.of(conversation.id, now - WITHIN)):
        return False
    request = request_of(conversation.question, conversation.about)
    for case in cases[:MOST_CASES]:
        known = await _known_of(tx, conversation, case.code)
        if known and is_same(request, known, conversation.language):
            return True
    return False


async def _known_of(tx: Transaction, conversation: Conversation, case: CaseCode) -> Request | None:
    ticket, call = await tx.tickets.load(case), await tx.callbacks.load(case)
    if ticket and is_theirs(ticket.person, conversation):
        return of_ticket(ticket)
    return of_call(call) if call and is_theirs(call.person, conversation) else None
