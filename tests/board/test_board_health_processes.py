"""A desk of several processes shows which of them live, what each does, and how the connections of all of them are."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals
from core.model.figures import ProcessRow
from core.model.lease import Member, alone, deciding, sending
from handoff.board.gate.place import Place
from handoff.board.room import Room
from handoff.board.upkeep.looking import look
from handoff.board.upkeep.metrics_door import METRICS, MetricsDoor
from handoff.board.upkeep.page import routes
from tests.board.visiting import inside, room_at, visitor
from tests.engine.fakes import NOON, Clock

SECOND = timedelta(seconds=1)


class Noted:
    """What processes say of themselves; None: it cannot be read."""

    def __init__(self) -> None:
        self.texts: dict[str, str] | None = {}

    async def post(self, process: str, text: str) -> None:
        if self.texts is not None:
            self.texts[process] = text

    async def of(self, processes: Sequence[str]) -> dict[str, str] | None:
        return None if self.texts is None else {each: self.texts[each] for each in processes if each in self.texts}


async def lives(room: Room, id: str, *roles: str, holds: Sequence[str] = (), ago: float = 0) -> None:
    at = NOON - ago * SECOND

    async def work(tx) -> None:
        await tx.members.seen(Member(id, roles, at), 60 * SECOND)
        await tx.leases.take(holds, id, 5 * SECOND, at)

    await room.store.transact(work)


async def two_machines(room: Room) -> None:
    await lives(room, "attic-1", "worker", "sender", holds=[deciding(1), deciding(2), sending(1), alone("shifts")])
    await lives(room, "cellar-1", "board", "intake")


async def read(room: Room, path: str = "/health") -> str:
    async with inside(routes(room), visitor("viewer")) as client:
        return await (await client.get(path)).text()


# --- the store


async def test_a_desk_of_one_process_has_none_to_show() -> None:
    async with room_at(Clock()) as room:
        assert await room.store.transact(lambda tx: tx.health.processes(NOON, NOON)) == []


async def test_each_process_is_known_with_what_it_holds() -> None:
    async with room_at(Clock()) as room:
        await two_machines(room)
        rows = await room.store.transact(lambda tx: tx.health.processes(NOON - SECOND, NOON))
    assert rows == [
        ProcessRow("attic-1", ("worker", "sender"), NOON, ("alone/shifts", "decide/1", "decide/2", "send/1")),
        ProcessRow("cellar-1", ("board", "intake"), NOON, ()),
    ]


async def test_leases_that_are_over_are_nobodys_and_who_was_not_seen_is_gone() -> None:
    async with room_at(Clock()) as room:
        await lives(room, "attic-1", "worker", holds=[deciding(1)], ago=6)
        await lives(room, "cellar-1", "worker", ago=30)
        rows = await room.store.transact(lambda tx: tx.health.processes(NOON - 10 * SECOND, NOON))
    assert [(row.id, row.holds) for row in rows] == [("attic-1", ())]


# --- the page


async def test_one_process_is_not_worth_a_table() -> None:
    async with room_at(Clock()) as room:
        await lives(room, "attic-1", "worker")
        assert "Processes" not in await read(room)


async def test_several_are_shown_with_what_they_do() -> None:
    async with room_at(Clock()) as room:
        await two_machines(room)
        shown, board = await read(room), await look(room, 0)
        taken = await read(room, "/health/processes.csv")
    assert [(each.id, each.decides, each.sends, each.alone) for each in board.processes] == [
        ("attic-1", 2, 1, ("shifts",)),
        ("cellar-1", 0, 0, ()),
    ]
    assert "decides, sends" in shown
    assert "takes in" in shown
    assert '"worker, sender",2,1,shifts' in taken


async def test_connections_of_all_are_shown_and_count_once() -> None:
    async with room_at(Clock()) as room:
        await two_machines(room)
        noted, other = Noted(), KnownVitals(SystemClock())
        other.share("attic-1", noted)
        other.ill("slack", "no route from the attic")
        telling = asyncio.ensure_future(other.run())
        await asyncio.sleep(0.01)
        telling.cancel()
        room.vitals.share("cellar-1", noted)
        room.vitals.ill("slack", "no route from the cellar")
        shown, board = await read(room), await look(room, 0)
    assert [(each.name, each.process) for each in board.connections] == [("slack", "attic-1"), ("slack", "cellar-1")]
    assert board.troubles == 1
    assert "no route from the attic" in shown
    assert "no route from the cellar" in shown
    assert "not heard" not in shown


async def test_it_says_that_others_are_not_heard() -> None:
    async with room_at(Clock()) as room:
        await two_machines(room)
        room.vitals.share("cellar-1", Noted())
        room.vitals.well("slack")
        shown = await read(room)
    assert "Processes that are not heard at this moment: 1." in shown


# --- Prometheus


async def scraped(room: Room) -> str:
    door = MetricsDoor(room, Place("127.0.0.1"), "a-token-of-prometheus")

    app = web.Application()
    app.router.add_routes([door.route()])
    async with TestClient(TestServer(app)) as client:
        answer = await client.get(METRICS, headers={"Authorization": "Bearer a-token-of-prometheus"})
        return await answer.text()


async def test_metrics_count_processes_and_the_parts_that_they_have() -> None:
    async with room_at(Clock()) as room:
        await two_machines(room)
        text = await scraped(room)
    assert 'frontdesk_processes{role="worker"} 1.0' in text
    assert 'frontdesk_processes{role="board"} 1.0' in text
    assert 'frontdesk_slots_held{to="decide"} 2.0' in text
    assert 'frontdesk_slots_held{to="send"} 1.0' in text


async def test_metrics_of_one_process_are_as_they_were() -> None:
    async with room_at(Clock()) as room:
        assert "frontdesk_processes" not in await scraped(room)


async def test_a_connection_is_up_when_it_is_for_all() -> None:
    async with room_at(Clock()) as room:
        await two_machines(room)
        noted = Noted()
        noted.texts = {"attic-1": '[["slack",false,"2026-03-02T12:00:00Z","2026-03-02T12:00:00Z","gone",""]]'}
        room.vitals.share("cellar-1", noted)
        room.vitals.well("slack")
        room.vitals.well("telegram")
        text = await scraped(room)
    assert 'frontdesk_connection_up{connection="slack"} 0.0' in text
    assert 'frontdesk_connection_up{connection="telegram"} 1.0' in text
