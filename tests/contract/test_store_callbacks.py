"""What every store promises of callbacks: how each stands, whose it is, and how it came to it."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from core.model.callback import CallbackFile, State
from core.model.ids import CaseCode, ConversationId
from core.ports import Store
from tests.flow.golden_callback import FILE

NOON = datetime(2026, 3, 2, 12, 0, 0, 123457, tzinfo=UTC)
FIRST, SECOND, THIRD = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T"), CaseCode("FD-9P6R3W")
ANNAS, BERTS = ConversationId("telegram:1001"), ConversationId("telegram:1002")
HOUR = timedelta(hours=1)


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


async def test_a_restart_changes_nothing(opens):
    store = await opens()
    await save(store, file(), file(SECOND, "done", due=None))
    await store.close()

    again = await opens()
    assert await load(again, FIRST) == file()
    assert await load(again, SECOND) == file(SECOND, "done", due=None)
    assert await waiting(again) == [FIRST]
    await again.close()
