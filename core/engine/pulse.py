"""Whether the database takes what is written, and whether this machine's clock is as the others': each process looks for itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from core.model.errors import DeskError
from core.ports import Clock, Store, Transaction, Vitals

log = logging.getLogger(__name__)

EVERY = 10.0  # seconds between two beats
WITHIN = 10.0  # seconds that one may take
DATABASE = "database"
CLOCK = "clock"
PULSE = "pulse"  # the name under which a beat is kept

OFF = timedelta(minutes=1)
SURE = 3  # answers in a row that say so: one may have been under way for long, or come from something in between


class ToTell(Protocol):
    """As `core.engine.alarms.Alarms`."""

    async def database_away(self, since: datetime, why: str) -> None: ...

    async def database_back(self, name: str, since: datetime) -> None: ...


class ClockWatch:
    """`heard`: a server has said just now what time it is. The clock is off where one of them says so, again and again."""

    def __init__(self, clock: Clock, vitals: Vitals) -> None:
        self._clock = clock
        self._vitals = vitals
        self._off: dict[str, tuple[int, timedelta]] = {}  # how often in a row, and by how much

    def heard(self, server: str, there: datetime) -> None:
        """`server`: as operators know it, such as "Telegram"; `there` in UTC."""
        by = self._clock.now() - there
        before, _ = self._off.get(server, (0, by))
        self._off[server] = (before + 1 if abs(by) > OFF else 0, by)
        wrong = [_off(name, by) for name, (times, by) in sorted(self._off.items()) if times >= SURE]
        if wrong:
            self._vitals.ill(CLOCK, "; ".join(wrong))
        elif not any(times for times, _ in self._off.values()):
            self._vitals.well(CLOCK)


def _off(server: str, by: timedelta) -> str:
    how = "ahead of" if by > timedelta(0) else "behind"
    return f"this machine's clock is {abs(by).total_seconds():.0f} s {how} the one of {server}"


class Pulse:
    """`tells`: who is told, once, when the database has been away for `patience`, and that it is back."""

    def __init__(
        self,
        store: Store,
        vitals: Vitals,
        clocks: ClockWatch,
        tells: ToTell,
        patience: timedelta = timedelta(minutes=1),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._vitals = vitals
        self._clocks = clocks
        self._tells = tells
        self._patience = patience
        self._now = now
        self._sleep = sleep
        self._away_since: datetime | None = None
        self._told = False

    async def run(self) -> None:
        while True:
            await self.beat()
            await self._sleep(EVERY)

    async def beat(self) -> None:
        try:
            async with asyncio.timeout(WITHIN):
                there = await self._store.transact(self._write)
        except TimeoutError:
            await self._away(f"it does not answer within {WITHIN:.0f} s")
        except DeskError as error:
            await self._away(str(error))
        else:
            self._clocks.heard("the database", there)
            await self._here()

    async def _write(self, tx: Transaction) -> datetime:
        await tx.keep.put(PULSE, self._now().isoformat())
        return await tx.health.clock()

    async def _away(self, why: str) -> None:
        now = self._now()
        if self._away_since is None:
            log.error("the database takes nothing: %s", why)
            self._away_since = now
        self._vitals.ill(DATABASE, why)
        if not self._told and now - self._away_since >= self._patience:
            self._told = True
            await self._tells.database_away(self._away_since, why)

    async def _here(self) -> None:
        self._vitals.well(DATABASE)
        if self._away_since is None:
            return
        log.warning("the database takes again what is written; it did not since %s", self._away_since.isoformat())
        if self._told:
            await self._tells.database_back(DATABASE, self._away_since)
        self._away_since, self._told = None, False
