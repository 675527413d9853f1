"""Tells those who look after the desk of its troubles as they begin and end: in Slack, by mail where one is named, and in the log.

What is told is written in one transaction with the fact that it was told. While the database takes nothing, it is told past it:
in Slack and by mail straight away, under a key of the hour, so that several processes tell it once.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from core.engine.routes import Routes
from core.engine.vitals import Everywhere, KnownVitals, Vital
from core.language.spec import ENGLISH
from core.model.alarms import ALARMS, Rung, ToldAlarms
from core.model.alerts import ALERTS, Alert
from core.model.codec import decode, encode
from core.model.effects import Effect, Say
from core.model.errors import DeskError
from core.model.figures import LaneRow
from core.model.ids import Address, EffectId
from core.model.lease import LIVES
from core.model.restored import RESTORED, Restored
from core.model.rows import DeadLetter, NewEffect, OutboxRow
from core.model.view import Line, Text, View
from core.ports import Catalog, Clock, Store, Transaction

log = logging.getLogger(__name__)

LOOKS = 5.0  # seconds between two looks
MOST_LETTERS = 1_000


class Seen(NamedTuple):
    """`letters`: the dead ones, newest first; `restored`: where this desk goes on from a backup; `unheard`: there are processes
    of whose connections nothing is known at this moment.
    """

    lanes: Sequence[LaneRow]
    undone: int
    undone_since: datetime | None
    letters: Sequence[DeadLetter]
    vitals: Sequence[Vital]
    restored: Restored | None = None
    unheard: bool = False


class Alarming(Protocol):
    """`handoff.alarms`, handed in by the composition root, for core does not import handoff. Pure."""

    def look(self, seen: Seen, told: ToldAlarms, now: datetime) -> tuple[Alert | None, ToldAlarms]:
        """What is to be told now, if anything, and all that has been told then."""

    def database(self, since: datetime, why: str, now: datetime) -> Alert:
        """That the database takes nothing: told past it."""


class Alarms:
    """`send` is given what is in the outbox. `mail`: who also gets it by mail; empty: nobody. `clock` is a steady one."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        alarming: Alarming,
        vitals: KnownVitals,
        routes: Routes,
        send: Callable[[Sequence[OutboxRow]], None],
        catalog: Catalog,
        mail: str = "",
    ) -> None:
        self._store = store
        self._clock = clock
        self._alarming = alarming
        self._vitals = vitals
        self._routes = routes
        self._send = send
        self._catalog = catalog
        self._mail = mail

    async def run(self) -> None:
        while True:
            await asyncio.sleep(LOOKS)
            await self.look()

    async def look(self) -> None:
        now = self._clock.now()
        living = await self._store.transact(lambda tx: tx.health.processes(now - LIVES, now))
        everywhere = await self._vitals.everywhere([process.id for process in living])
        alert, rows = await self._store.transact(lambda tx: self._tell(tx, everywhere, now))
        self._send(rows)
        if alert:
            self._log(alert)

    async def _tell(
        self, tx: Transaction, everywhere: Everywhere, now: datetime
    ) -> tuple[Alert | None, list[OutboxRow]]:
        told = await told_in(tx)
        alert, after = self._alarming.look(await _seen(tx, everywhere), told, now)
        if alert:
            after = replace(after, count=after.count + 1)
        if after != told:
            await tx.keep.put(ALARMS, encode(after))
        return alert, await tx.outbox.add(self._effects(alert, str(after.count)), now) if alert else []

    def _effects(self, alert: Alert, number: str) -> list[NewEffect]:
        effects: list[Effect] = [alert]
        if self._mail:
            effects.append(_mailed(alert, self._mail))
        lanes = [self._routes.performer(effect).lane(effect, ALERTS) for effect in effects]
        return [
            NewEffect(EffectId(f"{ALARMS}.{number}.{place}"), ALERTS, lane, effect, 0)
            for place, (lane, effect) in enumerate(zip(lanes, effects, strict=True))
        ]

    def _log(self, alert: Alert) -> None:
        level = logging.ERROR if alert.title.params["new"] else logging.WARNING
        for said in (alert.title, *(line.text for line in alert.lines)):
            log.log(level, "%s", self._catalog.say(said.key, said.params, ENGLISH))

    # --- past the database
    async def database_away(self, since: datetime, why: str) -> None:
        now = self._clock.now()
        alert = self._alarming.database(since, why, now)
        self._log(alert)
        for effect in self._effects(alert, f"database.{now:%Y-%m-%dT%H}"):
            await self._past(effect, now)

    async def _past(self, new: NewEffect, now: datetime) -> None:
        """As if it had been tried before: it is looked for first."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        row = OutboxRow(0, new.id, new.conversation, new.lane, new.effect, 0, 0, 2, hour, hour)
        try:
            await self._routes.performer(new.effect).perform(row)
        except DeskError as error:
            log.error("what is said of the database did not arrive (%s): %s", new.lane, error)

    async def database_back(self, name: str, since: datetime) -> None:
        """It was told that it is away: from now on it is told as any other trouble is, so also that it is over."""

        async def work(tx: Transaction) -> None:
            told = await told_in(tx)
            ringing = {name: Rung(since)} | told.ringing
            await tx.keep.put(ALARMS, encode(replace(told, ringing=ringing)))

        await self._store.transact(work)


async def told_in(tx: Transaction) -> ToldAlarms:
    kept = await tx.keep.get(ALARMS)
    return decode(kept, ToldAlarms) if kept else ToldAlarms()


async def _seen(tx: Transaction, everywhere: Everywhere) -> Seen:
    undone, since = await tx.health.undone()
    restored = await tx.keep.get(RESTORED)
    return Seen(
        lanes=await tx.health.lanes(),
        undone=undone,
        undone_since=since,
        letters=await tx.audit.dead_letters(MOST_LETTERS),
        vitals=everywhere.vitals,
        restored=decode(restored, Restored) if restored else None,
        unheard=bool(everywhere.unheard),
    )


def _mailed(alert: Alert, to: str) -> Say:
    lines: list[Text] = [line.text for line in alert.lines]
    return Say(Address("email", to), View(tuple(map(Line, lines)), title=alert.title), ENGLISH)
