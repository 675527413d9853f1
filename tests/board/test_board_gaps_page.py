"""The page of what the help centre does not say, and its tables."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from msgspec.structs import replace

from core.model.figures import AskedRow, HandoffRow
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import GapRow
from core.ports import Transaction
from handoff.board.unanswered import page as gaps_page
from handoff.board.unanswered.page import SHOWN
from tests.board.visiting import inside, room_at, visitor

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> \"quoted\" 'quoted' {{ 7 * 7 }} </textarea>"


class Noon:
    def now(self) -> datetime:
        return NOW


def gap(text: str, days: float = 1, who: str = "telegram:1", language: str = "en") -> GapRow:
    return GapRow(NOW - timedelta(days=days), "unanswered", language, text, "", 0.1, who)


def asked(id: str, article: str, helpful: bool | None, text: str = "why?", days: float = 1) -> AskedRow:
    return AskedRow(
        id,
        ConversationId("telegram:1"),
        NOW - timedelta(days=days),
        Language("en"),
        "",
        text,
        "answered",
        article,
        helpful,
    )


@pytest.fixture
async def room():
    async with room_at(Noon()) as room:
        yield room


async def filled(room, *gaps: GapRow, asked: tuple[AskedRow, ...] = (), handoffs: tuple[HandoffRow, ...] = ()) -> None:
    async def fill(tx: Transaction) -> None:
        for gap in gaps:
            await tx.gaps.add(gap)
        for question in asked:
            await tx.asked.put(question)
        for handoff in handoffs:
            await tx.handoffs.put(handoff)

    await room.store.transact(fill)


async def read(room, path: str, status: int = 200) -> str:
    async with inside(gaps_page.routes(room), visitor("viewer")) as client:
        answer = await client.get(path)
        assert answer.status == status
        return await answer.text()


async def test_an_empty_desk_says_that_nothing_was_left_open(room):
    page = await read(room, "/gaps")
    assert "Nothing was left open in these days." in page
    assert "No article was disliked in these days." in page
    assert "<table" not in page


async def test_a_question_stands_with_its_numbers_its_examples_and_a_draft(room):
    wish = HandoffRow(
        CaseCode("FD-7K2M9P"),
        ConversationId("telegram:1"),
        "email",
        Language("en"),
        "",
        "unanswered",
        NOW - timedelta(days=1),
    )
    again = gap("paying with bitcoin", 2, "telegram:2")
    await filled(room, gap("Can I pay with bitcoin?"), gap("Can I pay with bitcoin?", 3), again, handoffs=(wish,))
    page = await read(room, "/gaps")
    assert '<td class="number">3</td>\n<td class="number">1</td>' in page
    assert "customers: 2" in page
    assert "<code>en/can-i-pay-with-bitcoin.md</code>" in page
    assert "title: Can I pay with bitcoin?\naliases:\n- paying with bitcoin" in page


async def test_only_the_days_that_were_chosen_count(room):
    await filled(
        room, gap("Can I pay with bitcoin?", 20), gap("Do you ship to Mars?", 3), gap("Where is my invoice?", 0)
    )
    shown = {
        days: await read(room, f"/gaps?{days}") for days in ("days=1", "days=7", "since=2026-11-01&until=2026-11-05")
    }
    assert ["invoice" in page for page in shown.values()] == [True, True, False]
    assert ["Mars" in page for page in shown.values()] == [False, True, False]
    assert ["bitcoin" in page for page in shown.values()] == [False, False, True]


@pytest.mark.parametrize(("query", "shown"), [("language=pl", [False, True]), ("language=xx", [True, True])])
async def test_one_language_can_be_chosen_and_one_that_there_is_none_of_chooses_all(
    room, query: str, shown: list[bool]
):
    await filled(room, gap("Can I pay with bitcoin?"), gap("Gdzie są faktury?", language="pl"))
    page = await read(room, f"/gaps?{query}")
    assert ["bitcoin" in page, "faktury" in page] == shown


async def test_what_customers_write_is_text_and_nothing_else(room):
    disliked = asked("1", f"Article {EVIL}", False, EVIL)
    await filled(room, gap(EVIL), asked=(disliked,))
    page = await read(room, "/gaps")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</textarea>") == 1
    assert "{{ 7 * 7 }}" in page
    assert page.count("&lt;script&gt;") >= 4


async def test_days_that_are_none_are_refused_in_words(room):
    assert "number" in await read(room, "/gaps?days=many", status=400)


async def test_of_many_kinds_of_question_the_first_are_shown_and_all_can_be_taken_along(room):
    await filled(room, *(gap(f"word{number} thing{number}", who=f"telegram:{number}") for number in range(SHOWN + 5)))
    page = await read(room, "/gaps")
    assert f"The first {SHOWN} of {SHOWN + 5} kinds of question." in page
    assert len(await rows(room, "/gaps/questions.csv")) == SHOWN + 5


async def test_articles_that_did_not_help_stand_with_how_many_said_nothing(room):
    helpful = (False, None, None, None)
    await filled(room, asked=tuple(asked(str(number), "Refunds", said) for number, said in enumerate(helpful)))
    page = await read(room, "/gaps")
    assert '<td class="number">4</td>\n<td class="number">1</td>\n<td class="number">25 %</td>' in page
    assert "helped: 0, silent: 3" in page


async def test_an_article_that_did_not_help_is_opened_where_it_stands(room):
    address = "https://help.shop.example/en/refunds"
    await filled(room, asked=(replace(asked("1", "Refunds", False), address=address), asked("2", "Fees", False)))
    page = await read(room, "/gaps")
    assert f'<a href="{address}" rel="noreferrer"><bdi>Refunds</bdi></a>' in page
    assert '<p class="question"><bdi>Fees</bdi></p>' in page
    assert {row["article"]: row["address"] for row in await rows(room, "/gaps/articles.csv")} == {
        "Refunds": address,
        "Fees": "",
    }


async def rows(room, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((await read(room, path)).removeprefix("\ufeff"))))


async def test_tables_to_take_along_have_what_the_page_has(room):
    await filled(room, gap("=1+1 bitcoin"), asked=(asked("1", "Refunds", False),))
    (question,) = await rows(room, "/gaps/questions.csv")
    assert (question["question"], question["asked"], question["handoffs"]) == ("'=1+1 bitcoin", "1", "0")
    (article,) = await rows(room, "/gaps/articles.csv")
    assert (article["article"], article["cited"], article["disliked_share"]) == ("Refunds", "1", "1.0")


async def test_a_table_is_narrowed_as_the_page_is(room):
    await filled(room, gap("Can I pay with bitcoin?"), gap("Gdzie są faktury?", language="pl"))
    assert [row["language"] for row in await rows(room, "/gaps/questions.csv?language=pl")] == ["pl"]
