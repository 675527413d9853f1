"""What the page about one case is made of, beside the tables that it shares with the engine."""

from collections.abc import Sequence

import msgspec

from core.model.codec import decode
from core.model.figures import HandoffRow
from core.model.ids import CaseCode, ConversationId, EffectId
from core.model.rows import AuditRow, Decided, Sending
from core.store.conversation_tables import audit_row
from core.store.session import Session


class LookingTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def decisions(self, conversation: ConversationId, since: int) -> list[Decided]:
        rows = await self._session.rows("looking.decisions", conversation=conversation, since=since)
        return [decode(row[0], Decided) for row in rows]

    async def sendings(self, ids: Sequence[EffectId]) -> list[Sending]:
        rows = await self._session.rows("looking.sendings", ids=msgspec.json.encode(ids).decode())
        return [Sending(*row) for row in rows]

    async def handoffs(self, case: CaseCode) -> list[HandoffRow]:
        return [decode(row[0], HandoffRow) for row in await self._session.rows("looking.handoffs", case_code=case)]

    async def audit(self, conversation: str, limit: int) -> list[AuditRow]:
        rows = await self._session.rows("looking.audit", conversation=conversation, limit=limit)
        return [audit_row(row) for row in reversed(rows)]
