"""Who is signed in: sessions that a browser holds the secret of, and the store only its digest."""

import asyncio
import hashlib
import hmac
import logging
import secrets
from datetime import datetime, timedelta

from msgspec.structs import replace

from core.model.board_session import BoardSession
from core.model.errors import DeskError
from core.model.people import Agent
from core.ports import Clock, Store, Transaction
from handoff.board.gate.roles import Roles, Standing
from handoff.board.visitors import Role

log = logging.getLogger(__name__)

IDLE = timedelta(hours=12)
OLDEST = timedelta(days=7)
LOOK_UP_EVERY = timedelta(minutes=3)  # what somebody may do; for what changes anything it is looked up at once
STANDS = timedelta(hours=1)  # what was found last, while it cannot be looked up
LOOK_UP_AGAIN = timedelta(seconds=30)  # after it could not be
PATIENCE = 3.0  # seconds that a page waits for it
_SEEN_EVERY = timedelta(minutes=5)  # so seldom is it written down


class Sessions:
    """Begun by signing in, ended by signing out, by `IDLE` without a request, by `OLDEST`, or when somebody may come in no more."""

    def __init__(self, store: Store, clock: Clock, roles: Roles) -> None:
        self._store, self._clock, self._roles = store, clock, roles
        self._not_before: datetime | None = None  # until then the messenger is not asked again

    async def by_messenger(self, standing: Standing, role: Role, email: str, before: str) -> str:
        """The new session's secret. `before`: the browser's last one, which ends: nobody can have put this one there."""
        now = self._clock.now()
        secret = secrets.token_urlsafe(32)
        row = BoardSession(digest_of(secret), standing.agent, "messenger", role, standing.member, email, now, now, now)
        await self._begin(row, before)
        return secret

    async def by_link(self, operator: Agent, before: str) -> str:
        """As `by_messenger`, for somebody at the machine."""
        now = self._clock.now()
        secret = secrets.token_urlsafe(32)
        await self._begin(
            BoardSession(digest_of(secret), operator, "link", "operator", False, "", now, now, now), before
        )
        return secret

    async def _begin(self, row: BoardSession, before: str) -> None:
        async def begin(tx: Transaction) -> None:
            await tx.board_sessions.forget(row.began_at - IDLE, row.began_at - OLDEST)
            await tx.board_sessions.end(digest_of(before))
            await tx.board_sessions.begin(row)
            await _note(tx, "signed in", row, row.began_at)

        await self._store.transact(begin)

    async def of(self, secret: str, *, fresh: bool = False, used: bool = True) -> BoardSession | None:
        """None where there is none (any more). `fresh`: what they may do is looked up now. `used`: this counts against idleness."""
        now = self._clock.now()
        row = await self._store.transact(lambda tx: tx.board_sessions.get(digest_of(secret))) if secret else None
        if row is None or now - row.seen_at > IDLE or now - row.began_at > OLDEST:
            return None
        if row.way == "messenger" and self._is_due(row, now, fresh):
            return await self._looked_up(row, now, used)
        if used and now - row.seen_at > _SEEN_EVERY:
            await self._change(replace(row, seen_at=now))
        return row

    async def end(self, secret: str) -> None:
        async def end(tx: Transaction) -> None:
            row = await tx.board_sessions.get(digest_of(secret))
            if row:
                await tx.board_sessions.end(row.digest)
                await _note(tx, "signed out", row, self._clock.now())

        await self._store.transact(end)

    # --- what they may do
    def _is_due(self, row: BoardSession, now: datetime, fresh: bool) -> bool:
        if now - row.looked_up_at > STANDS:
            return True
        if self._not_before and now < self._not_before:
            return False
        return fresh or now - row.looked_up_at > LOOK_UP_EVERY

    async def _looked_up(self, row: BoardSession, now: datetime, used: bool) -> BoardSession | None:
        try:
            async with asyncio.timeout(PATIENCE):
                standing = await self._roles.standing(row.agent.id, row.email)
        except (DeskError, TimeoutError) as error:
            log.warning("what people may do at the board is as it was: %s", str(error) or type(error).__name__)
            self._not_before = now + LOOK_UP_AGAIN
            return row if now - row.looked_up_at <= STANDS else None
        if standing.role is None:
            await self._shut_out(row, now)
            return None
        found = replace(
            row,
            agent=standing.agent,
            role=standing.role,
            member=standing.member,
            looked_up_at=now,
            seen_at=now if used else row.seen_at,
        )
        return found if await self._change(found) else None

    async def _shut_out(self, row: BoardSession, now: datetime) -> None:
        async def shut_out(tx: Transaction) -> None:
            await tx.board_sessions.end(row.digest)
            await _note(tx, "may come in no more", row, now)

        await self._store.transact(shut_out)

    async def _change(self, row: BoardSession) -> bool:
        return await self._store.transact(lambda tx: tx.board_sessions.change(row))


async def _note(tx: Transaction, what: str, row: BoardSession, now: datetime) -> None:
    await tx.audit.note(
        f"board: {what}", "", f"{row.agent.id} {row.agent.name}: {row.role}, by {row.way}", now, row.agent.id
    )


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def csrf_of(secret: str) -> str:
    """What must come back with everything that the session does; it tells nothing of the session's secret."""
    return hmac.new(secret.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()
