"""What every store promises of callbacks: how each stands, whose it is, and how it came to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from core.model.callback import CallbackClaimed, CallbackFile, CallDone, ShowTask, State
from core.model.effects import Note, Wake
from core.model.ids import CaseCode, ConversationId
from core.model.rows import CallbackDecided
from core.ports import Store, Transaction
from core.store.errors import StoreRefused
from core.store.sqlite import SqliteStore
from tests.flow.golden_callback import ASKED, FACTS, FILE, THREAD, TOM

NOON = datetime(2026, 3, 2, 12, 0, 0, 123457, tzinfo=UTC)
FIRST, SECOND, THIRD = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T"), CaseCode("FD-9P6R3W")
ANNAS, BERTS = ConversationId("telegram:1001"), ConversationId("telegram:1002")
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite file", "sqlite memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    store = SqliteStore.open(tmp_path / "desk.db" if request.param == "sqlite file" else ":memory:")
    yield store
    await store.close()


def file(
    case: CaseCode = FIRST, state: State = "open", due: int | None = 1, chat: ConversationId = ANNAS
) -> CallbackFile:
    """`due`: hours from noon."""
    return replace(FILE, case=case, conversation=chat, state=state, due=None if due is None else NOON + due * HOUR)


async def save(store: Store, *files: CallbackFile) -> None:
    """An hour lies between one and the next."""
    for number, one in enumerate(files):
        await store.transact(lambda tx, one=one, at=NOON + number * HOUR: tx.callbacks.save(one, at))


async def load(store: Store, case: CaseCode) -> CallbackFile | None:
    return await store.transact(lambda tx: tx.callbacks.load(case))


async def waiting(store: Store) -> list[CaseCode]:
    return [each.case for each in await store.transact(lambda tx: tx.callbacks.waiting())]


async def of_conversation(store: Store, chat: ConversationId) -> list[CaseCode]:
    return [each.case for each in await store.transact(lambda tx: tx.callbacks.of_conversation(chat))]


# --- how a callback stands ---


@pytest.mark.parametrize(
    "kept", [FILE, replace(FILE, slot=None, due=None), file()], ids=["whole", "without times", "open"]
)
async def test_a_callback_comes_back_as_it_was_saved(store, kept):
    await save(store, kept)
    assert await load(store, kept.case) == kept
    assert await load(store, SECOND) is None


async def test_the_last_saved_state_of_a_callback_counts(store):
    await save(store, file(), file(SECOND), file(state="claimed", due=7))
    assert await load(store, FIRST) == file(state="claimed", due=7)
    assert await load(store, SECOND) == file(SECOND)


@pytest.mark.parametrize("state", get_args(State))
async def test_a_call_is_owed_until_it_was_made_or_given_up(store, state):
    await save(store, file(), file(state=state))
    assert await waiting(store) == ([FIRST] if state in ("open", "claimed") else [])


@pytest.mark.parametrize("state", get_args(State))
async def test_a_callback_is_its_customer_s_until_it_is_over(store, state):
    await save(store, file(), file(state=state))
    over = state in ("done", "failed", "cancelled")
    assert await of_conversation(store, ANNAS) == ([] if over else [FIRST])


async def test_what_is_due_first_waits_first(store):
    await save(store, file(FIRST, due=30), file(SECOND, due=10), file(THIRD, due=5), file(THIRD, "claimed", due=20))
    assert await waiting(store) == [SECOND, THIRD, FIRST]


async def test_a_customer_sees_their_own_callbacks_in_the_order_in_which_they_asked(store):
    await save(store, file(THIRD, due=9), file(SECOND, chat=BERTS), file(FIRST, due=1), file(THIRD, "reached", due=9))
    assert await of_conversation(store, ANNAS) == [THIRD, FIRST]
    assert await of_conversation(store, BERTS) == [SECOND]
    assert await of_conversation(store, ConversationId("telegram:9")) == []


async def test_nobody_waits_for_a_call_at_first(store):
    assert await waiting(store) == []


# --- how it came to it ---


def asked(inbox_id: int, after: CallbackFile) -> CallbackDecided:
    effects = (ShowTask(after), Wake("callback_due", NOON + HOUR, 1), Note("callback asked"))
    return CallbackDecided(inbox_id, after.case, ASKED, FACTS, None, after, effects)


def claimed(inbox_id: int) -> CallbackDecided:
    event = CallbackClaimed(TOM, THREAD)
    after = file(state="claimed")
    return CallbackDecided(inbox_id, FIRST, event, FACTS, file(), after, (ShowTask(after),))


def done(inbox_id: int) -> CallbackDecided:
    event = CallDone(TOM, THREAD, "Zażółć 🐸")
    return CallbackDecided(inbox_id, FIRST, event, FACTS, file(state="reached"), file(state="done", due=None), ())


async def tell(store: Store, *decisions: CallbackDecided) -> None:
    for one in decisions:
        await store.transact(lambda tx, one=one: tx.callback_decisions.add(one))


async def told_of(store: Store, case: CaseCode) -> list[CallbackDecided]:
    return await store.transact(lambda tx: tx.callback_decisions.of(case))


async def test_a_callback_s_decisions_come_back_whole_in_the_order_in_which_they_were_made(store):
    story = [asked(4, file()), claimed(9), done(7)]  # 7 was parked
    await tell(store, story[0], asked(5, file(SECOND)), *story[1:])
    assert await told_of(store, FIRST) == story
    assert await told_of(store, SECOND) == [asked(5, file(SECOND))]
    assert await told_of(store, THIRD) == []


async def test_a_callback_that_was_refused_is_kept_too(store):
    refused = CallbackDecided(6, FIRST, ASKED, FACTS, None, None, (Note("callback refused"),))
    await tell(store, refused)
    assert await told_of(store, FIRST) == [refused]


async def test_an_item_of_a_callback_is_decided_once(store):
    await tell(store, asked(4, file()))
    with pytest.raises(StoreRefused):
        await tell(store, claimed(4))


async def test_a_callback_and_its_decision_are_undone_together(store):
    async def work(tx: Transaction) -> None:
        await tx.callbacks.save(file(), NOON)
        await tx.callback_decisions.add(asked(4, file()))
        raise LookupError("the outbox row does not fit")

    with pytest.raises(LookupError):
        await store.transact(work)
    assert (await load(store, FIRST), await told_of(store, FIRST)) == (None, [])


async def test_a_restart_changes_nothing(tmp_path):
    store = SqliteStore.open(tmp_path / "desk.db")
    await save(store, file(), file(SECOND, "done", due=None))
    await tell(store, asked(4, file()))
    await store.close()

    again = SqliteStore.open(tmp_path / "desk.db")
    assert await load(again, FIRST) == file()
    assert await load(again, SECOND) == file(SECOND, "done", due=None)
    assert await waiting(again) == [FIRST]
    assert await told_of(again, FIRST) == [asked(4, file())]
    await again.close()
