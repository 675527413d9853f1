"""The tables through which work passes: inbox, outbox, timers."""

from collections.abc import Sequence
from datetime import datetime

from core.model.codec import decode, encode
from core.model.effects import Effect, WakeReason
from core.model.rows import (
    InboxRow,
    NewEffect,
    OutboxRow,
    Received,
    Timer,
)
from core.model.slots import slot_of, slot_of_lane
from core.store.errors import RowOver
from core.store.moments import moment, seconds
from core.store.session import Column, Row, Session


class InboxTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, items: Sequence[Received], now: datetime) -> int:
        if not items:
            return 0
        return len(await self._session.each("inbox.add", [_received(item, seconds(now)) for item in items]))

    async def add_decided(self, item: Received, now: datetime) -> int:
        ((id,),) = await self._session.each("inbox.add_decided", [_received(item, seconds(now))])
        return int(id)

    async def next(self, limit: int, now: datetime, slots: Sequence[int] | None = None) -> list[InboxRow]:
        if slots is None:
            rows = await self._session.rows("inbox.next", limit=limit, now=seconds(now))
        else:
            rows = await self._session.rows("inbox.next_in", limit=limit, now=seconds(now), slots=encode(tuple(slots)))
        return [_inbox_row(row) for row in rows]

    async def settle(self, row_id: int, state: str, reason: str = "") -> None:
        if not await self._session.write("inbox.settle", id=row_id, state=state, reason=reason):
            raise RowOver(f"inbox row {row_id} is not to be decided")

    async def park(self, row_id: int, until: datetime, reason: str) -> None:
        if not await self._session.write("inbox.park", id=row_id, until=seconds(until), reason=reason):
            raise RowOver(f"inbox row {row_id} is not to be decided")


def _received(item: Received, now: float) -> dict[str, Column]:
    return {
        "key": item.key,
        "source": item.source,
        "stream": item.stream,
        "slot": slot_of(item.stream),
        "payload": item.payload,
        "now": now,
    }


def _inbox_row(row: Row) -> InboxRow:
    id, key, source, stream, payload, received_at, attempts = row
    return InboxRow(id, key, source, stream, payload, moment(received_at), attempts)


class OutboxTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, rows: Sequence[NewEffect], now: datetime) -> list[OutboxRow]:
        if not rows:
            return []
        added = await self._session.each("outbox.add", [_new(row, seconds(now)) for row in rows])
        numbers = {(id, part): seq for seq, id, part in added}
        return [
            OutboxRow(seq, new.id, new.conversation, new.lane, new.effect, new.turn, new.part, 0, now, now)
            for new in rows
            if (seq := numbers.pop((new.id, new.part), None)) is not None
        ]

    async def waiting(self) -> list[OutboxRow]:
        return [_outbox_row(row) for row in await self._session.rows("outbox.waiting")]

    async def begin(self, seq: int) -> int:
        tries = await self._session.row("outbox.begin", seq=seq)
        if tries is None:
            raise RowOver(f"outbox row {seq} does not wait")
        return int(tries[0])

    async def settle(
        self, seq: int, state: str, receipt: str = "", reason: str = "", until: datetime | None = None
    ) -> None:
        not_before = None if until is None else seconds(until)
        settled = await self._session.write(
            "outbox.settle", seq=seq, state=state, receipt=receipt, reason=reason, until=not_before
        )
        if not settled:  # erased meanwhile, with what it was for
            raise RowOver(f"outbox row {seq} is there no more")


def _new(row: NewEffect, now: float) -> dict[str, Column]:
    return {
        "id": row.id,
        "part": row.part,
        "conversation": row.conversation,
        "lane": row.lane,
        "slot": slot_of_lane(row.lane, row.conversation),
        "effect": encode(row.effect),
        "turn": row.turn,
        "now": now,
    }


class LanesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def waiting(self, slots: Sequence[int]) -> list[int]:
        return [seq for (seq,) in await self._session.rows("outbox.waiting_in", slots=encode(tuple(slots)))]

    async def these(self, seqs: Sequence[int]) -> list[OutboxRow]:
        return [_outbox_row(row) for row in await self._session.rows("outbox.these", seqs=encode(tuple(seqs)))]


def _outbox_row(row: Row) -> OutboxRow:
    seq, id, conversation, lane, stored, turn, part, attempts, created_at, not_before = row
    effect: Effect = decode(stored, Effect)  # type: ignore[arg-type]  # mypy has no type for a union as a value
    created, waits_until = moment(created_at), moment(not_before)
    return OutboxRow(seq, id, conversation, lane, effect, turn, part, attempts, created, waits_until)


class TimersTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def set(self, timer: Timer) -> None:
        await self._session.write(
            "timers.set",
            conversation=timer.conversation,
            reason=timer.reason,
            turn=timer.turn,
            due=seconds(timer.due),
        )

    async def take_due(self, now: datetime, limit: int) -> list[Timer]:
        due = [_timer(row) for row in await self._session.rows("timers.take_due", now=seconds(now), limit=limit)]
        return sorted(due, key=lambda timer: timer.due)  # RETURNING keeps no order

    async def next_due(self) -> datetime | None:
        row = await self._session.row("timers.next_due")
        return None if row is None else moment(row[0])

    async def of(self, reason: WakeReason) -> list[Timer]:
        return [_timer(row) for row in await self._session.rows("timers.of", reason=reason)]


def _timer(row: Row) -> Timer:
    conversation, reason, turn, due = row
    return Timer(conversation, reason, turn, moment(due))
