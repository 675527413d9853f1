"""The tables of the live page to take along: whole, of now, and safe in a spreadsheet."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from handoff.board.live import page as live_page
from handoff.board.live.export import TABLES
from handoff.board.live.scene import Desk
from tests.board.live_scenes import MONDAY, NOW, TOM, call, put, queued, talking, told
from tests.board.visiting import inside, room_at, visitor

MINUTE = timedelta(minutes=1)


class Six:
    def now(self):
        return NOW


async def as_json(desk: Desk, name: str) -> list[dict[str, object]]:
    async with room_at(Six()) as room:
        await put(room.store, desk)
        async with inside(live_page.routes(room), visitor("viewer")) as client:
            answer = await client.get(f"/live/{name}.json")
            found = await answer.json()
    assert found["at"] == "2026-11-23T17:00:00Z"
    return found["rows"]


async def as_csv(desk: Desk, name: str) -> tuple[str, list[dict[str, str]]]:
    """The file's name, and its rows."""
    async with room_at(Six()) as room:
        await put(room.store, desk)
        async with inside(live_page.routes(room), visitor("viewer")) as client:
            answer = await client.get(f"/live/{name}.csv")
            text = (await answer.read()).decode("utf-8-sig")
    return answer.headers["Content-Disposition"], list(csv.DictReader(StringIO(text)))


async def test_who_waits_with_what_they_were_told():
    desk = Desk(chats=(told(queued("FD-1", ago=5 * MINUTE), 2, 6, MINUTE), queued("FD-2", "pl")))
    first, second = await as_json(desk, "waiting")
    assert (first["language"], first["place"], first["case"], first["told_low_minutes"], first["told_high_minutes"]) == (
        "nl", 1, "FD-1", 2, 6,
    )  # fmt: skip
    assert (second["language"], second["place"], second["told_low_minutes"]) == ("pl", 1, None)


async def test_the_chats_of_agents_with_who_waits_for_a_word():
    (row,) = await as_json(Desk(chats=(talking("FD-1", TOM, 11 * MINUTE),)), "chats")
    assert (row["agent"], row["case"], row["standing"]) == ("U0TOM", "FD-1", "broken")


async def test_a_file_has_the_rows_for_which_a_page_has_no_room():
    many = Desk(callbacks=tuple(call(f"FD-{number}", MINUTE) for number in range(101)))
    assert len(await as_json(many, "callbacks")) == 101


async def test_names_are_no_formulas_and_the_file_says_when_it_was():
    disposition, rows = await as_csv(Desk(chats=(queued("FD-1", name="=HYPERLINK(1)"),)), "waiting")
    assert disposition == 'attachment; filename="frontdesk-waiting-2026-11-23-1800.csv"'
    assert not rows[0]["name"].startswith("=")


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_who_took_a_table_along_stands_in_the_audit(form: str):
    async with room_at(Six()) as room, inside(live_page.routes(room), visitor("viewer")) as client:
        assert (await client.get(f"/live/waiting.{form}")).status == 200
        noted = await room.store.transact(lambda tx: tx.audit.noted("board: exported", NOW))
    assert [detail for _, detail, _ in noted] == ["U0EVA Eva: waiting"]


@pytest.mark.parametrize("name", TABLES)
async def test_each_table_of_a_busy_evening_is_there_both_ways(name: str):
    found = await as_json(MONDAY, name)
    assert found
    _, rows = await as_csv(MONDAY, name)
    assert [list(row) for row in rows] == [list(row) for row in found]
