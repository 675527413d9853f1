"""One look at the desk for everybody who has the live page open, and what each of them is told."""

import asyncio
import json
from contextlib import aclosing

import pytest
from msgspec.structs import replace

from core.engine.changes import Changes
from core.model.ids import Language
from handoff.board.live import stream
from handoff.board.live.board import live
from handoff.board.live.scene import Desk
from handoff.board.live.stream import Stream
from handoff.board.live.view import View
from tests.board.live_scenes import NOW, queued
from tests.board.test_board_live import RULES
from tests.board.visiting import CATALOG

ENGLISH, LOOKER = View(Language("en"), "supervisor", True), View(Language("en"), "viewer", True)
ANNA, BRAM = queued("FD-1"), queued("FD-2", name="Bram")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "APART", 0.01)
    monkeypatch.setattr(stream, "BEAT", 0.05)


class Watched:
    """A desk that changes, and counts how often it is looked at."""

    def __init__(self, *chats) -> None:
        self.chats, self.looks, self.fails = chats, 0, False
        self.changes = Changes()
        self.stream = Stream(self.look, self.changes, CATALOG)

    async def look(self):
        self.looks += 1
        if self.fails:
            raise OSError("the disk is full")
        return live(Desk(chats=self.chats), RULES, NOW)

    def become(self, *chats) -> None:
        self.chats = chats
        self.changes.tell()


class Reader:
    """Somebody who has the page open."""

    def __init__(self, desk: Watched, view: View = ENGLISH, known: str = "") -> None:
        self.news = desk.stream.follow(view, known)
        self.version = known

    async def next(self) -> dict | None:
        """What they are told; None for a sign of life."""
        async with asyncio.timeout(5):
            news = await anext(self.news)
        self.version = news.version
        return json.loads(news.message) if news.message else None

    async def told(self) -> dict:
        while True:
            if said := await self.next():
                return said

    async def leaves(self) -> None:
        await self.news.aclose()


async def test_who_comes_is_told_everything():
    desk = Watched(ANNA)
    async with aclosing(desk.stream.follow(ENGLISH, "")) as news:
        said = json.loads((await anext(news)).message)
    assert said["whole"] is True
    assert said["rows"]["chat-FD-1"]["in"] == "queue-nl"
    assert "Anna" in said["rows"]["chat-FD-1"]["html"]
    assert said["numbers"]["count-waiting"] == "1"


async def test_then_only_what_changes():
    desk = Watched(ANNA)
    reader = Reader(desk)
    await reader.told()
    desk.become(ANNA, BRAM)
    said = await reader.told()
    assert said["whole"] is False
    assert set(said["rows"]) == {"chat-FD-2", "tile-waiting", "language-nl"}
    assert said["numbers"] == {"count-waiting": "2"}
    desk.become(BRAM)
    assert (await reader.told())["gone"] == ["chat-FD-1"]
    await reader.leaves()


async def test_a_page_that_is_as_the_desk_is_told_nothing():
    desk = Watched(ANNA)
    _, version = await desk.stream.now()
    reader = Reader(desk, known=version)
    assert await reader.next() is None
    await reader.leaves()


async def test_who_was_away_for_a_moment_is_told_what_they_missed():
    desk = Watched(ANNA)
    reader, away = Reader(desk), Reader(desk)
    await reader.told()
    await away.told()
    await away.leaves()
    for chats in ((ANNA, BRAM), (BRAM,), (replace(BRAM, name="Bob"),)):
        desk.become(*chats)
        await reader.told()
    said = await Reader(desk, known=away.version).told()
    assert (said["whole"], said["gone"]) == (False, ["chat-FD-1"])
    assert "Bob" in said["rows"]["chat-FD-2"]["html"]
    await reader.leaves()


@pytest.mark.parametrize("known", ["", "x", "other-1", "other-", "-1"])
async def test_who_knows_another_desks_version_is_told_everything(known: str):
    desk = Watched(ANNA)
    assert (await Reader(desk, known=known).told())["whole"] is True


@pytest.mark.parametrize("number", ["7", "-7", "9" * 5000, "²"])
async def test_who_claims_a_version_that_never_was_is_told_what_everybody_is(number: str):
    desk = Watched(ANNA)
    _, version = await desk.stream.now()
    reader = Reader(desk, known=f"{version.partition('-')[0]}-{number}")
    assert (await reader.told())["whole"] is True
    assert reader.version == version
    await reader.leaves()


async def test_who_missed_more_than_is_remembered_is_told_everything():
    desk = Watched(ANNA)
    slow, reader = Reader(desk), Reader(desk)
    await slow.told()
    await reader.told()
    for number in range(stream.KEPT + 1):
        desk.become(replace(ANNA, name=f"Anna {number}"))
        await reader.told()
    said = await slow.told()
    assert said["whole"] is True
    assert f"Anna {stream.KEPT}" in said["rows"]["chat-FD-1"]["html"]
    await slow.leaves()
    await reader.leaves()


async def test_all_who_are_there_share_one_look():
    desk = Watched(ANNA)
    readers = [Reader(desk) for _ in range(20)]
    for reader in readers:
        await reader.told()
    before = desk.looks
    desk.become(BRAM)
    for reader in readers:
        await reader.told()
    assert desk.looks <= before + 2
    for reader in readers:
        await reader.leaves()


async def test_many_events_are_one_look(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "APART", 0.1)
    desk = Watched(ANNA)
    reader = Reader(desk)
    await reader.told()
    before = desk.looks
    for number in range(50):
        desk.become(replace(ANNA, name=f"Anna {number}"))
        await asyncio.sleep(0.002)
    assert desk.looks - before <= 3
    await reader.leaves()


async def test_nothing_is_looked_at_while_nobody_is_there():
    desk = Watched(ANNA)
    reader = Reader(desk)
    await reader.told()
    await reader.leaves()
    before = desk.looks
    desk.become(BRAM)
    await asyncio.sleep(0.05)
    assert desk.looks == before
    assert len(asyncio.all_tasks()) == 1


async def test_while_the_desk_cannot_be_seen_there_is_no_sign_of_life(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(stream, "AT_MOST", 0.04)
    desk = Watched(ANNA)
    reader = Reader(desk)
    await reader.told()
    desk.fails = True
    desk.become(BRAM)
    await asyncio.sleep(0.15)
    waiting = asyncio.create_task(reader.told())
    await asyncio.sleep(0.1)
    assert not waiting.done()
    assert "the disk is full" in caplog.text
    desk.fails = False
    assert "chat-FD-2" in (await waiting)["rows"]
    await reader.leaves()


async def test_who_may_only_look_has_no_way_to_act():
    desk = Watched(ANNA)
    acting, looking = await Reader(desk).told(), await Reader(desk, LOOKER).told()
    assert "/acts/assign" in acting["rows"]["chat-FD-1"]["html"]
    assert "/acts" not in json.dumps(looking)
