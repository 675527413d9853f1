"""The page of erasures: who asked for each, how it stands, and what is kept for now."""

from aiohttp import web

from core.model.view import text
from handoff.board.pages import page
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

HERE = "/privacy"
MOST = 200  # erasures, the last one first
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

    return [Route("GET", HERE, "supervisor", show)]
