"""Rates hold whatever comes, in a loop whose time passes only by waiting."""

import asyncio
import selectors
from collections import defaultdict
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine import limits as limits_module
from core.engine.limits import Limits
from core.model.rows import Limit


class _Impatient(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Waits by moving the clock."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if not found and timeout:
            self.skipped += timeout
        return found


class SkippingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _Impatient()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.skipped


def timeless(work: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await work()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(main())


def now() -> float:
    return asyncio.get_running_loop().time()


rates = st.sampled_from([0.5, 1.0, 3.0, 30.0])
arrivals = st.lists(st.tuples(st.floats(0, 5), st.sampled_from("abc")), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None)
@given(arrivals, rates, rates, st.integers(1, 5))
def test_no_rate_is_ever_exceeded(arrivals: list[tuple[float, str]], each: float, total: float, burst: int) -> None:
    went: defaultdict[str, list[float]] = defaultdict(list)

    async def one(limits: Limits, at: float, chat: str) -> None:
        await asyncio.sleep(at)
        await limits.acquire((Limit(chat, each), Limit("all", total, burst)))
        went[chat].append(now())
        went["all"].append(now())

    async def work() -> None:
        limits = Limits()
        await asyncio.gather(*(one(limits, *arrival) for arrival in arrivals))

    timeless(work)
    assert len(went["all"]) == len(arrivals)
    for name, times in went.items():
        spare = burst if name == "all" else 1
        per_second = total if name == "all" else each
        for first, _ in enumerate(times):
            for last in range(first + spare, len(times)):
                assert times[last] - times[first] >= (last - first - spare + 1) / per_second - 1e-6


@given(st.integers(1, 30), rates)
def test_those_who_wait_go_in_the_order_in_which_they_came(count: int, rate: float) -> None:
    order: list[int] = []

    async def one(limits: Limits, number: int) -> None:
        await limits.acquire((Limit("chat", rate),))
        order.append(number)

    async def work() -> None:
        limits = Limits()
        await asyncio.gather(*(one(limits, number) for number in range(count)))

    timeless(work)
    assert order == list(range(count))


def test_the_first_goes_at_once() -> None:
    async def work() -> None:
        await Limits().acquire((Limit("chat", 0.01),))
        assert now() == 0

    timeless(work)


@given(st.floats(0, 9), st.floats(1, 100), st.integers(1, 10))
def test_in_a_pause_nobody_goes_not_even_who_waits_already(at: float, seconds: float, waiting: int) -> None:
    went: list[float] = []

    async def one(limits: Limits) -> None:
        await limits.acquire((Limit("channel", 1),))
        went.append(now())

    async def work() -> None:
        limits = Limits()
        goers = asyncio.gather(*(one(limits) for _ in range(waiting)))
        await asyncio.sleep(at)
        limits.pause((Limit("channel", 1),), seconds)
        await goers

    timeless(work)
    assert len(went) == waiting
    assert not [time for time in went if at + 1e-6 < time < at + seconds - 1e-6]
    assert all(later - sooner >= 1 - 1e-6 for sooner, later in pairwise(went))


def test_a_pause_concerns_nobody_else() -> None:
    async def work() -> None:
        limits = Limits()
        limits.pause((Limit("channel", 1),), 600)
        await limits.acquire((Limit("another", 1),))
        assert now() == 0

    timeless(work)


def test_one_who_gives_up_waiting_takes_nobodys_place() -> None:
    async def work() -> None:
        limits, limit = Limits(), (Limit("channel", 1),)
        await limits.acquire(limit)
        gave_up = asyncio.create_task(limits.acquire(limit))
        await asyncio.sleep(0.5)
        gave_up.cancel()
        await limits.acquire(limit)
        assert now() == 1

    timeless(work)


def test_quiet_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "FEW_BUCKETS", 100)

    async def work() -> None:
        limits = Limits()
        limits.pause((Limit("channel", 1),), 600)
        for number in range(1000):
            await limits.acquire((Limit(f"chat {number}", 1000),))
            await asyncio.sleep(0.01)
        assert len(limits._buckets) <= 100
        assert "channel" in limits._buckets

    timeless(work)
