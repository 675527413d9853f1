"""What is kept no longer goes, in its time, and nothing that is open or younger does."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.engine.retention import job
from core.engine.retention.periods import Periods
from core.model.callback import CallbackFile, Phone
from core.model.conversation import Queued
from core.model.dispute_file import Contact, DisputeFile
from core.model.errors import Transient
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import AuditWanted, GapRow, Timer
from core.model.ticket import TicketFile, Tokens, stream_of
from core.ports import Transaction
from core.store.sqlite import SqliteStore
from tests.engine.desk import LIVE
from tests.engine.fakes import ANNA, DAAN, NOON, dead
from tests.handoff.quarrel import quarrel
from tests.privacy.canary import in_files
from tests.retention.past import DAY, Past

ANNAS = ConversationId(str(ANNA))
SHORT = Periods(transcripts=100 * DAY)
WORDS = "Where is xylocanary?"


async def stored(past: Past, words: str) -> list[str]:
    """In which tables the words stand, as whoever moves a desk reads them."""

    async def look(tx: Transaction) -> list[str]:
        lines = await tx.transcript.read(ANNAS)
        decided = await tx.decisions.of(ANNAS)
        found = ["messages"] * any(words in line.text for line in lines)
        return found + ["decisions"] * any(words in repr(each) for each in decided)

    return await past.store.transact(look)


async def test_after_a_month_only_the_transcript_is_left(past: Past) -> None:
    await past.asks(WORDS, days=29)
    assert await past.runs() == {}
    await past.asks(WORDS, days=31, by=DAAN)
    gone = await past.runs()
    assert gone["what came in, as it came"] == 2
    assert gone["decisions, with what they knew"] == 2
    assert gone["what was sent, as it was sent"] >= 2
    assert await stored(past, "xylocanary") == ["messages", "decisions"]  # Anna's
    assert [line.text for line in await past.desk.transcript(DAAN) if line.author == "customer"] == [WORDS]
    assert await past.desk.decisions(DAAN) == []


async def test_what_is_delivered_again_is_still_known(past: Past) -> None:
    await past.asks(WORDS, days=40)
    await past.runs()
    past.desk._numbers = iter(range(1, 10))
    await past.desk.hears(WORDS)
    await past.desk.works()
    assert len([line for line in await past.desk.transcript() if line.author == "customer"]) == 1


async def test_who_writes_after_it_goes_on(past: Past) -> None:
    await past.asks("first", days=40)
    await past.runs()
    await past.asks("second")
    assert [line.text for line in await past.desk.transcript() if line.author == "customer"] == ["first", "second"]


async def test_a_conversation_with_a_young_word_keeps_its_old_ones(past: Past) -> None:
    await past.asks("old", days=40)
    await past.asks("young", days=2)
    assert await past.runs() == {}


async def test_what_is_open_stays_however_old(past: Past) -> None:
    await past.asks(WORDS, days=300)
    conversation = await past.desk.conversation()
    live = replace(conversation, stage=Queued(LIVE, CaseCode("FD-1"), NOON - 300 * DAY))
    await past.store.transact(lambda tx: tx.conversations.save(live, NOON - 300 * DAY))
    assert await past.runs(SHORT) == {}


async def test_where_something_is_due_nothing_goes(past: Past) -> None:
    await past.asks(WORDS, days=300)
    await past.store.transact(lambda tx: tx.timers.set(Timer(ANNAS, "expire", 1, NOON)))
    assert await past.runs(SHORT) == {}


async def test_after_two_years_nothing_is_left(past: Past) -> None:
    await past.asks(WORDS, days=731)
    gone = await past.runs()
    assert gone["conversations, after their last word"] == 1
    assert await past.store.transact(lambda tx: tx.conversations.load(ANNAS)) is None
    assert await past.desk.transcript() == []
    assert await past.runs() == {}


async def test_a_long_conversation_goes_in_parts(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.engine.retention.stocks._LINES", 2)
    for number in range(4):
        await past.asks(f"question {number}", days=800)
    assert (await past.runs())["conversations, after their last word"] == 1
    assert await past.desk.transcript() == []


async def test_a_dry_run_says_the_same_and_nothing_goes(past: Past) -> None:
    await past.asks(WORDS, days=31)
    before = await past.gone()
    assert [each.rows for each in await past.gone()] == [each.rows for each in before]
    (oldest,) = {each.oldest for each in before if each.rows}
    assert oldest == NOON - 31 * DAY
    would = {each.name: each.rows for each in before if each.rows}
    assert would == await past.runs()


async def test_it_runs_once_a_day(past: Past) -> None:
    retention = job.Retention(past.store, past.desk.clock, Periods())
    await past.asks(WORDS, days=31)
    await retention.daily()
    await past.asks("another", days=31, by=DAAN)
    await job.Retention(past.store, past.desk.clock, Periods()).daily()  # started again
    assert len(await past.desk.decisions(DAAN)) == 2
    past.desk.clock.time = NOON + timedelta(hours=24)
    await retention.daily()
    assert await past.desk.decisions(DAAN) == []


async def test_a_clock_that_was_far_ahead_stops_it_for_no_longer_than_it_was(past: Past) -> None:
    retention = job.Retention(past.store, past.desk.clock, Periods())
    past.desk.clock.time = NOON + 400 * DAY
    await retention.daily()
    await past.asks(WORDS, days=31)
    await retention.daily()
    assert await past.desk.decisions() == []


def a_ticket() -> TicketFile:
    tokens = Tokens("a1", "b2")
    return TicketFile(CaseCode("FD-7K2M9"), ANNAS, ANNA, Language("en"), tokens, NOON - 800 * DAY, "UTC")


async def test_a_ticket_that_is_owed_an_answer_keeps_all_of_its_customer(past: Past) -> None:
    await past.asks(WORDS, days=300)
    ticket = a_ticket()
    await past.store.transact(lambda tx: tx.tickets.save(ticket, NOON - 800 * DAY))
    await past.store.transact(lambda tx: tx.timers.set(Timer(stream_of(ticket.case), "ticket_due", 1, NOON)))
    assert await past.runs(SHORT) == {}


async def test_where_nobody_learns_that_a_ticket_was_answered_it_is_over_with_its_last_word(past: Past) -> None:
    await past.asks(WORDS, days=40)
    await past.store.transact(lambda tx: tx.tickets.save(a_ticket(), NOON - 40 * DAY))
    assert "what came in, as it came" in await past.runs()
    assert await past.store.transact(lambda tx: tx.tickets.load(a_ticket().case))
    past.desk.clock.time = NOON + 691 * DAY
    assert (await past.runs())["e-mail tickets, after their last word"] == 1
    assert await past.store.transact(lambda tx: tx.tickets.load(a_ticket().case)) is None


async def test_dead_letters_leave_after_their_time(past: Past) -> None:
    past.desk.clock.time = NOON - 91 * DAY
    await past.desk.gets("no JSON", DAAN)
    past.desk.reader.errors["no JSON"] = ValueError("xylocanary")
    for _ in range(9):
        await past.desk.works()
        past.desk.clock.time += timedelta(minutes=5)
    past.desk.clock.time = NOON
    await past.all_is_sent()
    assert len(await dead(past.store)) == 1
    assert (await past.runs())["dead letters, coming in"] == 1
    assert await dead(past.store) == []


async def test_questions_left_open_leave_after_a_year(past: Past) -> None:
    for days in (366, 364):
        gap = GapRow(NOON - days * DAY, "unanswered", "en", "Why?", "", 0.1, ANNAS)
        await past.store.transact(lambda tx, gap=gap: tx.gaps.add(gap))  # type: ignore[misc]
    assert await past.runs() == {"questions left open, masked": 1}


@pytest.fixture
def a_dispute() -> DisputeFile:
    return DisputeFile(quarrel(), Contact(conversation=ANNAS), Contact())


def a_call(state: str) -> CallbackFile:
    phone = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
    english = Language("en")
    return CallbackFile(CaseCode("FD-7"), ANNAS, english, english, phone, "UTC", state=state)  # type: ignore[arg-type]


async def test_the_number_of_a_call_leaves_a_month_after_it(past: Past) -> None:
    await past.asks("call me on 06-123 456 78 about order 4711", days=31)
    await past.store.transact(lambda tx: tx.callbacks.save(a_call("done"), NOON - 31 * DAY))
    assert (await past.runs())["callbacks with their numbers, after the call"] == 1
    assert await past.store.transact(lambda tx: tx.callbacks.load(CaseCode("FD-7"))) is None
    (line,) = [line.text for line in await past.desk.transcript() if line.author == "customer"]
    assert line == "call me on [number] about order 4711"


async def test_a_call_that_is_owed_keeps_all_of_its_customer(past: Past) -> None:
    await past.asks("call me on 06-123 456 78", days=300)
    await past.store.transact(lambda tx: tx.callbacks.save(a_call("open"), NOON - 300 * DAY))
    assert await past.runs(SHORT) == {}


@pytest.mark.parametrize(
    ("stage", "hold", "goes"), [("closed", False, True), ("closed", True, False), ("open", False, False)]
)
async def test_a_dispute_leaves_years_after_its_end_but_not_from_under_a_legal_hold(
    past: Past, stage: str, hold: bool, goes: bool, a_dispute: DisputeFile
) -> None:
    dispute = replace(a_dispute.dispute, stage=stage, legal_hold=hold)
    await past.store.transact(lambda tx: tx.disputes.save(replace(a_dispute, dispute=dispute), NOON - 1096 * DAY))
    assert (await past.runs() == {"disputes, after their end": 1}) is goes
    assert (await past.store.transact(lambda tx: tx.disputes.load(a_dispute.case)) is None) is goes


async def test_the_audit_leaves_after_three_years_and_is_nobodys_to_shorten(past: Past) -> None:
    for days in (1096, 1094):
        at = NOON - days * DAY
        await past.store.transact(lambda tx, at=at: tx.audit.note("board: read", ANNAS, "U1 Eva: FD-1", at, "U1"))  # type: ignore[misc]
    assert (await past.runs())["audit"] == 1
    wanted = AuditWanted(NOON - 2000 * DAY, NOON, who="U1")
    assert len(await past.store.transact(lambda tx: tx.audit.between(wanted, 10))) == 1


async def test_no_transaction_takes_long(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        gap = GapRow(NOON - 400 * DAY, "unanswered", "en", f"Why {number}?", "", 0.1, ANNAS)
        await past.store.transact(lambda tx, gap=gap: tx.gaps.add(gap))  # type: ignore[misc]
    slow = iter(range(1000))
    monkeypatch.setattr(job.time, "perf_counter", lambda: next(slow) * 0.015)  # each row takes so many seconds
    sizes = list[int]()
    some = job._some

    async def watched(tx: Transaction, **values: object) -> tuple[int, list[object]]:
        done, went = await some(tx, **values)  # type: ignore[arg-type]
        sizes.append(done)
        return done, list(went)

    monkeypatch.setattr(job, "_some", watched)
    assert (await past.runs())["questions left open, masked"] == 40
    assert max(sizes) <= 2


async def test_what_went_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    past = Past(SqliteStore.open(path))
    await past.asks("xylocanary " * 30, days=800)
    assert in_files(tmp_path, ("xylocanary",)) != []
    await past.runs()
    assert in_files(tmp_path, ("xylocanary",)) == []
    await past.store.close()


async def test_the_job_ends_in_time_with_many_rows(tmp_path: Path) -> None:
    past = Past(SqliteStore.open(tmp_path / "desk.db"))
    with closing(sqlite3.connect(tmp_path / "desk.db")) as connection, connection:
        at = (NOON - 40 * DAY).timestamp()
        connection.executemany(
            "INSERT INTO inbox (key, source, stream, payload, received_at, state) VALUES (?, 'slack', ?, '{}', ?, 'done')",
            [(f"k{number}", f"slack:U{number}", at) for number in range(3_000)],
        )
    began = time.perf_counter()
    assert (await past.runs())["what came in, as it came"] == 3_000
    assert time.perf_counter() - began < 20
    await past.store.close()


async def test_interrupted_in_the_middle_the_next_run_goes_on(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in (ANNA, DAAN):
        await past.asks(WORDS, days=800, by=who)
    whole = {each.name: each.rows for each in await past.gone()}
    let_go, left = job.let_go, 3

    async def breaks(tx: Transaction, *rest: object) -> bool:
        nonlocal left
        left -= 1
        if left < 0:
            raise Transient("the database went away")
        return await let_go(tx, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "let_go", breaks)
    for number in range(100):
        left = number
        try:
            await past.runs()
        except Transient:
            continue
        break
    monkeypatch.undo()
    assert sum(whole.values()) > 3
    assert await past.runs() == {}
    assert await past.store.transact(lambda tx: tx.conversations.load(ANNAS)) is None
