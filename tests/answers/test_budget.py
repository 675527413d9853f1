"""What models may cost in a day, counted and refused in time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from core.answers.budget import Budget, Budgeted
from core.answers.errors import WriterFailed
from core.answers.help_centre import Hit
from core.answers.writing import Draft, Show
from core.model.answer import Usage
from core.model.errors import Transient
from core.model.ids import Language
from core.model.question import Question
from core.model.rows import Spent
from core.ports import Transaction
from core.store.sqlite import SqliteStore

T = TypeVar("T")


class Clock:
    time = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


class Store:
    """A store in memory that fails while it is told to."""

    def __init__(self) -> None:
        self.failing = False
        self._store = SqliteStore.open(":memory:")

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if self.failing:
            raise Transient("the disk is full")
        return await self._store.transact(work)

    async def close(self) -> None:
        await self._store.close()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = Store()
    yield store
    await store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asked_by(customer: str) -> Question:
    return Question("Where is my parcel?", Language("en"), customer=customer, conversation=f"telegram:{customer}")


def cost(amount: float, tokens: int = 0) -> Usage:
    return Usage(tokens, 0, amount, "small")


async def spent(store: Store, customer: str | None = None) -> Spent:
    return await store.transact(lambda tx: tx.spending.spent(Clock.time.date(), customer))


async def answer(budget: Budget, customer: str, usage: Usage) -> bool:
    """One answer from beginning to end, if it is allowed."""
    allowed = await budget.allows(customer)
    if allowed:
        await budget.count(asked_by(customer), usage)
    return bool(allowed)


async def test_without_limits_everything_is_allowed_and_counted(store: Store, clock: Clock):
    budget = Budget(store, clock)
    assert await answer(budget, "anna", Usage(900, 100, 0.5, "small"))
    assert await answer(budget, "bert", Usage(90, 10, 0.25, "small"))
    assert await spent(store) == Spent(2, 990, 110, 0.75)
    assert await spent(store, "anna") == Spent(1, 900, 100, 0.5)


@pytest.mark.fault("Security", "daily budget", "search answers until the next day begins")
async def test_when_the_day_s_money_is_spent_nobody_is_allowed_any_more(store: Store, clock: Clock):
    budget = Budget(store, clock, per_day=1.0)
    assert [await answer(budget, name, cost(0.5)) for name in ("anna", "bert", "cleo")] == [True, True, False]
    assert (await budget.allows("dora")).reason == "the budget of the day is spent"


@pytest.mark.fault(
    "Security",
    "per-customer and global limits before the model",
    "counted before the model is asked, over all processes",
)
async def test_a_customer_s_money_is_their_own(store: Store, clock: Clock):
    budget = Budget(store, clock, per_customer=0.5)
    assert [await answer(budget, name, cost(0.5)) for name in ("anna", "anna", "bert")] == [True, False, True]
    assert (await budget.allows("anna")).limit == "customer"


async def test_tokens_are_limited_where_nothing_has_a_price(store: Store, clock: Clock):
    budget = Budget(store, clock, tokens_per_customer=1000)
    assert [await answer(budget, name, cost(0.0, tokens=600)) for name in ("anna", "anna", "anna")] == [
        True,
        True,
        False,
    ]
    assert (await budget.allows("anna")).limit == "tokens"


async def test_a_new_day_by_utc_begins_with_nothing_spent(store: Store, clock: Clock):
    budget = Budget(store, clock, per_day=1.0)
    assert await answer(budget, "anna", cost(2.0))
    assert not await budget.allows("anna")
    clock.time += timedelta(minutes=1)
    assert await budget.allows("anna")


async def test_a_budget_of_nothing_allows_nothing(store: Store, clock: Clock):
    assert not await Budget(store, clock, per_day=0.0).allows("anna")


async def test_what_was_spent_before_a_restart_counts(store: Store, clock: Clock):
    assert await answer(Budget(store, clock, per_day=1.0), "anna", cost(1.0))
    assert not await Budget(store, clock, per_day=1.0).allows("anna")


@pytest.mark.fault("Security", "per-customer and global limits before the model")
async def test_a_hundred_answers_at_once_cannot_overspend_by_much(store: Store, clock: Clock):
    budget = Budget(store, clock, per_day=1.0)
    assert await answer(budget, "anna", cost(0.1))

    async def one(number: int) -> bool:
        allowed = await budget.allows(f"customer {number}")
        await asyncio.sleep(0.001 * (number % 5))  # the model thinks
        if allowed:
            await budget.count(asked_by(f"customer {number}"), cost(0.1))
        return bool(allowed)

    allowed = await asyncio.gather(*(one(number) for number in range(100)))
    assert sum(allowed) == 9
    assert (await spent(store)).cost == pytest.approx(1.0)


async def test_a_place_that_was_not_used_is_given_back(store: Store, clock: Clock):
    budget = Budget(store, clock, per_day=0.02)
    assert await budget.allows("anna")
    assert await budget.allows("anna")
    assert not await budget.allows("anna")
    await budget.count(asked_by("anna"), None)
    assert await budget.allows("anna")
    assert await spent(store) == Spent()


async def test_a_place_whose_end_was_never_told_is_free_after_a_minute(store: Store, clock: Clock):
    budget = Budget(store, clock, per_day=0.01)
    assert await budget.allows("anna")
    assert not await budget.allows("bert")
    clock.time += timedelta(seconds=60)
    assert await budget.allows("bert")


async def test_while_the_store_cannot_be_read_no_model_is_asked(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
):
    budget = Budget(store, clock)
    store.failing = True
    assert (await budget.allows("anna")).limit == "store"
    assert "the budget cannot be read: the disk is full" in caplog.text


async def test_what_the_store_does_not_take_is_counted_later(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
):
    budget = Budget(store, clock)
    assert await budget.allows("anna")
    store.failing = True
    with caplog.at_level(logging.ERROR):
        await budget.count(asked_by("anna"), cost(0.5))
    assert "1 answers are paid and not yet counted" in caplog.text
    store.failing = False
    assert await answer(budget, "bert", cost(0.25))
    assert (await spent(store)).cost == 0.75


@pytest.mark.parametrize("claimed", [Usage(-5, -5, -1.0, "small"), Usage(10**30, 10**30, 1e30, "small")])
async def test_a_server_s_impossible_figures_do_no_harm(store: Store, clock: Clock, claimed: Usage):
    assert await answer(Budget(store, clock), "anna", claimed)
    total = await spent(store)
    assert 0 <= total.prompt_tokens <= 10_000_000
    assert 0 <= total.cost <= 1_000_000


# --- a writer that is paid ---


class Paid:
    """A writer that costs a tenth, or ends in another way."""

    def __init__(self, ends: BaseException | None = None) -> None:
        self.asked = 0
        self._ends = ends

    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        self.asked += 1
        if self._ends:
            raise self._ends
        return Draft("Within 14 days.", (), usage=cost(0.1), writer="model")


async def show(text: str) -> None:
    raise AssertionError(text)


async def test_a_paid_writer_is_counted_and_in_the_end_not_asked(store: Store, clock: Clock):
    paid = Paid()
    writer = Budgeted(paid, Budget(store, clock, per_day=0.1))
    assert (await writer.write(asked_by("anna"), [], show)).markdown == "Within 14 days."
    with pytest.raises(WriterFailed, match="the budget of the day is spent"):
        await writer.write(asked_by("anna"), [], show)
    assert paid.asked == 1
    assert await spent(store) == Spent(1, 0, 0, 0.1)


@pytest.mark.parametrize(
    ("ends", "paid"),
    [
        (WriterFailed("refused"), 0.0),
        (WriterFailed("cited nothing", usage=cost(0.3)), 0.3),
        (asyncio.CancelledError(), 0.01),
        (LookupError("a fault of the code"), 0.0),
    ],
)
async def test_however_a_paid_writer_ends_it_is_counted_and_its_place_is_free(
    store: Store, clock: Clock, ends: BaseException, paid: float
):
    budget = Budget(store, clock, per_day=paid + 0.01)
    with pytest.raises(type(ends)):
        await Budgeted(Paid(ends), budget).write(asked_by("anna"), [], show)
    assert (await spent(store)).cost == paid
    assert await budget.allows("bert")
