"""The nerves of a desk of one process; and of several that have nothing to tell each other by."""

from collections.abc import Callable

from core.ports.nerves import Topic


class InProcess:
    """As `core.ports.Nerves`: tells nobody and hears nobody. `deaf`: there may be others all the same."""

    def __init__(self, *, deaf: bool = False) -> None:
        self._deaf = deaf

    @property
    def deaf(self) -> bool:
        return self._deaf

    def tell(self, topic: Topic) -> None:
        """There is nobody to tell."""

    def heard(self, topic: Topic, act: Callable[[], None]) -> None:
        """Nobody will ever tell."""
