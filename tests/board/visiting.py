"""A board over an empty store, and somebody who is already inside."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.engine.changes import Changes
from core.engine.clock import SystemClock
from core.engine.intake import DurableIntake
from core.engine.vitals import KnownVitals
from core.language.catalog import read_catalog
from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.ports import Clock
from core.store.sqlite import SqliteStore
from handoff.board.room import Room, Rules
from handoff.board.routes import Route, Visit
from handoff.board.visitors import Role, Visitor

CATALOG = read_catalog()
EVA = Agent(AgentId("U0EVA"), "Eva")


def visitor(role: Role = "supervisor", language: str = "en") -> Visitor:
    return Visitor(EVA, role, "token-of-eva", member=True, language=Language(language), zone="Europe/Amsterdam")


@asynccontextmanager
async def room_at(clock: Clock | None = None) -> AsyncIterator[Room]:
    """What the pages work with, over a store in memory."""
    clock, store = clock or SystemClock(), SqliteStore.open(":memory:")
    rules = Rules(
        name="Sample Market",
        zone="Europe/Amsterdam",
        languages=(Language("en"), Language("nl"), Language("pl")),
        capacity=3,
        claim=timedelta(minutes=3),
        reply=timedelta(minutes=10),
    )
    yield Room(store, DurableIntake(store, clock), clock, CATALOG, rules, Changes(), KnownVitals(clock))
    await store.close()


@asynccontextmanager
async def inside(routes: Sequence[Route], who: Visitor | None = None) -> AsyncIterator[TestClient]:
    """A client of somebody who is signed in; nothing is checked but who may see what."""
    who = who or visitor()
    app = web.Application()
    for route in routes:
        app.router.add_route(route.method, route.path, _answering(route, who))
    async with TestClient(TestServer(app)) as client:
        yield client


def _answering(route: Route, who: Visitor):
    async def answer(request: web.Request) -> web.StreamResponse:
        assert who.may(route.role)
        return await route.answer(Visit(request, who))

    return answer
