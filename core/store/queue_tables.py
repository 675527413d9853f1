"""The tables through which work passes on SQLite: inbox, outbox, timers."""

from collections.abc import Sequence
from datetime import datetime

from core.model.codec import decode, encode
from core.model.effects import Effect
from core.model.rows import (
    InboxRow,
    NewEffect,
    OutboxRow,
    Received,
    Timer,
)
from core.store.moments import moment, seconds
from core.store.session import Row, Session


class InboxTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, items: Sequence[Received], now: datetime) -> int:
        return sum(self._add(item, seconds(now)) for item in items)

    def _add(self, item: Received, now: float) -> int:
        return self._session.write(
            "inbox.add", key=item.key, source=item.source, stream=item.stream, payload=item.payload, now=now
        )

    async def next(self, limit: int, now: datetime) -> list[InboxRow]:
        return [_inbox_row(row) for row in self._session.rows("inbox.next", limit=limit, now=seconds(now))]

    async def settle(self, row_id: int, state: str, reason: str = "") -> None:
        self._session.change("inbox.settle", id=row_id, state=state, reason=reason)

    async def park(self, row_id: int, until: datetime, reason: str) -> None:
        self._session.change("inbox.park", id=row_id, until=seconds(until), reason=reason)


def _inbox_row(row: Row) -> InboxRow:
    id, key, source, stream, payload, received_at, attempts = row
    return InboxRow(id, key, source, stream, payload, moment(received_at), attempts)


class OutboxTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, rows: Sequence[NewEffect], now: datetime) -> list[OutboxRow]:
        return [added for row in rows if (added := self._add(row, now)) is not None]

    def _add(self, new: NewEffect, now: datetime) -> OutboxRow | None:
        added = self._session.row(
            "outbox.add",
            id=new.id,
            part=new.part,
            conversation=new.conversation,
            lane=new.lane,
            effect=encode(new.effect),
            turn=new.turn,
            now=seconds(now),
        )
        if added is None:
            return None
        return OutboxRow(added[0], new.id, new.conversation, new.lane, new.effect, new.turn, new.part, 0, now, now)

    async def waiting(self) -> list[OutboxRow]:
        return [_outbox_row(row) for row in self._session.rows("outbox.waiting")]

    async def begin(self, seq: int) -> None:
        self._session.change("outbox.begin", seq=seq)

    async def settle(
        self, seq: int, state: str, receipt: str = "", reason: str = "", until: datetime | None = None
    ) -> None:
        not_before = None if until is None else seconds(until)
        self._session.change("outbox.settle", seq=seq, state=state, receipt=receipt, reason=reason, until=not_before)


def _outbox_row(row: Row) -> OutboxRow:
    seq, id, conversation, lane, stored, turn, part, attempts, created_at, not_before = row
    effect: Effect = decode(stored, Effect)  # type: ignore[arg-type]  # mypy has no type for a union as a value
    created, waits_until = moment(created_at), moment(not_before)
    return OutboxRow(seq, id, conversation, lane, effect, turn, part, attempts, created, waits_until)


class TimersTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def set(self, timer: Timer) -> None:
        self._session.write(
            "timers.set",
            conversation=timer.conversation,
            reason=timer.reason,
            turn=timer.turn,
            due=seconds(timer.due),
        )

    async def take_due(self, now: datetime, limit: int) -> list[Timer]:
        due = [_timer(row) for row in self._session.rows("timers.take_due", now=seconds(now), limit=limit)]
        return sorted(due, key=lambda timer: timer.due)  # RETURNING keeps no order

    async def next_due(self) -> datetime | None:
        row = self._session.row("timers.next_due")
        return None if row is None else moment(row[0])


def _timer(row: Row) -> Timer:
    conversation, reason, turn, due = row
    return Timer(conversation, reason, turn, moment(due))
