"""Loads a customer's requests where they ask for them: all that are open, or the one whose code they typed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from core.engine.call_facts import customer_zone
from core.engine.case_codes import TypedCode, code_in
from core.engine.joins import is_theirs
from core.engine.said import action_in
from core.flow.choices import REQUESTS
from core.model.callback import CallbackFile, CallbackLine
from core.model.conversation import Conversation, WithAgent, live_chat
from core.model.dispute_file import DisputeFile, DisputeLine
from core.model.events import CustomerWrote, Event
from core.model.facts import RequestFacts
from core.model.ids import CaseCode
from core.model.request import RequestLine, Standing
from core.model.rows import CaseRow
from core.model.shop import CustomerId, Role
from core.model.ticket import TicketFile
from core.ports import Transaction

_LAST = datetime.max.replace(tzinfo=UTC)

CallLine = Callable[[CallbackFile], CallbackLine]
PartyLine = Callable[[DisputeFile, Role], DisputeLine | None]
"""The dispute as a party sees it; none as long as they have not heard of it."""


class RequestFactsLoader:
    """`zone` (IANA): of customers whose own is not known."""

    def __init__(self, call: CallLine, dispute: PartyLine, zone: str) -> None:
        self._call = call
        self._dispute = dispute
        self._zone = zone

    async def load(self, tx: Transaction, conversation: Conversation, event: Event, typed: str) -> RequestFacts:
        """`typed`: the action that the customer's words stand for."""
        action = action_in(event, typed)
        if action == REQUESTS:
            return RequestFacts(tuple(await self._open(tx, conversation)))
        code = code_in(event.text) if isinstance(event, CustomerWrote) else None
        return await self._one(tx, conversation, code) if code else RequestFacts()

    async def _open(self, tx: Transaction, conversation: Conversation) -> list[RequestLine]:
        """Oldest first. A case that a person helps with in two ways stands there once, in the nearer one."""
        lines = [
            *await self._chat(tx, conversation),
            *await self._calls(tx, conversation),
            *await self._tickets(tx, conversation),
            *await self._disputes(tx, conversation),
        ]
        nearest = {line.case: line for line in reversed(lines)}
        return sorted(nearest.values(), key=lambda line: line.opened_at)

    async def _one(self, tx: Transaction, conversation: Conversation, code: TypedCode) -> RequestFacts:
        """What may be something else is a code only where it is one of theirs."""
        open_one = next((line for line in await self._open(tx, conversation) if line.case == code.case), None)
        found = open_one or await self._closed(tx, conversation, code.case)
        known = RequestFacts((found,) if found else (), code.case, code.sure)
        return known if found or code.sure else RequestFacts()

    async def _chat(self, tx: Transaction, conversation: Conversation) -> Iterator[RequestLine]:
        live = live_chat(conversation.stage)
        if live is None:
            return iter(())
        row = await tx.cases.load(live.case)
        agent = live.agent.name if isinstance(live, WithAgent) else ""
        standing: Standing = "chatting" if agent else "queued"
        opened_at = row.opened_at if row else _LAST
        return iter([RequestLine(live.case, "live_chat", standing, opened_at, conversation.question, agent=agent)])

    async def _calls(self, tx: Transaction, conversation: Conversation) -> list[RequestLine]:
        files = await tx.callbacks.of_conversation(conversation.id)
        return [await self._of_call(tx, file) for file in files if is_theirs(file.person, conversation)]

    async def _of_call(self, tx: Transaction, file: CallbackFile) -> RequestLine:
        line, row = self._call(file), await tx.cases.load(file.case)
        standing: Standing = "talked" if file.state == "reached" else "booked" if file.slot else "soon"
        return RequestLine(
            file.case,
            "callback",
            standing,
            row.opened_at if row else _LAST,
            file.question,
            file.slot or file.due,
            file.zone,
            steps=line.steps,
        )

    async def _tickets(self, tx: Transaction, conversation: Conversation) -> list[RequestLine]:
        files = await tx.tickets.open_of(conversation.id)
        return [_of_ticket(file) for file in files if is_theirs(file.person, conversation)]

    async def _disputes(self, tx: Transaction, conversation: Conversation) -> list[RequestLine]:
        if conversation.person is None:
            return []
        person = conversation.person.id
        files = await tx.disputes.open(person=person)
        zone = customer_zone(conversation) or self._zone
        return [_of_dispute(file, line, zone) for file in files if (line := self._party(file, person))]

    def _party(self, file: DisputeFile, person: CustomerId) -> DisputeLine | None:
        role = _role(file, person)
        return self._dispute(file, role) if role else None

    async def _closed(self, tx: Transaction, conversation: Conversation, case: CaseCode) -> RequestLine | None:
        """Somebody else's is none, like one that does not exist."""
        row = await tx.cases.load(case)
        zone = customer_zone(conversation) or self._zone
        if dispute := await tx.disputes.load(case):
            known = conversation.person and self._party(dispute, conversation.person.id)
            return _over(row, case, "dispute", _title(dispute), dispute.dispute.opened_at, zone) if known else None
        if ticket := await tx.tickets.load(case):
            theirs = ticket.conversation == conversation.id and is_theirs(ticket.person, conversation)
            return _over(row, case, "email", ticket.question, ticket.opened_at, ticket.zone) if theirs else None
        if row is None or row.conversation != conversation.id:
            return None
        if call := await tx.callbacks.load(case):
            theirs = is_theirs(call.person, conversation)
            return _over(row, case, "callback", call.question, row.opened_at, call.zone) if theirs else None
        return _over(row, case, "live_chat", "", row.opened_at, zone)


def _over(row: CaseRow | None, case: CaseCode, way: str, about: str, opened_at: datetime, zone: str) -> RequestLine:
    closed_at = row.closed_at if row else None
    return RequestLine(case, way, "closed", opened_at, about, closed_at, zone)  # type: ignore[arg-type]  # a way of ours


def _of_ticket(file: TicketFile) -> RequestLine:
    standing: Standing = "answered" if file.state == "answered" else "owed"
    return RequestLine(
        file.case, "email", standing, file.opened_at, file.question, file.due, file.zone, steps=("reply", "close")
    )


def _of_dispute(file: DisputeFile, line: DisputeLine, zone: str) -> RequestLine:
    standing: Standing = "waiting_for_you" if "answer" in line.steps else line.stage
    return RequestLine(
        file.case, "dispute", standing, file.dispute.opened_at, _title(file), line.due, zone, steps=line.steps
    )


def _title(file: DisputeFile) -> str:
    return f"{file.dispute.order.id} {file.dispute.order.title}"


def _role(file: DisputeFile, person: CustomerId) -> Role | None:
    if file.buyer.person and file.buyer.person.id == person:
        return "buyer"
    return "seller" if file.seller.person and file.seller.person.id == person else None
