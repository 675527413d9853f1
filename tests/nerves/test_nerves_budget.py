"""The day's budget holds for all processes together: each knows how many answers the others have under way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from core.answers.budget import Budget
from core.engine.clock import SystemClock
from core.model.answer import Usage
from core.model.ids import Language
from core.model.question import Question
from core.nerves.link import RedisLink
from core.nerves.places import RedisPlaces
from core.store.sqlite import SqliteStore
from tests.nerves.valkey import Valkey

Linked = Callable[[], Awaitable[RedisLink]]

USUAL = 0.01  # what an answer is thought to cost before the first of the day is counted


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
async def processes(store: SqliteStore, linked: Linked) -> Callable[..., Awaitable[list[Budget]]]:
    async def made(**limits: float) -> list[Budget]:
        return [
            Budget(store, SystemClock(), shared=RedisPlaces(await linked(), "answers"), **limits)  # type: ignore[arg-type]
            for _ in range(2)
        ]

    return made


async def begun(budgets: list[Budget], count: int, customer: str = "") -> int:
    """So many ask at the same time, in both processes; how many may."""
    asking = (budgets[number % 2].allows(customer or f"customer {number}") for number in range(count))
    return sum(bool(allowed) for allowed in await asyncio.gather(*asking))


async def one_after_the_other(budgets: list[Budget], count: int, customer: str = "") -> int:
    return sum([bool(await budgets[number % 2].allows(customer or f"{number}")) for number in range(count)])


def asked(customer: str) -> Question:
    return Question("Where is my parcel?", Language("en"), customer=customer, conversation=f"telegram:{customer}")


async def test_many_at_once_in_two_processes_are_held_to_one_budget(processes) -> None:
    budgets = await processes(per_day=5 * USUAL)
    assert await begun(budgets, 20) <= 5


async def test_one_after_the_other_gets_all_of_it(processes) -> None:
    budgets = await processes(per_day=5 * USUAL)
    assert await one_after_the_other(budgets, 20) == 5


@pytest.mark.fault("Security", "per-customer and global limits before the model")
async def test_a_customer_has_one_budget_whoever_answers(processes) -> None:
    budgets = await processes(per_customer=3 * USUAL)
    assert await one_after_the_other(budgets, 8, "anna") == 3
    assert await one_after_the_other(budgets, 8, "bram") == 3


async def test_who_is_done_gives_the_place_back_and_what_it_cost_stays(processes) -> None:
    budgets = await processes(per_day=5 * USUAL)
    for _ in range(4):
        assert await budgets[0].allows("anna")
        await budgets[0].count(asked("anna"), Usage(0, 0, USUAL))
    assert await one_after_the_other(budgets, 3) == 1


async def test_who_is_refused_takes_no_place(processes, linked: Linked) -> None:
    budgets = await processes(per_day=0.0)
    assert await begun(budgets, 6) == 0
    assert await (await linked()).redis.keys("*answers*") == []


async def test_a_flushed_redis_makes_nobody_forget_the_own_ones(processes, server: Valkey) -> None:
    budgets = await processes(per_day=4 * USUAL)
    assert await one_after_the_other(budgets, 4) == 4
    server.flush()
    assert await one_after_the_other(budgets, 10) <= 2


async def test_without_redis_each_counts_its_own(processes, server: Valkey) -> None:
    budgets = await processes(per_day=4 * USUAL)
    server.kill()
    assert 4 <= await begun(budgets, 20) <= 8


async def test_no_name_of_a_customer_stands_in_redis(processes, linked: Linked) -> None:
    budgets = await processes(per_customer=3 * USUAL)
    await budgets[0].allows("telegram:1001")
    redis = (await linked()).redis
    keys = await redis.keys("*answers*")
    assert len(keys) == 2
    assert not any(b"1001" in key for key in keys)
    assert all([0 < await redis.ttl(key) <= 60 for key in keys])
