"""Writes the rows of the live page as HTML, once for all who read the same language and may do the same."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from core.language.names import name_of
from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.ports import Catalog
from handoff.board.live.rows import (
    AgentLine,
    Call,
    Letter,
    LiveBoard,
    More,
    Owed,
    Quarrel,
    Row,
    Spoken,
    Tile,
    Value,
    Waiting,
    Way,
)
from handoff.board.pages import templates
from handoff.board.visitors import Role, Visitor

MACROS: Mapping[type[Value], str] = {
    Tile: "tile",
    Owed: "owed",
    Spoken: "spoken",
    Waiting: "waiting",
    AgentLine: "agent",
    Call: "call",
    Letter: "letter",
    Quarrel: "quarrel",
    Way: "way",
    More: "more",
}


class View(NamedTuple):
    """All on which it depends how a row looks."""

    language: Language
    role: Role
    member: bool


def view_of(visitor: Visitor) -> View:
    return View(visitor.language, visitor.role, visitor.member)


class Written:
    """The rows of one view. What has not changed since it was written is not written again."""

    def __init__(self, catalog: Catalog, view: View) -> None:
        nobody = Visitor(Agent(AgentId(""), ""), view.role, csrf="", member=view.member, language=view.language)
        told = {"say": partial(_say, catalog, view.language), "me": nobody, "tongue": partial(tongue, view.language)}
        self._macros: Any = templates().get_template("live_rows.html").make_module(told)
        self._known: dict[str, tuple[Row, str]] = {}

    def html(self, row: Row) -> str:
        known = self._known.get(row.id)
        if known and known[0] == row:
            return known[1]
        html = str(getattr(self._macros, MACROS[type(row.value)])(row))
        self._known[row.id] = row, html
        return html

    def sections(self, board: LiveBoard) -> dict[str, Markup]:
        """All rows, as they stand one after the other in each section."""
        self.keep(board.rows)
        found = defaultdict[str, list[str]](list)
        for row in sorted(board.rows.values(), key=lambda row: row.at):
            found[row.section].append(self.html(row))
        return {section: Markup("\n".join(rows)) for section, rows in found.items()}  # noqa: S704 - the macros have escaped it

    def keep(self, ids: Container[str]) -> None:
        self._known = {id: known for id, known in self._known.items() if id in ids}

    def forget(self, gone: Iterable[str]) -> None:
        for id in gone:
            self._known.pop(id, None)


def _say(catalog: Catalog, language: Language, key: str, **params: Any) -> str:
    return catalog.say(key, params, language)


def tongue(language: Language, code: str) -> str:
    """What a language is called, as it begins a line."""
    name = name_of(code, language)
    return name[:1].upper() + name[1:]
