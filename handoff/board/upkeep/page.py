"""The page of how the desk itself is, "/health", which keeps itself up to date."""

from functools import partial

from aiohttp import web

from core.model.view import Text, text
from handoff.board.pages import page, render
from handoff.board.room import Room
from handoff.board.routes import Route, Visit
from handoff.board.upkeep import tables
from handoff.board.upkeep.health import LaneKind
from handoff.board.upkeep.looking import look

PATH = "/health"
SHOWN = 100  # dead letters on the page; the table has more

PARTS: dict[str, Text] = {
    "telegram": text("board.health.part.telegram"),
    "slack": text("board.health.part.slack"),
    "alerts": text("board.health.part.alerts"),
    "smtp": text("board.health.part.smtp"),
    "imap": text("board.health.part.imap"),
    "model": text("board.health.part.model"),
    "shop": text("board.health.part.shop"),
    "redis": text("board.health.part.redis"),
    "database": text("board.health.part.database"),
    "clock": text("board.health.part.clock"),
}

ROLES: dict[str, Text] = {
    "intake": text("board.health.role.intake"),
    "worker": text("board.health.role.worker"),
    "sender": text("board.health.role.sender"),
    "board": text("board.health.role.board"),
}

KINDS: dict[LaneKind, Text] = {
    "telegram": text("board.health.lane.telegram"),
    "slack": text("board.health.lane.slack"),
    "email": text("board.health.lane.email"),
    "assistant": text("board.health.lane.assistant"),
    "shop": text("board.health.lane.shop"),
    "files": text("board.health.lane.files"),
    "other": text("board.health.lane.other"),
}


LETTERS: dict[str, Text] = {
    "Say": text("board.health.letter.say"),
    "SendFile": text("board.health.letter.send_file"),
    "Amend": text("board.health.letter.amend"),
    "Post": text("board.health.letter.post"),
    "ShowFile": text("board.health.letter.show_file"),
    "OpenHandoff": text("board.health.letter.open"),
    "CloseHandoff": text("board.health.letter.close"),
    "Ask": text("board.health.letter.ask"),
    "Suggesting": text("board.health.letter.suggest"),
    "Translate": text("board.health.letter.translate"),
    "Look": text("board.health.letter.look"),
    "FindOther": text("board.health.letter.find_other"),
    "CarryOut": text("board.health.letter.carry_out"),
    "ShowTask": text("board.health.letter.task"),
    "ShowDispute": text("board.health.letter.dispute"),
    "ShowForm": text("board.health.letter.form"),
    "ShowEvidence": text("board.health.letter.evidence"),
    "Alert": text("board.health.letter.alert"),
}


def routes(room: Room) -> list[Route]:
    return [
        Route("GET", PATH, "viewer", partial(_page, room)),
        Route("GET", f"{PATH}/parts", "viewer", partial(_parts, room)),
        *tables.files(room, PATH),
    ]


async def _page(room: Room, visit: Visit) -> web.StreamResponse:
    return page(room.catalog, visit.visitor, "health.html", here=PATH, **await _values(room))


async def _parts(room: Room, visit: Visit) -> web.StreamResponse:
    """The page's sections alone, for its script to put in place of the old ones."""
    html = render(room.catalog, visit.visitor, "health_parts.html", **await _values(room))
    return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})


async def _values(room: Room) -> dict[str, object]:
    board = await look(room, SHOWN)
    return {"board": board, "parts": PARTS, "kinds": KINDS, "letters": LETTERS, "roles": ROLES}
