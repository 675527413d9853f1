"""The live page: how the desk stands, as it was when the page was asked for, and from then on what changes."""

import asyncio
from contextlib import aclosing, suppress
from datetime import datetime
from functools import partial
from time import monotonic

from aiohttp import web

from core.ports import Transaction
from handoff.board.live import export as live_export
from handoff.board.live.board import live
from handoff.board.live.rows import LiveBoard
from handoff.board.live.scene import Desk
from handoff.board.live.stream import News, Stream
from handoff.board.live.view import tongue, view_of
from handoff.board.pages import page
from handoff.board.room import Room
from handoff.board.routes import Route, Visit

MANY = 100  # rows, from which on the browser lays out only those that can be seen
LASTS = 600  # seconds; then the browser asks again, and again it is seen whether it may
PATIENCE = 10  # seconds in which a browser must have taken what it was sent
RETRY = 1000  # milliseconds until a browser asks again whose connection was lost


def routes(room: Room) -> list[Route]:
    stream = Stream(partial(look, room), room.changes, room.catalog)
    return [
        Route("GET", "/", "viewer", partial(_page, room, stream)),
        Route("GET", "/live/events", "viewer", partial(_events, room, stream)),
        *live_export.files(room, partial(look, room, whole=True)),
    ]


async def look(room: Room, *, whole: bool = False) -> LiveBoard:
    return live(await room.store.transact(read), room.rules, room.clock.now(), whole=whole)


async def read(tx: Transaction) -> Desk:
    return Desk(
        chats=await tx.chats.live(),
        staff=await tx.staff.all(),
        callbacks=await tx.callbacks.waiting(),
        tickets=await tx.ticket_pace.owed(),
        disputes=await tx.disputes.open(),
        closures=await tx.closures.all(),
    )


async def _page(room: Room, stream: Stream, visit: Visit) -> web.Response:
    board, version = await stream.now()
    sections = stream.written(view_of(visit.visitor)).sections(board)
    return page(
        room.catalog,
        visit.visitor,
        "live.html",
        here="/",
        name=room.rules.name,
        sections=sections,
        numbers=board.numbers,
        languages=board.languages,
        many=len(board.rows) > MANY,
        tongue=partial(tongue, visit.visitor.language),
        version=version,
        at=room.clock.now(),
    )


async def _events(room: Room, stream: Stream, visit: Visit) -> web.StreamResponse:
    """Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(visit.request)
    with suppress(ConnectionError, TimeoutError):  # nobody reads it any more
        await _send(response, f"retry: {RETRY}\n\n")
        await _tell(response, room, stream, visit)
    return response


async def _tell(response: web.StreamResponse, room: Room, stream: Stream, visit: Visit) -> None:
    until = monotonic() + LASTS
    async with aclosing(stream.follow(view_of(visit.visitor), _known(visit.request))) as news:
        async for each in news:
            await _send(response, _event(each, room.clock.now()))
            if monotonic() > until:
                return


async def _send(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(PATIENCE):
        await response.write(text.encode())


def _known(request: web.Request) -> str:
    """The version that the page has seen: when it comes again, its browser says so."""
    return request.headers.get("Last-Event-ID") or request.query.get("version", "")


def _event(news: News, now: datetime) -> str:
    if news.message:
        return f"id: {news.version}\ndata: {news.message}\n\n"
    return f"event: beat\ndata: {now.isoformat()}\n\n"
