"""What every store promises of e-mail tickets: how each stands, how soon they are answered, and how each came to it."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import AnsweredMail
from core.model.ticket import State, TicketFile, Tokens
from core.ports import Store, Transaction
from tests.flow.golden_ticket import FILE, WAIT

NOON = datetime(2026, 3, 2, 12, 0, 0, 123457, tzinfo=UTC)
FIRST, SECOND, THIRD = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T"), CaseCode("FD-9P6R3W")
ANNAS, BERTS = ConversationId("telegram:1001"), ConversationId("telegram:1002")
HOUR = timedelta(hours=1)


def file(case: CaseCode = FIRST, state: State = "waiting", chat: ConversationId = ANNAS, opened: int = 0) -> TicketFile:
    """Not answered yet. `opened`: hours from noon."""
    tokens, at = Tokens(f"{case}-team", f"{case}-customer"), NOON + opened * HOUR
    return TicketFile(
        case, chat, FILE.customer, FILE.language, tokens, at, FILE.zone, state=state, asked_at=at, ahead=4, told=WAIT
    )


def answered(case: CaseCode, after: int, state: State = "answered") -> TicketFile:
    """`after`: hours from noon to the first answer."""
    return replace(file(case, state), answered_at=NOON + after * HOUR)


async def save(store: Store, *files: TicketFile) -> None:
    for one in files:
        await store.transact(lambda tx, one=one: tx.tickets.save(one, NOON))


async def load(store: Store, case: CaseCode) -> TicketFile | None:
    return await store.transact(lambda tx: tx.tickets.load(case))


async def of_token(store: Store, token: str) -> CaseCode | None:
    found = await store.transact(lambda tx: tx.tickets.of_token(token))
    return found.case if found else None


async def open_of(store: Store, chat: ConversationId) -> list[CaseCode]:
    return [each.case for each in await store.transact(lambda tx: tx.tickets.open_of(chat))]


async def ahead(store: Store) -> int:
    return await store.transact(lambda tx: tx.ticket_pace.ahead())


async def pace(store: Store, limit: int = 9) -> list[AnsweredMail]:
    return await store.transact(lambda tx: tx.ticket_pace.answered(limit))


async def test_what_is_owed_are_those_that_wait_the_oldest_first(store):
    oldest = replace(file(THIRD), opened_at=NOON - timedelta(days=1))
    await save(store, file(), file(SECOND, "answered"), oldest)
    owed = await store.transact(lambda tx: tx.ticket_pace.owed())
    assert [each.case for each in owed] == [THIRD, FIRST]


# --- how a ticket stands ---


@pytest.mark.parametrize(
    "kept", [FILE, replace(FILE, answered_at=None, due=None), file()], ids=["whole", "not answered", "bare"]
)
async def test_a_ticket_comes_back_as_it_was_saved(store, kept):
    await save(store, kept)
    assert await load(store, kept.case) == kept
    assert await load(store, SECOND) is None


async def test_the_last_saved_state_of_a_ticket_counts(store):
    await save(store, file(), file(SECOND), answered(FIRST, 3))
    assert await load(store, FIRST) == answered(FIRST, 3)
    assert await load(store, SECOND) == file(SECOND)


async def test_a_ticket_is_found_by_either_of_its_secrets(store):
    await save(store, file(), file(SECOND, "closed"))
    assert await of_token(store, "FD-7K2M9C-team") == FIRST
    assert await of_token(store, "FD-7K2M9C-customer") == FIRST
    assert await of_token(store, "FD-8M4Q2T-team") == SECOND


@pytest.mark.parametrize("token", ["", "FD-7K2M9C", "fd-7k2m9c-TEAM", "%"])
async def test_no_other_word_is_a_secret(store, token):
    await save(store, file(), replace(file(SECOND), tokens=Tokens("", "")))
    assert await of_token(store, token) is None


@pytest.mark.parametrize("state", get_args(State))
async def test_a_ticket_is_its_customer_s_until_it_is_over_or_goes_on_in_another_way(store, state):
    await save(store, file(), file(state=state))
    assert await open_of(store, ANNAS) == ([FIRST] if file(state=state).open else [])


async def test_a_customer_sees_their_own_tickets_the_oldest_first(store):
    await save(store, file(THIRD, opened=1), file(SECOND, chat=BERTS), file(FIRST, opened=2), answered(THIRD, 5))
    await save(store, replace(file(THIRD), opened_at=NOON + HOUR))
    assert await open_of(store, ANNAS) == [THIRD, FIRST]
    assert await open_of(store, BERTS) == [SECOND]
    assert await open_of(store, ConversationId("telegram:9")) == []


# --- how soon tickets are answered ---


async def test_ahead_are_those_who_are_owed_an_answer(store):
    assert await ahead(store) == 0
    await save(store, file(), file(SECOND, chat=BERTS), file(THIRD))
    assert await ahead(store) == 3
    await save(store, answered(SECOND, 1), file(THIRD, "moved"))
    assert await ahead(store) == 1
    await save(store, file(FIRST, "closed"), replace(answered(SECOND, 1), state="waiting"))  # they wrote again
    assert await ahead(store) == 1


async def test_the_pace_tells_of_the_latest_first_answers_the_oldest_first(store):
    await save(store, answered(SECOND, 3), answered(FIRST, 5), answered(THIRD, 1), file(CaseCode("FD-2C2C2C")))
    dutch = Language("nl")
    assert await pace(store) == [AnsweredMail(dutch, 4, NOON, NOON + hours * HOUR, WAIT) for hours in (1, 3, 5)]
    assert [mail.answered_at for mail in await pace(store, limit=2)] == [NOON + 3 * HOUR, NOON + 5 * HOUR]


async def test_nothing_was_answered_at_first(store):
    await save(store, file(), file(SECOND, "closed"))
    assert await pace(store) == []


async def test_what_comes_after_the_first_answer_changes_the_pace_no_more(store):
    first = answered(FIRST, 2)
    again = replace(first, state="waiting", asked_at=NOON + 9 * HOUR, ahead=0, told=None, language=Language("en"))
    later = replace(again, state="answered", answered_at=NOON + 11 * HOUR)
    await save(store, first, again, later)
    assert await pace(store) == [AnsweredMail(Language("nl"), 4, NOON, NOON + 2 * HOUR, WAIT)]
    assert await load(store, FIRST) == later


async def test_an_answer_to_what_nobody_asked_counts_from_the_opening(store):
    await save(store, replace(answered(FIRST, 2), asked_at=None))
    assert [mail.asked_at for mail in await pace(store)] == [NOON]


# --- its case ---


@pytest.mark.parametrize(
    ("state", "closes"), [("waiting", False), ("answered", False), ("moved", True), ("closed", True)]
)
async def test_a_case_with_an_open_ticket_stays_open_whatever_else_ends(store, state, closes):
    """The chat that took over is closed by its agent, while the customer has written by mail again."""

    async def work(tx: Transaction) -> None:
        await tx.cases.open(FIRST, ANNAS, "live_chat", NOON)
        await tx.tickets.save(file(state=state), NOON)
        await tx.cases.close(FIRST, NOON)

    await store.transact(work)
    case = await store.transact(lambda tx: tx.cases.load(FIRST))
    assert (case.closed_at is not None) is closes


async def test_a_restart_changes_nothing(opens):
    store = await opens()
    await save(store, file(), answered(SECOND, 2))
    await store.close()

    again = await opens()
    assert await load(again, FIRST) == file()
    assert await of_token(again, "FD-8M4Q2T-customer") == SECOND
    assert (await ahead(again), len(await pace(again))) == (1, 1)
    await again.close()


async def test_the_pace_is_that_of_the_language_in_which_staff_answered(store):
    await save(store, replace(answered(FIRST, 2), spoken=Language("en")))
    assert [mail.language for mail in await pace(store)] == ["en"]
