"""What every store promises, whatever database is behind it."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from functools import partial

import msgspec
import pytest

from core.model.answer import Usage
from core.model.conversation import Choosing, Conversation, Idle, Queued, WithAgent
from core.model.effects import Effect, Note, Rate, Say, Wake
from core.model.events import CustomerWrote
from core.model.facts import Facts
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Offer
from core.model.people import Agent, Duty, Sender, Veto
from core.model.rows import (
    CaseRow,
    ChatRow,
    DeadLetter,
    Decided,
    GapRow,
    LinkRow,
    Message,
    NewEffect,
    RatingRow,
    Received,
    Spent,
    Timer,
)
from core.model.view import Text, View, Words
from core.ports import Store, Transaction
from core.store.errors import StoreRefused

NOON = datetime(2026, 3, 2, 12, 0, 0, 123457, tzinfo=UTC)
ANNA, BERT = ConversationId("telegram:1"), ConversationId("telegram:2")
ANNAS_CHAT = Address("telegram", "1")
TOM = Agent(AgentId("U0TOM"), "Tom")
EMAIL = Offer(
    "email", available=True, live=False, reason=Text("offer.email"), promise=Text("email.soon"), needs=("email",)
)
FACTS = Facts(NOON, Language("nl"), (EMAIL,), CaseCode("FD-7K2M9"))


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


# --- transactions ---


async def test_what_a_transaction_returns_is_what_its_caller_gets(store):
    async def work(tx: Transaction) -> str:
        await tx.keep.put("panel", "C1:1.0")
        return f"now {await tx.keep.get('panel')}"

    assert await store.transact(work) == "now C1:1.0"


async def test_an_error_undoes_the_whole_transaction_and_reaches_the_caller(store):
    async def work(tx: Transaction) -> None:
        await tx.keep.put("panel", "C1:1.0")
        await tx.inbox.add([heard("a")], NOON)
        raise LookupError("no such customer")

    with pytest.raises(LookupError, match="no such customer"):
        await store.transact(work)
    assert await store.transact(lambda tx: tx.keep.get("panel")) is None
    assert await undone(store) == []


# --- inbox ---


def heard(key: str, stream: str = "telegram:1") -> Received:
    return Received(key, "telegram", stream, f'{{"text": "{key}"}}')


async def undone(store: Store, now: datetime = NOON, limit: int = 100) -> list[str]:
    return [row.key for row in await store.transact(lambda tx: tx.inbox.next(limit, now))]


async def add(store: Store, *items: Received) -> int:
    return await store.transact(lambda tx: tx.inbox.add(items, NOON))


async def row_id(store: Store, key: str) -> int:
    rows = await store.transact(lambda tx: tx.inbox.next(100, after(10**9)))
    return next(row.id for row in rows if row.key == key)


async def test_an_item_comes_out_as_it_went_in(store):
    item = Received("update:7", "telegram", "telegram:1", '{"text": "Zażółć 🐸\\u0000"}')
    await add(store, item)
    [row] = await store.transact(lambda tx: tx.inbox.next(1, NOON))
    assert (row.key, row.source, row.stream, row.payload) == (item.key, item.source, item.stream, item.payload)
    assert (row.received_at, row.attempts) == (NOON, 0)


async def test_a_key_is_written_once_for_ever(store):
    assert await add(store, heard("a"), heard("b"), heard("a")) == 2
    await store.transact(lambda tx: tx.inbox.settle(1, "done"))
    assert await add(store, heard("a"), heard("c")) == 1
    assert await undone(store) == ["b", "c"]


async def test_the_oldest_come_first_and_no_more_than_asked(store):
    await add(store, *(heard(key) for key in "fedcba"))
    assert await undone(store, limit=4) == ["f", "e", "d", "c"]


@pytest.mark.parametrize("state", ["done", "ignored", "dead"])
async def test_a_settled_item_is_over(store, state):
    await add(store, heard("a"), heard("b"))
    await store.transact(lambda tx: tx.inbox.settle(1, state, "why"))
    assert await undone(store) == ["b"]


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        (NOON, ["anna1", "bert1", "bert2"]),
        (after(29), ["anna1", "bert1", "bert2"]),
        (after(30), ["anna1", "anna2", "bert1", "anna3", "bert2"]),
    ],
)
async def test_a_parked_item_holds_back_what_is_behind_it_in_its_stream_and_nothing_else(store, now, seen):
    anna, bert = "telegram:1", "telegram:2"
    await add(store, heard("anna1", anna), heard("anna2", anna), heard("bert1", bert), heard("anna3", anna))
    await add(store, heard("bert2", bert))
    parked = await row_id(store, "anna2")
    await store.transact(lambda tx: tx.inbox.park(parked, after(30), "shop does not answer"))
    assert await undone(store, now) == seen


async def test_a_parked_item_that_is_settled_holds_nothing_back(store):
    await add(store, heard("a"), heard("b"))
    await store.transact(lambda tx: tx.inbox.park(1, after(30), "later"))
    await store.transact(lambda tx: tx.inbox.settle(1, "dead", "unreadable"))
    assert await undone(store) == ["b"]


async def test_parking_counts_the_tries(store):
    await add(store, heard("a"))
    for _ in range(3):
        await store.transact(lambda tx: tx.inbox.park(1, after(1), "later"))
    [row] = await store.transact(lambda tx: tx.inbox.next(1, after(1)))
    assert row.attempts == 3


@pytest.mark.parametrize(
    "mistake",
    [
        lambda tx: tx.inbox.settle(99, "done"),
        lambda tx: tx.inbox.park(99, NOON, "later"),
        lambda tx: tx.inbox.settle(1, "finished"),
        lambda tx: tx.outbox.begin(99),
        lambda tx: tx.outbox.settle(99, "done"),
        lambda tx: tx.outbox.settle(1, "finished"),
    ],
)
async def test_a_row_that_is_not_there_or_a_state_that_does_not_exist_is_refused(store, mistake):
    await add(store, heard("a"))
    await send(store, effect("1.0"))
    with pytest.raises(StoreRefused):
        await store.transact(mistake)


# --- outbox ---


GREETED = Note("greeted")


def effect(id: str, what: Effect = GREETED, part: int = 0) -> NewEffect:
    return NewEffect(EffectId(id), ANNA, "telegram:1", what, turn=3, part=part)


async def send(store: Store, *rows: NewEffect):
    return await store.transact(lambda tx: tx.outbox.add(rows, NOON))


async def waiting(store: Store):
    return await store.transact(lambda tx: tx.outbox.waiting())


async def test_effects_wait_in_the_order_in_which_they_were_written(store):
    say = Say(ANNAS_CHAT, View((Words("Dzień dobry"),), turn=3), Language("pl"), speaker=TOM)
    added = await send(store, effect("1.0", say), effect("1.1", part=0), effect("1.1", part=1))
    assert [(row.id, row.part) for row in added] == [("1.0", 0), ("1.1", 0), ("1.1", 1)]
    assert added[0].seq < added[1].seq < added[2].seq
    assert added[0].effect == say
    assert (added[0].attempts, added[0].created_at, added[0].not_before) == (0, NOON, NOON)
    assert await waiting(store) == added


async def test_an_effect_is_written_once_for_ever(store):
    [first] = await send(store, effect("1.0"))
    await store.transact(lambda tx: tx.outbox.settle(first.seq, "done", receipt="17"))
    [new] = await send(store, effect("1.0", Note("other")), effect("1.0", part=1))
    assert new.part == 1
    assert await waiting(store) == [new]


@pytest.mark.parametrize("state", ["done", "failed"])
async def test_an_effect_that_is_over_waits_no_more(store, state):
    first, second = await send(store, effect("1.0"), effect("1.1"))
    await store.transact(lambda tx: tx.outbox.settle(first.seq, state, receipt="17", reason="why"))
    assert await waiting(store) == [second]


async def test_tries_are_counted_before_they_are_made(store):
    [row] = await send(store, effect("1.0"))
    await store.transact(lambda tx: tx.outbox.begin(row.seq))
    await store.transact(lambda tx: tx.outbox.begin(row.seq))
    assert [row.attempts for row in await waiting(store)] == [2]


async def test_a_later_time_is_kept_until_another_is_given(store):
    [row] = await send(store, effect("1.0"))
    await store.transact(lambda tx: tx.outbox.settle(row.seq, "waiting", reason="429", until=after(600)))
    await store.transact(lambda tx: tx.outbox.settle(row.seq, "waiting", reason="stopped"))
    assert [row.not_before for row in await waiting(store)] == [after(600)]


# --- conversations ---

QUEUED = Queued(EMAIL, CaseCode("FD-7K2M9"), NOON, Address("slack", "C1:1.0"))


@pytest.mark.parametrize("stage", [Idle(), Choosing((EMAIL,)), QUEUED])
async def test_a_conversation_comes_back_as_it_was_saved(store, stage):
    conversation = Conversation(ANNA, ANNAS_CHAT, "Anna", Language("nl"), turn=4, stage=stage)
    await store.transact(lambda tx: tx.conversations.save(conversation, NOON))
    assert await store.transact(lambda tx: tx.conversations.load(ANNA)) == conversation


async def test_the_last_saved_state_counts(store):
    before = Conversation(ANNA, ANNAS_CHAT, stage=QUEUED)
    now = Conversation(ANNA, ANNAS_CHAT, stage=WithAgent(TOM, QUEUED.case, Address("slack", "C1:1.0")))
    await store.transact(lambda tx: tx.conversations.save(before, NOON))
    await store.transact(lambda tx: tx.conversations.save(now, after(1)))
    assert await store.transact(lambda tx: tx.conversations.load(ANNA)) == now


async def test_nobody_has_written_yet(store):
    assert await store.transact(lambda tx: tx.conversations.load(ANNA)) is None


async def test_a_thread_belongs_to_the_conversation_linked_last(store):
    thread, other = Address("slack", "C1:1.0"), Address("slack", "C1:2.0")
    await store.transact(lambda tx: tx.conversations.link(thread, ANNA))
    await store.transact(lambda tx: tx.conversations.link(thread, BERT))
    assert await store.transact(lambda tx: tx.conversations.of_thread(thread)) == BERT
    assert await store.transact(lambda tx: tx.conversations.of_thread(other)) is None


# --- decisions and the transcript ---


def decided(inbox_id: int, conversation: ConversationId = ANNA) -> Decided:
    before = Conversation(conversation, ANNAS_CHAT)
    wrote = CustomerWrote("Where is my parcel?", Sender("Anna", "nl"), "17")
    effects = (Say(ANNAS_CHAT, View((Words("One moment"),)), Language("nl")), Wake("answer_due", after(30), 1))
    return Decided(inbox_id, wrote, FACTS, before, Conversation(conversation, ANNAS_CHAT, turn=1), effects)


async def test_decisions_come_back_whole_in_the_order_in_which_they_were_made(store):
    made = [decided(4), decided(9), decided(7)]  # 7 was parked while 9, of another stream, was decided
    for one in [*made, decided(5, BERT)]:
        await store.transact(lambda tx, one=one: tx.decisions.add(one))
    assert await store.transact(lambda tx: tx.decisions.of(ANNA)) == made


async def test_all_decisions_are_read_page_by_page(store):
    made = [decided(4), decided(9, BERT), decided(7)]
    for one in made:
        await store.transact(lambda tx, one=one: tx.decisions.add(one))
    first = await store.transact(lambda tx: tx.decisions.page(0, 2))
    rest = await store.transact(lambda tx: tx.decisions.page(first[-1][0], 2))
    assert [one for _, one in [*first, *rest]] == made
    assert await store.transact(lambda tx: tx.decisions.page(rest[-1][0], 2)) == []


async def test_the_decision_behind_a_message_is_found_by_its_receipt(store):
    made = decided(4)
    rows = [NewEffect(EffectId("4.0"), ANNA, "telegram:1001", made.effects[0], 1)]
    added = await store.transact(lambda tx: tx.outbox.add(rows, after(0)))
    await store.transact(lambda tx: tx.decisions.add(made))
    assert await store.transact(lambda tx: tx.decisions.behind(ANNA, "77")) is None
    await store.transact(lambda tx: tx.outbox.settle(added[0].seq, "done", receipt="77"))
    assert await store.transact(lambda tx: tx.decisions.behind(ANNA, "77")) == made
    assert await store.transact(lambda tx: tx.decisions.behind(BERT, "77")) is None


async def test_an_item_is_decided_once(store):
    await store.transact(lambda tx: tx.decisions.add(decided(4)))
    with pytest.raises(StoreRefused):
        await store.transact(lambda tx: tx.decisions.add(decided(4)))


def line(inbox_id: int, text: str, conversation: ConversationId = ANNA) -> Message:
    return Message(conversation, inbox_id, "agent", "Tom", text, after(inbox_id), EffectId(f"{inbox_id}.0"), "1.5")


async def test_the_transcript_is_read_in_order_up_to_a_point(store):
    lines = [line(1, "hi"), line(1, "second"), line(3, "third")]
    await store.transact(lambda tx: tx.transcript.add([lines[0], lines[1], line(2, "bert's", BERT)]))
    await store.transact(lambda tx: tx.transcript.add([lines[2]]))
    assert await store.transact(lambda tx: tx.transcript.read(ANNA)) == lines
    assert await store.transact(lambda tx: tx.transcript.read(ANNA, up_to=2)) == lines[:2]
    assert await store.transact(lambda tx: tx.transcript.read(ANNA, up_to=0)) == []


async def test_what_came_in_has_no_effect_and_what_we_sent_no_reference(store):
    lines = [
        Message(ANNA, 1, "customer", "Anna", "hi", NOON, ref="17"),
        Message(ANNA, 1, "desk", "", "hello", NOON, effect=EffectId("1.0")),
    ]
    await store.transact(lambda tx: tx.transcript.add(lines))
    assert await store.transact(lambda tx: tx.transcript.read(ANNA)) == lines


# --- timers ---


async def set_timers(store: Store, *timers: Timer) -> None:
    for timer in timers:
        await store.transact(lambda tx, timer=timer: tx.timers.set(timer))


async def due(store: Store, now: datetime, limit: int = 100) -> list[Timer]:
    return await store.transact(lambda tx: tx.timers.take_due(now, limit))


async def test_due_timers_are_taken_once_earliest_first(store):
    late, early, future = (
        Timer(ANNA, "unclaimed", 1, after(20)),
        Timer(BERT, "unclaimed", 1, after(10)),
        Timer(ANNA, "expire", 1, after(99)),
    )
    await set_timers(store, late, early, future)
    assert await due(store, after(20)) == [early, late]
    assert await due(store, after(20)) == []
    assert await store.transact(lambda tx: tx.timers.next_due()) == after(99)


async def test_no_more_timers_are_taken_than_asked_for(store):
    first, second = Timer(ANNA, "expire", 1, after(1)), Timer(BERT, "expire", 1, after(2))
    await set_timers(store, second, first)
    assert [await due(store, after(5), limit=1), await due(store, after(5), limit=1)] == [[first], [second]]


async def test_a_timer_takes_the_place_of_an_earlier_one_of_its_reason(store):
    moved = Timer(ANNA, "reply_due", 2, after(50))
    await set_timers(store, Timer(ANNA, "reply_due", 1, after(10)), moved)
    assert await due(store, after(10)) == []
    assert await due(store, after(50)) == [moved]


async def test_nothing_is_due_where_no_timer_is_set(store):
    assert await store.transact(lambda tx: tx.timers.next_due()) is None


# --- staff, cases, audit, small things ---


async def test_staff_are_as_they_last_said(store):
    ada = Duty(Agent(AgentId("U0ADA"), "Ada"), on_duty=False)
    vetoes = (Veto("status", until=after(120)), Veto("dnd", after(60), after(90)))
    languages = ("nl", "pl")
    tom = Duty(TOM, True, languages, away=True, since=after(60), capacity=5, named=True, vetoes=vetoes)
    for duty in (Duty(TOM, on_duty=False), ada, tom):
        await store.transact(lambda tx, duty=duty: tx.staff.put(duty, NOON))
    assert await store.transact(lambda tx: tx.staff.all()) == [ada, tom]
    assert await store.transact(lambda tx: tx.staff.get(TOM.id)) == tom
    assert await store.transact(lambda tx: tx.staff.get(AgentId("U0EVE"))) is None


async def test_a_code_once_given_stays_taken(store):
    code, free = CaseCode("FD-7K2M9"), CaseCode("FD-00000")
    await store.transact(lambda tx: tx.cases.open(code, ANNA, "live_chat", NOON))
    await store.transact(lambda tx: tx.cases.open(code, ANNA, "email", after(60)))
    await store.transact(lambda tx: tx.cases.close(code, after(90)))
    assert await store.transact(lambda tx: tx.cases.conversation(code)) == ANNA
    assert await store.transact(lambda tx: tx.cases.conversation(free)) is None
    assert await store.transact(lambda tx: tx.cases.load(code)) == CaseRow(code, ANNA, "email", NOON, after(90))
    assert await store.transact(lambda tx: tx.cases.load(free)) is None


async def test_a_code_of_another_conversation_is_refused(store):
    code = CaseCode("FD-7K2M9")
    await store.transact(lambda tx: tx.cases.open(code, ANNA, "live_chat", NOON))
    with pytest.raises(StoreRefused):
        await store.transact(lambda tx: tx.cases.open(code, BERT, "email", NOON))
    assert await store.transact(lambda tx: tx.cases.load(code)) == CaseRow(code, ANNA, "live_chat", NOON, None)


async def test_the_cases_of_a_conversation_come_newest_first(store):
    first, second, theirs = CaseCode("FD-7K2M9"), CaseCode("FD-8M4Q2"), CaseCode("FD-9P6R3")
    await store.transact(lambda tx: tx.cases.open(first, ANNA, "email", NOON))
    await store.transact(lambda tx: tx.cases.open(second, ANNA, "callback", after(60)))
    await store.transact(lambda tx: tx.cases.open(theirs, BERT, "email", after(60)))
    rows = await store.transact(lambda tx: tx.cases.of(ANNA, NOON))
    assert [row.code for row in rows] == [second, first]
    assert [row.code for row in await store.transact(lambda tx: tx.cases.of(ANNA, after(1)))] == [second]


async def test_what_was_given_up_is_listed_newest_first(store):
    await add(store, heard("junk"), heard("fine"))
    await store.transact(lambda tx: tx.inbox.settle(1, "dead", "no rule reads it"))
    later = [effect("2.0"), effect("2.1")]
    refused, _ = await store.transact(lambda tx: tx.outbox.add(later, after(5)))
    await store.transact(lambda tx: tx.outbox.settle(refused.seq, "failed", reason="blocked"))

    effects, items = await store.transact(lambda tx: tx.audit.dead_letters(10))
    assert items == DeadLetter("inbox", "1", "telegram:1", heard("junk").payload, "no rule reads it", NOON)
    assert (effects.kind, effects.id, effects.conversation, effects.reason) == ("outbox", "2.0", ANNA, "blocked")
    assert '"greeted"' in effects.what
    assert effects.at == after(5)
    assert await store.transact(lambda tx: tx.audit.dead_letters(1)) == [effects]


async def test_a_note_is_no_dead_letter(store):
    await store.transact(lambda tx: tx.audit.note("repeated", ANNA, "2.0 may have been sent twice", NOON))
    assert await store.transact(lambda tx: tx.audit.dead_letters(10)) == []


async def test_the_audit_is_read_by_kind(store: Store) -> None:
    await store.transact(lambda tx: tx.audit.note("blocked", ANNA, "long ago", NOON - timedelta(days=1)))
    await store.transact(lambda tx: tx.audit.note("blocked", ANNA, "FD-1: a, b", NOON))
    await store.transact(lambda tx: tx.audit.note("unblocked", ANNA, "FD-1: b", NOON))
    assert await store.transact(lambda tx: tx.audit.noted("blocked", NOON)) == [(ANNA, "FD-1: a, b", NOON)]


async def test_small_things_are_remembered_by_name(store):
    await store.transact(lambda tx: tx.keep.put("panel", "C1:1.0"))
    await store.transact(lambda tx: tx.keep.put("panel", "C1:2.0"))
    assert await store.transact(lambda tx: tx.keep.get("panel")) == "C1:2.0"
    assert await store.transact(lambda tx: tx.keep.get("offset")) is None


async def test_of_all_who_keep_something_first_one_is_heeded(store: Store) -> None:
    offered = [str(number) for number in range(5)]
    kept = await asyncio.gather(*(store.transact(partial(_keep_first, each)) for each in offered))
    assert len(set(kept)) == 1
    assert await store.transact(lambda tx: tx.keep.get("desk_id")) == kept[0]


async def _keep_first(value: str, tx: Transaction) -> str:
    return await tx.keep.first("desk_id", value)


# --- what answers cost ---

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def used(tokens: int, cost: float, model: str = "small") -> Usage:
    return Usage(tokens, 10, cost, model)


async def pay(store: Store, day: date, customer: str, conversation: str, usage: Usage) -> None:
    await store.transact(lambda tx: tx.spending.add(day, customer, conversation, usage))


async def test_what_was_spent_is_counted_by_day_customer_and_conversation(store):
    await pay(store, MONDAY, "anna", "telegram:1", used(1000, 0.25))
    await pay(store, MONDAY, "anna", "telegram:1", used(500, 0.5))
    await pay(store, MONDAY, "anna", "web:7", used(100, 1.0, "large"))
    await pay(store, MONDAY, "bert", "telegram:2", used(20, 2.0))
    await pay(store, TUESDAY, "anna", "telegram:1", used(3, 4.0))

    async def read(tx: Transaction) -> list[Spent]:
        spending = tx.spending
        return [
            await spending.spent(MONDAY, "anna"),
            await spending.spent(MONDAY, "bert"),
            await spending.spent(MONDAY),
            await spending.of("telegram:1"),
        ]

    assert await store.transact(read) == [
        Spent(3, 1600, 30, 1.75),
        Spent(1, 20, 10, 2.0),
        Spent(4, 1620, 40, 3.75),
        Spent(3, 1503, 30, 4.75),
    ]


async def test_the_days_of_spending_come_oldest_first_from_a_day_on(store):
    for day in (TUESDAY, MONDAY, TUESDAY, date(2026, 2, 28)):
        await pay(store, day, "anna", "telegram:1", used(100, 0.1))
    days = await store.transact(lambda tx: tx.spending.by_day(MONDAY))
    assert list(days.items()) == [(MONDAY, Spent(1, 100, 10, 0.1)), (TUESDAY, Spent(2, 200, 20, 0.2))]


async def test_where_nothing_was_spent_all_is_zero(store):
    assert await store.transact(lambda tx: tx.spending.spent(MONDAY)) == Spent()
    assert await store.transact(lambda tx: tx.spending.spent(MONDAY, "anna")) == Spent()
    assert await store.transact(lambda tx: tx.spending.of("telegram:1")) == Spent()
    assert await store.transact(lambda tx: tx.spending.by_day(MONDAY)) == {}


async def test_many_small_amounts_add_up_exactly(store):
    async def work(tx: Transaction) -> float:
        for _ in range(1000):
            await tx.spending.add(MONDAY, "anna", "telegram:1", used(1, 0.000_1))
        return (await tx.spending.spent(MONDAY)).cost

    assert await store.transact(work) == 0.1


# --- answers that may be said again ---


async def put(store: Store, key: str, draft: str, at: datetime, most: int = 100) -> None:
    await store.transact(lambda tx: tx.cached_answers.put(key, draft, at, most))


async def got(store: Store, *keys: str, since: datetime = NOON) -> list[str | None]:
    return [await store.transact(lambda tx, key=key: tx.cached_answers.get(key, since)) for key in keys]


async def test_a_draft_comes_back_by_its_key_while_it_is_young(store):
    await put(store, "k1", '{"markdown": "Zażółć"}', after(10))
    assert await got(store, "k1", "k2", since=after(9)) == ['{"markdown": "Zażółć"}', None]
    assert await got(store, "k1", since=after(10)) == [None]


async def test_a_draft_that_is_there_stays_as_it_is_and_ages(store):
    await put(store, "k1", "first", after(10))
    await put(store, "k1", "second", after(99))
    assert await got(store, "k1", since=after(9)) == ["first"]
    assert await got(store, "k1", since=after(50)) == [None]


async def test_the_oldest_drafts_make_room_for_new_ones(store):
    for number in (3, 1, 4, 2, 5):
        await put(store, f"k{number}", f"draft {number}", after(number), most=3)
    assert await got(store, "k1", "k2", "k3", "k4", "k5") == [None, None, "draft 3", "draft 4", "draft 5"]


async def test_of_drafts_of_one_moment_no_more_are_kept_than_may_be(store):
    for number in range(6):
        await put(store, f"k{number}", "draft", after(1), most=2)
    kept = await got(store, *(f"k{number}" for number in range(6)))
    assert kept.count("draft") == 2


async def test_drafts_are_forgotten_by_age(store):
    for number in (1, 2, 3):
        await put(store, f"k{number}", f"draft {number}", after(number))
    assert await store.transact(lambda tx: tx.cached_answers.forget(after(2))) == 2
    assert await got(store, "k1", "k2", "k3") == [None, None, "draft 3"]


# --- what the help centre does not say ---


def gap(text: str, seconds: float, conversation: str = ANNA, language: str = "nl") -> GapRow:
    return GapRow(after(seconds), "unanswered", language, text, probability=0.25, conversation=conversation)


async def miss(store: Store, *gaps: GapRow) -> None:
    for one in gaps:
        await store.transact(lambda tx, one=one: tx.gaps.add(one))


async def test_gaps_come_back_whole_newest_first(store):
    disliked = GapRow(after(3), "disliked", "pl", "Gdzie jest paczka?", "parcel", 0.875, BERT)
    gaps = [gap("first", 1), gap("second", 2), disliked]
    await miss(store, gaps[1], gaps[0], gaps[2])
    assert await store.transact(lambda tx: tx.gaps.since(NOON, 100)) == [disliked, gaps[1], gaps[0]]
    assert await store.transact(lambda tx: tx.gaps.since(after(2), 100)) == [disliked, gaps[1]]
    assert await store.transact(lambda tx: tx.gaps.since(NOON, 1)) == [disliked]
    assert await store.transact(lambda tx: tx.gaps.since(NOON, 1, "nl")) == [gaps[1]]
    assert await store.transact(lambda tx: tx.gaps.since(NOON, 1, until=after(2))) == [gaps[0]]
    assert await store.transact(lambda tx: tx.gaps.since(NOON, 1, "pl", after(3))) == []


async def test_a_customer_s_gaps_can_be_erased(store):
    await miss(store, gap("anna's", 1), gap("bert's", 2, BERT), gap("anna's too", 3))
    assert await store.transact(lambda tx: tx.gaps.erase(ANNA)) == 2
    assert [one.text for one in await store.transact(lambda tx: tx.gaps.since(NOON, 100))] == ["bert's"]


async def test_old_gaps_can_be_forgotten(store):
    await miss(store, gap("old", 1), gap("new", 2))
    assert await store.transact(lambda tx: tx.gaps.forget(after(2))) == 1
    assert [one.text for one in await store.transact(lambda tx: tx.gaps.since(NOON, 100))] == ["new"]


async def test_a_gap_of_an_unknown_kind_is_refused(store):
    with pytest.raises(StoreRefused):
        await miss(store, GapRow(NOON, "forgotten", "nl", "Waar is mijn pakket?"))  # type: ignore[arg-type]


# --- links to sign in ---


def made(token_hash: str, conversation: ConversationId = ANNA, at: float = 0) -> LinkRow:
    return LinkRow(token_hash, conversation, "telegram", "Zażółć 🐸", after(at), after(at + 600))


async def make(store: Store, *links: LinkRow) -> None:
    for one in links:
        await store.transact(lambda tx, one=one: tx.links.make(one))


async def states(store: Store, *hashes: str) -> list[str | None]:
    found = [await store.transact(lambda tx, one=one: tx.links.get(one)) for one in hashes]
    return [link.state if link else None for link in found]


async def confirm(store: Store, token_hash: str, at: float = 1) -> bool:
    return await store.transact(lambda tx: tx.links.confirm(token_hash, after(at)))


async def test_a_link_comes_back_as_it_was_made(store):
    await make(store, made("a1"))
    assert await store.transact(lambda tx: tx.links.get("a1")) == made("a1")
    assert await store.transact(lambda tx: tx.links.get("a2")) is None


async def test_a_newer_link_makes_the_open_ones_of_its_conversation_void(store):
    await make(store, made("a1"), made("b1", BERT), made("a2", at=5))
    assert await states(store, "a1", "a2", "b1") == ["void", "open", "open"]


async def test_a_link_that_is_made_again_stays_as_it_is_and_voids_nothing(store):
    await make(store, made("a1"), made("a2", at=5), made("a1", at=9))
    assert await states(store, "a1", "a2") == ["void", "open"]
    await confirm(store, "a2", at=6)
    await make(store, made("a2", at=9))
    assert await store.transact(lambda tx: tx.links.get("a2")) == LinkRow(
        "a2", ANNA, "telegram", "Zażółć 🐸", after(5), after(605), "confirmed"
    )


async def test_a_link_is_confirmed_once(store):
    await make(store, made("a1"))
    assert [await confirm(store, "a1"), await confirm(store, "a1")] == [True, False]
    assert await states(store, "a1") == ["confirmed"]


async def test_of_many_who_confirm_at_once_one_does(store):
    await make(store, made("a1"))
    assert sorted(await asyncio.gather(*(confirm(store, "a1") for _ in range(100)))) == [False] * 99 + [True]


@pytest.mark.parametrize(("at", "confirmed"), [(599.999, True), (600, False), (10**6, False)])
async def test_a_link_is_confirmed_before_it_expires(store, at, confirmed):
    await make(store, made("a1"))
    assert await confirm(store, "a1", at) is confirmed


async def test_neither_a_void_nor_an_unknown_link_is_confirmed(store):
    await make(store, made("a1"), made("a2"))
    assert [await confirm(store, "a1"), await confirm(store, "a3")] == [False, False]
    assert await states(store, "a1", "a2", "a3") == ["void", "open", None]


async def test_a_confirmed_link_is_not_made_void_by_the_next(store):
    await make(store, made("a1"))
    await confirm(store, "a1")
    await make(store, made("a2", at=5))
    assert await states(store, "a1", "a2") == ["confirmed", "open"]


async def test_a_confirmation_is_undone_with_its_transaction(store):
    await make(store, made("a1"))

    async def work(tx: Transaction) -> None:
        assert await tx.links.confirm("a1", after(1))
        raise LookupError("the inbox row does not fit")

    with pytest.raises(LookupError):
        await store.transact(work)
    assert await states(store, "a1") == ["open"]


async def test_links_are_forgotten_by_when_they_expired(store):
    await make(store, made("a1"), made("b1", BERT, at=1), made("a2", at=2))
    assert await store.transact(lambda tx: tx.links.forget(after(601))) == 1
    assert await states(store, "a1", "b1", "a2") == [None, "open", "open"]


# --- live handoffs and ratings


async def test_chats_are_live_until_they_end(store: Store) -> None:
    first = ChatRow(CaseCode("FD-1"), ConversationId("telegram:1"), Language("pl"), NOON)
    second = msgspec.structs.replace(first, case=CaseCode("FD-2"), queued_at=NOON + timedelta(minutes=1))
    await store.transact(lambda tx: tx.chats.put(second))
    await store.transact(lambda tx: tx.chats.put(first))
    assert await store.transact(lambda tx: tx.chats.live()) == [first, second]
    over = msgspec.structs.replace(first, agent="U0TOM", claimed_at=NOON, ended_at=NOON + timedelta(minutes=9))
    await store.transact(lambda tx: tx.chats.put(over))
    assert await store.transact(lambda tx: tx.chats.live()) == [second]
    assert await store.transact(lambda tx: tx.chats.ended(10)) == [over]


async def test_a_rating_grows_step_by_step_and_is_one(store: Store) -> None:
    async def say(rate: Rate, at: datetime) -> None:
        row = RatingRow("FD-1", ConversationId("telegram:1"), at, rate)
        await store.transact(lambda tx: tx.ratings.put(row))

    await say(Rate("agent", "FD-1", "U0TOM", solved=True), NOON)
    await say(Rate("agent", "FD-1", "U0TOM", stars=4), NOON + timedelta(minutes=1))
    await say(Rate("agent", "FD-1", "U0TOM", words="quick"), NOON + timedelta(minutes=2))
    (kept,) = await store.transact(lambda tx: tx.ratings.since(NOON))
    assert kept == RatingRow(
        "FD-1", ConversationId("telegram:1"), NOON, Rate("agent", "FD-1", "U0TOM", True, 4, "quick")
    )
