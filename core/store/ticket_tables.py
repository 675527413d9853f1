"""The tables of e-mail tickets: how each stands, how soon they are answered, and every decision about them."""

from datetime import datetime

from core.model.codec import decode, encode
from core.model.ids import CaseCode, ConversationId
from core.model.rows import AnsweredMail, TicketDecided
from core.model.ticket import TicketFile
from core.store.moments import seconds
from core.store.session import Session


class TicketsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def load(self, case: CaseCode) -> TicketFile | None:
        row = await self._session.row("tickets.load", case_code=case)
        return None if row is None else decode(row[0], TicketFile)

    async def save(self, file: TicketFile, now: datetime) -> None:
        first = _first_answer(file)
        await self._session.write(
            "tickets.save",
            case_code=file.case,
            conversation=file.conversation,
            state=file.state,
            team_token=file.tokens.team,
            customer_token=file.tokens.customer,
            opened_at=seconds(file.opened_at),
            answered_at=seconds(first.answered_at) if first else None,
            first_answer=encode(first) if first else None,
            email=file.email.casefold(),
            data=encode(file),
            now=seconds(now),
        )

    async def of_token(self, token: str) -> TicketFile | None:
        row = await self._session.row("tickets.of_token", token=token) if token else None
        return None if row is None else decode(row[0], TicketFile)

    async def open_of(self, conversation: ConversationId) -> list[TicketFile]:
        rows = await self._session.rows("tickets.open_of", conversation=conversation)
        return [decode(row[0], TicketFile) for row in rows]


def _first_answer(file: TicketFile) -> AnsweredMail | None:
    """As it stands at the first save with an answer; the store keeps that one."""
    if file.answered_at is None:
        return None
    return AnsweredMail(file.staff_language, file.ahead, file.asked_at or file.opened_at, file.answered_at, file.told)


class TicketPaceTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def ahead(self) -> int:
        row = await self._session.row("ticket_pace.ahead")
        return int(row[0]) if row else 0

    async def answered(self, limit: int) -> list[AnsweredMail]:
        return [decode(row[0], AnsweredMail) for row in await self._session.rows("ticket_pace.answered", limit=limit)]

    async def owed(self) -> list[TicketFile]:
        return [decode(row[0], TicketFile) for row in await self._session.rows("ticket_pace.owed")]


class TicketDecisionsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, decided: TicketDecided) -> None:
        await self._session.write(
            "ticket_decisions.add", inbox_id=decided.inbox_id, case_code=decided.case, decided=encode(decided)
        )

    async def of(self, case: CaseCode) -> list[TicketDecided]:
        rows = await self._session.rows("ticket_decisions.of", case_code=case)
        return [decode(row[0], TicketDecided) for row in rows]
