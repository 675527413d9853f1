"""The daily job: lets go of what is kept no longer, in small transactions, and counts it; or only counts what would go."""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from core.engine.retention.periods import Periods
from core.engine.retention.stocks import KINDS, Kind, let_go
from core.model.errors import Transient
from core.ports import Clock, Store, Transaction
from core.ports.retention_tables import Due, Key, Page
from core.ports.store import Scrubbing

log = logging.getLogger(__name__)

PAGE = 500  # rows that are looked at in one transaction
_AT_MOST = 0.02  # seconds that a transaction goes on; conversations wait for it
_PAUSE = 0.005  # seconds, for those who wait
RAN = "retention:ran"  # when it ran last
DAILY = timedelta(hours=23, minutes=30)  # the job looks each quarter of an hour whether it is time
_SCRUBS, _AGAIN = 20, 0.5  # tries, and seconds between them: somebody may read the database just then


class Gone(NamedTuple):
    """Of one kind: how many rows or files went, or would, and since when the oldest of them was kept."""

    name: str
    kept: timedelta
    rows: int
    oldest: datetime | None


class Shelf(Protocol):
    """Files on the desk's disk that are kept for a time; `name`: as operators read it."""

    name: str

    def period(self, periods: Periods) -> timedelta: ...

    async def let_go(self, before: datetime, *, really: bool) -> tuple[int, datetime | None]:
        """How many older ones went, or would, and from when the oldest is."""


class Retention:
    def __init__(self, store: Store, clock: Clock, periods: Periods, shelves: Sequence[Shelf] = ()) -> None:
        self._store = store
        self._clock = clock
        self._periods = periods
        self._shelves = shelves

    async def daily(self) -> None:
        """Once a day, whichever process does it and however often it is started."""
        now = self._clock.now()
        ran = await self._store.transact(lambda tx: tx.keep.get(RAN))
        if ran and abs(now - datetime.fromisoformat(ran)) < DAILY:  # a clock that was wrong may have said a day to come
            return
        await self.run()
        await self._store.transact(lambda tx: tx.keep.put(RAN, now.isoformat()))

    async def run(self, *, really: bool = True) -> list[Gone]:
        """Killed in the middle, the next run goes on. `really` False: nothing goes. Raises as the store does."""
        gone = [await self._kind(kind, really=really) for kind in KINDS]
        for shelf in self._shelves:
            period = shelf.period(self._periods)
            count, oldest = await shelf.let_go(self._clock.now() - period, really=really)
            gone.append(Gone(shelf.name, period, count, oldest))
        if really:
            await self._told(gone)
        return gone

    async def _told(self, gone: Sequence[Gone]) -> None:
        total = sum(each.rows for each in gone)
        if not total:
            return
        words = ", ".join(f"{each.rows} of {each.name}" for each in gone if each.rows)
        log.info("kept no longer: %s", words)
        await self._store.transact(lambda tx: tx.audit.note("kept no longer", "", words, self._clock.now()))
        await self._scrubbed()

    async def _scrubbed(self) -> None:
        """What went stands nowhere on the disk any more, where the database is a file."""
        tries = _SCRUBS if isinstance(self._store, Scrubbing) else 0
        while tries and not await self._scrub():
            tries -= 1
            await asyncio.sleep(_AGAIN)
            if not tries:
                log.warning("what is kept no longer is still in the database's log: somebody reads it for long")

    async def _scrub(self) -> bool:
        assert isinstance(self._store, Scrubbing)
        try:
            await self._store.scrub()
        except Transient:
            return False
        return True

    async def _kind(self, kind: Kind, *, really: bool) -> Gone:
        period = kind.period(self._periods)
        before = self._clock.now() - period
        count, oldest, after = 0, None, None
        while True:
            page = await self._page(kind, after, before)
            went = await self._all(kind, page.due, before, really=really)
            count += len(went)
            oldest = min([*went, *([oldest] if oldest else [])], default=None)
            if page.last is None:
                return Gone(kind.name, period, count, oldest)
            after = page.last
            await asyncio.sleep(_PAUSE)

    async def _page(self, kind: Kind, after: Key | None, before: datetime) -> Page:
        return await self._store.transact(lambda tx: tx.keeping.page(kind.stock, after, before, PAGE))

    async def _all(self, kind: Kind, due: Sequence[Due], before: datetime, *, really: bool) -> list[datetime]:
        """From when those are that went."""
        went: list[datetime] = []
        left = list(due)
        goes_on = dict[str, bool]()
        while left:
            done, here = await self._store.transact(
                partial(_some, kind=kind, due=left, before=before, goes_on=goes_on, really=really)
            )
            went += here
            left = left[done:]
            await asyncio.sleep(_PAUSE)
        return went


async def _some(
    tx: Transaction, *, kind: Kind, due: Sequence[Due], before: datetime, goes_on: dict[str, bool], really: bool
) -> tuple[int, list[datetime]]:
    """How many are done, and from when those are that went. The first is looked at again where it is not gone as a whole."""
    began, went = time.perf_counter(), list[datetime]()
    for place, each in enumerate(due):
        if place and time.perf_counter() - began > _AT_MOST:
            return place, went
        if each.of and each.of not in goes_on:
            goes_on[each.of] = await tx.keeping.goes_on(each.of, before)
        if each.of and goes_on[each.of]:
            continue
        if really and not await let_go(tx, kind, each):
            return place, went
        went.append(each.at)
    return len(due), went
