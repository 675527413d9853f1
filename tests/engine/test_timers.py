"""Timers that are due become events, once."""

from datetime import timedelta

import pytest

from core.engine.intake import DurableIntake
from core.engine.timers import Timers
from core.model import codec
from core.model.effects import WakeReason
from core.model.events import Woke
from core.model.ids import ConversationId
from core.model.rows import Timer
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON, Clock, undone

ANNAS, DAANS = ConversationId("telegram:1001"), ConversationId("telegram:1002")


class Alarms:
    """Timers over a clock that stands."""

    def __init__(self, store: SqliteStore) -> None:
        self.clock = Clock()
        self.store = store
        self.timers = Timers(store, self.clock, DurableIntake(store, self.clock))

    async def set(
        self, conversation: ConversationId, seconds: float, turn: int = 1, reason: WakeReason = "expire"
    ) -> None:
        timer = Timer(conversation, reason, turn, NOON + timedelta(seconds=seconds))
        await self.store.transact(lambda tx: tx.timers.set(timer))

    async def rung(self) -> list[tuple[str, Woke]]:
        events = [(row.stream, codec.decode_event(row.payload)) for row in await undone(self.store)]
        return [(stream, event) for stream, event in events if isinstance(event, Woke)]


@pytest.fixture
def alarms(store: SqliteStore) -> Alarms:
    return Alarms(store)


async def test_nothing_rings_before_its_time(alarms: Alarms) -> None:
    await alarms.set(ANNAS, 60)
    alarms.clock.passes(59.9)
    assert await alarms.timers.fire() == 0
    assert await alarms.rung() == []


async def test_what_is_due_rings_once_in_the_order_of_its_times(alarms: Alarms) -> None:
    await alarms.set(DAANS, 60)
    await alarms.set(ANNAS, 30)
    alarms.clock.passes(60)
    assert [await alarms.timers.fire(), await alarms.timers.fire()] == [2, 0]
    assert await alarms.rung() == [(ANNAS, Woke("expire", 1)), (DAANS, Woke("expire", 1))]


async def test_a_later_one_of_the_same_reason_takes_its_place(alarms: Alarms) -> None:
    await alarms.set(ANNAS, 30, turn=1)
    await alarms.set(ANNAS, 90, turn=2)
    alarms.clock.passes(60)
    assert await alarms.timers.fire() == 0
    alarms.clock.passes(60)
    await alarms.timers.fire()
    assert await alarms.rung() == [(ANNAS, Woke("expire", 2))]


async def test_the_same_turn_may_be_woken_more_than_once(alarms: Alarms) -> None:
    for seconds in (10, 20):
        await alarms.set(ANNAS, seconds)
        alarms.clock.passes(10)
        await alarms.timers.fire()
    assert len(await alarms.rung()) == 2


async def test_reasons_ring_apart(alarms: Alarms) -> None:
    await alarms.set(ANNAS, 10, reason="unclaimed")
    await alarms.set(ANNAS, 10, reason="reply_due")
    alarms.clock.passes(10)
    assert await alarms.timers.fire() == 2


async def test_a_day_of_standing_still_rings_everything_once(alarms: Alarms) -> None:
    for number in range(450):
        await alarms.set(ConversationId(f"telegram:{number}"), 30)
    alarms.clock.passes(86_400)
    assert [await alarms.timers.fire() for _ in range(4)] == [200, 200, 50, 0]
    assert len(await alarms.rung()) == 450
