"""The page of figures over time: its numbers, the definitions beside them, and each table to take along."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestClient
from bs4 import BeautifulSoup

from core.model.figures import AskedRow, HandoffRow
from core.model.ids import CaseCode, ConversationId, Language
from core.ports import Transaction
from handoff.board.figures.page import routes
from handoff.board.figures.tables import TABLES
from handoff.board.room import Room
from tests.board.visiting import inside, room_at, visitor

NOW = datetime(2026, 11, 23, 19, tzinfo=UTC)
EMMA = ConversationId("telegram:1")
HOSTILE = '"><script>alert(1)</script>'


class Clock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with room_at(Clock()) as room:
        yield room


@pytest.fixture
async def client(room: Room) -> AsyncIterator[TestClient]:
    async with inside(routes(room), visitor("viewer")) as client:
        yield client


async def sees(client: TestClient, path: str = "/figures") -> BeautifulSoup:
    answer = await client.get(path)
    assert answer.status == 200, await answer.text()
    return BeautifulSoup(await answer.text(), "html.parser")


def cells(page: BeautifulSoup, table: str) -> dict[str, list[str]]:
    rows = page.select(f"table#{table} tbody tr")
    return {
        row.th.find(string=True, recursive=True).strip(): [td.get_text(strip=True) for td in row("td")] for row in rows
    }


async def helped(room: Room, days_ago: float = 10) -> None:
    """Two questions, one of them answered well, the other handed over to a chat that was late."""
    at = NOW - timedelta(days=days_ago)

    async def fill(tx: Transaction) -> None:
        await tx.asked.put(AskedRow("1", EMMA, at, Language("pl"), "", "When?", "answered", "refunds", helpful=True))
        await tx.asked.put(AskedRow("2", ConversationId("telegram:2"), at, Language("nl"), "", "Wat?", "abstained"))
        await tx.handoffs.put(
            HandoffRow(
                case=CaseCode("FD-2222CC"),
                conversation=ConversationId("telegram:2"),
                method="live_chat",
                language=Language("nl"),
                topic="order",
                why="unanswered",
                asked_at=at,
                due=at + timedelta(minutes=3),
                agent="U0EVA",
                claimed_at=at + timedelta(minutes=5),
                answered_at=at + timedelta(minutes=6),
                ended_at=at + timedelta(minutes=100),
                end="solved",
            )
        )

    await room.store.transact(fill)


async def test_a_desk_that_nothing_has_happened_at(client: TestClient):
    page = await sees(client)
    assert [each.get_text() for each in page.select(".glance b")] == ["0", "0", "0", "–", "–"]
    assert "Waits by way: nothing in these days." in page.get_text()


async def test_what_happened_is_counted_with_its_definition_beside_it(room: Room, client: TestClient):
    await helped(room)
    page = await sees(client)
    assert [each.get_text() for each in page.select(".glance b")] == ["2", "1", "1", "6 min", "0 %"]
    assert cells(page, "assistant-answers")["Solved, and said so"] == ["1", "100 %"]
    assert "Only this is counted as success." in page.select_one("#assistant-answers").get_text()
    assert cells(page, "reasons")["The assistant did not know"] == ["1", "0", "0", "0", "1", "100 %"]
    lengths = ["5 min°", "5 min°", "1", "6 min°", "6 min°", "1", "1 h 40 min°", "1 h 40 min°"]
    assert cells(page, "waits-by-method")["Live chat"] == ["1", "1", *lengths, "0", "0 %", "0", "0"]
    assert cells(page, "promises-by-method")["Live chat"][:4] == ["1", "0", "1", "0 %"]


@pytest.mark.parametrize(
    ("path", "questions"),
    [
        ("/figures", "2"),
        ("/figures?days=7", "0"),
        ("/figures?since=2026-11-13&until=2026-11-13", "2"),
        ("/figures?since=2026-11-14&until=2026-11-23", "0"),
        ("/figures?language=nl", "1"),
        ("/figures?language=de", "0"),
        ("/figures?language=%22%3E", "2"),
        ("/figures?method=pigeon", "2"),
    ],
)
async def test_days_and_languages_are_chosen_in_the_address(room: Room, client: TestClient, path: str, questions: str):
    await helped(room)
    page = await sees(client, path)
    assert page.select(".glance b")[0].get_text() == questions


async def test_the_choice_of_days_keeps_what_else_was_chosen(client: TestClient):
    page = await sees(client, "/figures?days=30&language=nl&method=email")
    [current] = page.select(".presets [aria-current]")
    assert (current.get_text(), current["href"]) == ("30 days", "/figures?method=email&language=nl&days=30")
    assert page.select_one("select[name=language] [selected]")["value"] == "nl"
    assert "days=30&method=email&language=nl" in page.select_one('a[href*="/figures/reasons.csv"]')["href"]


async def test_of_many_days_the_page_shows_weeks_and_the_files_days(room: Room, client: TestClient):
    await helped(room)
    page = await sees(client, "/figures?days=90")
    assert page.select_one("#days thead th").get_text() == "Week from"
    assert (await (await client.get("/figures/days.csv?days=90")).text()).count("\n") == 91


async def test_each_table_on_the_page_can_be_taken_along(room: Room, client: TestClient):
    await helped(room)
    page = await sees(client)
    links = [link["href"] for link in page.select(".takes a")]
    assert len(links) == 2 * len(TABLES)
    for link in links:
        answer = await client.get(link)
        assert answer.status == 200, link
        kind = "text/csv" if ".csv" in link else "application/json"
        assert answer.content_type == kind


async def test_all_tables_at_once(client: TestClient):
    answer = await client.get("/figures.json")
    assert list((await answer.json())["tables"]) == list(TABLES)


async def test_days_that_there_are_not_are_refused(client: TestClient):
    answer = await client.get("/figures?since=soon")
    assert (answer.status, await answer.text()) == (400, "A day is written like this: 2026-11-22.")


async def test_what_stands_in_a_row_is_text_and_nothing_else(room: Room, client: TestClient):
    async def fill(tx: Transaction) -> None:
        at = NOW - timedelta(hours=1)
        await tx.asked.put(AskedRow("1", EMMA, at, Language(HOSTILE), HOSTILE, HOSTILE, "answered", HOSTILE))

    await room.store.transact(fill)
    page = await sees(client)
    assert HOSTILE in page.select_one("#assistant-by-topic").get_text()
    assert [script.get_text() for script in page("script") if not script.get("src")] == []
    assert HOSTILE not in (await (await client.get("/figures")).text())


async def test_nothing_on_the_page_is_inline(room: Room, client: TestClient):
    await helped(room)
    html = await (await client.get("/figures")).text()
    assert re.findall(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=", html) == []


async def test_it_says_since_when_is_counted(room: Room, client: TestClient):
    assert "Counted since" not in (await sees(client)).select_one(".about").get_text()
    await room.store.transact(lambda tx: tx.keep.put("counted since", "2026-11-09T10:00:00+00:00"))
    assert "Counted since 2026-11-09 10:00 UTC." in (await sees(client)).select_one(".about").get_text()


async def test_large_numbers_are_written_alike_in_figures_and_in_words(room: Room, client: TestClient):
    at = NOW - timedelta(days=10)

    async def fill(tx: Transaction) -> None:
        for number in range(1200):
            await tx.asked.put(AskedRow(str(number), EMMA, at, Language("en"), "", "When?", "answered", "refunds"))

    await room.store.transact(fill)
    questions = (await sees(client)).select_one(".glance .card")
    assert " ".join(questions.get_text(" ").split()) == "Questions 1 200 1 200 answered by the assistant"
