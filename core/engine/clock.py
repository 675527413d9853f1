"""The one place that reads the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from core.ports import Clock

JUMP = timedelta(minutes=1)  # no clock is set forward by so much that is only corrected a little
BELIEVED_AFTER = 600.0  # seconds: who has set a clock wrong by mistake mends it sooner


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SteadyClock:
    """For what is done when its time has come, and cannot be undone: a clock that jumps ahead is not believed at once.

    Until then time passes as it did before. What was put off to a time within the jump waits no longer than until then.
    `ticks`: seconds that always pass alike. One that is set back is believed at once, for nothing is due early then.
    """

    def __init__(self, clock: Clock, ticks: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ticks = ticks
        self._believed = clock.now()
        self._at = ticks()
        self._jumped_at: float | None = None

    def now(self) -> datetime:
        shown, ticks = self._clock.now(), self._ticks()
        steady = self._believed + timedelta(seconds=ticks - self._at)
        if shown - steady < JUMP:
            self._jumped_at = None
        else:
            self._jumped_at = ticks if self._jumped_at is None else self._jumped_at
            if ticks - self._jumped_at < BELIEVED_AFTER:
                return steady
        self._believed, self._at, self._jumped_at = shown, ticks, None
        return shown


class TheirClock:
    """The clock of a platform, as its answers tell the time: ours may be set wrong, and theirs dates what customers write.

    `ticks` as for a steady clock.
    """

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._told: tuple[datetime, float] | None = None

    def tells(self, now: datetime) -> None:
        """An answer that was made just now."""
        self._told = (now, self._ticks())

    def now(self) -> datetime | None:
        """None as long as there was no answer."""
        if self._told is None:
            return None
        told, at = self._told
        return told + timedelta(seconds=self._ticks() - at)
