"""The platforms' limits hold for all processes together, and nobody waits for a Redis that is not there."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from random import Random

import pytest

from core.engine.limits import Limits
from core.model.rows import Limit
from core.nerves.link import RedisLink
from core.nerves.rates import RedisRates
from core.nerves.shares import RatesByShare
from core.ports.nerves import Rates
from tests.nerves.valkey import Valkey

Linked = Callable[[], Awaitable[RedisLink]]

SLOW = 0.05  # seconds by which a loop may be late, on a machine that has other things to do


def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.fixture
async def two(linked: Linked) -> list[RedisRates]:
    """Two processes that send."""
    return [RedisRates(await linked(), Limits(), lambda: 2) for _ in range(2)]


def exceeded(went: list[float], per_second: float, burst: int = 1) -> list[float]:
    """How much too early somebody went, for each that did."""
    went = sorted(went)
    return [
        early
        for first in range(len(went))
        for last in range(first + burst, len(went))
        if (early := (last - first - burst + 1) / per_second - (went[last] - went[first])) > SLOW
    ]


async def test_two_processes_share_a_rate_and_use_all_of_it(two: list[RedisRates]) -> None:
    went: list[float] = []

    async def chat(rates: RedisRates, name: str, until: float) -> None:
        while True:
            await rates.acquire((Limit(name, 30), Limit("total", 30)))
            if now() >= until:
                return
            went.append(now())

    began = now()
    await asyncio.gather(*(chat(two[number % 2], f"chat {number}", began + 2) for number in range(20)))
    assert len(went) >= 0.6 * 2 * 30  # nearly all of it on a machine that has time: benchmarks.limits
    assert exceeded(went, 30) == []


async def test_processes_take_turns_at_one_channel(two: list[RedisRates]) -> None:
    went: list[int] = []

    async def process(which: int) -> None:
        await two[which].acquire((Limit("channel", 20),))
        went.append(which)

    await asyncio.gather(*(process(number % 2) for number in range(12)))
    assert sorted(went) == [0] * 6 + [1] * 6
    assert all(abs(went[:some].count(0) - went[:some].count(1)) <= 2 for some in range(12))


@pytest.mark.parametrize("seed", range(4))
async def test_no_rate_is_exceeded_whoever_comes_when(two: list[RedisRates], seed: int) -> None:
    dice = Random(seed)
    total = Limit("total", dice.choice([40, 80]), dice.randint(1, 4))
    each = dice.choice([15, 30])
    went: defaultdict[str, list[float]] = defaultdict(list)

    async def one(rates: RedisRates, after: float, chat: str) -> None:
        await asyncio.sleep(after)
        await rates.acquire((Limit(chat, each), total))
        went[chat].append(now())
        went["total"].append(now())

    comings = [(dice.choice(two), dice.uniform(0, 0.5), dice.choice("abc")) for _ in range(30)]
    await asyncio.gather(*(one(*coming) for coming in comings))
    assert len(went["total"]) == 30
    assert exceeded(went.pop("total"), total.per_second, total.burst) == []
    assert [early for times in went.values() for early in exceeded(times, each)] == []


async def test_a_burst_is_had_once_by_all_together(two: list[RedisRates]) -> None:
    await asyncio.sleep(0.5)  # until nobody is careful any more
    went: list[float] = []

    async def one(rates: RedisRates) -> None:
        await rates.acquire((Limit("views", 20, burst=8),))
        went.append(now())

    began = now()
    await asyncio.gather(*(one(two[number % 2]) for number in range(12)))
    assert sum(at - began < 0.5 for at in went) >= 8
    assert exceeded(went, 20, burst=8) == []


async def test_those_who_wait_in_one_process_go_in_their_order(two: list[RedisRates]) -> None:
    order: list[int] = []

    async def one(number: int) -> None:
        await two[0].acquire((Limit(f"chat {number % 7}", 100), Limit("total", 100)))
        order.append(number)

    await asyncio.gather(*(one(number) for number in range(20)))
    assert order == list(range(20))


async def test_who_waits_for_a_narrow_limit_holds_up_nobody_else(two: list[RedisRates]) -> None:
    slow, total = Limit("a slow chat", 2), Limit("total", 1000, burst=10)
    await two[0].acquire((slow, total))
    waits = asyncio.ensure_future(two[0].acquire((slow, total)))
    await asyncio.sleep(0.02)
    began = now()
    for number in range(10):
        await two[number % 2].acquire((Limit(f"chat {number}", 2), total))
    assert now() - began < 0.45
    assert not waits.done()
    assert await waits


async def test_a_pause_is_everybodys_whoever_waits_already_included(two: list[RedisRates]) -> None:
    channel = Limit("channel", 20)
    went: list[float] = []

    async def one(rates: RedisRates) -> None:
        await rates.acquire((channel,))
        went.append(now())

    goers = asyncio.gather(*(one(two[number % 2]) for number in range(10)))
    await asyncio.sleep(0.12)
    two[0].pause((channel,), 0.5)
    paused = now()
    await goers
    assert not [at for at in went if paused + 0.11 < at < paused + 0.5 - SLOW]
    assert [at for at in went if at > paused + 0.5 - SLOW]
    assert exceeded(went, 20) == []


async def test_a_pause_of_one_process_holds_whoever_waits_long_in_another(two: list[RedisRates]) -> None:
    channel = (Limit("channel", 4),)
    await two[0].acquire(channel)
    waits = asyncio.ensure_future(two[1].acquire(channel))
    await asyncio.sleep(0.05)
    two[0].pause(channel, 0.6)
    paused = now()
    await waits
    assert now() - paused >= 0.6 - 0.01


async def test_a_pause_concerns_nobody_else(two: list[RedisRates]) -> None:
    two[0].pause((Limit("channel", 1),), 600)
    await asyncio.sleep(0.02)
    began = now()
    await two[1].acquire((Limit("another", 1),))
    assert now() - began < 0.45


async def test_who_waited_is_told(two: list[RedisRates]) -> None:
    limit = (Limit("chat", 20),)
    assert [await two[0].acquire(limit), await two[1].acquire(limit)] == [False, True]


async def test_no_limit_is_no_wait(two: list[RedisRates]) -> None:
    assert await two[0].acquire(()) is False


async def test_what_nobody_uses_is_forgotten(two: list[RedisRates], linked: Linked) -> None:
    await two[0].acquire((Limit("chat", 20), Limit("total", 30, burst=3)))
    two[0].pause((Limit("paused", 20),), 0.2)
    await asyncio.sleep(0.02)
    redis = (await linked()).redis
    kept = {await redis.pttl(key) for key in await redis.keys("*rate*")}
    assert len(kept) == 3
    assert all(0 < rest < 1_500 for rest in kept)


# --- a Redis that is not there


async def goes_on(rates: Sequence[Rates], per_second: float, seconds: float) -> list[float]:
    """Each process sends as fast as it may."""
    went: list[float] = []

    async def process(each: Rates, until: float) -> None:
        while True:
            await each.acquire((Limit("total", per_second),))
            if now() >= until:
                return
            went.append(now())

    until = now() + seconds
    async with asyncio.timeout(seconds + 2):
        await asyncio.gather(*(process(each, until) for each in rates))
    return went


@pytest.mark.faults
async def test_while_redis_is_paused_each_goes_at_its_share(two: list[RedisRates], server: Valkey) -> None:
    await goes_on(two, 40, 0.3)
    server.pause()
    try:
        began = now()
        went = await goes_on(two, 40, 1.5)
    finally:
        server.go_on()
    assert min(went) - began < 1.4  # nobody waits until it is back
    assert len(went) >= 0.3 * 40 * 1.5
    assert len(went) <= 40 * 1.5 + 2


@pytest.mark.faults
async def test_when_it_is_back_nobody_catches_up(two: list[RedisRates], server: Valkey) -> None:
    limit = Limit("total", 40, burst=20)
    await two[0].acquire((limit,))
    server.kill()
    went: list[float] = []

    async def process(rates: RedisRates, until: float) -> None:
        while now() < until:
            await rates.acquire((limit,))
            went.append(now())

    until = now() + 3
    goers = asyncio.gather(*(process(each, until) for each in two))
    await asyncio.sleep(1)
    away = len(went)
    server.restart()
    await goers
    assert away >= 10
    assert exceeded([at for at in went if at > until - 2.9], 40, burst=3) == []
    assert len(went) >= 0.4 * 40 * 3


@pytest.mark.faults
async def test_a_flushed_redis_is_a_new_beginning(two: list[RedisRates], server: Valkey) -> None:
    slow = Limit("slow", 4)
    await two[0].acquire((slow,))
    server.flush()
    began = now()
    await two[1].acquire((slow,))
    await two[0].acquire((slow,))
    assert 0.2 < now() - began < 3


@pytest.mark.faults
async def test_it_goes_on_through_whatever_happens(two: list[RedisRates], server: Valkey) -> None:
    async def trouble() -> None:
        await asyncio.sleep(0.2)
        server.flush()
        await asyncio.sleep(0.2)
        server.pause()
        await asyncio.sleep(0.5)
        server.go_on()
        await asyncio.sleep(0.4)
        server.kill()
        await asyncio.sleep(0.4)
        server.restart()

    troubled = asyncio.ensure_future(trouble())
    went = await goes_on(two, 50, 3)
    await troubled
    assert max(later - sooner for sooner, later in pairwise(sorted(went))) < 2.5
    assert len(went) >= 0.3 * 50 * 3


async def test_where_nothing_is_shared_each_goes_at_its_share() -> None:
    two = [RatesByShare(Limits(), lambda: 2) for _ in range(2)]
    went = await goes_on(two, 40, 1.0)
    assert 0.5 * 40 <= len(went) <= 40 + 2


async def test_what_is_one_process_s_in_any_case_is_not_divided() -> None:
    chat, began = (Limit("telegram:1001", 20, in_one=True),), asyncio.get_running_loop().time()
    rates = RatesByShare(Limits(), lambda: 20)
    for _ in range(4):
        await rates.acquire(chat)
    assert asyncio.get_running_loop().time() - began < 2.0  # a twentieth of that rate would take 3 s


async def test_one_who_gives_up_waiting_holds_up_nobody(two: list[RedisRates]) -> None:
    limit = (Limit("channel", 10),)
    await two[0].acquire(limit)
    gave_up = asyncio.ensure_future(two[0].acquire(limit))
    await asyncio.sleep(0.01)
    gave_up.cancel()
    assert await asyncio.wait_for(two[0].acquire(limit), 5), "the place after the first is waited for"
