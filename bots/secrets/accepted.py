"""What a caller at a door must know: the secret, and for a while after a change the one before."""

import time
from collections.abc import Callable

OVERLAP = 3600.0  # seconds in which whoever calls may not have learnt of the change


class Accepted:
    """`clock` gives seconds that only grow."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.now = secret
        self._clock = clock
        self._before = ""
        self._until = 0.0

    def renew(self, secret: str) -> None:
        """From now on. The one before is good for an hour; one that was renewed earlier is good no longer."""
        if secret != self.now:
            self._before, self.now, self._until = self.now, secret, self._clock() + OVERLAP

    def all(self) -> tuple[str, ...]:
        """The newest first."""
        return (self.now, self._before) if self._before and self._clock() < self._until else (self.now,)
