"""Pages for what went wrong: a title, a sentence, a way back, and nothing of the inside."""

from aiohttp import web

from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.view import Text, text
from core.ports import Catalog
from handoff.board.pages import page
from handoff.board.visitors import Visitor

_NOBODY = Agent(AgentId(""), "")


def stranger(language: Language, exposed: bool = False) -> Visitor:
    """Somebody who has not signed in, for pages that are shown outside."""
    return Visitor(_NOBODY, "viewer", "", language=language, exposed=exposed)


def error_page(catalog: Catalog, language: Language, status: int, told: str | None = None) -> web.Response:
    """`told`: what it is about, in the reader's language; without it a sentence of the status."""
    title = _titles().get(status, text("board.error.other"))
    answer = page(catalog, stranger(language), "error.html", title=title, told=told, status=status)
    answer.set_status(status)
    return answer


def _titles() -> dict[int, Text]:
    return {
        400: text("board.error.400"),
        401: text("board.error.401"),
        403: text("board.error.403"),
        404: text("board.error.404"),
        429: text("board.error.429"),
        500: text("board.error.500"),
        503: text("board.error.503"),
    }


def plain(path: str) -> str:
    """For a line of the log: nothing that could end it."""
    return "".join(each for each in path if each.isprintable())[:200]
