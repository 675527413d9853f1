"""The live page without a browser: as it is sent, and what is told to who keeps it open."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from bs4 import BeautifulSoup
from msgspec.structs import replace

from core.model.people import Duty
from handoff.board.live import page as live_page
from handoff.board.live.scene import Desk
from handoff.board.room import Room
from tests.board.live_scenes import HOUR, MINUTE, MONDAY, NOW, SHUT, TOM, call, dispute, mail, put, queued, talking
from tests.board.visiting import inside, room_at, visitor

EVIL = """</td><script>alert(1)</script>"'><img src=x onerror=alert(2)>"""


class Clock:
    """Six on Monday evening, and from there on."""

    def __init__(self) -> None:
        self.began = datetime.now(UTC)

    def now(self) -> datetime:
        return NOW + (datetime.now(UTC) - self.began)


@asynccontextmanager
async def board(desk: Desk = MONDAY, role="supervisor") -> AsyncIterator[tuple[TestClient, Room]]:
    async with room_at(Clock()) as room:
        await put(room.store, desk)
        async with inside(live_page.routes(room), visitor(role)) as client:
            yield client, room


async def page(client: TestClient) -> BeautifulSoup:
    answer = await client.get("/")
    assert answer.status == 200
    return BeautifulSoup(await answer.text(), "html.parser")


def rows(page: BeautifulSoup, section: str) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.select(f"#{section} > [data-row]")]


async def test_the_whole_page_stands_there_without_any_script():
    async with board(MONDAY._replace(closures=(SHUT,))) as (client, _):
        seen = await page(client)
    assert seen.title.get_text() == "(4) Live · Sample Market"
    assert rows(seen, "queue-nl")[0].startswith("Anna de Vries FD-1A order")
    assert "2–5 min until" in rows(seen, "queue-nl")[0]
    assert len(rows(seen, "owed")) == 6
    assert rows(seen, "agents")[1].startswith("Tom on duty NL EN Chats 3 / 3")
    assert rows(seen, "closed")[0].startswith("Callbacks are closed until")
    assert "asked the other party" in rows(seen, "disputes")[1]
    assert "as soon as possible tried 1×" in rows(seen, "calls")[1]
    assert seen.select_one("#chat-FD-1A a.case")["href"] == "/cases/FD-1A"


async def test_a_quiet_desk_says_so_kindly():
    async with board(Desk()) as (client, _):
        seen = await page(client)
    said = [words.get_text() for words in seen.select(".empty")]
    assert "Nobody waits." in said
    assert "No promise is about to break." in said
    assert seen.title.get_text() == "Live · Sample Market"


async def test_the_headings_are_in_order_and_tables_have_heads():
    async with board() as (client, _):
        seen = await page(client)
    assert [heading.name for heading in seen.select("h1, h2, h3")] == ["h1", "h2", "h2", "h3", "h3", "h3", *["h2"] * 5]
    assert all(table.select("thead th[scope=col]") for table in seen.select("table"))


@pytest.mark.parametrize(
    "desk",
    [
        Desk(chats=(queued("FD-1", name=EVIL, topic=EVIL),)),
        Desk(chats=(talking("FD-1", TOM, timedelta(hours=1), name=EVIL),), staff=(Duty(TOM, True),)),
        Desk(chats=(talking("FD-1", TOM, timedelta(hours=1)),), staff=(Duty(replace(TOM, name=EVIL), True),)),
        Desk(callbacks=(replace(MONDAY.callbacks[0], name=EVIL, owner=replace(TOM, name=EVIL)),)),
        Desk(tickets=(replace(MONDAY.tickets[0], name=EVIL),)),
        Desk(closures=(replace(SHUT, by=EVIL, words=EVIL),)),
    ],
)
async def test_whatever_people_call_themselves_is_shown_as_they_wrote_it(desk: Desk):
    async with board(desk) as (client, _):
        html = await (await client.get("/")).text()
    seen = BeautifulSoup(html, "html.parser")
    assert EVIL in seen.get_text()
    assert all(re.fullmatch(r"/static/\w+\.js", script["src"]) for script in seen.select("script"))
    assert seen.select("img, [onerror], [style], style") == []


async def test_who_may_only_look_has_no_way_to_act():
    async with board(role="viewer") as (client, _):
        assert (await page(client)).select("main form, main button") == []
    async with board() as (client, _):
        assert (await page(client)).select("main form[action='/acts/assign']")


# --- what is told
async def told(answer: ClientResponse) -> dict:
    """The next event with news in it; signs of life are passed over."""
    async with asyncio.timeout(5):
        while True:
            line = (await answer.content.readline()).decode()
            if line.startswith("data: {"):
                return json.loads(line.removeprefix("data: "))


async def test_a_change_is_told_within_a_second():
    async with board() as (client, room):
        version = (await page(client)).select_one("[data-version]")["data-version"]
        async with client.get("/live/events", params={"version": version}) as answer:
            assert answer.content_type == "text/event-stream"
            began = asyncio.get_running_loop().time()
            await put(room.store, Desk(chats=(queued("FD-9", name="Nora"),)))
            room.changes.tell()
            said = await told(answer)
            assert asyncio.get_running_loop().time() - began < 1
            assert not said["whole"]
            assert "Nora" in said["rows"]["chat-FD-9"]["html"]


async def test_who_comes_again_goes_on_where_they_were():
    async with board() as (client, room):
        async with client.get("/live/events") as answer:
            version = (await told(answer))["version"]
        await put(room.store, Desk(chats=(queued("FD-9"),)))
        room.changes.tell()
        async with client.get("/live/events", headers={"Last-Event-ID": version}) as answer:
            said = await told(answer)
    assert (said["whole"], "chat-FD-9" in said["rows"]) == (False, True)


async def test_a_sign_of_life_carries_the_desks_time():
    async with board() as (client, _):
        version = (await page(client)).select_one("[data-version]")["data-version"]
        async with client.get("/live/events", params={"version": version}) as answer:
            async with asyncio.timeout(5):
                while await answer.content.readline() != b"event: beat\n":
                    pass
            said = (await answer.content.readline()).decode().removeprefix("data: ").strip()
    assert abs(datetime.fromisoformat(said) - NOW) < timedelta(seconds=10)


async def test_a_page_that_is_open_does_not_hold_up_the_end(caplog: pytest.LogCaptureFixture):
    async with board() as (client, _):
        answer = await client.get("/live/events")
        await told(answer)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 2
    assert "Traceback" not in caplog.text


async def test_one_of_each_is_spoken_of_as_one():
    one = Desk(
        chats=(queued("FD-1", ago=99 * MINUTE), talking("FD-2", TOM)),
        callbacks=(call("FD-3", HOUR),),
        tickets=(mail("FD-4", MINUTE),),
        disputes=(dispute("FD-5", "under_review", 50 * HOUR),),
    )
    async with board(one) as (client, _):
        said = rows(await page(client), "tiles")
    assert [re.sub(r" (longest|next due).*", "", each) for each in said if each.startswith("1 ")] == [
        "1 promise broken",
        "1 waits for an agent",
        "1 talks with an agent",
        "1 call owed",
        "1 answer owed by e-mail",
        "1 dispute open",
    ]


async def test_what_has_no_time_has_no_heading_that_promises_one():
    """On a phone each cell is led by its column's heading: "Told no time told" would say it twice."""
    untold = Desk(chats=(queued("FD-1"),), tickets=(mail("FD-2", MINUTE, None),))
    async with board(untold) as (client, _):
        seen = await page(client)
    cells = [cell for cell in seen.select("#chat-FD-1 td, #mail-FD-2 td") if "no time told" in cell.get_text()]
    assert [cell.get("data-label") for cell in cells] == [None, None]
