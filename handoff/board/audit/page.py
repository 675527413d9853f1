"""The page of the audit, "/audit", for supervisors, and the same as a table to take along."""

import re
from collections.abc import AsyncIterator, Sequence
from functools import partial

from aiohttp import web

from core.engine.case_codes import code_in
from core.model.rows import AuditRow, AuditWanted
from handoff.board.audit import lines
from handoff.board.export import Column, Row, period_or_refusal
from handoff.board.long_export import LongTable, long_export_routes
from handoff.board.pages import page
from handoff.board.period import PRESETS, Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

PATH = "/audit"
SHOWN = 300  # lines on the page, the newest; the tables have all
_NARROWS = ("who", "kind", "case")
_LONGEST = 60  # characters of what narrows
_CODE = re.compile(r"\bFD-[A-Z0-9]{6}\b")


def routes(room: Room) -> list[Route]:
    return [
        Route("GET", PATH, "supervisor", partial(_page, room)),
        *long_export_routes(room, f"{PATH}/lines", "supervisor", partial(_table, room)),
    ]


async def _page(room: Room, visit: Visit) -> web.StreamResponse:
    period = period_or_refusal(visit, room)
    only = _only(visit)
    wanted = AuditWanted(period.since, period.until, **only)
    found = await room.store.transact(lambda tx: tx.audit.between(wanted, SHOWN + 1))
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


def case_in(row: AuditRow) -> str:
    """The case whose page says more; empty where the line names none."""
    named = _CODE.search(row.about) or _CODE.search(row.detail)
    return named[0] if named else ""


def _table(room: Room, visit: Visit, period: Period) -> LongTable:
    columns = tuple(Column(name, kind="moment" if name == "at" else "text") for name in lines.COLUMNS)
    until = min(period.until, room.clock.now())  # that it was taken along is noted now, and not in it
    wanted = AuditWanted(period.since, until, **_only(visit))
    return LongTable("audit", columns, _rows(room, wanted))


async def _rows(room: Room, wanted: AuditWanted) -> AsyncIterator[Sequence[Row]]:
    async for rows in lines.pieces(room.store, wanted):
        yield [lines.cells(row) for row in rows]
