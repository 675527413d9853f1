"""The leases that one process holds, as far as it can know by its own ticks without asking anybody."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from core.model.lease import Lease


class Held(NamedTuple):
    """`until`, `leaving` (since when another process is the one that should have it): in ticks of this process.

    `opened`: its work may be begun, for what its last holder left has been taken up.
    """

    lease: Lease
    until: float
    opened: bool = False
    leaving: float | None = None


class Holdings:
    """`ticks`: seconds that pass alike whatever the clock is set to, also while the process is stopped."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._held: dict[str, Held] = {}

    def names(self) -> list[str]:
        """Also of those whose time may be over, until somebody says so."""
        return sorted(self._held)

    def lease(self, name: str) -> Lease | None:
        """None: not to be worked under, now."""
        held = self._held.get(name)
        if held is None or not held.opened or held.leaving is not None or self._ticks() >= held.until:
            return None
        return held.lease

    def left(self, name: str) -> float:
        """Seconds for which it may surely be worked under."""
        return self._held[name].until - self._ticks() if self.lease(name) else 0.0

    def learn(self, leases: Iterable[Lease], until: float) -> list[str]:
        """What is held until then, as the store says; what was held and is not, or was somebody else's in between.

        An epoch that is the next one was nobody else's in between: all that was done under the old one is still right.
        """
        before, self._held = self._held, {}
        for lease in leases:
            known = before.get(lease.name)
            if known and lease.epoch - known.lease.epoch in (0, 1):
                self._held[lease.name] = before.pop(lease.name)._replace(lease=lease, until=until)
            else:
                self._held[lease.name] = Held(lease, until)
        return sorted(before)

    def aim(self, wanted: Collection[str]) -> None:
        """What another process should have is left: nothing of it is begun any more."""
        now = self._ticks()
        for name, held in self._held.items():
            if name in wanted:
                self._held[name] = held._replace(leaving=None)
            elif held.leaving is None:
                self._held[name] = held._replace(leaving=now)

    def leaving(self) -> dict[str, float]:
        """For how many seconds each has been so."""
        now = self._ticks()
        return {name: now - held.leaving for name, held in self._held.items() if held.leaving is not None}

    def closed(self) -> list[Lease]:
        """Whose work may not be begun yet."""
        return [held.lease for held in self._held.values() if not held.opened]

    def open(self, leases: Iterable[Lease]) -> None:
        """Those of them that are still held."""
        for lease in leases:
            held = self._held.get(lease.name)
            if held and held.lease == lease:
                self._held[lease.name] = held._replace(opened=True)

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self._held.pop(name, None)
