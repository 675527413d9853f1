"""The page of the audit: who did what, narrowed, taken along, and for supervisors only."""

import csv
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import aiohttp
import pytest

from core.model.errors import Transient
from core.model.ids import CaseCode, ConversationId
from core.ports import Store, Transaction
from handoff.board.audit import lines
from handoff.board.audit import page as audit_page
from handoff.board.unanswered import page as gaps_page
from tests.board.doors import house
from tests.board.visiting import inside, room_at, visitor

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVIL = "<script>alert(1)</script>"


class Noon:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
async def room():
    async with room_at(Noon()) as room:
        await noted(room, "board: read", "telegram:1", "U1 Eva: FD-7K2M9P", "U1")
        await noted(room, "dispute decided", "dispute:FD-7K2M9P", "full refund", "U2")
        await noted(room, "closed", "telegram:2", "FD-8M4Q2T: solved, U1", "U1")
        await noted(room, "kept no longer", "", f"=1+1 {EVIL}", "", days=20)
        yield room


async def noted(room, kind: str, about: str, detail: str, who: str, days: float = 1) -> None:
    await room.store.transact(lambda tx: tx.audit.note(kind, about, detail, NOW - timedelta(days=days), who))


async def read(room, path: str, role: str = "supervisor") -> str:
    async with inside(audit_page.routes(room), visitor(role)) as client:
        answer = await client.get(path)
        assert answer.status == 200
        return await answer.text()


async def test_the_newest_lines_stand_first_with_who_and_what(room):
    page = await read(room, "/audit")
    assert page.index("closed") < page.index("dispute decided") or "dispute decided" in page
    assert "U1" in page
    assert '<a href="/cases/FD-7K2M9P">' in page
    assert "kept no longer" not in page  # longer ago than fourteen days


@pytest.mark.parametrize(
    ("narrowed", "kinds"),
    [
        ("who=U2", {"dispute decided"}),
        ("kind=closed", {"closed"}),
        ("case=fd-7k2m9p", {"board: read", "dispute decided"}),
        ("days=30", {"board: read", "dispute decided", "closed", "kept no longer"}),
        ("who=U1&kind=closed&case=FD-7K2M9P", set()),
    ],
)
async def test_it_is_narrowed_by_who_what_case_and_days(room, narrowed: str, kinds: set[str]):
    lines = list(csv.DictReader(StringIO((await read(room, f"/audit/lines.csv?{narrowed}")).lstrip("\ufeff"))))
    assert {line["kind"] for line in lines} == kinds


async def test_a_case_has_what_its_customers_conversation_has(room):
    await room.store.transact(
        lambda tx: tx.cases.open(CaseCode("FD-8M4Q2T"), ConversationId("telegram:2"), "live_chat", NOW)
    )
    await noted(room, "signed in", "telegram:2", "c-1", "")
    assert "signed in" in await read(room, "/audit?case=FD-8M4Q2T")


async def test_whatever_stands_in_it_is_shown_and_never_run(room):
    page = await read(room, "/audit?days=30")
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    table = await read(room, "/audit/lines.csv?days=30")
    assert "'=1+1" in table


async def test_only_supervisors_see_it(room):
    assert {route.role for route in audit_page.routes(room)} == {"supervisor"}


async def test_a_table_that_is_taken_along_is_noted(room):
    async with inside(gaps_page.routes(room), visitor("viewer")) as client:
        assert (await client.get("/gaps/questions.csv?days=7")).status == 200
    page = await read(room, "/audit?kind=board:%20exported")
    assert "open-questions" in page
    assert visitor("viewer").agent.id in page


# --- taken along whole
MANY = 2 * lines.AT_ONCE + 5


@pytest.fixture
async def long_room(room):
    """With more lines than are read at once, and none with a moment of its own: the numbers say in which order they came."""

    async def many(tx: Transaction) -> None:
        for number in range(MANY):
            at = NOW - timedelta(hours=2) + timedelta(seconds=number // 1500)
            await tx.audit.note("closed", f"telegram:{number}", str(number), at, "U1")

    await room.store.transact(many)
    return room


class Reading:
    """A store that `fails` after so many transactions; `read`: how many lines each of those of the audit had."""

    def __init__(self, store: Store, fails: int | None = None) -> None:
        self._store = store
        self.fails = fails
        self.transactions = 0
        self.read: list[int] = []

    async def transact(self, work: Callable[[Transaction], Awaitable[Any]]) -> Any:
        if self.transactions == self.fails:
            raise Transient("the database is away")
        self.transactions += 1
        found = await self._store.transact(work)
        if isinstance(found, tuple):
            self.read.append(len(found[0]))
        return found


async def test_a_table_of_any_length_is_whole_and_in_order(long_room):
    newest_first = [str(number) for number in reversed(range(MANY))]
    file = list(csv.DictReader(StringIO((await read(long_room, "/audit/lines.csv?days=1")).lstrip("\ufeff"))))
    assert [line["detail"] for line in file] == newest_first
    told = json.loads(await read(long_room, "/audit/lines.json?days=1"))
    assert [line["detail"] for line in told["rows"]] == newest_first
    first = {"at": "2026-11-22T10:00:02Z", "who": "U1", "kind": "closed"}
    assert told["rows"][0] == {**first, "about": f"telegram:{MANY - 1}", "detail": newest_first[0]}


async def test_it_is_never_held_as_a_whole(long_room):
    reading = Reading(long_room.store)
    await read(replace(long_room, store=reading), "/audit/lines.csv?days=1")
    assert reading.read == [lines.AT_ONCE, lines.AT_ONCE, 5]


async def test_none_are_a_table_too(room):
    assert (await read(room, "/audit/lines.csv?who=UNOBODY")).splitlines() == ["\ufeffat,who,kind,about,detail"]
    assert json.loads(await read(room, "/audit/lines.json?who=UNOBODY"))["rows"] == []


@pytest.mark.parametrize("kind", ["csv", "json"])
async def test_what_cannot_be_read_to_its_end_is_broken_off_and_not_taken_for_the_whole(long_room, kind: str):
    away = Reading(long_room.store, fails=2)  # after the note and the first piece
    async with house(audit_page.routes(replace(long_room, store=away))) as board:
        supervisor = await board.inside("supervisor")
        with pytest.raises(aiohttp.ClientError):
            await supervisor.opens(f"/audit/lines.{kind}?days=1")
    assert away.read == [lines.AT_ONCE]
