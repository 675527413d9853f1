"""A whole desk: what Anna and Tom wrote to each other stands on the page of her case, and how it went."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

from handoff.board.cases import page as transcript_page
from tests.board.visiting import inside, visitor
from tests.scenarios.town import WAYS, Town, chatting, copied_articles

pytestmark = pytest.mark.scenarios


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.chdir(tmp_path)  # where no frontdesk.toml is
    (tmp_path / "help").mkdir()
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    try:
        await town.is_built({"HELP_FOLDER": str(copied_articles(tmp_path / "help"))})
        await town.opens()
        yield town
    finally:
        await town.is_left()


async def page_of(town: Town, path: str) -> str:
    assert town._app is not None
    async with inside(transcript_page.routes(town._app.room), visitor("viewer")) as client:
        answer = await client.get(path)
        assert answer.status == 200
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", await answer.text())).split())


async def test_a_live_chat_from_the_question_to_its_end(town: Town) -> None:
    anna, tom = town.customer(), town.agent()
    chat = await chatting(town, anna, tom)
    await chat.agent_writes("It left us this morning.")
    await anna.reads("It left us this morning.")
    await chat.agent_writes("// her second parcel this month")
    await chat.thread_shows("looks like a note")
    await tom.clicks("Keep as note")
    await chat.thread_shows("Kept as a note")
    await anna.write("Thank you!")
    await chat.thread_shows("Thank you!")
    ((code,),) = town.stored("SELECT code FROM cases")
    during = await page_of(town, f"/cases/{code}")
    await tom.slash("/frontdesk", f"close {code} solved", town.support)
    await anna.reads("Was this solved?")
    after = await page_of(town, f"/cases?code={code.casefold()}")
    in_order = (
        "When do I get my money back?",
        "Likely to answer the question",
        f"Asked for a live chat ({code})",
        "Taken by: Tom",
        "It left us this morning.",
        "Thank you!",
    )
    places = [during.index(words) for words in in_order]
    assert places == sorted(places)
    assert "With an agent" in during
    assert "Agent Tom" in during
    assert "Closed as solved: Tom" in after
    assert "The chat is over" in after
