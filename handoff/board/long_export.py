"""Tables that are too long to be held at once, to take along whole: read and sent piece by piece, as CSV and as JSON.

An answer that cannot be finished is broken off, so that no program and no browser takes a part for the whole.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple

import msgspec
from aiohttp import web

from handoff.board.csv_cells import csv_head, csv_lines
from handoff.board.export import NOT_KEPT, Column, Row, about, csv_headers, period_or_refusal, records_of
from handoff.board.noting import EXPORTED, note
from handoff.board.period import Period
from handoff.board.room import Room
from handoff.board.routes import Answer, Route, Visit
from handoff.board.visitors import Role

log = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds that a reader may take for one piece


class LongTable(NamedTuple):
    """As `export.Table`; its rows come in pieces, the next one when the one before is on its way."""

    name: str
    columns: tuple[Column, ...]
    pieces: AsyncIterator[Sequence[Row]]


Load = Callable[[Visit, Period], LongTable]
"""Makes the table that is asked for; nothing of it is read yet."""


def long_export_routes(room: Room, path: str, role: Role, load: Load) -> list[Route]:
    """As `export.export_routes`."""

    def answering(sent: Callable[[web.Request, LongTable, Period], Awaitable[web.StreamResponse]]) -> Answer:
        async def answer(visit: Visit) -> web.StreamResponse:
            period = period_or_refusal(visit, room)
            table = load(visit, period)
            await note(room, visit.visitor, EXPORTED, f"{table.name}, {period.first} to {period.last}")
            return await sent(visit.request, table, period)

        return answer

    return [
        Route("GET", f"{path}.csv", role, answering(_csv)),
        Route("GET", f"{path}.json", role, answering(_json)),
    ]


async def _csv(request: web.Request, table: LongTable, period: Period) -> web.StreamResponse:
    headers = {**csv_headers(table.name, period), "Content-Type": "text/csv; charset=utf-8"}
    return await _send(request, headers, _csv_parts(table))


async def _csv_parts(table: LongTable) -> AsyncIterator[bytes]:
    yield csv_head([column.key for column in table.columns])
    async for rows in table.pieces:
        yield csv_lines(rows)


async def _json(request: web.Request, table: LongTable, period: Period) -> web.StreamResponse:
    return await _send(request, {**NOT_KEPT, "Content-Type": "application/json"}, _json_parts(table, period))


async def _json_parts(table: LongTable, period: Period) -> AsyncIterator[bytes]:
    """One object, as `export.as_json` makes it."""
    yield msgspec.json.encode({**about(period), "table": table.name, "rows": []}).removesuffix(b"]}")
    before = b""
    async for rows in table.pieces:
        yield before + b",".join(map(msgspec.json.encode, records_of(table.columns, rows)))
        before = b","
    yield b"]}"


async def _send(request: web.Request, headers: dict[str, str], written: AsyncIterator[bytes]) -> web.StreamResponse:
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    try:
        async for part in written:
            async with asyncio.timeout(PATIENCE):
                await response.write(part)
        await response.write_eof()
    except (ConnectionError, TimeoutError):
        log.info("who takes %s along has gone before its end", request.path)
        _break_off(request)
    except BaseException:
        _break_off(request)
        raise
    return response


def _break_off(request: web.Request) -> None:
    """Without the end that a whole answer has."""
    if request.transport:
        request.transport.abort()
