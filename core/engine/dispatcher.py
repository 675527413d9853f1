"""Carries effects out: one first-in-first-out lane per destination, with its retries, its pauses and its end.

What waits in a lane for its destination's rate goes out as one post where its performer can join it.
"""

import asyncio
import logging
from collections.abc import Sequence

from core.engine.changes import BY_ITSELF
from core.engine.intake import DurableIntake
from core.engine.lane import Lane
from core.engine.limits import Limits
from core.engine.outcomes import Outcomes
from core.engine.ownership import ALONE, NOBODY_ELSE
from core.engine.routes import Routes
from core.engine.sending import Sending
from core.model.errors import Transient
from core.model.lease import ALWAYS, sending
from core.model.rows import OutboxRow
from core.model.slots import slot_of_lane
from core.ports import Clock, Nerves, Ownership, Rates, Store
from core.store.errors import LeaseLost

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds, after an error that is not the destination's
STOP_WITHIN = 7.0  # seconds for what is being sent, so that the whole process ends within ten
IDLE = 1.0  # seconds until the outbox is looked at again without news
BREATH = 0.02  # seconds between two looks: what many tell at once is seen at one
AT_ONCE = 500  # rows that are read in one transaction

_Key = tuple[int, str]


class Dispatcher:
    """Lanes live in memory; what is in them lives in the outbox, from which a fresh start fills them again.

    Of what several processes share only the lanes of slots that are held here are kept, and only while they are.
    """

    def __init__(
        self,
        store: Store,
        routes: Routes,
        clock: Clock,
        intake: DurableIntake,
        *,
        ownership: Ownership = ALONE,
        rates: Rates | None = None,
        nerves: Nerves = NOBODY_ELSE,
    ) -> None:
        self._store = store
        self._ownership = ownership
        self._nerves = nerves
        self._stopping = asyncio.Event()
        outcomes = Outcomes(store, clock, intake, ownership)
        self._sending = Sending(routes, clock, rates or Limits(), outcomes, ownership, self._stopping)
        self._slots: set[int] | None = None if ownership.slots("send") is None else set()
        self._lanes: dict[_Key, Lane] = {}
        self._tasks: dict[_Key, asyncio.Task[None]] = {}
        self._paused: set[_Key] = set()
        self._news = asyncio.Event()
        nerves.heard("outbox", self._news.set)

    # --- what comes in
    async def recover(self) -> int:
        """Take up what an earlier process left; how many rows. Where several share the work, each slot brings what is its own."""
        if self._slots is not None:
            return 0
        rows = await self._store.transact(lambda tx: tx.outbox.waiting())
        self.put(rows)
        return len(rows)

    def put(self, rows: Sequence[OutboxRow]) -> None:
        """Queue rows that are already in the outbox; those of slots that others hold are left to them."""
        if not self._queue(rows):
            self._nerves.tell("outbox")

    def _queue(self, rows: Sequence[OutboxRow]) -> bool:
        """Whether all of them are this process's."""
        ours = [(self._slot(row), row) for row in rows]
        for slot, row in ours:
            if slot is not None:
                self._lane(slot, row.lane).add(row)
                self._start((slot, row.lane))
        return all(slot is not None for slot, _ in ours)

    def _slot(self, row: OutboxRow) -> int | None:
        """None: another process's."""
        if self._slots is None:
            return 0
        slot = slot_of_lane(row.lane, row.conversation)
        return slot if slot in self._slots else None

    def _lane(self, slot: int, name: str) -> Lane:
        key = (slot, name)
        if key not in self._lanes:
            self._lanes[key] = Lane(name, slot, sending(slot), ALWAYS)
        return self._lanes[key]

    def waiting(self) -> int:
        """How many effects are queued in this process."""
        return sum(len(lane.rows) for lane in self._lanes.values())

    # --- what other processes decide
    async def run(self) -> None:
        """Look for what others have put into the lanes of this process; for ever. Ends where there are no others."""
        while self._slots is not None:
            await self._until_news()
            await self.look()

    async def _until_news(self) -> None:
        await asyncio.sleep(BREATH)
        try:
            async with asyncio.timeout(BY_ITSELF if self._nerves.deaf else IDLE):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()

    async def look(self) -> int:
        """Take up what waits in the slots of this process and is not in its lanes; how many rows. Raises Transient."""
        slots = sorted(self._slots or ())
        if not slots:
            return 0
        waiting = await self._store.transact(lambda tx: tx.lanes.waiting(slots))
        known = {row.seq for lane in self._lanes.values() for row in lane.rows}
        unknown = [seq for seq in waiting if seq not in known]
        for start in range(0, len(unknown), AT_ONCE):
            await self._load(unknown[start : start + AT_ONCE])
        return len(unknown)

    async def _load(self, seqs: Sequence[int]) -> None:
        self._queue(await self._store.transact(lambda tx: tx.lanes.these(seqs)))

    async def open(self, slots: Sequence[int]) -> None:
        """As `core.engine.ownership.Lanes`."""
        if self._slots is not None:
            self._slots.update(slots)
        await self.look()

    def close(self, slots: Sequence[int]) -> None:
        """As `core.engine.ownership.Lanes`. A try that is under way is broken off: another process makes it again."""
        for key in [key for key in self._lanes if key[0] in slots]:
            del self._lanes[key]
            self._paused.discard(key)
            if task := self._tasks.pop(key, None):
                task.cancel()
        if self._slots is not None:
            self._slots.difference_update(slots)

    def busy(self) -> set[int]:
        """As `core.engine.ownership.Lanes`."""
        return {lane.slot for lane in self._lanes.values() if lane.busy}

    def go_on(self) -> None:
        """As `core.engine.ownership.Lanes`."""
        for key in [key for key in self._paused if self._may_send(self._lanes[key])]:
            self._paused.discard(key)
            self._start(key)

    # --- sending
    def _start(self, key: _Key) -> None:
        if key not in self._tasks and not self._stopping.is_set():
            lane = self._lanes[key]
            self._tasks[key] = asyncio.create_task(self._drain(key, lane), name=f"lane {lane.name}")

    async def _drain(self, key: _Key, lane: Lane) -> None:
        """One row after the other; a row that has to wait holds up its own lane and no other."""
        while lane.rows and self._may_send(lane):
            try:
                await self._sending.next(lane)
            except (Transient, LeaseLost) as error:  # the store does not take the beginning of a try: none was made
                log.error("lane %s goes on in %.0f s: %s", lane.name, PAUSE, error)
                await asyncio.sleep(PAUSE)
            except Exception:  # the edge of the lane: one that ended silently would never send again
                log.exception("lane %s failed by a mistake of ours", lane.name)
                await asyncio.sleep(PAUSE)
        if self._lanes.get(key) is lane:
            self._rest(key, lane)

    def _rest(self, key: _Key, lane: Lane) -> None:
        """Nothing is to be done in it, or not now."""
        del self._tasks[key]
        if lane.rows:
            self._paused.add(key)
        else:
            del self._lanes[key]

    def _may_send(self, lane: Lane) -> bool:
        return not self._stopping.is_set() and self._ownership.lease(lane.lease_name) is not None

    async def stop(self, within: float = STOP_WITHIN) -> None:
        """Begin nothing new; let what is being sent finish, up to a time in seconds. The rest is in the outbox."""
        self._stopping.set()
        tasks = list(self._tasks.items())
        for key, task in tasks:
            if not self._lanes[key].busy:
                task.cancel()
        if tasks:
            await asyncio.wait([task for _, task in tasks], timeout=within)
        for _, task in tasks:
            task.cancel()
