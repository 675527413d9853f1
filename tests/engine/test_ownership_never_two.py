"""Whatever is delayed, lost, or asleep: by their own knowledge two processes never hold the same at one time."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.ownership.holdings import Holdings
from core.engine.ownership.shared import LEASE, MARGIN
from core.model.lease import Lease
from core.store.ownership_tables import LeasesTable
from core.store.sqlite.database import MEMORY, open_to_write
from core.store.sqlite.schema import shipped
from core.store.sqlite.session import SqliteSession
from core.store.sqlite.writer import finish
from tests.engine.fakes import NOON

NAMES = ["decide/1", "decide/2", "alone/shifts"]
RATES = (0.96, 1.0, 1.04)  # how fast each process's own seconds go


class Beat(NamedTuple):
    asked: float
    held: list[Lease] | None = None  # once the store has answered


class Process:
    """Its beats in three steps, between which any time may pass: it asks, the store answers, it hears the answer."""

    def __init__(self, town: "Town", id: str, rate: float) -> None:
        self._town = town
        self._id = id
        self._rate = rate
        self.holdings = Holdings(self._ticks)
        self._beat: Beat | None = None

    def _ticks(self) -> float:
        return self._town.seconds * self._rate

    def asks(self) -> None:
        self._beat = self._beat or Beat(self._ticks())

    def is_answered(self) -> None:
        self.asks()
        if self._beat and self._beat.held is None:
            self._beat = self._beat._replace(held=self._town.answer(self._id))

    def hears(self) -> None:
        if self._beat and self._beat.held is not None:
            self.holdings.learn(self._beat.held, self._beat.asked + LEASE.total_seconds() - MARGIN)
            self.holdings.open(self.holdings.closed())
            self._beat = None

    def hears_nothing(self) -> None:
        """The connection broke, before or after the store did it."""
        self._beat = None

    def beats(self) -> None:
        self.asks()
        self.is_answered()
        self.hears()

    def gives_back(self) -> None:
        """Nothing that was asked before is heard after it."""
        self.hears_nothing()
        names = self.holdings.names()
        self.holdings.aim(())
        self._town.release(names, self._id)
        self.holdings.drop(names)


class Town:
    def __init__(self, leases: LeasesTable) -> None:
        self._leases = leases
        self.seconds = 0.0
        self.processes = [Process(self, f"p{number}", rate) for number, rate in enumerate(RATES)]

    def answer(self, id: str) -> list[Lease]:
        now = NOON + timedelta(seconds=self.seconds)
        kept = finish(self._leases.prolong(id, LEASE, now))
        missing = [name for name in NAMES if name not in {lease.name for lease in kept}]
        return kept + finish(self._leases.take(missing, id, LEASE, now))

    def release(self, names: list[str], id: str) -> None:
        finish(self._leases.release(names, id))

    def holders(self, name: str) -> list[Process]:
        return [process for process in self.processes if process.holdings.lease(name)]


@pytest.fixture(scope="module")
def session() -> Iterator[SqliteSession]:
    with ExitStack() as held:
        yield SqliteSession(open_to_write(MEMORY, shipped(), held))


STEPS = st.lists(
    st.one_of(
        st.sampled_from([0.1, 0.4, 1.0, 2.5, 4.4, 4.6, 5.1, 9.0]),
        st.tuples(
            st.integers(0, len(RATES) - 1),
            st.sampled_from(["beats", "asks", "is_answered", "hears", "hears_nothing", "gives_back"]),
        ),
    ),
    min_size=30,
    max_size=80,
)


@given(STEPS)
@settings(max_examples=100, deadline=None)
def test_no_two_hold_the_same_at_one_time(session: SqliteSession, steps: list[float | tuple[int, str]]) -> None:
    session._connection.execute("BEGIN")
    try:
        town = Town(LeasesTable(session))
        for step in steps:
            if isinstance(step, float):
                town.seconds += step
            else:
                process, does = step
                getattr(town.processes[process], does)()
            assert all(len(town.holders(name)) <= 1 for name in NAMES)
    finally:
        session._connection.execute("ROLLBACK")
