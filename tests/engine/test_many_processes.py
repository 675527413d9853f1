"""Several processes share a desk: whoever of them joins, leaves, sleeps or dies, each message is decided once, and in its order."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from random import Random

import pytest

from core.engine import dispatcher, outcomes
from core.model.ids import Address, ConversationId
from core.ports import Store
from core.store.postgres import PostgresStore
from core.store.sqlite import SqliteStore
from tests.engine.fakes import undone
from tests.engine.processes import RealSky, Town
from tests.servers import empty_database, postgres

pytestmark = pytest.mark.faults

CHATS = [Address("telegram", str(number)) for number in range(2001, 2021)]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (dispatcher, outcomes):
        monkeypatch.setattr(part, "PAUSE", 0.002)


@pytest.fixture
async def town(store: SqliteStore) -> AsyncIterator[Town]:
    town = Town(store)
    yield town
    await end(town)


@pytest.fixture
async def real_town() -> AsyncIterator[Town]:
    store = await PostgresStore.open(await empty_database(postgres()), connections=30)
    town = Town(store, RealSky())
    yield town
    await end(town)
    await store.close()


async def end(town: Town) -> None:
    for process in town.living:
        process.asleep.wakes()
        await process.dies()


async def test_messages_flow_whatever_becomes_of_the_processes(town: Town, seed: int) -> None:
    await lives(town, Random(seed), messages=1_000, moments=(0.3, 0.6, 1.0))


async def test_messages_flow_over_a_database_with_a_clock_of_its_own(real_town: Town, seed: int) -> None:
    await lives(real_town, Random(seed), messages=500, moments=(0.2, 0.4))


async def lives(town: Town, fate: Random, *, messages: int, moments: Sequence[float]) -> None:
    for _ in range(2):
        town.joins().runs()
    await town.passes(0)
    for begin in range(0, messages, 10):
        await something_happens(town, fate)
        await town.passes(fate.choice(moments))
        for number in range(begin, begin + 10):
            await comes_in(town, fate, number)
        await asyncio.sleep(0.002)
    await everything_is_done(town)

    decided = await decisions(town)
    assert [len(rows) for rows in decided.values()] == [messages // len(CHATS)] * len(CHATS)
    assert all(rows == sorted(rows) for rows in decided.values())
    assert town.doubles() == {}
    assert len({row.seq for row in town.sent}) == messages
    assert all(firsts == sorted(firsts) for firsts in first_sent(town).values())


@pytest.fixture(params=[1, 2, 3])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


async def something_happens(town: Town, fate: Random) -> None:
    """At most four processes live, at least one is awake."""
    process = fate.choice(town.living)
    match fate.choice(("nothing", "nothing", "joins", "leaves", "dies", "sleeps", "wakes")):
        case "joins" if len(town.living) < 4:
            town.joins().runs()
        case "leaves" if len(town.awake) > 1 and not process.asleep:
            await town.lets_go(process)
        case "dies" if len(town.awake) > 1:
            await town.loses(process)
        case "sleeps" if len(town.awake) > 1 and not process.asleep:
            town.falls_asleep(process)
        case "wakes":
            process.asleep.wakes()


async def comes_in(town: Town, fate: Random, number: int) -> None:
    """By whichever process."""
    await fate.choice(town.awake).desk.hears(f"/start {number}", CHATS[number % len(CHATS)])


async def everything_is_done(town: Town) -> None:
    for process in town.living:
        process.asleep.wakes()
    async with asyncio.timeout(30):
        while await is_undone(town.store):
            await town.passes(1.0)
            await asyncio.sleep(0.005)


async def is_undone(store: Store) -> bool:
    return bool(await undone(store) or await store.transact(lambda tx: tx.outbox.waiting()))


async def decisions(town: Town) -> dict[Address, list[int]]:
    """The numbers of the inbox's rows, in the order in which they were decided."""
    found = {}
    for chat in CHATS:
        id = ConversationId(str(chat))
        found[chat] = [row.inbox_id for row in await town.store.transact(lambda tx, id=id: tx.decisions.of(id))]
    return found


def first_sent(town: Town) -> dict[str, list[int]]:
    """What each customer got, without repeats."""
    lanes: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for row in town.sent:
        lanes[row.lane][row.seq] = None
    return {lane: list(seqs) for lane, seqs in lanes.items()}
