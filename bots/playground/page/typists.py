"""Who is typing at an open page, so that the others see it."""

import time
from collections.abc import Callable

SHOWS = 3.0  # seconds after the last key


class Typists:
    """People with their hands on a keyboard. `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str], float] = {}

    def types(self, pane: str, name: str) -> None:
        self._until[pane, name[:80]] = self._clock() + SHOWS

    def stops(self, pane: str) -> None:
        """What was typed has been sent."""
        self._until = {key: until for key, until in self._until.items() if key[0] != pane}

    def names(self, pane: str) -> list[str]:
        """Who types there now; those whose time is over are forgotten."""
        now = self._clock()
        self._until = {key: until for key, until in self._until.items() if until > now}
        return [name for where, name in self._until if where == pane]
