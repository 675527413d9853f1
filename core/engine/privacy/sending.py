"""Carries out `SendExport`: the documents are made when they are sent, as the data stands then, and lie nowhere afterwards."""

from typing import Protocol

from core.engine.privacy.documents import Document, documents
from core.engine.privacy.exporting import export_of
from core.model.effects import Effect, SendExport
from core.model.errors import Refused
from core.model.ids import Address, ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Catalog, Clock, Store, Transaction

PARTS = 2  # a document each: where one has arrived, only the other is tried again


class DocumentsTo(Protocol):
    """A messenger's chats, as a place for documents."""

    def lane(self, to: Address) -> str:
        """The one in which the chat is written to. Pure."""

    def limits(self, to: Address) -> tuple[Limit, ...]:
        """The rates that a document counts against. Pure."""

    async def send_document(self, to: Address, document: Document) -> str:
        """The platform's id of the message. Raises Transient or Final."""


class ExportPerformer:
    """The Performer of `SendExport`. `chats`: by the channel of the address; `zone` (IANA): in which customers read times."""

    def __init__(self, store: Store, clock: Clock, catalog: Catalog, chats: dict[str, DocumentsTo], zone: str) -> None:
        self._store, self._clock, self._catalog, self._chats, self._zone = store, clock, catalog, chats, zone

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        to = _export(effect).to
        return self._chat(to).lane(to)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        to = _export(effect).to
        return self._chat(to).limits(to)

    def parts(self, effect: Effect) -> int:
        return PARTS

    async def perform(self, row: OutboxRow) -> Done:
        """Raises Transient or Final. There is nothing to tell a repeat by: a document twice is better than none."""
        asked = _export(row.effect)

        async def work(tx: Transaction) -> tuple[Document, ...]:
            now = self._clock.now()
            export = await export_of(tx, asked.subject, self._catalog, now)
            if row.attempts <= 1 and row.part == 0:
                await tx.audit.note("data exported", row.conversation, "to the customer", now)
            return documents(export, self._catalog, asked.language, self._zone)

        made = await self._store.transact(work)
        return Done(await self._chat(asked.to).send_document(asked.to, made[row.part]))

    def _chat(self, to: Address) -> DocumentsTo:
        if to.channel not in self._chats:
            raise Refused(f"no documents go to {to.channel}")
        return self._chats[to.channel]


def _export(effect: Effect) -> SendExport:
    if not isinstance(effect, SendExport):
        raise TypeError(f"documents are sent for SendExport, not for {type(effect).__name__}")
    return effect
