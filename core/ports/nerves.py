"""What processes tell each other in passing: never the only copy of anything, and a message that is lost costs a second."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from core.model.rows import Limit

Topic = Literal["inbox", "outbox", "roster", "changed", "erased"]


class Nerves(Protocol):
    """Between the processes of a desk; where there is one only, nobody is told."""

    def tell(self, topic: Topic) -> None:
        """The others. Never waits, never fails."""

    def heard(self, topic: Topic, act: Callable[[], None]) -> None:
        """Call this whenever another process has told of it, and when some of it may have been missed."""

    @property
    def deaf(self) -> bool:
        """Whether there may be others who cannot be heard at this moment: then look for yourself more often."""


class Rates(Protocol):
    """The platforms' limits, shared by all who send."""

    async def acquire(self, limits: tuple[Limit, ...]) -> bool:
        """Wait for all limits, the narrowest first; whether there was anything to wait for."""

    def pause(self, limits: tuple[Limit, ...], seconds: float) -> None:
        """The platform says that nobody may go on these for a while, those who wait already included."""


class Notices(Protocol):
    """What each process says of itself to whoever asks; it is forgotten some seconds after it was said last."""

    async def post(self, process: str, text: str) -> None:
        """Never fails: where nobody can be reached it is not posted."""

    async def of(self, processes: Sequence[str]) -> Mapping[str, str] | None:
        """By process; one that has said nothing is missing. None: nobody can be heard at this moment."""


class Places(NamedTuple):
    """How many are taken: in all, and of them by one customer."""

    all: int
    own: int


class SharedPlaces(Protocol):
    """Places that the processes take together, so that none overlooks what the others have begun."""

    async def take(self, place: str, customer: str, now: datetime, until: datetime) -> Places | None:
        """Those of all processes that are taken already, before this one. None: they are not known at this moment."""

    async def leave(self, place: str, customer: str) -> None:
        """Never fails: a place that nobody leaves is free at its `until`."""
