"""The door at which Prometheus reads the desk's figures: with a token, or without one from this machine alone."""

import hmac
from datetime import UTC, datetime

from aiohttp import web

from core.engine.alarms import told_in
from core.model.alert_facts import Owed
from core.model.errors import DeskError
from core.model.figures import AskedRow, HandoffRow
from core.model.lease import LIVES
from core.ports import Transaction
from handoff.board.gate.place import LOOPBACK, Place, name_in
from handoff.board.room import Room
from handoff.board.upkeep.metrics import CONTENT_TYPE, Now, exposed, without_store
from handoff.board.upkeep.metrics_counted import ASKED, HANDOFFS, Counted

METRICS = "/metrics"
MOST_LETTERS = 1_000  # dead ones that are counted; whoever has more needs no exact number
EVER = datetime(2000, 1, 1, tzinfo=UTC)
_PROXIED = ("forwarded", "x-forwarded-", "x-real-ip", "via", "cf-", "true-client-ip")  # so such headers begin

REFUSED = "The metrics are for this machine alone. Set BOARD_METRICS_TOKEN, and send it as a bearer token.\n"
WRONG = "The metrics want BOARD_METRICS_TOKEN as a bearer token.\n"


class MetricsDoor:
    """With a `token` it is wanted from everybody. Without one it is shut where there is a proxy: behind that, everybody is near."""

    def __init__(self, room: Room, place: Place, token: str = "") -> None:
        self._room, self._place, self._token = room, place, token.encode()
        self._counted = Counted(room.clock.now(), room.rules.languages)

    def route(self) -> web.RouteDef:
        return web.get(METRICS, self.answer, allow_head=False)

    async def answer(self, request: web.Request) -> web.Response:
        if self._token and not self._has_token(request):
            return web.Response(status=401, text=WRONG, headers={"WWW-Authenticate": "Bearer"})
        if not self._token and not self._is_near(request):
            return web.Response(status=403, text=REFUSED)
        return web.Response(body=await self._figures(), headers={"Content-Type": CONTENT_TYPE})

    def _has_token(self, request: web.Request) -> bool:
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        return kind.casefold() == "bearer" and hmac.compare_digest(
            given.strip().encode("utf-8", "replace"), self._token
        )

    def _is_near(self, request: web.Request) -> bool:
        """By its own name too: a page of somebody else's may have its name point at us (DNS rebinding)."""
        if self._place.url or any(name.casefold().startswith(_PROXIED) for name in request.headers):
            return False
        return request.remote in LOOPBACK and name_in(request) in LOOPBACK

    async def _figures(self) -> bytes:
        now = self._room.clock.now()

        async def read(tx: Transaction) -> tuple[Now, list[AskedRow], list[HandoffRow], int]:
            asked, handoffs = await tx.asked.since(now - ASKED), await tx.handoffs.since(now - HANDOFFS)
            return await self._now(tx, now), asked, handoffs, await tx.health.given_up(EVER)

        try:
            seen, asked, handoffs, failed = await self._room.store.transact(read)
        except DeskError:
            return without_store(self._room.vitals.all())
        everywhere = await self._room.vitals.everywhere([process.id for process in seen.processes])
        seen = seen._replace(vitals=everywhere.vitals)
        self._counted.count(asked, handoffs, failed, now)
        return exposed(seen, self._counted, self._room.rules)

    async def _now(self, tx: Transaction, now: datetime) -> Now:
        undone, since = await tx.health.undone()
        return Now(
            at=now,
            owed=Owed(
                chats=await tx.chats.live(),
                callbacks=await tx.callbacks.waiting(),
                tickets=await tx.ticket_pace.owed(),
                disputes=await tx.disputes.open(),
                staff=await tx.staff.all(),
            ),
            lanes=await tx.health.lanes(),
            undone=undone,
            undone_since=since,
            letters=len(await tx.audit.dead_letters(MOST_LETTERS)),
            spent=await tx.spending.spent(now.date()),
            closures=await tx.closures.all(),
            vitals=(),
            processes=await tx.health.processes(now - LIVES, now),
            alarms=(await told_in(tx)).ringing.keys(),
        )
