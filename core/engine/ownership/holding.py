"""What those who work under leases offer to whoever holds these for them, and how a transaction is fenced by one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from core.model.lease import ALWAYS, Lease
from core.ports import Clock, Transaction

T = TypeVar("T")
Guarded = Callable[[Transaction], Awaitable[T]]


class Lanes(Protocol):
    """What is sent under leases of slots. Nothing is begun in a slot whose lease `Ownership.lease` does not give."""

    async def open(self, slots: Sequence[int]) -> None:
        """Take up all that waits in all slots that are held; these are new among them. Raises Transient."""

    def close(self, slots: Sequence[int]) -> None:
        """They are not held any more: whatever is kept or under way of them is somebody else's."""

    def busy(self) -> set[int]:
        """The slots in which something is under way."""

    def go_on(self) -> None:
        """What had to wait for its lease may find it again."""


class NoLanes:
    """Of a process that sends nothing."""

    async def open(self, slots: Sequence[int]) -> None:
        """There is nothing to take up."""

    def close(self, slots: Sequence[int]) -> None:
        """There is nothing to leave."""

    def busy(self) -> set[int]:
        return set()

    def go_on(self) -> None:
        """Nothing waits."""


def fenced(work: Guarded[T], lease: Lease, clock: Clock) -> Guarded[T]:
    """The work as a transaction that raises LeaseLost, and writes nothing, where the lease may be somebody else's by now.

    A process that shares with nobody needs no fence, and pays for none.
    """
    if lease is ALWAYS:
        return work

    async def guarded(tx: Transaction) -> T:
        await tx.leases.guard(lease, clock.now())
        return await work(tx)

    return guarded
