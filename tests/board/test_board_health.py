"""The page of how the desk itself is: what it makes of the store's rows, as tables, and what each role reads of it."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from core.engine.vitals import Vital
from core.model.answer import Usage
from core.model.codec import encode
from core.model.effects import Say
from core.model.figures import Closure, LaneRow
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.rows import DeadLetter, NewEffect, Received, Spent
from core.model.view import View, Words
from handoff.board.room import Room
from handoff.board.upkeep.health import Looked, Storage, health, kind_of
from handoff.board.upkeep.looking import storage_in
from handoff.board.upkeep.page import routes
from tests.board.visiting import inside, room_at, visitor
from tests.engine.fakes import NOON, Clock

SECOND = timedelta(seconds=1)
MB = 1024 * 1024
SAY = Say(Address("telegram", "1001"), View((Words("<script>alert(1)</script>"),)), Language("en"))
NOTHING = Looked(0, None, (), 0, 0, (), (), {})


def lane(name: str, waiting: int = 1, ago: float = 0, wait: float = 0, reason: str = "", attempts: int = 0) -> LaneRow:
    return LaneRow(name, waiting, NOON - ago * SECOND, attempts, NOON + wait * SECOND, reason)


def board(budget: float | None = None, vitals=(), storage: Storage | None = None, **looked):
    return health(NOTHING._replace(**looked), vitals, budget, storage, NOON)


# --- what it makes of the rows


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("telegram:1001", "telegram"),
        ("staff:telegram:1001", "slack"),
        ("signs:telegram:1001", "slack"),
        ("slack:alerts", "slack"),
        ("email:anna@shop.example", "email"),
        ("mail:fd-7k2m9p.team:team@desk.example", "email"),
        ("ask:telegram:1001", "assistant"),
        ("translate:agent:telegram:1001", "assistant"),
        ("look:telegram:1001", "shop"),
        ("evidence:dispute:FD-1", "files"),
        ("whatsapp:1", "other"),
    ],
)
def test_a_lane_is_told_by_where_it_leads(name: str, kind: str):
    assert kind_of(name) == kind


def test_lanes_of_a_kind_are_one_queue():
    queues = board(lanes=(lane("telegram:1", 3, 10), lane("telegram:2", 2, 20), lane("staff:telegram:1"))).queues
    assert [(each.kind, each.lanes, each.waiting) for each in queues if each.waiting] == [
        ("telegram", 2, 5),
        ("slack", 1, 1),
    ]
    assert queues[0].oldest == NOON - 20 * SECOND


def test_a_lane_that_waits_says_why_and_until_when():
    held = board(
        lanes=(
            lane("telegram:1", ago=5, wait=600, reason="Flood control exceeded", attempts=2),
            lane("telegram:2"),
            lane("staff:x", ago=9, wait=-1, reason="Slack answers 503", attempts=1),
        )
    ).held
    assert [(each.lane, each.until, each.reason) for each in held] == [
        ("staff:x", None, "Slack answers 503"),
        ("telegram:1", NOON + 600 * SECOND, "Flood control exceeded"),
    ]


@pytest.mark.parametrize(
    ("looked", "troubles"),
    [
        ({}, 0),
        ({"lanes": (lane("telegram:1", ago=29),)}, 0),
        ({"lanes": (lane("telegram:1", ago=31), lane("telegram:2", ago=99))}, 1),
        ({"undone": 3, "undone_since": NOON - 31 * SECOND}, 1),
        ({"letters": (DeadLetter("inbox", "1", "telegram:1", "{}", "why", NOON),)}, 1),
        ({"vitals": (Vital("slack", False, NOON, NOON, "gone"), Vital("smtp", True, NOON, NOON))}, 1),
        ({"budget": 5.0, "spent": {NOON.date(): Spent(1, 1, 1, 4.99)}}, 0),
        ({"budget": 5.0, "spent": {NOON.date(): Spent(1, 1, 1, 5.0)}}, 1),
        ({"budget": 0.0}, 1),
    ],
)
def test_what_somebody_should_look_at_is_counted(looked, troubles: int):
    assert board(**looked).troubles == troubles


def test_of_a_dead_letter_it_shows_what_it_was_and_no_words():
    effect = DeadLetter("outbox", "7.1", "telegram:1001", encode(SAY), "Blocked", NOON)
    came = DeadLetter("inbox", "9", "telegram:1001", '{"text": "hello"}', "ValueError", NOON)
    assert [each.what for each in board(letters=(effect, came)).letters] == ["Say", "telegram"]


def test_spending_of_the_last_week_has_days_on_which_nothing_was_spent():
    spending = board(budget=10.0, spent={date(2026, 3, 1): Spent(2, 10, 10, 1.5)}).spending
    assert (spending.today, spending.share) == (Spent(), 0.0)
    assert [day.day for day, _ in spending.days] == [2, 1, 28, 27, 26, 25, 24]


def test_a_closure_that_is_over_is_not_shown():
    closures = (
        Closure("live_chat", "busy", "Eva", NOON - 60 * SECOND, NOON - SECOND),
        Closure("callback", "busy", "Eva", NOON, None),
    )
    assert [each.method for each in board(closures=closures).closures] == ["callback"]


def test_the_disk_is_looked_at(tmp_path: Path):
    (tmp_path / "desk.db").write_bytes(b"x" * 1000)
    (tmp_path / "desk.db-wal").write_bytes(b"x" * 24)
    storage = storage_in(tmp_path)
    assert storage is not None
    assert storage.database == 1024
    assert storage.free > 0
    assert storage_in(tmp_path / "gone") is None


# --- the page


async def buried(room: Room) -> None:
    """A message to a customer that was given up, and one of theirs that nobody could read."""
    effect = NewEffect(EffectId("7.1"), ConversationId("telegram:1001"), "telegram:1001", SAY, 0)

    async def work(tx) -> None:
        (row,) = await tx.outbox.add([effect], NOON)
        await tx.outbox.settle(row.seq, "failed", reason="Forbidden: <b>bot</b> was blocked")
        await tx.inbox.add([Received("k", "telegram", "telegram:1001", '{"secret": "words"}')], NOON)
        (item,) = await tx.inbox.next(1, NOON)
        await tx.inbox.settle(item.id, "dead", "ValueError")

    await room.store.transact(work)


async def waits(room: Room, reason: str) -> None:
    """A message to a customer that has to wait for a minute."""
    effect = NewEffect(EffectId("8.1"), ConversationId("telegram:1001"), "telegram:1001", SAY, 0)

    async def work(tx) -> None:
        (row,) = await tx.outbox.add([effect], NOON)
        await tx.outbox.begin(row.seq)
        await tx.outbox.settle(row.seq, "waiting", reason=reason, until=NOON + 60 * SECOND)

    await room.store.transact(work)


async def read(room: Room, role: str, path: str = "/health") -> str:
    async with inside(routes(room), visitor(role)) as client:
        answer = await client.get(path)
        assert answer.status == 200
        return await answer.text()


async def test_a_desk_of_which_nothing_is_known_is_well():
    async with room_at(Clock()) as room:
        shown = await read(room, "viewer")
    assert "All is well." in shown
    assert "Nothing was given up." in shown


async def test_connections_are_shown_with_what_is_wrong():
    async with room_at(Clock()) as room:
        room.vitals.well("telegram")
        room.vitals.ill("slack", "Slack: <invalid_auth>")
        shown = await read(room, "viewer")
    assert "Slack: &lt;invalid_auth&gt;" in shown
    assert "Does not work" in shown
    assert "To look at: 1" in shown


async def test_an_operator_reads_why_something_was_given_up_and_may_answer_it():
    async with room_at(Clock()) as room:
        await buried(room)
        shown = await read(room, "operator")
    assert "Forbidden: &lt;b&gt;bot&lt;/b&gt; was blocked" in shown
    assert "/acts/letter" in shown
    assert "secret" not in shown
    assert "alert(1)" not in shown


@pytest.mark.parametrize("role", ["viewer", "supervisor"])
async def test_others_read_that_there_is_something(role: str):
    async with room_at(Clock()) as room:
        await buried(room)
        shown = await read(room, role)
    assert "Message to a customer" in shown
    assert "Forbidden" not in shown
    assert "telegram:1001" not in shown
    assert "/acts/letter" not in shown


@pytest.mark.parametrize(("size", "said"), [(5 * MB, "Database: 5 MB."), (3 * 1024 * MB, "Database: 3.0 GB.")])
async def test_a_young_desk_has_a_database_of_some_size(tmp_path: Path, size: int, said: str):
    with (tmp_path / "desk.db").open("wb") as file:
        file.truncate(size)
    async with room_at(Clock()) as room:
        where = dataclasses.replace(room, rules=dataclasses.replace(room.rules, data=tmp_path))
        assert said in await read(where, "viewer")


async def test_a_closed_method_can_be_opened_again_by_a_supervisor():
    async with room_at(Clock()) as room:
        await room.store.transact(lambda tx: tx.closures.put(Closure("live_chat", "busy", "Eva", NOON)))
        assert "/acts/open-method" in await read(room, "supervisor")
        assert "/acts/open-method" not in await read(room, "viewer")


async def test_spending_stands_against_the_budget():
    async with room_at(Clock()) as room:
        usage = Usage(100, 10, 1.25)
        await room.store.transact(lambda tx: tx.spending.add(NOON.date(), "c", "telegram:1", usage))
        assert "Today: 1.25" in await read(room, "viewer")


async def test_the_parts_come_alone_for_the_script():
    async with room_at(Clock()) as room:
        parts = await read(room, "viewer", "/health/parts")
    assert "<html" not in parts
    assert 'id="health-verdict"' in parts


async def test_the_tables_can_be_taken_along():
    async with room_at(Clock()) as room:
        await buried(room)
        async with inside(routes(room), visitor("operator")) as client:
            letters = await (await client.get("/health/letters.json")).json()
            queues = await (await client.get("/health/queues.csv")).text()
            spending = await client.get("/health/spending.csv")
    assert {row["reason"] for row in letters["rows"]} == {"ValueError", "Forbidden: <b>bot</b> was blocked"}
    assert "telegram,0,0," in queues
    assert spending.status == 200


async def test_a_destination_whose_turn_has_come_counts_no_further_than_nothing():
    async with room_at(Clock()) as room:
        await waits(room, "Too many requests")
        held = BeautifulSoup(await read(room, "operator"), "html.parser").select("#health-held tbody time")
    assert [each["data-show"] for each in held] == ["for", "in"]


async def test_connections_and_what_is_held_up_can_be_taken_along():
    async with room_at(Clock()) as room:
        room.vitals.ill("smtp", "refused")
        await waits(room, "Too many requests")
        async with inside(routes(room), visitor("operator")) as client:
            connections = (await (await client.get("/health/connections.json")).json())["rows"]
            held = (await (await client.get("/health/held.json")).json())["rows"]
    assert [(row["part"], row["well"], row["reason"]) for row in connections] == [("smtp", False, "refused")]
    assert [(row["waiting"], row["reason"]) for row in held] == [(1, "Too many requests")]
