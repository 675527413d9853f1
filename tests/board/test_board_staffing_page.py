"""The page of how many agents each hour needs, and its tables."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from core.engine.history import begin_counting
from core.model.figures import HandoffRow, SpellRow
from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.ports import Transaction
from handoff.board.staffing import page as staffing_page
from tests.board.visiting import inside, room_at, visitor

MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
NOW = MONDAY + timedelta(days=14)
BOTH_WEEKS = "since=2026-11-09&until=2026-11-22"


class Clock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
async def room():
    async with room_at(Clock()) as room:
        yield room


async def filled(room, chats: int, spells: tuple[SpellRow, ...] = (), language: str = "en") -> None:
    """So many chats of ten minutes each Monday from 18:00 on, Amsterdam's time, taken after half a minute."""

    async def fill(tx: Transaction) -> None:
        for number in range(chats):
            for week in (0, 7):
                at = MONDAY + timedelta(days=week, hours=17, minutes=number)
                await tx.handoffs.put(chat(f"{week}-{language}-{number}", at, language))
        for spell in spells:
            await tx.spells.put(spell)

    await room.store.transact(fill)


def chat(code: str, at: datetime, language: str) -> HandoffRow:
    taken = at + timedelta(seconds=30)
    ended = taken + timedelta(minutes=10)
    return HandoffRow(
        CaseCode(code),
        ConversationId(f"telegram:{code}"),
        "live_chat",
        Language(language),
        "",
        "wished",
        at,
        agent="U0TOM",
        claimed_at=taken,
        ended_at=ended,
        end="solved",
    )


def spell(agent: str, *languages: str) -> SpellRow:
    return SpellRow(AgentId(agent), languages, MONDAY)


async def read(room, path: str, status: int = 200) -> str:
    async with inside(staffing_page.routes(room), visitor("viewer")) as client:
        answer = await client.get(path)
        assert answer.status == status
        return await answer.text()


async def rows(room, path: str) -> dict[tuple[str, str], dict[str, str]]:
    """By day and hour."""
    read_rows = csv.DictReader(StringIO((await read(room, path)).removeprefix("\ufeff")))
    return {(row["weekday"], row["hour"]): row for row in read_rows}


async def test_before_any_chat_is_over_it_says_so_instead_of_numbers(room):
    page = await read(room, "/staffing")
    assert "No live chat of these days is over yet" in page
    assert "<table" not in page


async def test_in_the_first_hour_of_a_desk_it_says_that_none_has_passed(room):
    await filled(room, 12)
    await room.store.transact(lambda tx: begin_counting(tx, NOW - timedelta(minutes=59)))
    page = await read(room, f"/staffing?{BOTH_WEEKS}")
    assert "none has passed in these days since counting began" in page
    assert "<table" not in page


async def test_an_hour_says_what_it_needs_and_who_was_there(room):
    await filled(room, 12, (spell("U0TOM", "en"), spell("U0EVA", "en", "nl")))
    told = json.loads(await read(room, f"/staffing/hours.json?at_once=1&{BOTH_WEEKS}"))["rows"]
    assert [row for row in told if row["chats"]] == [
        {
            "weekday": "Monday",
            "hour": 18,
            "weeks": 2,
            "chats": 24,
            "chats_per_hour": 12,
            "erlangs": 2,
            "agents_each_language_alone": 4,
            "agents_all_pooled": 4,
            "agents_mix": 4,
            "mix": "4 en",
            "agents_there": 2,
            "there": "1 en, 1 en+nl",
            "mark": "short",
            "missing_languages": "en",
            "few_chats": False,
            "within_60_s_measured": 1,
            "within_60_s_expected": 0,
        }
    ]


async def test_a_number_of_chats_at_once_can_be_tried_out(room):
    await filled(room, 12, (spell("U0TOM", "en"),))
    needed = [(await rows(room, f"/staffing/hours.csv?at_once={n}"))["Monday", "18"]["agents_mix"] for n in (1, 2, 4)]
    assert needed == ["4", "2", "1"]


@pytest.mark.parametrize("at_once", ["0", "-1", "11", "three", "٣", ""])
async def test_a_number_that_nobody_has_at_once_is_the_desks_own(room, at_once: str):
    await filled(room, 12, (spell("U0TOM", "en"),))
    assert (await rows(room, f"/staffing/hours.csv?at_once={at_once}"))["Monday", "18"]["agents_mix"] == "2"


async def test_a_language_that_nobody_on_duty_speaks_is_told(room):
    await filled(room, 12, (spell("U0TOM", "en"),), language="pl")
    page = await read(room, "/staffing?hour=0-18")
    assert "Nobody on duty spoke: Polish" in page
    assert "too few agents, in some language at least: Polish." in page.replace("\n", "")


async def test_an_hour_shows_its_languages(room):
    await filled(room, 12, (spell("U0TOM"),))
    await filled(room, 6, language="nl")
    page = await read(room, f"/staffing?hour=0-18&{BOTH_WEEKS}")
    assert "Monday, 18:00" in page
    assert '<th scope="row">Dutch</th>' in page
    numbers = ("12", "6.0", "10.0", "1", "1.0")
    assert "".join(f'<td class="number">{number}</td>' for number in numbers) in page
    both = [row["language"] for row in csv.DictReader(StringIO(await read(room, "/staffing/languages.csv")))]
    assert both == ["en", "nl"]


@pytest.mark.parametrize("hour", ["7-18", "0-24", "x", "-1--1", "0-18-1", "<script>"])
async def test_an_hour_that_there_is_none_of_shows_none(room, hour: str):
    await filled(room, 12)
    page = await read(room, f"/staffing?hour={hour}")
    assert "Choose an hour above" in page
    assert "<script>a" not in page


async def test_only_what_was_counted_counts(room):
    await filled(room, 12)
    counted = [(await rows(room, f"/staffing/hours.csv?{BOTH_WEEKS}"))["Monday", "18"]["weeks"]]
    await room.store.transact(lambda tx: tx.keep.put("counted since", (MONDAY + timedelta(days=7)).isoformat()))
    counted += [(await rows(room, f"/staffing/hours.csv?{BOTH_WEEKS}"))["Monday", "18"]["weeks"]]
    assert counted == ["2", "1"]


async def test_days_that_are_none_are_refused_in_words(room):
    assert "2026-11-22" in await read(room, "/staffing?since=yesterday", status=400)
