"""Alerts staff as time passes: what they are told and that they were told it is written in one transaction, so each is told once."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from core.answers.gaps import grouped
from core.engine.routes import Routes
from core.model.alert_facts import Day, DayRows, OpenQuestion, Owed
from core.model.alerts import ALERTS, Alert, Told
from core.model.codec import decode, encode
from core.model.ids import EffectId, Language
from core.model.rows import GapRow, NewEffect, OutboxRow
from core.ports import Clock, Store, Transaction
from core.ports.alerting import Alerting

LOOKS = 5.0  # seconds between two looks
MOST_GAPS = 2_000  # of a day
NAME = "alerts"  # under which it is kept what was told


class Alerts:
    """`send` is given what is in the outbox. The clock is a steady one: one that is set wrong breaks no promise."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        alerting: Alerting,
        routes: Routes,
        send: Callable[[Sequence[OutboxRow]], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._alerting = alerting
        self._routes = routes
        self._send = send

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOKS)

    async def look(self) -> int:
        """Once at all that is owed, and whether a day is to be summed up; how many alerts there were."""
        now = self._clock.now()
        rows = await self._store.transact(lambda tx: self._warn(tx, now))
        rows += await self._sum_up(now)
        self._send(rows)
        return len(rows)

    async def _warn(self, tx: Transaction, now: datetime) -> list[OutboxRow]:
        told = await _told(tx)
        alert, after = self._alerting.warn(await _owed(tx), told, now)
        return await self._tell(tx, alert, told, after, now)

    async def _sum_up(self, now: datetime) -> list[OutboxRow]:
        """What was open is put together outside of any transaction: it may take a moment."""
        known = await self._store.transact(_told)
        day, after = self._alerting.day(known, now)
        if after == known:
            return []
        rows = await self._rows_of(day) if day else None

        async def work(tx: Transaction) -> list[OutboxRow]:
            told = await _told(tx)
            again, after = self._alerting.day(told, now)
            alert = self._alerting.digest(again, rows) if again and rows else None
            return await self._tell(tx, alert, told, after, now)

        return await self._store.transact(work)

    async def _rows_of(self, day: Day) -> DayRows:
        rows, gaps = await self._store.transact(lambda tx: _written(tx, day))
        return rows._replace(open=await asyncio.to_thread(_open, gaps))

    async def _tell(
        self, tx: Transaction, alert: Alert | None, before: Told, after: Told, now: datetime
    ) -> list[OutboxRow]:
        if alert:
            after = replace(after, count=after.count + 1)
        if after != before:
            await tx.keep.put(NAME, encode(after))
        return await tx.outbox.add([self._effect(alert, after.count)], now) if alert else []

    def _effect(self, alert: Alert, number: int) -> NewEffect:
        lane = self._routes.performer(alert).lane(alert, ALERTS)
        return NewEffect(EffectId(f"{ALERTS}.{number}"), ALERTS, lane, alert, 0)


async def _told(tx: Transaction) -> Told:
    kept = await tx.keep.get(NAME)
    return decode(kept, Told) if kept else Told()


async def _owed(tx: Transaction) -> Owed:
    return Owed(
        chats=await tx.chats.live(),
        callbacks=await tx.callbacks.waiting(),
        tickets=await tx.ticket_pace.owed(),
        disputes=await tx.disputes.open(),
        staff=await tx.staff.all(),
    )


async def _written(tx: Transaction, day: Day) -> tuple[DayRows, list[GapRow]]:
    rated = [row for row in await tx.ratings.since(day.since) if row.at < day.until]
    left = await tx.gaps.since(day.since, MOST_GAPS, until=day.until)
    asked = await tx.asked.since(day.since, day.until)
    return DayRows(asked, await tx.handoffs.since(day.since, day.until), rated, []), left


def _open(gaps: list[GapRow]) -> list[OpenQuestion]:
    groups = grouped(gap for gap in gaps if gap.kind == "unanswered")
    return [OpenQuestion(group.text, Language(group.language), group.count) for group in groups]
