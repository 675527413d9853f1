"""The tables of how things stand: ways that are closed, dead letters that are answered, and what waits."""

from datetime import datetime
from itertools import groupby
from typing import Literal

from core.model.codec import decode, encode
from core.model.figures import Closure, LaneRow, ProcessRow
from core.store.moments import moment, seconds
from core.store.session import Row, Session


class ClosuresTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, closure: Closure) -> None:
        await self._session.write("closures.put", method=closure.method, data=encode(closure))

    async def lift(self, method: str) -> bool:
        return await self._session.write("closures.lift", method=method) == 1

    async def all(self) -> list[Closure]:
        return list(await self._session.known("closures.all", _closures))


def _closures(rows: list[Row]) -> tuple[Closure, ...]:
    return tuple(decode(row[0], Closure) for row in rows)


class LettersTable:
    """An incoming item is known by its number, an effect by its id, which all its parts have."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def again(self, kind: Literal["inbox", "outbox"], id: str, now: datetime) -> bool:
        if kind == "inbox":
            return id.isdecimal() and await self._heard_again(int(id), now)
        await self._session.write("letters.outbox_room", id=id)
        return await self._session.write("letters.outbox_again", id=id, now=seconds(now)) > 0

    async def _heard_again(self, id: int, now: datetime) -> bool:
        added = await self._session.write("letters.inbox_again", id=id, now=seconds(now))
        await self._session.write("letters.inbox_answered", id=id)
        return added > 0

    async def discard(self, kind: Literal["inbox", "outbox"], id: str) -> bool:
        if kind == "inbox":
            return id.isdecimal() and await self._session.write("letters.inbox_discard", id=int(id)) > 0
        return await self._session.write("letters.outbox_discard", id=id) > 0


class HealthTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def lanes(self) -> list[LaneRow]:
        return [
            LaneRow(lane, waiting, moment(oldest), attempts, moment(not_before), reason)
            for lane, waiting, oldest, attempts, not_before, reason, _ in await self._session.rows("health.lanes")
        ]

    async def undone(self) -> tuple[int, datetime | None]:
        ((count, oldest),) = await self._session.rows("health.undone")
        return count, None if oldest is None else moment(oldest)

    async def given_up(self, since: datetime) -> int:
        ((count,),) = await self._session.rows("health.given_up", since=seconds(since))
        return int(count)

    async def clock(self) -> datetime:
        ((now,),) = await self._session.rows("health.clock")
        return moment(now)

    async def processes(self, since: datetime, now: datetime) -> list[ProcessRow]:
        rows = await self._session.rows("health.processes", since=seconds(since), now=seconds(now))
        return [
            ProcessRow(id, decode(roles, tuple[str, ...]), moment(seen_at), tuple(row[3] for row in of if row[3]))
            for (id, roles, seen_at), of in groupby(rows, key=lambda row: row[:3])
        ]
