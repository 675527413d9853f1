"""When to leave a server alone that fails, so that nobody waits for it in vain and it is not pestered."""

import time
from collections.abc import Callable

_IN_A_ROW = 3  # so many failures, and it rests
_REST = 30.0  # seconds


class Rest:
    """Counts failures in a row; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0
        self._failures = 0

    @property
    def left(self) -> float:
        """Seconds until it may be asked again, 0 if it may be now."""
        return max(0.0, self._until - self._clock())

    def rest(self, seconds: float) -> None:
        self._until = max(self._until, self._clock() + seconds)

    def over(self) -> None:
        """What made it rest is mended."""
        self._until, self._failures = 0.0, 0

    def failed(self) -> None:
        """The third in a row makes it rest; after that each one does, until something works."""
        self._failures += 1
        if self._failures >= _IN_A_ROW:
            self.rest(_REST)

    def worked(self) -> None:
        self._failures = 0
