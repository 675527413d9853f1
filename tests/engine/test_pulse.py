"""A database that takes nothing and a clock that is wrong are noticed, and told of once each, past the database where need be."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.health import Health
from core.engine.alarms import Alarms, told_in
from core.engine.pulse import ClockWatch, Pulse
from core.engine.routes import Routes
from core.engine.vitals import KnownVitals
from core.language.catalog import read_catalog
from core.model.alarms import Rung
from core.model.alerts import Alert
from core.model.effects import Say
from core.model.errors import Transient
from core.model.rows import Done, OutboxRow
from core.store.sqlite import SqliteStore
from handoff.alarms import Alarming
from tests.engine.fakes import NOON, Clock, Lane, Unsteady
from tests.servers import new_database, postgres

MINUTE = timedelta(minutes=1)


class Desk:
    """`past`: what went out past the database; `reads`: what went to the dispatcher."""

    def __init__(self, store: SqliteStore, clock: Clock, mail: str = "") -> None:
        self.store, self.clock = Unsteady(store), clock
        self.past: list[OutboxRow] = []
        self.reads: list[OutboxRow] = []
        self.vitals = KnownVitals(clock)
        lane = Straight(self.past)
        self.alarms = Alarms(
            self.store,
            clock,
            Alarming(10 * MINUTE, MINUTE, "UTC"),
            self.vitals,
            Routes({"email": lane}, {}, lane, alerts=lane),
            self.reads.extend,
            read_catalog(),
            mail,
        )
        clocks = ClockWatch(Real(), self.vitals)
        self.pulse = Pulse(self.store, self.vitals, clocks, self.alarms, MINUTE, clock.now)

    def well(self, name: str) -> bool:
        return {vital.name: vital.well for vital in self.vitals.all()}[name]


class Straight(Lane):
    def __init__(self, rows: list[OutboxRow]) -> None:
        super().__init__()
        self._rows = rows

    async def perform(self, row: OutboxRow) -> Done:
        self._rows.append(row)
        return Done("1.0")


class Real:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_database_that_takes_nothing_is_told_past_it_once_and_that_it_is_back_as_usual(
    store: SqliteStore, clock: Clock
) -> None:
    desk = Desk(store, clock, "operator@shop.example")
    await desk.pulse.beat()
    assert desk.well("database")
    desk.store.failing = 1_000
    for _ in range(5):
        await desk.pulse.beat()
        clock.passes(30)
    assert not desk.well("database")
    assert [type(row.effect) for row in desk.past] == [Alert, Say]
    assert all(row.attempts == 2 for row in desk.past), "it is looked for before it is said"
    desk.store.failing = 0
    await desk.pulse.beat()
    assert desk.well("database")
    told = await store.transact(told_in)
    assert told.ringing == {"database": Rung(NOON)}
    for _ in range(3):
        await desk.alarms.look()
        clock.passes(61)
    assert [row.effect.lines[0].text.key for row in desk.reads if isinstance(row.effect, Alert)] == [
        "alarms.over.database"
    ]


async def test_a_short_absence_is_told_of_to_nobody(store: SqliteStore, clock: Clock) -> None:
    desk = Desk(store, clock)
    desk.store.failing = 2
    await desk.pulse.beat()
    clock.passes(30)
    await desk.pulse.beat()
    clock.passes(30)
    await desk.pulse.beat()
    assert (desk.past, (await store.transact(told_in)).ringing) == ([], {})


async def test_several_processes_tell_it_under_one_key_of_the_hour(store: SqliteStore, clock: Clock) -> None:
    first, second = Desk(store, clock), Desk(store, clock)
    await first.alarms.database_away(NOON, "no disk")
    clock.passes(90)
    await second.alarms.database_away(NOON, "no disk")
    assert {row.id for row in (*first.past, *second.past)} == {"alarms.database.2026-03-02T12.0"}


async def test_what_does_not_arrive_past_the_database_stands_in_the_log(
    store: SqliteStore, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(store, clock)

    class Broken(Lane):
        async def perform(self, row: OutboxRow) -> Done:
            raise Transient("Slack: invalid_auth")

    desk.alarms._routes = Routes({}, {}, Broken(), alerts=Broken())
    await desk.alarms.database_away(NOON, "no disk")
    assert "The database takes nothing" in caplog.text
    assert "did not arrive" in caplog.text


async def test_health_says_that_the_store_takes_nothing_though_it_answers(store: SqliteStore) -> None:
    answer = await Health(store, ["worker"], takes=lambda: False).answer(None)  # type: ignore[arg-type]
    assert (answer.status, "store takes nothing" in (answer.text or "")) == (503, True)


# --- the clock


class Heard:
    def __init__(self, clock: Clock) -> None:
        self.vitals = KnownVitals(clock)
        self.watch = ClockWatch(clock, self.vitals)
        self.clock = clock

    def why(self, *said: tuple[str, float]) -> str:
        """Servers have said what time it is, so many seconds before (or after) ours."""
        for server, seconds in said:
            self.watch.heard(server, self.clock.now() - timedelta(seconds=seconds))
        return {vital.name: vital.why for vital in self.vitals.all()}.get("clock", "nothing known")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([("Telegram", 3)], ""),
        ([("Telegram", 59)] * 9, ""),
        ([("Telegram", 61)] * 2, "nothing known"),
        ([("Telegram", 61)] * 3, "this machine's clock is 61 s ahead of the one of Telegram"),
        ([("Telegram", -3600)] * 3, "this machine's clock is 3600 s behind the one of Telegram"),
        ([("Telegram", 61), ("Telegram", 0)] * 5, ""),
        (
            [("Telegram", 90), ("the database", 0)] * 3,
            "this machine's clock is 90 s ahead of the one of Telegram",
        ),
        ([("Telegram", 90)] * 3 + [("Telegram", 1)], ""),
    ],
)
def test_a_clock_is_wrong_when_a_server_says_so_again_and_again(said: list[tuple[str, float]], why: str) -> None:
    assert Heard(Clock()).why(*said) == why


async def test_both_databases_say_what_time_it_is(tmp_path: Path) -> None:
    from core.store.postgres import PostgresStore

    stores = [SqliteStore.open(tmp_path / "desk.db"), await PostgresStore.open(await new_database(postgres()))]
    for store in stores:
        there = await store.transact(lambda tx: tx.health.clock())
        assert abs(there - datetime.now(UTC)) < timedelta(seconds=5)
        await store.close()
