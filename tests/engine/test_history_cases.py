"""What is counted later of callbacks, tickets and disputes: who had them when, and how they ended."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.history_cases import join_disputes, keep_dispute
from core.model.callback import CallbackCancelled, CallbackMoved
from core.model.dispute_events import DisputeFiled
from core.model.dispute_facts import DisputeFacts
from core.model.events import DisputeEvent, Woke
from core.model.figures import HandoffRow
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import DisputeDecided
from core.model.ticket_events import CustomerAdded, TicketMoved, TicketSolved
from core.ports import Store
from core.store.sqlite import SqliteStore
from handoff import ticket_flow
from tests.engine.fakes import NOON
from tests.engine.test_callback_desk import FIRST as CALL
from tests.engine.test_callback_desk import Calls
from tests.engine.test_ticket_story import CUSTOMERS, TEAMS, opened
from tests.engine.ticketing import ANNA, ANNAS, FIRST, FRESH, HOUR, SECOND, TEAM, Tickets, letter
from tests.handoff.hearing import CHATS, ELSEWHERE, Hearing
from tests.handoff.quarrel import FULL
from tests.handoff.ringing import DAY, MONDAY, claim, done, missed, reached

MINUTE = timedelta(minutes=1)


async def rows(store: Store) -> list[HandoffRow]:
    return await store.transact(lambda tx: tx.handoffs.since(NOON - 900 * DAY))


async def only(store: Store) -> HandoffRow:
    (row,) = await rows(store)
    return row


async def words(store: Store) -> list[ConversationId]:
    """To whom a person spoke."""
    return [chat for chat, _ in await store.transact(lambda tx: tx.person_words.since(NOON - 900 * DAY))]


# --- callbacks
@pytest.fixture
async def calls(store: SqliteStore) -> Calls:
    """Anna has asked for a call as soon as possible."""
    calls = Calls(store)
    wished = HandoffRow(CALL, ANNAS, "callback", Language("nl"), "order", "wished", MONDAY)
    await store.transact(lambda tx: tx.handoffs.put(wished))
    await calls.asks(CALL)
    return calls


async def test_a_call_from_the_wish_to_the_note(calls: Calls) -> None:
    file = await calls.file(CALL)
    assert file
    assert (await only(calls.store)).due == file.due
    for event in (claim(), reached(), done()):
        calls.clock.time += MINUTE
        await calls.do(CALL, event)
    row = await only(calls.store)
    assert (row.claimed_at, row.answered_at, row.ended_at) == tuple(MONDAY + n * MINUTE for n in (1, 2, 3))
    assert (row.agent, row.end, row.why) == ("UTOM", "solved", "wished")
    assert await words(calls.store) == [ANNAS]


async def test_the_first_promise_stays_when_nobody_was_reached(calls: Calls) -> None:
    first = (await only(calls.store)).due
    await calls.do(CALL, claim(), missed())
    row = await only(calls.store)
    assert (row.due, row.answered_at, row.end) == (first, None, "")
    assert await words(calls.store) == []


async def test_another_time_at_the_customers_wish_is_another_promise(calls: Calls) -> None:
    await calls.do(CALL, CallbackMoved(MONDAY + DAY))
    file = await calls.file(CALL)
    assert file
    assert (await only(calls.store)).due == file.due != MONDAY


async def test_a_call_that_reaches_nobody_thrice_has_failed(calls: Calls) -> None:
    for _ in range(3):
        await calls.do(CALL, claim(), missed())
    assert (await only(calls.store)).end == "failed"


async def test_a_call_that_is_not_wanted_any_more_is_cancelled(calls: Calls) -> None:
    await calls.do(CALL, CallbackCancelled())
    assert (await only(calls.store)).end == "cancelled"


async def test_a_call_from_before_it_was_counted_leaves_no_row(store: SqliteStore) -> None:
    calls = Calls(store)
    await calls.asks(CALL)
    await calls.do(CALL, claim())
    assert await rows(store) == []


# --- tickets
@pytest.fixture
async def tickets(store: SqliteStore) -> Tickets:
    """Anna has asked for a mail, of which it was said when it comes."""
    tickets = Tickets(store, ticket_flow)
    due = NOON + 8 * HOUR
    wished = HandoffRow(FIRST, ANNAS, "email", Language("nl"), "", "unanswered", NOON, due=due)
    await store.transact(lambda tx: tx.handoffs.put(wished))
    await tickets.opens(opened())
    tickets.clock.time += HOUR
    return tickets


async def test_a_mail_is_answered_once_and_solved_by_the_customer(tickets: Tickets) -> None:
    await tickets.mail(letter(TEAM, TEAMS, "On its way."))
    tickets.clock.time += HOUR
    await tickets.mail(letter(TEAM, TEAMS, "It has left Delft.", id="2@shop.example"))
    await tickets.do(FIRST, TicketSolved())
    row = await only(tickets.store)
    assert (row.claimed_at, row.answered_at, row.ended_at) == (NOON + HOUR, NOON + HOUR, NOON + 2 * HOUR)
    assert (row.end, row.due) == ("solved", NOON + 8 * HOUR)
    assert await words(tickets.store) == [ANNAS, ANNAS]


@pytest.mark.parametrize(
    ("written", "answered"), [("On its way.\n#close", True), ("#close", False), ("#note\nShe is angry", False)]
)
async def test_commands_and_notes_of_the_team_are_no_answer(tickets: Tickets, written: str, answered: bool) -> None:
    await tickets.mail(letter(TEAM, TEAMS, written))
    row = await only(tickets.store)
    assert (row.answered_at is not None) == answered
    assert row.end == ("solved" if "#close" in written else "")


async def test_words_of_the_customer_change_nothing_while_they_wait(tickets: Tickets) -> None:
    before = await only(tickets.store)
    await tickets.mail(letter(ANNA, CUSTOMERS, "And the lid?"))
    await tickets.do(FIRST, CustomerAdded("Hello?"))
    assert await only(tickets.store) == before


async def test_a_week_of_quiet_closes_it(tickets: Tickets) -> None:
    await tickets.mail(letter(TEAM, TEAMS, "On its way."))
    tickets.clock.time += 8 * DAY
    await tickets.do(FIRST, Woke("ticket_due", (await tickets.file(FIRST)).turn))
    assert (await only(tickets.store)).end == "closed"


async def test_a_question_after_the_end_is_another_row(tickets: Tickets) -> None:
    await tickets.mail(letter(TEAM, TEAMS, "On its way.\n#close"))
    tickets.clock.time += HOUR
    await tickets.mail(letter(ANNA, CUSTOMERS, "It has not come."))
    first, again = await rows(tickets.store)
    assert (first.end, again.end, again.why, again.asked_at) == ("solved", "", "wished", NOON + 2 * HOUR)
    assert (again.due, again.answered_at) == ((await tickets.file(FIRST)).due, None)
    tickets.clock.time += HOUR
    await tickets.mail(letter(TEAM, TEAMS, "It will.", id="3@shop.example"))
    assert (await rows(tickets.store))[1].answered_at == NOON + 3 * HOUR


@pytest.mark.parametrize(("way", "end"), [("live_chat", "moved"), ("email", "failed")])
async def test_a_ticket_that_a_person_helps_with_elsewhere_has_moved(tickets: Tickets, way: str, end: str) -> None:
    await tickets.do(FIRST, TicketMoved(way))  # type: ignore[arg-type]
    assert (await only(tickets.store)).end == end


async def test_what_is_split_off_counts_by_itself(tickets: Tickets) -> None:
    await tickets.mail(letter(ANNA, CUSTOMERS, "By the way, my invoice?"), letter(TEAM, TEAMS, "#split"))
    split = (await tickets.told(FIRST))[-1].effects[-1].event  # type: ignore[union-attr]
    await tickets.do(FRESH, split)
    first, second = await rows(tickets.store)
    assert (first.case, second.case, second.why, second.end) == (FIRST, FRESH, "other", "")


async def test_what_is_merged_goes_on_in_the_other(tickets: Tickets) -> None:
    await tickets.opens(opened(SECOND))
    await tickets.mail(letter(TEAM, TEAMS, f"#merge {SECOND}"))
    assert (await only(tickets.store)).end == "moved"


# --- disputes
class Trial(Hearing):
    """Keeps what was decided, to be counted."""

    def __init__(self) -> None:
        super().__init__()
        self.decided: list[DisputeDecided] = []

    def happens(self, event: DisputeEvent, at: datetime | None = None) -> "Trial":
        before = self.maybe
        super().happens(event, at)
        facts = DisputeFacts(self.now, "Europe/Paris", {}, ELSEWHERE)
        one = DisputeDecided(len(self.decided), CASE, event, facts, before, self.maybe, self.effects)
        self.decided.append(one)
        return self


CASE = CaseCode("FD-7K2M9")
HERS = CHATS["buyer"].conversation


async def counted(store: Store, play: Callable[[Trial], Hearing]) -> tuple[list[HandoffRow], Trial]:
    trial = Trial()
    trial.opened()
    play(trial)
    wished = HandoffRow(CASE, HERS, "dispute", Language("pl"), "report", "other", trial.decided[0].facts.now)
    await store.transact(lambda tx: tx.handoffs.put(wished))
    for one in trial.decided:
        await store.transact(lambda tx, one=one: keep_dispute(tx, one))  # type: ignore[misc]
    return await rows(store), trial


def hours(row: HandoffRow) -> list[int | None]:
    """After it was filed: claimed, answered, ended."""
    times = (row.claimed_at, row.answered_at, row.ended_at)
    return [None if at is None else (at - row.asked_at) // timedelta(hours=1) for at in times]


async def test_a_dispute_is_claimed_by_who_moves_it_and_solved_by_a_decision(store: SqliteStore) -> None:
    (row,), trial = await counted(store, lambda trial: trial.reviews().decides(FULL).confirms_all())
    assert (hours(row), row.agent, row.end) == ([3, 4, 4], "UTOM", "solved")
    assert row.due == trial.decided[0].after.dispute.due  # type: ignore[union-attr]
    assert HERS in await words(store)


async def test_words_of_staff_to_a_party_are_the_first_answer(store: SqliteStore) -> None:
    (row,), _ = await counted(store, lambda trial: trial.writes("buyer", "When was that?"))
    assert (hours(row), row.end) == ([3, 3, None], "")


async def test_what_staff_may_not_do_claims_nothing(store: SqliteStore) -> None:
    (row,), _ = await counted(store, lambda trial: trial.moves("closed"))
    assert hours(row) == [None, None, None]


async def test_a_report_that_is_taken_back_is_cancelled(store: SqliteStore) -> None:
    (row,), _ = await counted(store, lambda trial: trial.says("buyer", "withdraw"))
    assert (hours(row), row.end) == ([None, None, 3], "cancelled")


async def test_an_appeal_is_a_row_of_its_own(store: SqliteStore) -> None:
    def play(trial: Trial) -> Hearing:
        return trial.reviews().decides(FULL).confirms_all().says("seller", "appeal")

    (first, appeal), _ = await counted(store, play)
    assert (first.end, appeal.end, appeal.topic, appeal.conversation) == ("solved", "", "dispute", HERS)


async def test_a_report_that_came_second_goes_on_in_the_first(store: SqliteStore) -> None:
    filed = Trial().filed().decided[0].event  # type: ignore[attr-defined]
    assert isinstance(filed, DisputeFiled)
    wished = HandoffRow(CASE, HERS, "dispute", Language("pl"), "report", "other", NOON)
    await store.transact(lambda tx: tx.handoffs.put(wished))
    await store.transact(lambda tx: join_disputes(tx, filed, NOON + MINUTE))
    assert await rows(store) == [replace(wished, ended_at=NOON + MINUTE, end="moved")]
