"""Effects go out in lanes: in order within one, and none waits for another."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.engine import dispatcher, outcomes, retry
from core.engine.clock import SystemClock
from core.engine.dispatcher import Dispatcher
from core.engine.intake import DurableIntake
from core.engine.lane import Lane
from core.engine.outcomes import Outcomes
from core.engine.routes import Routes
from core.model import codec
from core.model.effects import Ask, Say
from core.model.errors import Blocked, Limited, Refused, Transient, Uncertain
from core.model.events import EffectFailed, Woke
from core.model.ids import Address, ConversationId, EffectId
from core.model.rows import Done, Limit, NewEffect, OutboxRow
from core.ports import Store
from core.store.sqlite import SqliteStore
from tests.engine.fakes import ANNA, DAAN, ENGLISH, Unsteady, Wire, dead, kept, queued, say, undone, until


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses before another try, short enough for tests."""
    for kind in ("SAYING", "ASKING"):
        policy: retry.Policy = getattr(retry, kind)
        monkeypatch.setattr(retry, kind, policy._replace(first=timedelta(milliseconds=2)))
    for part in (dispatcher, outcomes):
        monkeypatch.setattr(part, "PAUSE", 0.002)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def lanes(store: SqliteStore, wire: Wire) -> AsyncIterator[Dispatcher]:
    lanes = over(store, wire)
    yield lanes
    await lanes.stop(within=0.1)


def over(store: Store, wire: Wire) -> Dispatcher:
    clock = SystemClock()
    return Dispatcher(store, Routes({"telegram": wire}, {}, wire), clock, DurableIntake(store, clock))


async def finish(lanes: Dispatcher) -> None:
    await until(lambda: not lanes.waiting())


async def failed(store: Store) -> list[EffectFailed]:
    events = [codec.decode_event(row.payload) for row in await undone(store)]
    return [event for event in events if isinstance(event, EffectFailed)]


# --- order ---


async def test_a_lane_keeps_its_order_whatever_has_to_be_repeated(
    store: SqliteStore, wire: Wire, lanes: Dispatcher
) -> None:
    wire.will(ANNA, Transient("502"), Uncertain("lost"), Limited("429", 0.005))
    lanes.put(await queued(store, [say(str(number)) for number in range(5)]))
    await finish(lanes)
    assert wire.said_to(ANNA) == ["0", "1", "2", "3", "4"]


async def test_a_stuck_lane_delays_no_other(store: SqliteStore, wire: Wire, lanes: Dispatcher) -> None:
    wire.will(ANNA, asyncio.Event().wait)
    lanes.put(await queued(store, [say("a", ANNA), say("b", DAAN), say("c", ANNA), say("d", DAAN)]))
    await until(lambda: wire.said_to(DAAN) == ["b", "d"])
    assert wire.said_to(ANNA) == []


async def test_what_is_put_later_goes_after_what_waits(store: SqliteStore, wire: Wire, lanes: Dispatcher) -> None:
    gate = asyncio.Event()
    wire.will(ANNA, gate.wait)
    first, second = await queued(store, [say("one"), say("two")])
    lanes.put([first])
    await until(lambda: wire.tried)
    lanes.put([second])
    gate.set()
    await finish(lanes)
    assert wire.said_to(ANNA) == ["one", "two"]


async def test_a_lane_that_is_done_can_be_used_again(store: SqliteStore, wire: Wire, lanes: Dispatcher) -> None:
    first, second = await queued(store, [say("one"), say("two")])
    for row in (first, second):
        lanes.put([row])
        await finish(lanes)
        await asyncio.sleep(0)
    assert wire.said_to(ANNA) == ["one", "two"]


# --- waiting because the platform says so ---


async def test_a_limit_of_one_lane_holds_up_that_lane_alone(store: SqliteStore, wire: Wire, lanes: Dispatcher) -> None:
    wire.shared = (Limit("telegram", 10_000),)
    wire.will(ANNA, Limited("429", 60))
    lanes.put(await queued(store, [say("a", ANNA), say("b", DAAN), say("c", DAAN)]))
    await until(lambda: wire.said_to(DAAN) == ["b", "c"])
    (row, *_) = [row for row in await store.transact(lambda tx: tx.outbox.waiting()) if row.lane == str(ANNA)]
    assert timedelta(seconds=50) < row.not_before - datetime.now(UTC) < timedelta(seconds=61)


async def test_a_limit_of_the_key_holds_up_all_that_share_it(store: SqliteStore, wire: Wire, lanes: Dispatcher) -> None:
    wire.shared = (Limit("slack:C1", 10_000),)
    wire.will(ANNA, Limited("429", 0.05, "key"))
    (first,) = await queued(store, [say("a", ANNA)])
    lanes.put([first])
    await until(lambda: wire.tried)
    started = asyncio.get_running_loop().time()
    lanes.put(await another(store, say("b", DAAN)))
    await finish(lanes)
    assert asyncio.get_running_loop().time() - started >= 0.045
    assert sorted(wire.sent) == [(str(ANNA), "a"), (str(DAAN), "b")]


# --- the end of an effect ---


async def test_the_receipt_is_kept(store: SqliteStore, wire: Wire, lanes: Dispatcher) -> None:
    lanes.put(await queued(store, [say("a")]))
    await finish(lanes)
    assert await store.transact(lambda tx: tx.outbox.waiting()) == []
    assert await undone(store) == []


async def test_what_comes_of_an_effect_is_the_conversations_next_event(
    store: SqliteStore, wire: Wire, lanes: Dispatcher
) -> None:
    wire.will(ANNA, Done(event=Woke("answer_due", 7)))
    lanes.put(await queued(store, [say("a")]))
    await finish(lanes)
    (row,) = await undone(store)
    assert (row.key, row.source, row.stream) == ("1.0/0", "core", str(ANNA))
    assert codec.decode_event(row.payload) == Woke("answer_due", 7)


async def test_what_is_refused_for_good_is_told_and_the_next_one_goes(
    store: SqliteStore, wire: Wire, lanes: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    wire.will(ANNA, Blocked("blocked by the user"))
    lanes.put(await queued(store, [say("a"), say("b")]))
    await finish(lanes)
    (event,) = await failed(store)
    assert (event.id, event.turn, event.fault, event.certain) == ("1.0", 1, "blocked", True)
    assert [letter.reason for letter in await dead(store)] == ["blocked by the user"]
    assert wire.said_to(ANNA) == ["b"]
    assert "given up: blocked by the user" in caplog.text


@pytest.mark.parametrize(("error", "certain"), [(Transient("502"), True), (Uncertain("no answer"), False)])
async def test_what_is_tried_too_long_is_given_up(
    store: SqliteStore, wire: Wire, lanes: Dispatcher, error: Transient, certain: bool
) -> None:
    wire.will(ANNA, error)
    lanes.put(await queued(store, [say("a")], since=datetime.now(UTC) - timedelta(hours=25)))
    await finish(lanes)
    (event,) = await failed(store)
    assert (event.fault, event.certain) == ("exhausted", certain)


async def test_a_mistake_of_ours_is_given_up_after_some_tries(
    store: SqliteStore, wire: Wire, lanes: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    wire.will(ANNA, *[ZeroDivisionError("oops")] * 5)
    lanes.put(await queued(store, [say("a"), say("b")]))
    await finish(lanes)
    (event,) = await failed(store)
    assert event.reason == "ZeroDivisionError: oops"
    assert wire.said_to(ANNA) == ["b"]
    assert "failed by a mistake of ours" in caplog.text


async def test_the_other_parts_of_a_message_that_failed_are_not_sent(
    store: SqliteStore, wire: Wire, lanes: Dispatcher
) -> None:
    wire.will(ANNA, Done(), Refused("too long"))
    lanes.put([*await queued(store, [say("a"), say("b")], parts=3)])
    await finish(lanes)
    assert wire.said_to(ANNA) == ["a", "b", "b", "b"]
    assert len(await failed(store)) == 1
    assert [letter.reason for letter in await dead(store)] == ["an earlier part failed", "too long"]


async def test_a_channel_that_was_taken_away_ends_its_effects_and_says_so(
    store: SqliteStore, wire: Wire, lanes: Dispatcher
) -> None:
    lanes.put(await queued(store, [say("a", Address("pigeon", "1"))]))
    await finish(lanes)
    assert "nothing here is called pigeon" in (await failed(store))[0].reason


# --- repeats ---


@pytest.mark.parametrize(
    ("effect", "noted"),
    [(say("a"), [("effect tried again", "1.0 try 2")]), (Ask("Where?", ENGLISH, 1, ANNA), [])],
    ids=["what people read", "a look into the help centre"],
)
async def test_a_repeat_that_people_may_read_twice_stands_in_the_audit(
    filed: SqliteStore, tmp_path: Path, wire: Wire, effect: Say | Ask, noted: list[tuple[object, ...]]
) -> None:
    lanes = over(filed, wire)
    wire.will(ANNA, Uncertain("no answer"), Blocked("enough"))
    row = NewEffect(EffectId("1.0"), ConversationId(str(ANNA)), str(ANNA), effect, 1)
    lanes.put(await filed.transact(lambda tx: tx.outbox.add([row], datetime.now(UTC))))
    await finish(lanes)
    assert [row.attempts for row in wire.tried] == [1, 2]
    assert kept(tmp_path, "SELECT kind, detail FROM audit") == noted


async def test_an_outcome_that_is_not_stored_is_stored_later_and_the_effect_is_not_repeated(
    store: SqliteStore, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    unsteady = Unsteady(store)
    lanes = over(unsteady, wire)

    async def then_the_disk_is_full() -> None:
        unsteady.failing = 3

    wire.will(ANNA, then_the_disk_is_full)
    lanes.put(await queued(store, [say("a"), say("b")]))
    await finish(lanes)
    assert wire.said_to(ANNA) == ["a", "b"]
    assert caplog.text.count("the disk is full") == 3


async def test_a_try_that_cannot_be_counted_is_not_made_and_the_next_one_is_no_repeat(
    filed: SqliteStore, tmp_path: Path, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    unsteady = Unsteady(filed)
    lanes = over(unsteady, wire)
    rows = await queued(filed, [say("a")])
    unsteady.failing = 2
    lanes.put(rows)
    await finish(lanes)
    assert wire.said_to(ANNA) == ["a"]
    assert caplog.text.count("goes on in") == 2
    assert kept(tmp_path, "SELECT kind FROM audit") == []


async def test_what_the_outbox_does_not_have_is_left_out_and_that_is_loud(
    store: SqliteStore, wire: Wire, lanes: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    row, more = await queued(store, [say("a"), say("b")])
    lanes.put([replace(row, seq=999), more])
    await finish(lanes)
    assert wire.said_to(ANNA) == ["b"]
    assert "outbox row 999 does not wait" in caplog.text


async def test_what_is_done_is_not_done_again_whoever_puts_it_into_a_lane(
    store: SqliteStore, wire: Wire, lanes: Dispatcher
) -> None:
    rows = await queued(store, [say("a"), say("b")])
    for _ in range(3):
        lanes.put(rows)
    await finish(lanes)
    lanes.put(rows)
    await finish(lanes)
    assert wire.said_to(ANNA) == ["a", "b"]


async def test_a_lane_outlives_a_mistake_of_ours(
    store: SqliteStore, wire: Wire, lanes: Dispatcher, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, stumbles = Outcomes.begin, [ZeroDivisionError("oops")]

    async def stumble(outcomes: Outcomes, lane: Lane, begun: Sequence[OutboxRow]) -> None:
        if stumbles:
            raise stumbles.pop()
        await begin(outcomes, lane, begun)

    monkeypatch.setattr(Outcomes, "begin", stumble)
    lanes.put(await queued(store, [say("a", ANNA), say("b", DAAN)]))
    await until(lambda: len(wire.sent) == 2)
    assert "failed by a mistake of ours" in caplog.text


async def test_a_fresh_start_takes_up_what_is_left_and_knows_what_was_tried(store: SqliteStore, wire: Wire) -> None:
    crashed = over(store, wire)
    wire.will(ANNA, asyncio.Event().wait)
    crashed.put(await queued(store, [say("a"), say("b")]))
    await until(lambda: wire.tried)
    await crashed.stop(within=0.01)

    lanes = over(store, wire)
    assert await lanes.recover() == 2
    await finish(lanes)
    assert [row.attempts for row in wire.tried] == [1, 2, 1]
    assert wire.said_to(ANNA) == ["a", "b"]


# --- stopping ---


async def test_a_stop_lets_what_is_under_way_finish_and_begins_nothing(store: SqliteStore, wire: Wire) -> None:
    lanes = over(store, wire)
    gate = asyncio.Event()
    wire.will(ANNA, gate.wait)
    lanes.put(await queued(store, [say("a"), say("b")]))
    await until(lambda: wire.tried)
    stopping = asyncio.create_task(lanes.stop())
    await asyncio.sleep(0.005)
    gate.set()
    await stopping
    assert wire.said_to(ANNA) == ["a"]
    assert [row.id for row in await store.transact(lambda tx: tx.outbox.waiting())] == ["2.0"]


async def test_a_stop_waits_until_what_has_happened_is_written_down(store: SqliteStore, wire: Wire) -> None:
    unsteady = Unsteady(store)
    lanes = over(unsteady, wire)

    async def then_the_disk_is_full_for_a_moment() -> None:
        unsteady.failing = 5

    wire.will(ANNA, then_the_disk_is_full_for_a_moment)
    lanes.put(await queued(store, [say("a")]))
    await until(lambda: wire.sent)
    await lanes.stop()
    assert await store.transact(lambda tx: tx.outbox.waiting()) == []


async def another(store: Store, effect: Say) -> list[OutboxRow]:
    row = NewEffect(EffectId("9.0"), ConversationId(str(effect.to)), str(effect.to), effect, 1)
    return await store.transact(lambda tx: tx.outbox.add([row], datetime.now(UTC)))
