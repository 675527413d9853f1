"""PostgreSQL in trouble: what is in flight is repeated or refused, and in no case is anything kept twice or in halves."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest

from core.model.ids import CaseCode, ConversationId
from core.model.rows import Received
from core.ports import Transaction
from core.store.errors import StoreFailed, StoreRefused
from core.store.postgres import PostgresStore, connections
from core.store.postgres import store as store_module
from core.store.postgres.failures import Lost, Unanswered
from tests.servers import Postgres, new_database, postgres
from tests.store.cutting import Cut, Cutting

pytestmark = pytest.mark.faults

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@asynccontextmanager
async def opened(url: str, most: int = 10) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(url, connections=most)
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def store(url: str) -> AsyncIterator[PostgresStore]:
    async with opened(url) as store:
        yield store


@pytest.fixture(scope="module")
def own_server() -> Iterator[Postgres]:
    """One that may be stopped."""
    postgres()  # skips where none starts
    server = Postgres()
    server.start()
    yield server
    server.remove()


async def command(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def notes(store: PostgresStore) -> list[str]:
    """What was noted: it has no unique key, so whatever ran twice would be there twice."""
    return [detail for _, detail, _ in await store.transact(lambda tx: tx.audit.noted("test", NOON))]


async def note(tx: Transaction, detail: str) -> None:
    await tx.audit.note("test", "telegram:1", detail, NOON)


def troubled(trouble: Callable[[], Awaitable[object]]) -> Callable[[Transaction], Awaitable[int]]:
    """A work with this trouble between its two writes when it runs for the first time; returns how often it ran."""
    runs = 0

    async def work(tx: Transaction) -> int:
        nonlocal runs
        runs += 1
        await note(tx, "first half")
        if runs == 1:
            await trouble()
        await note(tx, "second half")
        return runs

    return work


# --- connections ---

CUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE application_name = 'frontdesk' AND datname = current_database()
"""


async def test_a_transaction_whose_connection_is_cut_is_repeated_whole(url: str, store: PostgresStore) -> None:
    assert await store.transact(troubled(lambda: command(url, CUT))) == 2
    assert await notes(store) == ["first half", "second half"]


@pytest.mark.fault("Stores", "PostgreSQL's connection reset in a transaction", "the whole transaction again")
async def test_many_transactions_whose_connections_are_cut_again_and_again(url: str, store: PostgresStore) -> None:
    async def add(number: int) -> None:
        await store.transact(lambda tx: note(tx, str(number)))

    async def cut() -> None:
        for _ in range(10):
            await command(url, CUT)
            await asyncio.sleep(0.01)

    await asyncio.gather(cut(), *(add(number) for number in range(300)))
    assert sorted(await notes(store), key=int) == [str(number) for number in range(300)]


@pytest.mark.fault(
    "Stores", "a commit whose answer was lost", "what may have taken place is looked for, not done again"
)
@pytest.mark.parametrize(
    "cuts",
    [
        ["before the commit"],
        ["before its answer"],
        ["before its answer"] * 3,
        ["before the commit", "before its answer", "before the commit"],
    ],
    ids=" then ".join,
)
async def test_a_connection_that_is_lost_at_the_commit(url: str, cuts: list[Cut]) -> None:
    async with opened(url) as direct:
        async with through(url) as (store, way):
            way.cuts = list(cuts)
            returned = await store.transact(troubled(lambda: asyncio.sleep(0)))
        assert await notes(direct) == ["first half", "second half"]
        assert returned <= 1 + cuts.count("before the commit"), "what was committed is not done again"


@asynccontextmanager
async def through(url: str) -> AsyncIterator[tuple[PostgresStore, Cutting]]:
    way = Cutting(postgres().port)
    port = await way.start()
    async with opened(url.replace(f":{postgres().port}/", f":{port}/")) as store:
        yield store, way
    await way.stop()


@pytest.mark.parametrize("cut", ["before the commit", "before its answer"])
async def test_many_that_are_lost_at_one_commit(url: str, store: PostgresStore, cut: Cut) -> None:
    async with through(url) as (far, way):
        way.cuts = [cut]
        await asyncio.gather(*(far.transact(lambda tx, n=n: note(tx, str(n))) for n in range(20)))
    assert sorted(await notes(store), key=int) == [str(number) for number in range(20)]


@pytest.mark.fault("Stores", "a commit whose answer was lost")
async def test_what_may_have_taken_place_is_told_and_not_done_again(url: str, store: PostgresStore) -> None:
    async with through(url) as (far, way):
        far._pauses = (0.01, 0.01)
        way.cuts, way.lets_in = ["before its answer"], False
        asked = [far.transact(lambda tx, n=n: note(tx, str(n))) for n in range(20)]
        told = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(each) for each in told} <= {Unanswered, Lost}
    assert len({id(each) for each in told}) == 20
    assert "may have taken place" in str(told[0])
    kept = await notes(store)
    assert len(kept) == len(set(kept)) > 0


async def test_a_server_that_is_restarted(own_server: Postgres) -> None:
    async with opened(await new_database(own_server)) as store:
        for how in ("fast", "immediate"):
            assert await store.transact(troubled(lambda how=how: asyncio.to_thread(own_server.restart, how))) == 2
        assert await notes(store) == ["first half", "second half"] * 2


async def test_a_server_that_is_gone_for_longer_fails_what_is_asked_and_is_met_again(own_server: Postgres) -> None:
    async with opened(await new_database(own_server)) as store:
        store._pauses = (0.01, 0.01)
        own_server.stop()
        with pytest.raises(StoreFailed):
            await store.transact(lambda tx: note(tx, "lost"))
        own_server.start()
        await store.transact(lambda tx: note(tx, "kept"))
        assert await notes(store) == ["kept"]


async def test_when_all_connections_are_in_use_others_wait_and_then_are_told(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_LONGEST_WAIT", 0.05)
    began, go_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await note(tx, "long")
        began.set()
        await go_on.wait()

    async with opened(url, most=1) as store:
        long = asyncio.create_task(store.transact(work))
        await began.wait()
        with pytest.raises(StoreFailed, match="all connections"):
            await store.transact(lambda tx: note(tx, "in vain"))
        waits = asyncio.create_task(store.transact(lambda tx: note(tx, "waited")))
        go_on.set()
        await asyncio.gather(long, waits)
        assert await notes(store) == ["long", "waited"]


async def test_a_work_that_waits_for_something_else_loses_its_transaction(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections._SETTINGS, "idle_in_transaction_session_timeout", "300ms")
    async with opened(url) as store:
        assert await store.transact(troubled(lambda: asyncio.sleep(0.6))) == 2
        assert await notes(store) == ["first half", "second half"]


# --- other transactions in the way ---


@pytest.mark.fault(
    "Stores", "PostgreSQL's pool exhausted", "who comes later waits for a connection, and nothing is lost"
)
async def test_a_hundred_that_want_one_of_two_connections_all_get_their_turn(url: str) -> None:
    async with opened(url, most=2) as store:
        await asyncio.gather(*(store.transact(lambda tx, name=f"{number:03}": note(tx, name)) for number in range(100)))
        assert sorted(await notes(store)) == [f"{number:03}" for number in range(100)]


FAILING = """
CREATE SEQUENCE tries;
CREATE FUNCTION fail() RETURNS trigger AS $$
BEGIN
    IF nextval('tries') <= {times} THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '{code}'; END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER fail BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION fail();
"""


@pytest.mark.fault("Stores", "PostgreSQL's serialization error", "the whole transaction again")
@pytest.mark.parametrize("code", ["40001", "40P01", "55P03"])
async def test_a_transaction_in_whose_way_another_was_is_repeated_whole(
    url: str, store: PostgresStore, code: str
) -> None:
    await command(url, FAILING.format(times=3, code=code))

    async def work(tx: Transaction) -> int:
        await tx.inbox.add([Received("once", "core", "telegram:1", "{}")], NOON)
        await note(tx, "noted")
        return 7

    assert await store.transact(work) == 7
    assert await notes(store) == ["noted"]


async def test_it_is_not_repeated_for_ever(url: str, store: PostgresStore) -> None:
    store._pauses = (0.001,) * 3
    await command(url, FAILING.format(times=10**9, code="40001"))
    with pytest.raises(StoreFailed, match="in the way"):
        await store.transact(lambda tx: note(tx, "never"))
    assert await notes(store) == []


@pytest.mark.parametrize("code", ["53100", "58030", "57014", "25006"])
async def test_trouble_that_a_moment_does_not_mend_is_told_at_once(url: str, store: PostgresStore, code: str) -> None:
    await command(url, FAILING.format(times=1, code=code))
    with pytest.raises(StoreFailed, match=code):
        await store.transact(lambda tx: note(tx, "not kept"))
    await store.transact(lambda tx: note(tx, "kept"))
    assert await notes(store) == ["kept"]


async def test_of_two_that_wait_for_each_other_both_take_place(url: str, store: PostgresStore) -> None:
    met = asyncio.Barrier(2)
    runs = 0

    async def once(tx: Transaction, first: str, second: str) -> None:
        nonlocal runs
        runs += 1
        await tx.keep.put(first, "x")
        if runs <= 2:
            await met.wait()
        await tx.keep.put(second, "x")
        await note(tx, first)

    async with opened(url) as other:
        await asyncio.gather(
            store.transact(lambda tx: once(tx, "a", "b")),
            other.transact(lambda tx: once(tx, "b", "a")),
        )
    assert runs == 3
    assert sorted(await notes(store)) == ["a", "b"]


async def test_a_work_that_overlooks_a_failure_is_not_taken_for_done(store: PostgresStore) -> None:
    async def work(tx: Transaction) -> None:
        await note(tx, "first half")
        try:
            await tx.inbox.settle(await _one(tx), "no such state")
        except StoreRefused:
            await tx.keep.get("panel")

    with pytest.raises(StoreFailed):
        await store.transact(work)
    assert await notes(store) == []


async def _one(tx: Transaction) -> int:
    await tx.inbox.add([Received("a", "core", "telegram:1", "{}")], NOON)
    return (await tx.inbox.next(1, NOON))[0].id


async def test_a_refusal_holds_nothing_of_what_was_to_be_written(store: PostgresStore) -> None:
    async def work(tx: Transaction) -> None:
        await tx.inbox.add([Received("a", "core", "telegram:1", f"my card is {4000 + 111}")], NOON)
        await tx.inbox.settle(1, f"my card is {4000 + 111}")

    with pytest.raises(StoreRefused) as refused:
        await store.transact(work)
    assert "inbox_state_check" in str(refused.value)
    assert "4111" not in "".join(traceback.format_exception(refused.value))


# --- callers ---


async def test_the_transaction_of_a_caller_that_went_away_takes_place_or_not_but_whole(store: PostgresStore) -> None:
    async def work(tx: Transaction, number: int) -> None:
        await note(tx, f"{number} first")
        await note(tx, f"{number} second")

    callers = [asyncio.create_task(store.transact(lambda tx, n=n: work(tx, n))) for n in range(50)]
    for number, caller in enumerate(callers):
        await asyncio.sleep(0.001)
        if number % 2:
            caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    await asyncio.gather(*store._running, return_exceptions=True)
    kept = await notes(store)
    assert {f"{number} first" for number in range(0, 50, 2)} <= set(kept)
    assert {line.split()[0] for line in kept if "first" in line} == {
        line.split()[0] for line in kept if "second" in line
    }
    assert len(kept) == len(set(kept))


async def test_closing_finishes_what_was_asked_for(url: str) -> None:
    async with opened(url) as store:
        asked = [asyncio.create_task(store.transact(lambda tx, n=n: note(tx, str(n)))) for n in range(50)]
        await asyncio.sleep(0)
        await store.close()
        await asyncio.gather(*asked)
        with pytest.raises(StoreFailed, match="closed"):
            await store.transact(lambda tx: note(tx, "late"))
    async with opened(url) as again:
        assert len(await notes(again)) == 50


async def test_the_tables_are_of_no_use_after_the_transaction(store: PostgresStore) -> None:
    async def leak(tx: Transaction) -> Transaction:
        return tx

    leaked = await store.transact(leak)
    with pytest.raises(StoreRefused, match="after its end"):
        await leaked.keep.put("late", "x")


async def test_of_two_conversations_that_take_the_same_code_one_is_refused(store: PostgresStore) -> None:
    code, ready = CaseCode("FD-7K2M9"), asyncio.Barrier(2)

    async def work(tx: Transaction, conversation: str) -> None:
        assert await tx.cases.conversation(code) is None
        await ready.wait()
        await tx.cases.open(code, ConversationId(conversation), "live_chat", NOON)

    told = await asyncio.gather(
        *(store.transact(lambda tx, of=of: work(tx, of)) for of in ("telegram:1", "telegram:2")), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "StoreRefused"]
