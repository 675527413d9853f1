"""What says how things stand can wait a moment: words go before it, and of several states the last is shown once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.engine.clock import SystemClock
from core.engine.dispatcher import Dispatcher
from core.engine.giving_way import still_waits
from core.engine.intake import DurableIntake
from core.engine.routes import Routes
from core.model.effects import CloseHandoff, Effect, Post
from core.model.ids import Address, CaseCode, ConversationId, EffectId
from core.model.posts import Card, Relay
from core.model.rows import Done, NewEffect, OutboxRow
from core.model.view import text
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON, Lane, until

THREAD = Address("slack", "C1/1.1")
ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-AAAAAA")
LONG, SHORT = timedelta(minutes=5), timedelta(seconds=0.05)


class Thread(Lane):
    """Shows cards by their owner's name, words, and that all is over."""

    def __init__(self, patience: timedelta) -> None:
        self.patient = patience
        self.shown: list[str] = []
        self.gate: asyncio.Event | None = None  # of the next try

    def join(self, first: Effect, then: Effect) -> Effect | None:
        return then if _is_card(first) and _is_card(then) else None

    def patience(self, effect: Effect) -> timedelta | None:
        match effect:
            case Post(body=Card(can_wait=True)):
                return self.patient
            case _:
                return None

    def may_pass(self, effect: Effect) -> bool:
        return isinstance(effect, Post) and not _is_card(effect)

    async def perform(self, row: OutboxRow) -> Done:
        if self.gate:
            gate, self.gate = self.gate, None
            await gate.wait()
        self.shown.append(_said(row.effect))
        return Done("ts")


def _is_card(effect: Effect) -> bool:
    return isinstance(effect, Post) and isinstance(effect.body, Card)


def _said(effect: Effect) -> str:
    match effect:
        case Post(body=Relay(text=said)):
            return said
        case Post(body=Card(owner=owner)):
            return f"[{owner}]"
        case _:
            return "over"


def word(said: str) -> Effect:
    return Post(THREAD, Relay("Anna", said))


def waits(state: str) -> Effect:
    return Post(THREAD, Card(CASE, "claimed", state, can_wait=True))


def state(owner: str) -> Effect:
    return Post(THREAD, Card(CASE, "claimed", owner))


OVER = CloseHandoff(THREAD, CASE, text("closing.not_needed"))


class Lanes:
    def __init__(self, store: SqliteStore, thread: Thread, clock: SystemClock) -> None:
        self.thread = thread
        self._store = store
        self.dispatcher = Dispatcher(store, Routes({"slack": thread}, {}, thread), clock, DurableIntake(store, clock))
        self._count = 0

    async def put(self, *effects: Effect) -> None:
        rows = []
        for effect in effects:
            self._count += 1
            rows.append(NewEffect(EffectId(f"{self._count}.0"), ANNA, f"staff:{ANNA}", effect, 1))
        self.dispatcher.put(await self._store.transact(lambda tx: tx.outbox.add(rows, datetime.now(UTC))))

    async def shown(self, count: int) -> list[str]:
        """All that is shown once it is so many, or more."""
        await until(lambda: len(self.thread.shown) >= count)
        return self.thread.shown

    async def done(self) -> None:
        await until(lambda: not self.dispatcher.waiting())


@pytest.fixture
async def patient(store: SqliteStore) -> AsyncIterator[Lanes]:
    lanes = Lanes(store, Thread(LONG), SystemClock())
    yield lanes
    await lanes.dispatcher.stop(within=0.1)


@pytest.fixture
async def soon(store: SqliteStore) -> AsyncIterator[Lanes]:
    lanes = Lanes(store, Thread(SHORT), SystemClock())
    yield lanes
    await lanes.dispatcher.stop(within=0.1)


async def test_words_go_before_a_card_that_can_wait(patient: Lanes) -> None:
    await patient.put(waits("1"), word("a"), word("b"))
    assert await patient.shown(2) == ["a", "b"]
    await patient.put(word("c"), waits("2"), word("d"))
    assert await patient.shown(4) == ["a", "b", "c", "d"]


async def test_of_several_states_the_last_is_shown_once(soon: Lanes) -> None:
    await soon.put(waits("1"), word("a"), waits("2"), word("b"), waits("3"))
    await soon.done()
    assert soon.thread.shown == ["a", "b", "[3]"]


async def test_a_card_is_shown_when_its_moment_is_over_though_nothing_comes(soon: Lanes) -> None:
    await soon.put(waits("1"))
    assert await soon.shown(1) == ["[1]"]


async def test_another_state_goes_at_once_and_stands_for_what_waited(patient: Lanes) -> None:
    await patient.put(waits("1"))
    await patient.put(state("Tom"))
    await patient.done()
    assert patient.thread.shown == ["[Tom]"]


async def test_the_end_comes_after_the_card_that_waited_and_at_once(patient: Lanes) -> None:
    """Or the card would say that the chat goes on."""
    await patient.put(waits("1"), OVER)
    await patient.done()
    assert patient.thread.shown == ["[1]", "over"]


async def test_words_before_the_end_stay_before_it(patient: Lanes) -> None:
    await patient.put(waits("1"), word("a"), OVER, word("b"))
    await patient.done()
    assert patient.thread.shown == ["a", "[1]", "over", "b"]


async def test_a_card_that_waited_while_another_row_was_sent_is_shown_in_the_end(soon: Lanes) -> None:
    gate = soon.thread.gate = asyncio.Event()
    await soon.put(word("a"), waits("1"))
    await asyncio.sleep(2 * SHORT.total_seconds())
    await soon.put(word("b"))
    gate.set()
    await soon.done()
    assert sorted(soon.thread.shown) == ["[1]", "a", "b"]


class Clock(SystemClock):
    """As the system's, and may be set."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.by


async def test_a_clock_that_is_set_back_holds_nothing_up(store: SqliteStore) -> None:
    clock = Clock()
    lanes = Lanes(store, Thread(LONG), clock)
    await lanes.put(waits("1"))
    await asyncio.sleep(0.02)
    clock.by = timedelta(hours=-1)
    await lanes.put(word("a"))
    await lanes.done()
    assert lanes.thread.shown == ["[1]", "a"]
    await lanes.dispatcher.stop(within=0.1)


async def test_what_waits_is_on_disk_and_goes_out_after_a_restart(store: SqliteStore) -> None:
    before = Lanes(store, Thread(LONG), SystemClock())
    await before.put(waits("1"))
    await asyncio.sleep(0.02)
    await before.dispatcher.stop(within=0.1)
    assert before.thread.shown == []

    after = Lanes(store, Thread(SHORT), SystemClock())
    assert await after.dispatcher.recover() == 1
    assert await after.shown(1) == ["[1]"]
    await after.dispatcher.stop(within=0.1)


@pytest.mark.parametrize(
    ("attempts", "seconds", "left"),
    [
        (0, 0.0, 300.0),
        (0, 299.0, 1.0),
        (0, 300.0, 0.0),
        (0, 4000.0, 0.0),
        (0, -3600.0, 0.0),  # the clock was set back an hour
        (1, 0.0, 0.0),
    ],
)
def test_it_waits_from_when_it_was_decided(attempts: int, seconds: float, left: float) -> None:
    thread = Thread(LONG)
    row = OutboxRow(1, EffectId("1.0"), ANNA, f"staff:{ANNA}", waits("1"), 1, 0, attempts, NOON, NOON)
    now = NOON + timedelta(seconds=seconds)
    assert still_waits(row, Routes({"slack": thread}, {}, thread), now) == left


def test_what_nobody_carries_out_goes_in_its_turn() -> None:
    row = OutboxRow(1, EffectId("1.0"), ANNA, f"staff:{ANNA}", waits("1"), 1, 0, 0, NOON, NOON)
    assert still_waits(row, Routes({}, {}, Thread(LONG)), NOON) == 0.0
