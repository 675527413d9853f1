"""The page of erasures: who asked for each, how it stands, and what is kept for now."""

from collections.abc import Sequence

from aiohttp import web

from core.model.privacy import Erasure
from core.model.view import text
from handoff.board.csv_cells import Cell
from handoff.board.export import Column, Table, export_routes
from handoff.board.pages import page
from handoff.board.period import Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

HERE = "/privacy"
MOST = 200  # erasures on the page, the last one first
ALL = 100_000  # in a file
KEPT = {
    "open_dispute": text("board.privacy.kept.open_dispute"),
    "legal_hold": text("board.privacy.kept.legal_hold"),
}
_BY = {
    "customer": text("board.erasures.by.customer"),
    "operator": text("board.erasures.by.operator"),
    "supervisor": text("board.erasures.by.supervisor"),
}


def routes(room: Room) -> list[Route]:
    async def show(visit: Visit) -> web.StreamResponse:
        rows = await room.store.transact(lambda tx: tx.erasures.newest(MOST))
        values = {"rows": rows, "most": MOST, "kept": KEPT, "by": _BY}
        return page(room.catalog, visit.visitor, "erasures.html", here=HERE, **values)

    async def load(_visit: Visit, _period: Period) -> Table:
        return table(await room.store.transact(lambda tx: tx.erasures.newest(ALL)))

    return [Route("GET", HERE, "supervisor", show), *export_routes(room, HERE, "supervisor", load)]


def table(rows: Sequence[Erasure]) -> Table:
    """Of each what the page shows, whenever it was asked for."""
    columns = (
        Column("number", text("board.erasures.number"), "count"),
        Column("asked", text("board.erasures.asked"), "moment"),
        Column("by", text("board.erasures.by"), names=_BY),
        Column("name"),
        Column("state", text("board.erasures.state")),
        Column("done", text("board.erasures.done"), "moment"),
        Column("kept", text("board.erasures.kept")),
    )
    return Table("erasures", columns, [_row(each) for each in rows])


def _row(asked: Erasure) -> tuple[Cell, ...]:
    kept = ", ".join(f"{each.case}: {each.reason}" for each in asked.kept)
    return asked.id, asked.asked_at, asked.by.kind, asked.by.name, asked.state, asked.done_at, kept
