"""What every store keeps of texts that no database likes: all but the characters that there is no way to keep."""

from datetime import UTC, datetime

import pytest

from core.model.ids import ConversationId
from core.model.rows import GapRow, LinkRow, Message, Received
from core.ports import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = ConversationId("telegram:1")

KEPT = [
    ("Zażółć 🐸 gęślą jaźń", "Zażółć 🐸 gęślą jaźń"),
    ("e\u0301 \u202eright to left\u202c \ufeff\u200d 👩‍👩‍👧", "e\u0301 \u202eright to left\u202c \ufeff\u200d 👩‍👩‍👧"),
    ("before\0after", "before\ufffdafter"),
    ("half a \ud83d frog \udc38", "half a \ufffd frog \ufffd"),
    ("'; DROP TABLE keep; -- $1 :name %s \\x00 \\", "'; DROP TABLE keep; -- $1 :name %s \\x00 \\"),
    ("long " * 200_000, "long " * 200_000),
]
IDS = ["accents", "marks", "NUL", "half characters", "quotes", "a million letters"]


@pytest.mark.parametrize(("text", "kept"), KEPT, ids=IDS)
async def test_a_line_of_the_transcript(store: Store, text: str, kept: str) -> None:
    line = Message(ANNA, 1, "customer", text, text, NOON, ref="17")
    await store.transact(lambda tx: tx.transcript.add([line]))
    (read,) = await store.transact(lambda tx: tx.transcript.read(ANNA))
    assert (read.name, read.text) == (kept, kept)


@pytest.mark.parametrize(("text", "kept"), KEPT, ids=IDS)
async def test_what_the_help_centre_does_not_say(store: Store, text: str, kept: str) -> None:
    await store.transact(lambda tx: tx.gaps.add(GapRow(NOON, "unanswered", "nl", text)))
    (read,) = await store.transact(lambda tx: tx.gaps.since(NOON, 1))
    assert read.text == kept


@pytest.mark.parametrize(("text", "kept"), KEPT, ids=IDS)
async def test_a_name_in_a_link(store: Store, text: str, kept: str) -> None:
    await store.transact(lambda tx: tx.links.make(LinkRow("a1", ANNA, "telegram", text, NOON, NOON)))
    link = await store.transact(lambda tx: tx.links.get("a1"))
    assert link is not None
    assert link.name == kept


@pytest.mark.parametrize("text", ["before\0after", "half a \ud83d frog"])
async def test_whatever_else_has_such_a_character_comes_in_all_the_same(store: Store, text: str) -> None:
    item = Received(text, text, "telegram:1", text)
    assert await store.transact(lambda tx: tx.inbox.add([item], NOON)) == 1
    assert await store.transact(lambda tx: tx.inbox.add([item], NOON)) == 0
    (row,) = await store.transact(lambda tx: tx.inbox.next(9, NOON))
    assert row.payload.startswith(text[:6])
    await store.transact(lambda tx: tx.inbox.settle(row.id, "dead", text))
    await store.transact(lambda tx: tx.audit.note(text, text, text, NOON))
    await store.transact(lambda tx: tx.keep.put(text, text))
    assert await store.transact(lambda tx: tx.keep.get(text)) is not None
