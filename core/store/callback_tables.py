"""The tables of callbacks: how each stands, and every decision about it."""

from datetime import datetime

from core.model.callback import CallbackFile
from core.model.codec import decode, encode
from core.model.ids import CaseCode, ConversationId
from core.model.rows import CallbackDecided
from core.store.moments import seconds
from core.store.session import Column, Session


class CallbacksTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def load(self, case: CaseCode) -> CallbackFile | None:
        row = await self._session.row("callbacks.load", case_code=case)
        return None if row is None else decode(row[0], CallbackFile)

    async def save(self, file: CallbackFile, now: datetime) -> None:
        await self._session.write(
            "callbacks.save",
            case_code=file.case,
            conversation=file.conversation,
            state=file.state,
            slot=seconds(file.slot) if file.slot else None,
            due=seconds(file.due) if file.due else None,
            data=encode(file),
            now=seconds(now),
        )

    async def waiting(self) -> list[CallbackFile]:
        return await self._files("callbacks.waiting")

    async def of_conversation(self, conversation: ConversationId) -> list[CallbackFile]:
        return await self._files("callbacks.of_conversation", conversation=conversation)

    async def _files(self, name: str, /, **values: Column) -> list[CallbackFile]:
        return [decode(row[0], CallbackFile) for row in await self._session.rows(name, **values)]


class CallbackDecisionsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, decided: CallbackDecided) -> None:
        await self._session.write(
            "callback_decisions.add", inbox_id=decided.inbox_id, case_code=decided.case, decided=encode(decided)
        )

    async def of(self, case: CaseCode) -> list[CallbackDecided]:
        rows = await self._session.rows("callback_decisions.of", case_code=case)
        return [decode(row[0], CallbackDecided) for row in rows]
