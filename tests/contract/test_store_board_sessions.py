"""Who is signed in at the board, on every store."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from core.model.board_session import BoardSession
from core.model.ids import AgentId
from core.model.people import Agent
from core.ports import Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVA = BoardSession(
    "d1", Agent(AgentId("U0EVA"), "Eva"), "messenger", "supervisor", True, "eva@x.example", NOON, NOON, NOON
)
LATER = NOON + timedelta(hours=1)


async def kept(store: Store, digest: str) -> BoardSession | None:
    return await store.transact(lambda tx: tx.board_sessions.get(digest))


async def test_a_session_is_kept_as_it_is(store: Store) -> None:
    await store.transact(lambda tx: tx.board_sessions.begin(EVA))
    assert await kept(store, "d1") == EVA
    assert await kept(store, "d2") is None


async def test_it_changes_while_it_lasts(store: Store) -> None:
    await store.transact(lambda tx: tx.board_sessions.begin(EVA))
    seen = replace(EVA, role="viewer", seen_at=LATER)
    assert await store.transact(lambda tx: tx.board_sessions.change(seen))
    assert await kept(store, "d1") == seen
    await store.transact(lambda tx: tx.board_sessions.end("d1"))
    assert not await store.transact(lambda tx: tx.board_sessions.change(seen))
    assert await kept(store, "d1") is None


async def test_those_that_nobody_uses_and_the_old_ones_are_forgotten(store: Store) -> None:
    await store.transact(lambda tx: tx.board_sessions.begin(EVA))
    await store.transact(lambda tx: tx.board_sessions.begin(replace(EVA, digest="d2", seen_at=LATER)))
    await store.transact(lambda tx: tx.board_sessions.begin(replace(EVA, digest="d3", began_at=LATER, seen_at=LATER)))
    before = NOON + timedelta(minutes=1)
    assert await store.transact(lambda tx: tx.board_sessions.forget(before, NOON)) == 1
    assert await store.transact(lambda tx: tx.board_sessions.forget(before, before)) == 1
    assert (await kept(store, "d1"), await kept(store, "d2")) == (None, None)
    assert await kept(store, "d3") is not None
