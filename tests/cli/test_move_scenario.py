"""A desk in the middle of its day is moved to another database and back, and its people notice nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.moving_data import in_file, in_postgres
from tests.cli.test_moving import moved
from tests.scenarios.town import WAYS, Town, chatting, copied_articles

pytestmark = pytest.mark.scenarios


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    (tmp_path / "articles").mkdir()
    articles = copied_articles(tmp_path / "articles", ("refund-timing",))
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    await town.is_built({"HELP_FOLDER": str(articles)})
    await town.opens()
    yield town
    await town.is_left()


async def test_a_live_chat_goes_on_where_it_stood(town: Town, there: str) -> None:
    anna, tom = town.customer(), town.agent()
    chat = await chatting(town, anna, tom)
    await chat.agent_writes("One moment, I am looking.")
    await anna.reads("I am looking")
    await town.closes()

    file = town.folder / "desk.db"
    left = in_file(file)
    await moved(file, there)
    assert await in_postgres(there) == left
    file.rename(file.with_name("desk.db.put-away"))
    await moved(there, file)
    assert in_file(file) == left

    await town.opens()
    await anna.write("Are you still there?")
    await chat.thread_shows("Are you still there?")
    await chat.agent_writes("Yes, and it has arrived.")
    await anna.reads("it has arrived")
