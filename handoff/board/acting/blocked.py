"""The page of the customers to whom live contact is closed: by whom, why, until when, and the way to lift it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from aiohttp import web

from core.flow.blocking import DAYS
from core.model.ids import CaseCode, ConversationId
from core.model.view import text
from core.ports import Transaction
from handoff.board.export import Column, Table, export_routes
from handoff.board.pages import page
from handoff.board.period import Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

HERE = "/blocked"


class Blocked(NamedTuple):
    """`detail`: as it stands in the audit, who asked for it and who confirmed it, and why."""

    case: CaseCode
    name: str
    detail: str
    since: datetime
    until: datetime


def routes(room: Room) -> list[Route]:
    async def show(visit: Visit) -> web.StreamResponse:
        now = room.clock.now()
        rows = await room.store.transact(lambda tx: blocked(tx, now))
        return page(room.catalog, visit.visitor, "blocked.html", here=HERE, rows=rows)

    async def load(_visit: Visit, _period: Period) -> Table:
        now = room.clock.now()
        return table(await room.store.transact(lambda tx: blocked(tx, now)))

    return [Route("GET", HERE, "supervisor", show), *export_routes(room, HERE, "supervisor", load)]


def table(rows: Sequence[Blocked]) -> Table:
    columns = (
        Column("case"),
        Column("customer", text("board.blocked.customer")),
        Column("since", text("board.blocked.since"), "moment"),
        Column("until", text("board.blocked.until"), "moment"),
        Column("why", text("board.blocked.why")),
    )
    return Table("blocked", columns, [(row.case, row.name, row.since, row.until, row.detail) for row in rows])


async def blocked(tx: Transaction, now: datetime) -> list[Blocked]:
    """Those who are now, the last one first. No block lasts longer than what is looked through."""
    noted = await tx.audit.noted("blocked", now - timedelta(days=DAYS + 1))
    latest = {conversation: (detail, at) for conversation, detail, at in noted}  # the audit is in order
    found = [row for id, (detail, at) in latest.items() if (row := await _row(tx, id, detail, at, now))]
    return sorted(found, key=lambda row: row.since, reverse=True)


async def _row(tx: Transaction, id: str, detail: str, at: datetime, now: datetime) -> Blocked | None:
    talk = await tx.conversations.load(ConversationId(id))
    if talk is None or talk.blocked is None or talk.blocked <= now:
        return None
    case, _, why = detail.partition(": ")
    return Blocked(CaseCode(case), talk.name, why, at, talk.blocked)
