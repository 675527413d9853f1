"""One customer's data as a ZIP file: a page to read, and a JSON file for programs."""

import io
import zipfile
from collections.abc import Iterable

from core.engine.privacy.documents import Document, documents
from core.engine.privacy.exporting import export_of
from core.model.ids import Language
from core.model.privacy import Subject
from core.ports import Transaction
from handoff.board.room import Room
from handoff.board.visitors import Visitor


async def packed(tx: Transaction, room: Room, visitor: Visitor, subject: Subject) -> bytes:
    """As it stands in this transaction; the page is in the customer's language, for it is theirs."""
    export = await export_of(tx, subject, room.catalog, room.clock.now())
    theirs = [chat.language for chat in export.chats if chat.language]
    language = Language(theirs[0]) if theirs else visitor.language
    return zipped(documents(export, room.catalog, language, room.rules.zone))


def zipped(made: Iterable[Document]) -> bytes:
    """Without the time at which it was packed, which says nothing of the data."""
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w", zipfile.ZIP_DEFLATED) as package:
        for document in made:
            package.writestr(zipfile.ZipInfo(document.name), document.content, zipfile.ZIP_DEFLATED)
    return packing.getvalue()
