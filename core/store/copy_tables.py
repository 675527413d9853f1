"""The table of what customers have of agents' messages, read together with the outbox."""

from core.model.codec import decode, encode
from core.model.effects import Effect
from core.model.ids import Address, ConversationId
from core.model.rows import CopyPart, CopyRow
from core.store.moments import seconds
from core.store.session import Row, Session


class CopiesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, copy: CopyRow) -> None:
        await self._session.write(
            "copies.put",
            effect=copy.effect,
            conversation=copy.conversation,
            ref=copy.ref,
            thread=encode(copy.thread),
            at=seconds(copy.at),
        )

    async def of(self, conversation: ConversationId, ref: str) -> list[CopyPart]:
        return [_part(row) for row in await self._session.rows("copies.of", conversation=conversation, ref=ref)]

    async def written(self, conversation: ConversationId, thread: Address) -> list[str]:
        rows = await self._session.rows("copies.written", conversation=conversation, thread=encode(thread))
        return [ref for (ref,) in rows]

    async def failed(self, conversation: ConversationId, thread: Address) -> list[str]:
        rows = await self._session.rows("copies.failed", conversation=conversation, thread=encode(thread))
        return [ref for (ref,) in rows]


def _part(row: Row) -> CopyPart:
    thread, id, part, stored, state, receipt = row
    effect: Effect = decode(stored, Effect)  # type: ignore[arg-type]  # mypy has no type for a union as a value
    return CopyPart(decode(thread, Address), id, part, effect, state, receipt)
