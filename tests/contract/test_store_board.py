"""What every store promises of what is counted later, and of how things stand now."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from core.model.effects import Effect, Note
from core.model.figures import AskedRow, Closure, HandoffRow, LaneRow, SpellRow
from core.model.ids import AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Eta
from core.model.rows import ChatRow, Message, NewEffect, OutboxRow, Received, Timer
from core.ports import Store, Transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA, BERT = ConversationId("telegram:1"), ConversationId("telegram:2")
CASE, OTHER = CaseCode("FD-7K2M9P"), CaseCode("FD-AAAAAA")
TOM, ULA = AgentId("U0TOM"), AgentId("U0ULA")
CHAT = HandoffRow(CASE, ANNA, "live_chat", Language("pl"), "delivery", "wished", NOON)
QUESTION = AskedRow("17", ANNA, NOON, Language("pl"), "delivery", "Gdzie jest paczka?", "answered", "where-is-it")


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


# --- ways to a person
async def put(store: Store, *rows: HandoffRow) -> None:
    async def work(tx: Transaction) -> None:
        for row in rows:
            await tx.handoffs.put(row)

    await store.transact(work)


async def handoffs(store: Store) -> list[HandoffRow]:
    return await store.transact(lambda tx: tx.handoffs.since(NOON))


async def test_a_later_row_takes_the_place_of_the_open_one_of_its_case_and_way(store: Store) -> None:
    full = replace(CHAT, told=Eta(2, 4), due=after(4), agent=TOM, claimed_at=after(1), answered_at=after(2))
    await put(store, CHAT, full)
    assert await handoffs(store) == [full]
    assert await store.transact(lambda tx: tx.handoffs.open_of(CASE)) == [full]


async def test_what_has_ended_stays_and_a_case_that_goes_on_has_another_row(store: Store) -> None:
    over = replace(CHAT, ended_at=after(9), end="solved")
    again = replace(CHAT, why="agent", asked_at=after(30))
    await put(store, CHAT, over, again)
    assert await handoffs(store) == [over, again]
    assert await store.transact(lambda tx: tx.handoffs.open_of(CASE)) == [again]


async def test_a_case_may_have_several_ways_open(store: Store) -> None:
    mail = replace(CHAT, method="email", asked_at=after(5))
    await put(store, mail, CHAT, replace(CHAT, case=OTHER))
    assert await store.transact(lambda tx: tx.handoffs.open_of(CASE)) == [CHAT, mail]


async def test_ways_are_read_by_when_they_were_asked_for(store: Store) -> None:
    second, third = replace(CHAT, case=OTHER, asked_at=after(10)), replace(CHAT, method="email", asked_at=after(20))
    await put(store, third, CHAT, second)
    assert await store.transact(lambda tx: tx.handoffs.since(after(10))) == [second, third]
    assert await store.transact(lambda tx: tx.handoffs.since(NOON, after(20))) == [CHAT, second]


# --- questions
async def test_a_question_is_kept_by_its_id_and_changed_by_it(store: Store) -> None:
    liked = replace(QUESTION, helpful=True)
    for row in (QUESTION, liked):
        await store.transact(lambda tx, row=row: tx.asked.put(row))
    assert await store.transact(lambda tx: tx.asked.since(NOON)) == [liked]


async def test_the_last_question_of_a_conversation_is_its_own(store: Store) -> None:
    for row in (QUESTION, replace(QUESTION, id="18", at=after(1)), replace(QUESTION, id="19", conversation=BERT)):
        await store.transact(lambda tx, row=row: tx.asked.put(row))
    last = await store.transact(lambda tx: tx.asked.last_of(ANNA))
    assert last is not None
    assert last.id == "18"
    assert await store.transact(lambda tx: tx.asked.last_of(ConversationId("telegram:9"))) is None


async def test_questions_are_read_by_when_they_were_asked_and_forgotten_by_it(store: Store) -> None:
    rows = [replace(QUESTION, id=str(number), at=after(number)) for number in range(4)]
    for row in reversed(rows):
        await store.transact(lambda tx, row=row: tx.asked.put(row))
    assert await store.transact(lambda tx: tx.asked.since(after(1), after(3))) == rows[1:3]
    assert await store.transact(lambda tx: tx.asked.forget(after(2))) == 2
    assert await store.transact(lambda tx: tx.asked.since(NOON)) == rows[2:]


# --- words of persons
async def test_a_person_wrote_in_the_chat_or_elsewhere(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        lines = [(author, minute) for minute, author in enumerate(("customer", "assistant", "agent", "note", "desk"))]
        await tx.transcript.add([Message(ANNA, 1, author, "", "…", after(minute)) for author, minute in lines])  # type: ignore[arg-type]
        await tx.person_words.add(BERT, after(1))
        await tx.person_words.add(BERT, after(1))
        await tx.person_words.add(BERT, after(-1))

    await store.transact(work)
    assert await store.transact(lambda tx: tx.person_words.since(NOON)) == [(BERT, after(1)), (ANNA, after(2))]
    assert await store.transact(lambda tx: tx.person_words.since(NOON, after(2))) == [(BERT, after(1))]


# --- who was there
async def test_a_spell_is_open_until_it_ends(store: Store) -> None:
    spell = SpellRow(TOM, ("pl", "en"), NOON)
    await store.transact(lambda tx: tx.spells.put(spell))
    assert await store.transact(lambda tx: tx.spells.open_of(TOM)) == spell
    over = replace(spell, ended_at=after(60))
    await store.transact(lambda tx: tx.spells.put(over))
    assert await store.transact(lambda tx: tx.spells.open_of(TOM)) is None
    assert await store.transact(lambda tx: tx.spells.since(NOON)) == [over]


async def test_spells_count_from_when_they_had_not_ended(store: Store) -> None:
    old, long, open_one, late = (
        SpellRow(TOM, (), after(-90), after(-10)),
        SpellRow(ULA, (), after(-60), after(30)),
        SpellRow(TOM, (), after(-5)),
        SpellRow(ULA, ("de",), after(40), after(50)),
    )
    for spell in (late, old, open_one, long):
        await store.transact(lambda tx, spell=spell: tx.spells.put(spell))
    assert await store.transact(lambda tx: tx.spells.since(NOON)) == [long, open_one, late]


# --- closed ways
async def test_a_closure_stands_until_it_is_lifted(store: Store) -> None:
    closure = Closure("live_chat", "fire alarm", "U0BOSS Ewa", NOON)
    timed = replace(closure, until=after(30))
    for each in (closure, timed):
        await store.transact(lambda tx, each=each: tx.closures.put(each))
    assert await store.transact(lambda tx: tx.closures.all()) == [timed]
    assert await store.transact(lambda tx: tx.closures.lift("live_chat"))
    assert not await store.transact(lambda tx: tx.closures.lift("live_chat"))
    assert await store.transact(lambda tx: tx.closures.all()) == []


# --- dead letters that are answered
async def dead(store: Store) -> list[tuple[str, str]]:
    return [(letter.kind, letter.id) for letter in await store.transact(lambda tx: tx.audit.dead_letters(9))]


async def arrive_dead(store: Store) -> str:
    await store.transact(lambda tx: tx.inbox.add([Received("k1", "telegram", "telegram:1", "{}")], NOON))
    (row,) = await store.transact(lambda tx: tx.inbox.next(9, NOON))
    await store.transact(lambda tx: tx.inbox.park(row.id, after(5), "busy"))
    await store.transact(lambda tx: tx.inbox.settle(row.id, "dead", "unreadable"))
    return str(row.id)


async def fail(store: Store, id: str, lane: str = "telegram:1", parts: int = 1) -> list[OutboxRow]:
    rows = await send(store, id, lane, parts)
    for row in rows:
        await store.transact(lambda tx, row=row: tx.outbox.begin(row.seq))
        await store.transact(lambda tx, row=row: tx.outbox.settle(row.seq, "failed", reason="403"))
    return rows


async def send(store: Store, id: str, lane: str, parts: int = 1, at: datetime = NOON) -> list[OutboxRow]:
    effect: Effect = Note("hello")
    news = [NewEffect(EffectId(id), ANNA, lane, effect, 1, part) for part in range(parts)]
    return await store.transact(lambda tx: tx.outbox.add(news, at))


async def test_what_came_in_and_was_given_up_is_tried_again_as_if_it_were_new(store: Store) -> None:
    id = await arrive_dead(store)
    assert await dead(store) == [("inbox", id)]
    assert await store.transact(lambda tx: tx.letters.again("inbox", id, after(1)))
    (row,) = await store.transact(lambda tx: tx.inbox.next(9, after(1)))
    assert (row.key, row.payload, row.attempts, row.received_at) == ("k1/again", "{}", 0, after(1))
    assert str(row.id) != id, "what followed from the old one has its number"
    assert await dead(store) == []
    assert not await store.transact(lambda tx: tx.letters.again("inbox", id, after(1)))


async def test_an_effect_that_was_given_up_is_tried_again_with_all_its_parts(store: Store) -> None:
    await fail(store, "1.0", parts=2)
    assert await store.transact(lambda tx: tx.letters.again("outbox", "1.0", after(1)))
    waiting = await store.transact(lambda tx: tx.outbox.waiting())
    assert [(row.part, row.attempts, row.not_before) for row in waiting] == [(0, 0, after(1)), (1, 0, after(1))]
    assert await dead(store) == []


async def test_what_comes_of_an_effect_that_is_tried_again_is_news(store: Store) -> None:
    await fail(store, "1.0")
    outcome = Received("1.0/0", "core", "telegram:1", "failed")
    await store.transact(lambda tx: tx.inbox.add([outcome], NOON))
    await store.transact(lambda tx: tx.letters.again("outbox", "1.0", after(1)))
    assert await store.transact(lambda tx: tx.inbox.add([outcome], after(2))) == 1


@pytest.mark.parametrize("kind", ["inbox", "outbox"])
async def test_what_is_discarded_is_neither_dead_nor_undone_and_that_once(store: Store, kind: str) -> None:
    id = await arrive_dead(store) if kind == "inbox" else str((await fail(store, "1.0"))[0].id)
    assert await store.transact(lambda tx: tx.letters.discard(kind, id))  # type: ignore[arg-type]
    assert not await store.transact(lambda tx: tx.letters.discard(kind, id))  # type: ignore[arg-type]
    assert not await store.transact(lambda tx: tx.letters.again(kind, id, NOON))  # type: ignore[arg-type]
    assert await dead(store) == []
    assert await store.transact(lambda tx: tx.inbox.next(9, after(9))) == []
    assert await store.transact(lambda tx: tx.outbox.waiting()) == []


@pytest.mark.parametrize(
    ("kind", "id"), [("inbox", "99"), ("inbox", "1.0"), ("inbox", ""), ("outbox", "9.9"), ("outbox", "")]
)
async def test_what_is_no_dead_letter_stays_as_it_is(store: Store, kind: str, id: str) -> None:
    await send(store, "1.0", "telegram:1")
    assert not await store.transact(lambda tx: tx.letters.again(kind, id, NOON))  # type: ignore[arg-type]
    assert not await store.transact(lambda tx: tx.letters.discard(kind, id))  # type: ignore[arg-type]


# --- how things stand
async def test_a_lane_is_as_old_and_as_often_tried_as_its_first(store: Store) -> None:
    (first,) = await send(store, "1.0", "telegram:1")
    await send(store, "2.0", "telegram:1", at=after(1))
    await send(store, "3.0", "slack:C1", at=after(2))
    await store.transact(lambda tx: tx.outbox.begin(first.seq))
    await store.transact(lambda tx: tx.outbox.settle(first.seq, "waiting", reason="429", until=after(3)))
    await fail(store, "4.0", "mail")
    assert await store.transact(lambda tx: tx.health.lanes()) == [
        LaneRow("telegram:1", 2, NOON, 1, after(3), "429"),
        LaneRow("slack:C1", 1, after(2), 0, after(2), ""),
    ]


async def test_what_came_in_is_undone_until_it_is_settled(store: Store) -> None:
    assert await store.transact(lambda tx: tx.health.undone()) == (0, None)
    for minute in (1, 2):
        item = Received(f"k{minute}", "telegram", "telegram:1", "{}")
        await store.transact(lambda tx, item=item, minute=minute: tx.inbox.add([item], after(minute)))
    assert await store.transact(lambda tx: tx.health.undone()) == (2, after(1))
    (row, _) = await store.transact(lambda tx: tx.inbox.next(9, NOON))
    await store.transact(lambda tx: tx.inbox.settle(row.id, "done"))
    assert await store.transact(lambda tx: tx.health.undone()) == (1, after(2))


async def test_what_was_given_up_counts_also_when_it_is_discarded(store: Store) -> None:
    await fail(store, "1.0")
    await fail(store, "2.0")
    await store.transact(lambda tx: tx.letters.discard("outbox", "1.0"))
    assert await store.transact(lambda tx: tx.health.given_up(NOON)) == 2
    assert await store.transact(lambda tx: tx.health.given_up(after(1))) == 0


async def test_timers_are_found_by_what_they_are_set_for(store: Store) -> None:
    first, second = Timer(ANNA, "expire", 3, after(9)), Timer(BERT, "expire", 5, after(4))
    for timer in (first, second, Timer(ANNA, "place", 3, after(1))):
        await store.transact(lambda tx, timer=timer: tx.timers.set(timer))
    found = await store.transact(lambda tx: tx.timers.of("expire"))
    assert sorted(found, key=lambda timer: timer.turn) == [first, second]


# --- live chats
async def test_a_chat_is_found_by_its_case_also_after_its_end(store: Store) -> None:
    chat = ChatRow(CASE, ANNA, Language("pl"), NOON, name="Anna", topic="delivery", urgent=True, waiting_since=after(1))
    await store.transact(lambda tx: tx.chats.put(chat))
    assert await store.transact(lambda tx: tx.chats.get(CASE)) == chat
    over = replace(chat, ended_at=after(9))
    await store.transact(lambda tx: tx.chats.put(over))
    assert await store.transact(lambda tx: tx.chats.get(CASE)) == over
    assert await store.transact(lambda tx: tx.chats.get(OTHER)) is None
