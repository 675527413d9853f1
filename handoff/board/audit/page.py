"""The page of the audit, "/audit", for supervisors, and the same as a table to take along."""

import re
from functools import partial

from aiohttp import web

from core.engine.case_codes import code_in
from core.model.rows import AuditRow, AuditWanted
from handoff.board.export import Column, Table, export_routes, period_or_refusal
from handoff.board.pages import page
from handoff.board.period import PRESETS, Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

PATH = "/audit"
SHOWN = 300  # lines on the page, the newest; the tables have as many as `MOST`
MOST = 50_000
_NARROWS = ("who", "kind", "case")
_LONGEST = 60  # characters of what narrows
_CODE = re.compile(r"\bFD-[A-Z0-9]{6}\b")


def routes(room: Room) -> list[Route]:
    return [
        Route("GET", PATH, "supervisor", partial(_page, room)),
        *export_routes(room, f"{PATH}/lines", "supervisor", partial(_table, room)),
    ]


async def _page(room: Room, visit: Visit) -> web.StreamResponse:
    period = period_or_refusal(visit, room)
    only = _only(visit)
    found = await _found(room, only, period, SHOWN + 1)
    staff = await room.store.transact(lambda tx: tx.staff.all())
    return page(
        room.catalog,
        visit.visitor,
        "audit.html",
        here=PATH,
        period=period,
        presets=PRESETS,
        rows=found[:SHOWN],
        cut=len(found) > SHOWN,
        shown=SHOWN,
        only=only,
        query=period.query() | only,
        kinds=sorted({row.kind for row in found}),
        names={duty.agent.id: duty.agent.name for duty in staff},
        case_in=case_in,
    )


def _only(visit: Visit) -> dict[str, str]:
    """What narrows it, of what was asked for."""
    given = {name: visit.request.query.get(name, "").strip()[:_LONGEST] for name in _NARROWS}
    code = code_in(given["case"])
    given["case"] = code.case if code else given["case"].upper()
    return {name: value for name, value in given.items() if value}


async def _found(room: Room, only: dict[str, str], period: Period, limit: int) -> list[AuditRow]:
    wanted = AuditWanted(period.since, period.until, **only)
    return await room.store.transact(lambda tx: tx.audit.between(wanted, limit))


def case_in(row: AuditRow) -> str:
    """The case whose page says more; empty where the line names none."""
    named = _CODE.search(row.about) or _CODE.search(row.detail)
    return named[0] if named else ""


async def _table(room: Room, visit: Visit, period: Period) -> Table:
    columns = (Column("at", kind="moment"), Column("who"), Column("kind"), Column("about"), Column("detail"))
    found = await _found(room, _only(visit), period, MOST)
    return Table("audit", columns, [(row.at, row.who, row.kind, row.about, row.detail) for row in found])
