"""Tables of the board to take along: each as CSV for a spreadsheet and as JSON for a program, with the same names and values."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from aiohttp import web

from core.model.view import Text
from handoff.board.csv_cells import Cell, csv_of
from handoff.board.noting import EXPORTED, note
from handoff.board.period import Period, UnknownPeriod, period_of
from handoff.board.room import Room
from handoff.board.routes import Answer, Route, Visit
from handoff.board.visitors import Role

Kind = Literal["text", "language", "count", "number", "share", "minutes", "moment", "day"]
"""What a column holds, for pages that show it; a share is 0 to 1, minutes are minutes of the clock, a moment is a time in UTC."""

NO_TEXTS: Mapping[str, Text] = {}

Row = Sequence[Cell]

NOT_KEPT = {"Cache-Control": "no-store"}


class Column(NamedTuple):
    """`key`: its name in both files, in English, with its unit ("first_response_median_minutes"). `title`: as pages show it.

    `names` and `meanings`: what pages show for a value, and say beneath it. `of`: the column that has the number of what a
    length was measured on.
    """

    key: str
    title: Text | None = None
    kind: Kind = "text"
    names: Mapping[str, Text] = NO_TEXTS
    meanings: Mapping[str, Text] = NO_TEXTS
    of: str = ""


class Table(NamedTuple):
    """`name` becomes part of a file's name: small letters, digits and hyphens. Each row has a cell for each column.

    `total`: a row over all others, which only pages show.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    total: Row | None = None


Load = Callable[[Visit, Period], Awaitable[Table]]
"""Makes the table that is asked for; the visit's query says what else narrows it."""


def export_routes(room: Room, path: str, role: Role, load: Load) -> list[Route]:
    """`path` without its ending, as "/gaps/questions": the routes of "/gaps/questions.csv" and "/gaps/questions.json".

    Both take the period as pages do (`days=14`, or `since=2026-11-01&until=2026-11-14`, days of the reader's zone).
    """

    def answering(made: Callable[[Table, Period], web.Response]) -> Answer:
        async def answer(visit: Visit) -> web.StreamResponse:
            period = period_or_refusal(visit, room)
            table = await load(visit, period)
            await note(room, visit.visitor, EXPORTED, f"{table.name}, {period.first} to {period.last}")
            return made(table, period)

        return answer

    return [
        Route("GET", f"{path}.csv", role, answering(as_csv)),
        Route("GET", f"{path}.json", role, answering(as_json)),
    ]


def period_or_refusal(visit: Visit, room: Room) -> Period:
    """The days that a visit asks for. Raises HTTPBadRequest, which says what is wrong."""
    try:
        return period_of(visit, room)
    except UnknownPeriod as unknown:
        said = room.catalog.say(unknown.why.key, unknown.why.params, visit.visitor.language)
        raise web.HTTPBadRequest(text=said) from None


def as_csv(table: Table, period: Period) -> web.Response:
    body = csv_of([column.key for column in table.columns], table.rows)
    return web.Response(body=body, content_type="text/csv", charset="utf-8", headers=csv_headers(table.name, period))


def as_json(table: Table, period: Period) -> web.Response:
    return json_answer({**about(period), "table": table.name, "rows": records(table)})


def all_as_json(tables: Sequence[Table], period: Period) -> web.Response:
    """Several tables, by their names."""
    return json_answer({**about(period), "tables": {table.name: records(table) for table in tables}})


def records(table: Table) -> list[dict[str, Cell]]:
    return records_of(table.columns, table.rows)


def records_of(columns: Sequence[Column], rows: Sequence[Row]) -> list[dict[str, Cell]]:
    keys = [column.key for column in columns]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def json_answer(values: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(values), content_type="application/json", headers=NOT_KEPT)


def csv_headers(name: str, period: Period) -> dict[str, str]:
    file = f"frontdesk-{name}-{period.first}-to-{period.last}.csv"
    return {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{file}"'}


def about(period: Period) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat(), "zone": period.zone.key}
