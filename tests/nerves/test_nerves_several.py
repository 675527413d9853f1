"""What the processes of a desk know of each other: what has changed, and how each of them is."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from core.engine import vitals as vitals_module
from core.engine.changes import Changes
from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals, Vital
from core.language.catalog import read_catalog
from core.model.ids import Language
from core.nerves import notices
from core.nerves.in_process import InProcess
from core.nerves.link import RedisLink
from core.nerves.notices import RedisNotices
from core.nerves.redis_nerves import RedisNerves
from handoff.board.live.rows import LiveBoard
from handoff.board.live.stream import Stream
from handoff.board.live.view import View
from tests.nerves.valkey import Valkey

Linked = Callable[[], Awaitable[RedisLink]]
Running = Callable[[Callable[[], Awaitable[None]]], None]


def now() -> float:
    return asyncio.get_running_loop().time()


# --- what has changed


class LookedAt:
    """How the desk stands, which other processes change."""

    def __init__(self) -> None:
        self.times: list[float] = []

    async def __call__(self) -> LiveBoard:
        self.times.append(now())
        return LiveBoard({}, {"waiting": len(self.times)}, ())


async def looks_in(changes: Changes, seconds: float, after: Callable[[], None] = lambda: None) -> list[float]:
    """When somebody who has the page open makes the desk be looked at, since `after`."""
    looked = LookedAt()
    stream = Stream(looked, changes, read_catalog())

    async def viewer() -> None:
        async for _ in stream.follow(View(Language("en"), "viewer", True), ""):
            pass

    task = asyncio.ensure_future(viewer())
    await asyncio.sleep(0.6)
    began = now()
    after()
    await asyncio.sleep(seconds)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return [at - began for at in looked.times if at > began]


async def test_what_another_process_did_is_on_the_page_within_a_second(linked: Linked, running: Running) -> None:
    worker, board = RedisNerves(await linked()), RedisNerves(await linked())
    changes = Changes(unheard=lambda: board.deaf)
    board.heard("changed", changes.tell)
    running(worker.run)
    running(board.run)
    await asyncio.sleep(0.1)
    assert not board.deaf
    looks = await looks_in(changes, 3.0, after=lambda: worker.tell("changed"))
    assert looks
    assert looks[0] < 2.5


async def test_without_redis_the_page_looks_for_itself_each_second() -> None:
    nerves = InProcess(deaf=True)
    assert len(await looks_in(Changes(unheard=lambda: nerves.deaf), 2.2)) >= 2


async def test_where_there_is_one_process_nobody_looks_for_nothing() -> None:
    assert len(await looks_in(Changes(), 1.3)) <= 1


async def test_who_hears_nothing_waits_a_moment_and_no_more() -> None:
    changes, began = Changes(unheard=lambda: True), now()
    assert await changes.after(0, at_most=30) == 0
    assert 0.25 < now() - began < 5


# --- how each of them is

SLACK_WENT = "no route to Slack"


class Noted:
    """A board of notices that the processes of a test share."""

    def __init__(self) -> None:
        self.texts: dict[str, str] | None = {}

    async def post(self, process: str, text: str) -> None:
        if self.texts is not None:
            self.texts[process] = text

    async def of(self, processes: object) -> dict[str, str] | None:
        return None if self.texts is None else {each: self.texts[each] for each in processes if each in self.texts}  # type: ignore[attr-defined]


def shared(process: str, noted: object) -> KnownVitals:
    vitals = KnownVitals(SystemClock())
    vitals.share(process, noted)  # type: ignore[arg-type]
    return vitals


def told(vitals: tuple[Vital, ...]) -> list[tuple[str, str, bool, str]]:
    return [(vital.name, vital.process, vital.well, vital.why) for vital in vitals]


async def test_each_process_knows_how_the_others_are(running: Running) -> None:
    noted = Noted()
    one, other = shared("one", noted), shared("other", noted)
    running(one.run)
    one.well("telegram")
    one.ill("slack", SLACK_WENT)
    other.well("slack")
    running(other.run)
    await asyncio.sleep(0.02)
    for each in (one, other):
        seen = await each.everywhere(["one", "other"])
        assert seen.unheard == ()
        assert told(seen.vitals) == [
            ("slack", "one", False, SLACK_WENT),
            ("slack", "other", True, ""),
            ("telegram", "one", True, ""),
        ]


async def test_moments_survive_the_way() -> None:
    noted = Noted()
    one, other = shared("one", noted), shared("other", noted)
    one.well("slack")
    asking = asyncio.ensure_future(one.run())
    await asyncio.sleep(0.02)
    asking.cancel()
    assert (await other.everywhere(["one"])).vitals == tuple(one.all())
    assert one.all()[0].since.tzinfo is UTC


async def test_who_says_nothing_is_named() -> None:
    assert (await shared("one", Noted()).everywhere(["gone", "one", "other"])).unheard == ("gone", "other")


@pytest.mark.parametrize("noted", [None, "away"])
async def test_without_redis_a_process_knows_of_itself_alone(noted: str | None) -> None:
    away = Noted()
    away.texts = None
    vitals = shared("one", away if noted else None)
    vitals.well("slack")
    seen = await vitals.everywhere(["one", "other"])
    assert (told(seen.vitals), seen.unheard) == ([("slack", "one", True, "")], ("other",))


async def test_what_another_version_says_is_skipped() -> None:
    noted = Noted()
    noted.texts = {"newer": '{"in": "another shape"}'}
    assert (await shared("one", noted).everywhere(["newer", "one"])).vitals == ()


async def test_a_desk_of_one_process_is_as_it_was() -> None:
    vitals = KnownVitals(SystemClock())
    vitals.well("slack")
    await vitals.run()
    assert (await vitals.everywhere([])).vitals == tuple(vitals.all())
    assert vitals.all()[0].process == ""


async def test_notices_are_read_by_others_and_forgotten(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = RedisNotices(await linked()), RedisNotices(await linked())
    await one.post("one", "naïve ✓")
    assert await other.of(["one", "nobody"]) == {"one": "naïve ✓"}
    assert await other.of([]) == {}
    monkeypatch.setattr(notices, "KEPT", 1)
    await one.post("one", "the last word")
    await asyncio.sleep(1.1)
    assert await other.of(["one"]) == {}


async def test_notices_of_a_redis_that_is_away_are_unknown(linked: Linked, server: Valkey) -> None:
    one = RedisNotices(await linked())
    server.kill()
    await one.post("one", "said into the void")
    assert await one.of(["one"]) is None


async def test_processes_know_of_each_other_by_redis(
    linked: Linked, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vitals_module, "TOLD_EVERY", 0.05)
    one, other = shared("one", RedisNotices(await linked())), shared("other", RedisNotices(await linked()))
    running(one.run)
    one.ill("slack", SLACK_WENT)
    await asyncio.sleep(0.2)
    assert told((await other.everywhere(["one", "other"])).vitals) == [("slack", "one", False, SLACK_WENT)]
    one.well("slack")
    await asyncio.sleep(0.2)
    seen = (await other.everywhere(["one", "other"])).vitals
    assert told(seen) == [("slack", "one", True, "")]
    assert seen[0].since < datetime.now(UTC)
