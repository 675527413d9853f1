"""The tables by which several processes share the work: what each holds, and which of them live."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.model.codec import decode, encode
from core.model.lease import Lease, Member
from core.store.errors import LeaseLost
from core.store.moments import moment, seconds
from core.store.session import Session


class LeasesTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def take(self, names: Sequence[str], holder: str, time: timedelta, now: datetime) -> list[Lease]:
        wanted = encode(sorted(names))
        await self._session.write("leases.known", names=wanted)
        rows = await self._session.rows(
            "leases.take", names=wanted, holder=holder, until=seconds(now + time), now=seconds(now)
        )
        return sorted((Lease(name, epoch) for name, epoch in rows), key=lambda lease: lease.name)

    async def prolong(self, holder: str, time: timedelta, now: datetime) -> list[Lease]:
        rows = await self._session.rows("leases.prolong", holder=holder, until=seconds(now + time), now=seconds(now))
        return [Lease(name, epoch) for name, epoch in rows]

    async def release(self, names: Sequence[str], holder: str) -> None:
        await self._session.write("leases.release", names=encode(sorted(names)), holder=holder)

    async def guard(self, lease: Lease, now: datetime) -> None:
        if await self._session.row("leases.guard", name=lease.name, epoch=lease.epoch, now=seconds(now)) is None:
            raise LeaseLost(f"{lease.name}: another process has taken it over, or may have")


class MembersTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def seen(self, member: Member, alive: timedelta) -> list[Member]:
        now = member.seen_at
        await self._session.write("members.seen", id=member.id, roles=encode(member.roles), now=seconds(now))
        await self._session.write("members.forget", now=seconds(now), before=seconds(now - alive))
        return [
            Member(id, decode(roles, tuple[str, ...]), moment(seen_at))
            for id, roles, seen_at in await self._session.rows("members.all")
        ]

    async def left(self, id: str) -> None:
        await self._session.write("members.left", id=id)
