"""What waits for one destination, in the memory of the process that sends it; all of it stands in the outbox too."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

from msgspec.structs import replace

from core.model.lease import Lease
from core.model.rows import OutboxRow


class Lane:
    """`lease`: under which its rows were last begun, by its name. `fixed`: the first row has been looked at, and stays the first;
    `busy`: it is being begun, or what came of it is not written down.
    """

    def __init__(self, name: str, slot: int, lease_name: str, lease: Lease) -> None:
        self.name = name
        self.slot = slot
        self.lease_name = lease_name
        self.lease = lease
        self.rows: deque[OutboxRow] = deque()
        self.fixed = False
        self.busy = False
        self._came = asyncio.Event()
        self._newest = 0  # the highest `seq` that was ever here
        self._together = 0  # how many of the first rows were tried as one

    @contextmanager
    def under(self, lease: Lease) -> Iterator[None]:
        """While something is done under the lease, its slot is not given back."""
        self.lease, self.busy = lease, True
        try:
            yield
        finally:
            self.busy = False

    def add(self, row: OutboxRow) -> None:
        """In the order of `seq`, after all that was tried. One that is here already stays as it is."""
        if row.seq > self._newest:
            self._newest = row.seq
            self.rows.append(row)
        elif all(row.seq != other.seq for other in self.rows):
            self._insert(row)
        self._came.set()

    def _insert(self, row: OutboxRow) -> None:
        """All that was not tried stands as it was decided again: what passed others passes them once more."""
        standing = [other for place, other in enumerate(self.rows) if place < self.fixed or other.attempts]
        rest = [other for place, other in enumerate(self.rows) if place >= self.fixed and not other.attempts]
        self.rows = deque((*standing, *sorted((*rest, row), key=lambda each: each.seq)))

    async def another(self, within: float) -> None:
        """Returns when a row has come, or after so many seconds."""
        self._came.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._came.wait()

    def bring_forward(self, place: int) -> None:
        """The row there goes before all others, none of which was tried."""
        row = self.rows[place]
        del self.rows[place]
        self.rows.appendleft(row)

    def begin(self, fresh: int) -> tuple[OutboxRow, ...]:
        """Count a try of the first rows: of so many; but what was tried as one is tried as one again, so that all of it is found.

        Kept here too: whatever happens to the outcome, the next try must know of this one.
        """
        self._together = self._together or fresh
        begun = tuple(replace(row, attempts=row.attempts + 1) for row in islice(self.rows, self._together))
        for place, row in enumerate(begun):
            self.rows[place] = row
        return begun

    def part(self) -> None:
        """What was tried as one goes one by one."""
        self._together = 1

    def over(self, rows: Sequence[OutboxRow]) -> None:
        """They stand first, and are done or given up."""
        self._together = 0
        for _ in rows:
            self.rows.popleft()

    def other_parts(self, row: OutboxRow) -> list[OutboxRow]:
        """Of the first row's message; taken out."""
        rest = [other for other in islice(self.rows, 1, None) if other.id == row.id]
        for other in rest:
            self.rows.remove(other)
        return rest
