"""A customer leaves words everywhere and has all of it erased: nothing of them is found anywhere, and others keep theirs."""

import logging
from collections.abc import Iterator

import pytest

from bots.playground.slack import Person
from tests.privacy import canary, life
from tests.privacy.canary import NAME, NUMBER, WORD, WORDS
from tests.privacy.conftest import Kept
from tests.scenarios.town import Town

# In which tables the customer's words or chat stand before the erasure: where a step of theirs leaves none, nothing is tried.
WRITTEN_IN = {
    *("answer_cache", "asked", "audit", "callbacks", "cases", "chats", "conversations", "copies", "decisions"),
    *("dispute_decisions", "disputes", "gaps", "handoffs", "inbox", "keep", "links", "messages", "outbox"),
    *("person_words", "ratings", "sign_ins", "spending", "threads", "ticket_decisions", "tickets"),
}


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    """A model answers, whose answers are kept to be said again."""
    return {**settings, "OPENAI_MODEL": "scripted"}


@pytest.fixture(autouse=True)
def all_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO), caplog.at_level(logging.DEBUG, "bots"), caplog.at_level(logging.DEBUG, "core"):
        yield


@pytest.mark.fault(
    "Security",
    "export and erasure for one customer",
    "after an erasure the customer is found in no table, file, post, cache, memory or log; what a dispute or a legal hold keeps is said",
)
async def test_nothing_is_found_of_who_has_it_erased(
    town: Town, tom: Person, kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    bert = town.customer(1002, "Bert")
    await bert.write("How much is a parcel to Portugal?")
    await bert.reads("")
    zed = await life.arrives(town)
    await life.asks(town, zed)
    card = await life.chats(town, zed, tom)
    await tom.opens_home()
    await town.until(lambda: NAME in repr(town.slack.workspace.state.views))
    await life.rates(town, zed, tom, card)
    case = await life.asks_by_mail(town, zed)
    await life.books_a_call(town, zed)
    await life.reports(town, zed)
    await life.withdraws(town, zed)
    assert WORD in await life.is_read_at_the_board(town, tom, case)
    assert canary.in_slack(town.slack)
    assert list((town.folder / "evidence").rglob("*.jpg")) != []
    assert canary.in_files(town.folder)
    assert {each.split(":")[0] for each in canary.in_tables(await kept.held())} >= WRITTEN_IN
    assert canary.in_memory([town._app], WORDS)
    await life.has_it_erased(zed)
    assert canary.in_slack(town.slack) == []
    assert list((town.folder / "evidence").rglob("*.jpg")) == []
    held = await kept.held()
    assert canary.in_tables(held, WORDS) == []
    left = [each for each in canary.in_tables(held) if not each.startswith("outbox: ")]  # the last word is to the chat
    assert all(each.startswith("inbox: ") and "('payload', '')" in each for each in left), left  # keys, for a day
    assert [row for row in held["outbox"] if str(NUMBER) in repr(row) and "erased:1" not in repr(row)] == []
    assert canary.in_memory([town._app], WORDS) == []
    assert canary.signs_in(repr(await kept.held()), ("Portugal",)) == ["Portugal"]
    if kept.redis:
        assert await canary.in_redis(kept.redis.url, WORDS) == []
    await town.closes()
    assert canary.in_files(town.folder, WORDS) == []
    assert caplog.records
    assert canary.signs_in(caplog.text, WORDS) == []


async def test_a_chat_begins_afresh_after_it(town: Town, tom: Person, kept: Kept) -> None:
    zed = await life.arrives(town)
    await life.has_it_erased(zed)
    await zed.write("Where is my parcel?")
    assert "AI assistant" in (await zed.reads("")).text


@pytest.mark.parametrize("hold", [False, True], ids=["open", "under legal hold"])
async def test_a_dispute_that_must_stay_stays_and_it_is_said(town: Town, kept: Kept, hold: bool) -> None:
    if kept.url:
        pytest.skip("once is enough")
    zed = await life.arrives(town)
    await life.reports(town, zed)
    await town.until(lambda: town.stored("SELECT count(*) FROM disputes") == [(1,)])
    if hold:
        held = "UPDATE disputes SET stage = 'closed', data = replace(data, ?, ?)"
        town.stored(held, '"legal_hold":false', '"legal_hold":true')
    await zed.write("/privacy")
    await zed.reads("Your data, in short")
    await zed.press("Erase my data")
    await zed.reads("is erased as soon as they end" if hold else "It stays until it is over and is erased then.")
    await zed.press("Yes, erase everything")
    await zed.reads("It is done", timeout=15)
    assert town.stored("SELECT count(*) FROM disputes") == [(1,)]
    assert town.stored("SELECT count(*) FROM messages WHERE name = ?", NAME) == [(0,)]
    assert town.stored("SELECT count(*) FROM conversations WHERE id LIKE ?", f"%{NUMBER}") == [(0,)]
    await town.closes()
    assert list((town.folder / "evidence").rglob("*.jpg")) != []
