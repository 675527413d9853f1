"""The desk of callbacks: what is kept of each decision, what it leads to, and that deciding again gives the same."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from bots.cli.explain import explain
from bots.settings import Desk as DeskSettings
from bots.settings import Settings
from core.engine.callback_desk import CallbackDesk
from core.engine.record import Recorder
from core.engine.routes import Routes
from core.model.callback import (
    CallbackAsked,
    CallbackCancelled,
    CallbackFacts,
    CallbackFile,
    CallbackMoved,
    CallbackNews,
    stream_of,
)
from core.model.codec import decode_event
from core.model.events import CallbackEvent
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.rows import CallbackDecided, OutboxRow
from core.ports import Store
from core.store.sqlite import SqliteStore
from handoff import callback_flow
from handoff.callback_slots import facts_at
from handoff.hours import Hours
from tests.engine.fakes import Clock, FewWords, Lane, kept, undone
from tests.flow.golden_ticket import FILE as TICKET
from tests.handoff.ringing import DAY, HOUR, MONDAY, NEVER, OFFICE, SHOWN, THREAD, asked, claim, done, missed, reached

FIRST, SECOND = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T")
ANNAS, BERTS = ConversationId("telegram:1001"), ConversationId("telegram:1002")
TEN = MONDAY + DAY  # in Amsterdam


class Calls:
    """A desk with one person who makes calls; `do` is one item of the inbox."""

    def __init__(self, store: Store, hours: Hours = OFFICE) -> None:
        self.store, self.hours = store, hours
        self.clock = Clock(MONDAY)
        self.spoken: list[Language] = []  # for which hours were asked
        self._numbers = count(1)
        lane = Lane()
        recorder = Recorder(FewWords(), Routes({"slack": lane}, {}, lane, callbacks=lane))
        self._desk = CallbackDesk(self.clock, callback_flow, self._facts, recorder)

    def _facts(self, spoken: Language, booked: object, now: datetime) -> CallbackFacts:
        self.spoken.append(spoken)
        return facts_at(now, self.hours, booked)  # type: ignore[arg-type]

    async def asks(self, case: CaseCode, slot: datetime | None = None, chat: ConversationId = ANNAS) -> list[OutboxRow]:
        """The case is opened with the request, by the customer's conversation."""
        await self.store.transact(lambda tx: tx.cases.open(case, chat, "callback", self.clock.now()))
        event: CallbackAsked = replace(asked(slot), case=case, conversation=chat)
        return await self.do(case, event)

    async def do(self, case: CaseCode, *events: CallbackEvent) -> list[OutboxRow]:
        rows: list[OutboxRow] = []
        for event in events:
            number = next(self._numbers)
            rows += await self.store.transact(lambda tx, n=number, e=event: self._desk.decide(tx, n, case, e))  # type: ignore[misc]
        return rows

    async def file(self, case: CaseCode) -> CallbackFile | None:
        return await self.store.transact(lambda tx: tx.callbacks.load(case))

    async def told(self, case: CaseCode) -> list[CallbackDecided]:
        return await self.store.transact(lambda tx: tx.callback_decisions.of(case))

    async def of_thread(self, thread: Address) -> ConversationId | None:
        return await self.store.transact(lambda tx: tx.conversations.of_thread(thread))

    async def read(self, chat: ConversationId) -> list[str]:
        """The keys of what is passed on to a customer's conversation."""
        rows = [row for row in await undone(self.store) if row.stream == chat and row.source == "core"]
        news = [decode_event(row.payload) for row in rows]
        return [block.text.key for each in news if isinstance(each, CallbackNews) for block in each.blocks]  # type: ignore[union-attr]


@pytest.fixture
def calls(store: SqliteStore) -> Calls:
    return Calls(store)


def names(rows: list[OutboxRow]) -> list[str]:
    return [type(row.effect).__name__ for row in rows]


async def test_a_callback_is_kept_shown_to_staff_told_to_the_customer_and_waited_for(calls: Calls) -> None:
    sent = await calls.asks(FIRST, TEN)
    assert [(row.conversation, name) for row, name in zip(sent, names(sent), strict=True)] == [
        (stream_of(FIRST), "ShowTask")
    ]
    assert await calls.read(ANNAS) == ["callback.booked"]
    file = await calls.file(FIRST)
    assert file
    assert (file.state, file.slot, file.spoken) == ("open", TEN, "nl")
    timer = await calls.store.transact(lambda tx: tx.timers.take_due(TEN, 1))
    assert [(each.conversation, each.reason) for each in timer] == [(stream_of(FIRST), "callback_due")]


async def test_hours_are_of_the_language_of_the_call(calls: Calls) -> None:
    await calls.asks(FIRST)
    await calls.do(FIRST, claim())
    assert calls.spoken == ["nl", "nl"]


async def test_a_slot_that_another_customer_has_is_free_for_nobody_else(calls: Calls) -> None:
    await calls.asks(FIRST, TEN)
    await calls.asks(SECOND, TEN, BERTS)
    file = await calls.file(SECOND)
    assert file
    assert file.slot == TEN + timedelta(minutes=30)
    assert await calls.read(BERTS) == ["callback.slot_gone", "callback.booked"]


async def test_one_s_own_slot_is_free_for_oneself(calls: Calls) -> None:
    await calls.asks(FIRST, TEN)
    await calls.do(FIRST, CallbackMoved(None), CallbackMoved(TEN))
    await calls.do(FIRST, CallbackMoved(TEN))
    assert await calls.read(ANNAS) == ["callback.booked", "callback.moved_soon", "callback.moved", "callback.moved"]


async def test_a_slot_is_free_again_once_its_call_is_given_up(calls: Calls) -> None:
    await calls.asks(FIRST, TEN)
    await calls.do(FIRST, CallbackCancelled())
    await calls.asks(SECOND, TEN, BERTS)
    assert await calls.read(BERTS) == ["callback.booked"]


async def test_the_thread_leads_to_the_callback(calls: Calls) -> None:
    await calls.asks(FIRST)
    assert await calls.of_thread(THREAD) is None
    await calls.do(FIRST, SHOWN)
    assert await calls.of_thread(THREAD) == stream_of(FIRST)


async def test_every_decision_is_kept_and_comes_out_the_same_again(calls: Calls) -> None:
    await calls.asks(FIRST)
    events = (SHOWN, claim(), missed(), claim(), reached(), done())
    await calls.do(FIRST, *events)
    told = await calls.told(FIRST)
    assert [each.event for each in told][1:] == list(events)
    assert [each.before for each in told] == [None, *(each.after for each in told[:-1])]
    assert [(each.after, each.effects) for each in told] == [
        tuple(callback_flow.decide(FIRST, each.before, each.event, each.facts)) for each in told
    ]


async def test_a_callback_that_was_never_asked_for_is_noted_and_that_is_all(filed: SqliteStore, tmp_path: Path) -> None:
    calls = Calls(filed)
    assert await calls.do(FIRST, claim(), CallbackCancelled()) == []
    assert (await calls.file(FIRST), await calls.told(FIRST)) == (None, [])
    assert kept(tmp_path, "SELECT kind, conversation, detail FROM audit") == [
        ("no callback", "callback:FD-7K2M9C", "CallbackClaimed"),
        ("no callback", "callback:FD-7K2M9C", "CallbackCancelled"),
    ]


# --- the case

OVER = "SELECT closed_at IS NOT NULL FROM cases"


@pytest.mark.parametrize(
    ("events", "over"),
    [
        ((SHOWN, claim()), 0),
        ((SHOWN, claim(), reached()), 0),
        ((SHOWN, claim(), reached(), done()), 1),
        ((SHOWN, CallbackCancelled()), 1),
        ((SHOWN, *(claim(), missed()) * 2), 0),
        ((SHOWN, *(claim(), missed()) * 3), 1),
    ],
    ids=["claimed", "reached", "done", "cancelled", "twice not reached", "given up"],
)
async def test_the_case_is_open_until_the_callback_is_over(
    filed: SqliteStore, tmp_path: Path, events: tuple[CallbackEvent, ...], over: int
) -> None:
    calls = Calls(filed)
    await calls.asks(FIRST)
    await calls.do(FIRST, *events)
    assert kept(tmp_path, OVER) == [(over,)]


async def test_where_nobody_makes_calls_the_case_is_over_at_once(filed: SqliteStore, tmp_path: Path) -> None:
    calls = Calls(filed, NEVER)
    assert await calls.asks(FIRST) == []
    assert await calls.read(ANNAS) == ["callback.refused.nobody"]
    assert (await calls.file(FIRST), kept(tmp_path, OVER)) == (None, [(1,)])


async def test_a_case_that_went_on_by_e_mail_is_not_closed_by_an_old_button(filed: SqliteStore, tmp_path: Path) -> None:
    calls = Calls(filed)
    await calls.asks(FIRST)
    await calls.do(FIRST, SHOWN, *(claim(), missed()) * 3)
    ticket = replace(TICKET, case=FIRST, conversation=ANNAS, state="waiting")
    await filed.transact(lambda tx: tx.cases.open(FIRST, ANNAS, "email", MONDAY + HOUR))
    await filed.transact(lambda tx: tx.tickets.save(ticket, MONDAY + HOUR))
    await calls.do(FIRST, CallbackMoved(None), claim())
    assert kept(tmp_path, OVER) == [(0,)]


# --- explaining it


async def explained(folder: Path, name: str) -> int:
    """In a thread, for a command makes a loop of its own."""
    return await asyncio.to_thread(explain, Settings(desk=DeskSettings(data=folder)), name)


@pytest.mark.parametrize("name", ["FD-7K2M9C", "fd-7k2m9c", "callback:FD-7K2M9C"])
async def test_a_callback_is_explained_and_proven_event_by_event(
    filed: SqliteStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    calls = Calls(filed)
    await calls.asks(FIRST, TEN)
    await calls.do(FIRST, SHOWN, claim(), CallbackCancelled())
    assert await explained(tmp_path, name) == 0
    first, second, _, fourth, last = capsys.readouterr().out.split("\n\n")
    assert first.startswith("#1  2026-11-23 09:00:00 UTC  CallbackAsked {")
    assert "    before   no callback\n    after    turn 1, open, due 2026-11-24 09:15 UTC\n" in first
    assert "    effect   1.2 ShowTask\n" in first
    assert "    before   turn 1, open, due 2026-11-24 09:15 UTC\n" in second
    assert "    after    turn 2, cancelled\n" in fourth
    assert last == "All 4 decisions come out the same when they are decided again.\n"


async def test_a_row_of_a_callback_that_was_tampered_with_is_shown_as_differing(
    filed: SqliteStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = Calls(filed)
    await calls.asks(FIRST)
    await calls.do(FIRST, SHOWN, claim())
    await filed.close()
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database, database:
        database.execute(
            "UPDATE callback_decisions SET decided = replace(decided, 'callback.booked_soon', 'callback.booked')"
        )
    assert await explained(tmp_path, "FD-7K2M9C") == 1
    printed = capsys.readouterr().out
    assert printed.count("DIFFERS") == 1
    assert printed.endswith("1 of 3 decisions come out differently with the present code.\n")
