"""The tables of what is counted later: questions to the assistant, ways to a person, and who was there."""

from datetime import datetime

from core.model.codec import decode, encode
from core.model.figures import AskedRow, HandoffRow, SpellRow
from core.model.ids import AgentId, CaseCode, ConversationId
from core.store.moments import moment, seconds
from core.store.session import Row, Session


class HandoffsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, row: HandoffRow) -> None:
        if not await self._write("handoffs.change", row):
            await self._write("handoffs.add", row)

    async def _write(self, statement: str, row: HandoffRow) -> int:
        return await self._session.write(
            statement,
            case_code=row.case,
            method=row.method,
            asked_at=seconds(row.asked_at),
            ended_at=seconds(row.ended_at) if row.ended_at else None,
            data=encode(row),
        )

    async def open_of(self, case: CaseCode) -> list[HandoffRow]:
        return [decode(row[0], HandoffRow) for row in await self._session.rows("handoffs.open_of", case_code=case)]

    async def since(self, when: datetime, until: datetime | None = None) -> list[HandoffRow]:
        rows = await self._session.rows("handoffs.since", when=seconds(when), until=seconds(until) if until else None)
        return [decode(row[0], HandoffRow) for row in rows]


class AskedTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, row: AskedRow) -> None:
        await self._session.write(
            "asked.put", id=row.id, conversation=row.conversation, at=seconds(row.at), data=encode(row)
        )

    async def last_of(self, conversation: ConversationId) -> AskedRow | None:
        row = await self._session.row("asked.last_of", conversation=conversation)
        return None if row is None else decode(row[0], AskedRow)

    async def since(self, when: datetime, until: datetime | None = None) -> list[AskedRow]:
        rows = await self._session.rows("asked.since", when=seconds(when), until=seconds(until) if until else None)
        return [decode(row[0], AskedRow) for row in rows]

    async def forget(self, before: datetime) -> int:
        return await self._session.write("asked.forget", before=seconds(before))


class PersonWordsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, conversation: ConversationId, at: datetime) -> None:
        await self._session.write("person_words.add", conversation=conversation, at=seconds(at))

    async def since(self, when: datetime, until: datetime | None = None) -> list[tuple[ConversationId, datetime]]:
        rows = await self._session.rows(
            "person_words.since", when=seconds(when), until=seconds(until) if until else None
        )
        return [(ConversationId(conversation), moment(at)) for conversation, at in rows]


class SpellsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, row: SpellRow) -> None:
        await self._session.write(
            "spells.put",
            agent=row.agent,
            languages=encode(row.languages),
            began_at=seconds(row.began_at),
            ended_at=seconds(row.ended_at) if row.ended_at else None,
        )

    async def open_of(self, agent: AgentId) -> SpellRow | None:
        row = await self._session.row("spells.open_of", agent=agent)
        return None if row is None else _spell(row)

    async def since(self, when: datetime) -> list[SpellRow]:
        return [_spell(row) for row in await self._session.rows("spells.since", when=seconds(when))]


def _spell(row: Row) -> SpellRow:
    agent, languages, began_at, ended_at = row
    ended = None if ended_at is None else moment(ended_at)
    return SpellRow(AgentId(agent), decode(languages, tuple[str, ...]), moment(began_at), ended)
