"""The page of figures over time, and the same tables to take along."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from aiohttp import web

from core.language.names import name_of
from handoff.board.export import Table, all_as_json, export_routes, period_or_refusal
from handoff.board.figures.assistant_tables import summary
from handoff.board.figures.counted import Counted
from handoff.board.figures.lens import Lens
from handoff.board.figures.names import METHODS
from handoff.board.figures.promises import Promises
from handoff.board.figures.reading import counted_since, read
from handoff.board.figures.response import Course, course
from handoff.board.figures.solved import Assistant, Outcome
from handoff.board.figures.spread import FEW
from handoff.board.figures.tables import TABLES
from handoff.board.noting import EXPORTED, note
from handoff.board.pages import page
from handoff.board.period import PRESETS, Period
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

PATH = "/figures"
MOST_DAYS = 45  # that are shown one by one; of more, weeks are
LONGEST_CODE = 3  # letters of a language's


class Glance(NamedTuple):
    """What the page says first. `charted`: of the one way whose waits it draws."""

    assistant: Assistant
    solved: int
    early: int
    ways: Course
    charted: Course
    promises: Promises


def routes(room: Room) -> list[Route]:
    tables = (export_routes(room, f"{PATH}/{name}", "viewer", partial(_table, room, name)) for name in TABLES)
    return [
        Route("GET", PATH, "viewer", partial(_page, room)),
        Route("GET", f"{PATH}.json", "viewer", partial(_all, room)),
        *(route for both in tables for route in both),
    ]


async def _page(room: Room, visit: Visit) -> web.StreamResponse:
    period = period_or_refusal(visit, room)
    counted = await _counted(room, visit, period, weekly=(period.last - period.first).days >= MOST_DAYS)
    began = await counted_since(room.store)
    return await asyncio.to_thread(_drawn, room, visit, period, counted, began)


def _drawn(room: Room, visit: Visit, period: Period, counted: Counted, began: datetime | None) -> web.Response:
    glance, tables = _all_of(counted)
    lens = counted.lens
    return page(
        room.catalog,
        visit.visitor,
        "figures.html",
        here=PATH,
        glance=glance,
        tables=tables,
        period=period,
        presets=PRESETS,
        lens=lens,
        methods=METHODS,
        charted=_charted(lens),
        languages=_languages(counted, room),
        language_name=lambda code: name_of(code, visit.visitor.language),
        began=began,
        query=period.query() | _narrowed(lens),
        only=_narrowed(lens),
        few=FEW,
    )


async def _all(room: Room, visit: Visit) -> web.StreamResponse:
    period = period_or_refusal(visit, room)
    _, tables = await asyncio.to_thread(_all_of, await _counted(room, visit, period))
    await note(room, visit.visitor, EXPORTED, f"all figures, {period.first} to {period.last}")
    return all_as_json(list(tables.values()), period)


async def _table(room: Room, name: str, visit: Visit, period: Period) -> Table:
    return await asyncio.to_thread(TABLES[name], await _counted(room, visit, period))


async def _counted(room: Room, visit: Visit, period: Period, *, weekly: bool = False) -> Counted:
    lens = _lens(visit.request.query, period, room)._replace(weekly=weekly)
    return Counted(await read(room.store, period.since, period.until), lens)


def _lens(query: Mapping[str, str], period: Period, room: Room) -> Lens:
    """What can be no way and no language narrows nothing."""
    method, language = query.get("method", ""), query.get("language", "")
    return Lens(
        period.since,
        period.until,
        room.clock.now(),
        period.zone,
        method if method in METHODS else "",
        language if language.isascii() and language.isalpha() and len(language) <= LONGEST_CODE else "",
    )


def _languages(counted: Counted, room: Room) -> list[str]:
    """Those of the desk, and any other that somebody wrote in."""
    rows = counted.rows
    return sorted(
        {*room.rules.languages, *(row.language for row in rows.asked), *(row.language for row in rows.handoffs)}
    )


def _narrowed(lens: Lens) -> dict[str, str]:
    narrowed = {"method": lens.method, "language": lens.language}
    return {name: value for name, value in narrowed.items() if value}


def _all_of(counted: Counted) -> tuple[Glance, dict[str, Table]]:
    return _glance(counted), {name: make(counted) for name, make in TABLES.items()}


def _glance(counted: Counted) -> Glance:
    been: Assistant = summary(counted)
    solved, early = (been.outcomes.get(outcome, 0) for outcome in (Outcome.SOLVED, Outcome.EARLY))
    charted = counted.waited_by("method").get(_charted(counted.lens), ())
    return Glance(been, solved, early, counted.course, course(charted), counted.promises)


def _charted(lens: Lens) -> str:
    """Waits of one way can be drawn, of several they cannot."""
    return lens.method or "live_chat"
