"""The tables of conversations: their state, decisions, transcript and cases, and what is remembered of them."""

from collections.abc import Sequence
from datetime import datetime

from core.model.codec import decode, encode
from core.model.conversation import Conversation
from core.model.ids import Address, CaseCode, ConversationId
from core.model.rows import (
    AuditPiece,
    AuditPlace,
    AuditRow,
    AuditWanted,
    CaseRow,
    DeadLetter,
    Decided,
    Message,
)
from core.store.moments import moment, seconds
from core.store.session import Column, Row, Session
from core.store.storable import storable


class ConversationsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def load(self, id: ConversationId) -> Conversation | None:
        row = await self._session.row("conversations.load", id=id)
        return None if row is None else decode(row[0], Conversation)

    async def save(self, conversation: Conversation, now: datetime) -> None:
        await self._session.write(
            "conversations.save",
            id=conversation.id,
            state=encode(conversation),
            stage=type(conversation.stage).__name__,
            case_code=getattr(conversation.stage, "case", None),
            language=conversation.language,
            now=seconds(now),
        )

    async def link(self, thread: Address, conversation: ConversationId) -> None:
        await self._session.write("conversations.link", address=str(thread), conversation=conversation)

    async def of_thread(self, thread: Address) -> ConversationId | None:
        row = await self._session.row("conversations.of_thread", address=str(thread))
        return None if row is None else ConversationId(row[0])


class DecisionsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, decided: Decided) -> None:
        await self._session.write(
            "decisions.add", inbox_id=decided.inbox_id, conversation=decided.after.id, decided=encode(decided)
        )

    async def of(self, conversation: ConversationId) -> list[Decided]:
        return [decode(row[0], Decided) for row in await self._session.rows("decisions.of", conversation=conversation)]

    async def page(self, after: int, limit: int) -> list[tuple[int, Decided]]:
        rows = await self._session.rows("decisions.page", after=after, limit=limit)
        return [(seq, decode(decided, Decided)) for seq, decided in rows]

    async def behind(self, conversation: ConversationId, receipt: str) -> Decided | None:
        sent = await self._session.row("outbox.sent", conversation=conversation, receipt=receipt)
        if sent is None:
            return None
        row = await self._session.row("decisions.at", inbox_id=int(sent[0].partition(".")[0]))
        return None if row is None else decode(row[0], Decided)


class MessagesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, messages: Sequence[Message]) -> None:
        if messages:
            await self._session.each("messages.add", [_columns(message) for message in messages])

    async def read(self, conversation: ConversationId, up_to: int | None = None) -> list[Message]:
        return [
            _message(row) for row in await self._session.rows("messages.read", conversation=conversation, up_to=up_to)
        ]

    async def said(self, conversation: ConversationId, ref: str) -> str:
        row = await self._session.row("messages.said", conversation=conversation, ref=ref)
        return "" if row is None else str(row[0])


def _columns(message: Message) -> dict[str, Column]:
    return {
        "conversation": message.conversation,
        "inbox_id": message.inbox_id,
        "author": message.author,
        "name": storable(message.name),
        "text": storable(message.text),
        "at": seconds(message.at),
        "effect": message.effect,
        "ref": message.ref,
    }


def _message(row: Row) -> Message:
    conversation, inbox_id, author, name, text, at, effect, ref = row
    return Message(conversation, inbox_id, author, name, text, moment(at), effect, ref)


class CasesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def open(self, code: CaseCode, conversation: ConversationId, method: str, now: datetime) -> None:
        await self._session.change("cases.open", code=code, conversation=conversation, method=method, now=seconds(now))

    async def close(self, code: CaseCode, now: datetime) -> None:
        await self._session.write("cases.close", code=code, now=seconds(now))

    async def conversation(self, code: CaseCode) -> ConversationId | None:
        row = await self._session.row("cases.conversation", code=code)
        return ConversationId(row[0]) if row else None

    async def load(self, code: CaseCode) -> CaseRow | None:
        row = await self._session.row("cases.load", code=code)
        return _case(row) if row else None

    async def of(self, conversation: ConversationId, since: datetime) -> list[CaseRow]:
        return [
            _case(row) for row in await self._session.rows("cases.of", conversation=conversation, since=seconds(since))
        ]


def _case(row: Row) -> CaseRow:
    code, conversation, method, opened_at, closed_at = row
    return CaseRow(code, conversation, method, moment(opened_at), None if closed_at is None else moment(closed_at))


def audit_row(row: Row) -> AuditRow:
    at, kind, detail, about, who = row
    return AuditRow(moment(at), kind, detail, about, who)


class AuditTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def note(self, kind: str, conversation: str, detail: str, now: datetime, who: str = "") -> None:
        await self._session.write(
            "audit.note", kind=kind, conversation=conversation, detail=detail, who=who, now=seconds(now)
        )

    async def between(self, wanted: AuditWanted, limit: int) -> list[AuditRow]:
        return (await self.piece(wanted, limit)).rows

    async def piece(self, wanted: AuditWanted, limit: int, after: AuditPlace | None = None) -> AuditPiece:
        until, number = after or AuditPlace(seconds(wanted.until), 0)
        values: dict[str, Column] = {
            "since": seconds(wanted.since),
            "until": until,
            "number": number,
            "kind": wanted.kind,
            "case_code": wanted.case,
            "limit": limit,
        }
        if wanted.who:
            found = await self._session.rows("audit.between_of", who=wanted.who, **values)
        else:
            found = await self._session.rows("audit.between", **values)
        rest = AuditPlace(found[-1][0], found[-1][-1]) if found and len(found) == limit else None
        return AuditPiece([audit_row(row[:-1]) for row in found], rest)

    async def dead_letters(self, limit: int) -> list[DeadLetter]:
        """For an incoming item the conversation is its stream and `what` its payload; for an effect `what` is its JSON.

        `at` is when it came in or was decided, not when it was given up.
        """
        return [_dead_letter(row) for row in await self._session.rows("audit.dead_letters", limit=limit)]

    async def noted(self, kind: str, since: datetime) -> list[tuple[str, str, datetime]]:
        rows = await self._session.rows("audit.noted", kind=kind, since=seconds(since))
        return [(conversation, detail, moment(at)) for conversation, detail, at in rows]


def _dead_letter(row: Row) -> DeadLetter:
    kind, id, conversation, what, reason, at = row
    return DeadLetter(kind, id, conversation, what, reason, moment(at))


class KeepTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, name: str) -> str | None:
        row = await self._session.row("keep.get", name=name)
        return None if row is None else str(row[0])

    async def put(self, name: str, value: str) -> None:
        await self._session.write("keep.put", name=name, value=value)

    async def first(self, name: str, value: str) -> str:
        if (kept := await self.get(name)) is not None:
            return kept
        await self._session.write("keep.first", name=name, value=value)
        return await self.get(name) or value
