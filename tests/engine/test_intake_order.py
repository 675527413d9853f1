"""What comes in at the same moment gets its place in the order in which it came, also where transactions run beside each other."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.engine.clock import SystemClock
from core.engine.intake import DurableIntake
from core.engine.ownership import Shared
from core.model.rows import Received
from core.store.postgres import PostgresStore
from tests.servers import empty_database, postgres


@pytest.fixture
async def store() -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(await empty_database(postgres()))
    yield store
    await store.close()


@pytest.fixture
def intake(store: PostgresStore) -> DurableIntake:
    clock = SystemClock()
    return DurableIntake(store, clock, Shared(store, clock, "one", ("intake",)))


def said(stream: str, number: int) -> Received:
    return Received(f"{stream}/{number}", "test", stream, "{}")


async def test_two_messages_of_one_customer(store: PostgresStore, intake: DurableIntake):
    for pair in range(60):
        both = [said("telegram:1001", 2 * pair), said("telegram:1001", 2 * pair + 1)]
        await asyncio.gather(*(intake.receive([each]) for each in both))
    rows = await store.transact(lambda tx: tx.inbox.next(200, SystemClock().now()))
    assert [row.key for row in rows] == [f"telegram:1001/{number}" for number in range(120)]


async def test_batches_that_hold_the_same_customers_do_not_wait_for_each_other_for_ever(
    store: PostgresStore, intake: DurableIntake
):
    streams = [f"telegram:{number}" for number in range(5)]
    batches = [[said(stream, number) for stream in streams[:: -1 if number % 2 else 1]] for number in range(20)]
    await asyncio.wait_for(asyncio.gather(*map(intake.receive, batches)), 20)
    rows = await store.transact(lambda tx: tx.inbox.next(200, SystemClock().now()))
    for stream in streams:
        assert [row.key for row in rows if row.stream == stream] == [f"{stream}/{number}" for number in range(20)]
