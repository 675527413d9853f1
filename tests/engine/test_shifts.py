"""The loop that keeps the roster as time passes: a shift ends once, and vetoes begin and end by themselves."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.shifts import Shifts
from core.model.heard import DutyChanged, PresenceSeen
from core.model.ids import AgentId
from core.model.people import Agent, Duty
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.fakes import NOON

TOM = Agent(AgentId("U0TOM"), "Tom")
SHIFT = timedelta(hours=4)


def after_a_shift(duty: Duty, now: datetime) -> bool:
    return duty.on_duty and duty.since is not None and now >= NOON + SHIFT > duty.since


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    return Desk(store)


@pytest.fixture
def news() -> list[str]:
    return []


@pytest.fixture
def shifts(desk: Desk, news: list[str]) -> Shifts:
    return Shifts(desk.store, desk.clock, desk.intake, after_a_shift, lambda: news.append("roster"))


async def tom(desk: Desk) -> Duty:
    (duty,) = await desk.store.transact(lambda tx: tx.staff.all())
    return duty


async def comes(desk: Desk) -> None:
    await desk.gets_heard(DutyChanged(TOM, on_duty=True))
    await desk.works()


async def test_a_shift_ends_once_and_whoever_comes_back_stays(desk: Desk, shifts: Shifts, news: list[str]) -> None:
    await comes(desk)
    assert not await shifts.look()
    desk.clock.passes(SHIFT.total_seconds())
    assert await shifts.look()
    assert not (await tom(desk)).on_duty
    await comes(desk)
    assert not await shifts.look()
    assert (await tom(desk)).on_duty
    assert news == ["roster"]


async def test_do_not_disturb_begins_and_ends_by_itself(desk: Desk, shifts: Shifts, news: list[str]) -> None:
    begins, ends = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    await comes(desk)
    await desk.gets_heard(PresenceSeen(TOM.id, True, "dnd", begins, ends))
    await desk.works()
    assert (await tom(desk)).there
    desk.clock.passes(3600)
    await shifts.look()
    assert not (await tom(desk)).there
    desk.clock.passes(3600)
    await shifts.look()
    assert (await tom(desk)).there
    assert (await tom(desk)).vetoes == ()
    assert news == ["roster", "roster"]


async def test_nothing_is_written_while_nothing_changes(desk: Desk, shifts: Shifts, news: list[str]) -> None:
    await comes(desk)
    before = await tom(desk)
    assert not await shifts.look()
    assert replace(before) == await tom(desk)
    assert news == []
