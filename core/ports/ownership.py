"""Who of several processes does what: the tables by which they agree, and what the engine asks of them."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from core.model.lease import Lease, Member

Alone = Callable[[str, Callable[[], Awaitable[None]]], Coroutine[Any, Any, None]]  # as `Ownership.alone`


async def by_itself(_task: str, work: Callable[[], Awaitable[None]]) -> None:
    """There is no other process that could do it."""
    await work()


class Leases(Protocol):
    """What is held, by whom, until when. A database that several machines share goes by its own clock, not by `now`."""

    async def take(self, names: Sequence[str], holder: str, time: timedelta, now: datetime) -> list[Lease]:
        """Those of the names that were free, or whose time was over: they are the holder's now, each in a new epoch."""

    async def prolong(self, holder: str, time: timedelta, now: datetime) -> list[Lease]:
        """All that the holder still holds, from now on for so long."""

    async def release(self, names: Sequence[str], holder: str) -> None:
        """They are free. What somebody else holds stays theirs."""

    async def guard(self, lease: Lease, now: datetime) -> None:
        """Until the end of this transaction nobody else can take it. Raises LeaseLost where somebody has, or its time is over."""


class Members(Protocol):
    """The processes that live."""

    async def seen(self, member: Member, alive: timedelta) -> list[Member]:
        """It lives (`seen_at`: now); all that have been seen within that time, by their ids. Others are forgotten."""

    async def left(self, id: str) -> None: ...


class Ownership(Protocol):
    """What this process holds at this moment, as far as it knows without asking."""

    def slots(self, of: Literal["decide", "send"]) -> Sequence[int] | None:
        """None: all there are, for there is no other process."""

    def lease(self, name: str) -> Lease | None:
        """None: it is not this process's, or it may be somebody else's by now."""

    async def alone(self, task: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run the work whenever this process is the one to do it, and stop it when it is no more; for ever."""
