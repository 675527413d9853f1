"""A clock that is set wrong: what is due waits until it is believed."""

from datetime import UTC, datetime, timedelta

import pytest

from core.engine.clock import BELIEVED_AFTER, SteadyClock, TheirClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Machine:
    """Its clock, which is `off` by seconds, and the seconds that have passed."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.off = 0.0
        self.steady = SteadyClock(self, lambda: self.passed)

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed + self.off)

    def after(self, seconds: float) -> float:
        """The seconds since noon that the steady clock shows then."""
        self.passed += seconds
        return (self.steady.now() - NOON).total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_it_shows_what_the_clock_shows(machine: Machine):
    assert [machine.after(10), machine.after(3600)] == [10, 3610]


@pytest.mark.fault("People and time", "clock a day off")
@pytest.mark.parametrize("off", [3600, 86_400, 365 * 86_400])
def test_a_jump_ahead_is_not_believed_and_time_passes_on(machine: Machine, off: float):
    machine.after(10)
    machine.off = off
    assert [machine.after(1), machine.after(100)] == [11, 111]
    machine.off = 0
    assert machine.after(1) == 112


def test_a_jump_that_stays_is_believed(machine: Machine):
    machine.off = 3600
    machine.after(1)
    assert machine.after(BELIEVED_AFTER - 1) == BELIEVED_AFTER
    assert machine.after(1) == BELIEVED_AFTER + 1 + 3600
    assert machine.after(1) == BELIEVED_AFTER + 2 + 3600


def test_two_jumps_are_each_waited_for(machine: Machine):
    machine.off = 3600
    machine.after(BELIEVED_AFTER / 2)
    machine.off = 0
    machine.after(1)
    machine.off = 3600
    assert machine.after(BELIEVED_AFTER - 1) < 3600


@pytest.mark.parametrize("off", [1, 59, -1, -3600, -86_400])
def test_a_small_step_and_a_step_back_are_believed_at_once(machine: Machine, off: float):
    machine.off = off
    assert machine.after(10) == 10 + off


# --- the clock of a platform


def test_their_time_goes_on_from_what_they_said_last():
    seconds = 10.0
    clock = TheirClock(lambda: seconds)
    assert clock.now() is None
    clock.tells(NOON)
    seconds += 90
    assert clock.now() == NOON + timedelta(seconds=90)
    clock.tells(NOON + timedelta(seconds=88))
    assert clock.now() == NOON + timedelta(seconds=88)
