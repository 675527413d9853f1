"""How transactions of many callers become durable together, and how each keeps its own fate."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.rows import Received
from core.ports import Transaction
from core.store.errors import StoreFailed, StoreRefused
from core.store.moments import moment, seconds
from core.store.sqlite import SqliteStore

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(tmp_path / "desk.db")
    yield store
    await store.close()


@pytest.fixture
def commits(monkeypatch) -> list[str]:
    """The COMMITs of every connection opened from now on."""
    seen: list[str] = []
    connect = sqlite3.connect

    def watched(*args, **settings) -> sqlite3.Connection:
        connection = connect(*args, **settings)
        connection.set_trace_callback(lambda statement: seen.append(statement) if statement == "COMMIT" else None)
        return connection

    monkeypatch.setattr(sqlite3, "connect", watched)
    return seen


def put(name: str, value: str = "x"):
    return lambda tx: tx.keep.put(name, value)


async def kept(store: SqliteStore, *names: str) -> list[str]:
    async def work(tx: Transaction) -> list[str]:
        return [name for name in names if await tx.keep.get(name) is not None]

    return await store.transact(work)


async def test_a_hundred_callers_share_a_few_commits(commits, store):
    names = [f"name{number}" for number in range(100)]
    at_start = len(commits)
    await asyncio.gather(*(store.transact(put(name)) for name in names))
    assert len(commits) - at_start < 20
    assert await kept(store, *names) == names


async def test_transactions_run_in_the_order_in_which_they_were_asked_for(store):
    ran: list[int] = []

    async def work(number: int) -> None:
        ran.append(number)

    await asyncio.gather(*(store.transact(lambda tx, number=number: work(number)) for number in range(500)))
    assert ran == list(range(500))


async def test_an_error_in_one_leaves_the_others_of_its_group(store):
    async def fail(tx: Transaction) -> None:
        await tx.keep.put("bad", "x")
        raise ValueError("mine alone")

    results = await asyncio.gather(
        *(store.transact(work) for work in (put("first"), fail, put("last"))), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert await kept(store, "first", "bad", "last") == ["first", "last"]


async def test_a_transaction_that_waits_for_the_outside_is_refused_and_undone(store):
    async def wait(tx: Transaction) -> None:
        await tx.keep.put("waited", "x")
        await asyncio.sleep(0)

    with pytest.raises(StoreRefused, match="must not wait for anything but its own tables"):
        await store.transact(wait)
    assert await kept(store, "waited") == []


async def test_the_tables_are_of_no_use_after_the_transaction(store):
    async def leak(tx: Transaction) -> Transaction:
        return tx

    leaked = await store.transact(leak)
    with pytest.raises(StoreRefused, match="after its end"):
        await leaked.keep.put("late", "x")


async def test_a_caller_that_went_away_harms_nobody(store):
    gone = asyncio.create_task(store.transact(put("gone")))
    await asyncio.sleep(0)
    gone.cancel()
    await store.transact(put("stays"))
    assert gone.cancelled()
    assert "stays" in await kept(store, "stays")


async def test_closing_finishes_what_was_asked_for(tmp_path):
    store = SqliteStore.open(tmp_path / "desk.db")
    asked = [asyncio.create_task(store.transact(put(f"name{number}"))) for number in range(300)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*asked)
    with pytest.raises(StoreFailed, match="closed"):
        await store.transact(put("late"))


# --- disks and locks that fail while the desk runs ---


@contextmanager
def full_disk(folder: Path):
    """No file of this process may grow beyond the store's log as it is now: writing fails as on a bad disk."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "desk.db-wal").stat().st_size, limit[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


async def test_when_the_disk_fails_every_caller_hears_of_it_and_nothing_is_kept(store, tmp_path):
    names = [f"name{number}" for number in range(10)]
    await store.transact(put("before"))
    with full_disk(tmp_path):
        results = await asyncio.gather(*(store.transact(put(name)) for name in names), return_exceptions=True)
    assert {type(result) for result in results} == {StoreFailed}
    assert len({id(result) for result in results}) == 10
    assert await kept(store, "before", *names) == ["before"]


async def test_once_the_disk_is_mended_the_same_store_goes_on(store, tmp_path):
    with full_disk(tmp_path), pytest.raises(StoreFailed):
        await store.transact(put("name"))
    await store.transact(put("name"))
    assert await kept(store, "name") == ["name"]


async def add_ten_megabytes(tx: Transaction) -> None:
    """More than SQLite keeps in memory, so that writing fails within the transaction and not at its COMMIT."""
    for number in range(100):
        await tx.keep.put(f"large{number}", "x" * 100_000)


async def test_work_that_ignores_a_lost_transaction_is_not_kept_by_halves(store, tmp_path):
    async def ignore(tx: Transaction) -> None:
        with full_disk(tmp_path), suppress(StoreFailed):
            await add_ten_megabytes(tx)
        with suppress(StoreFailed):
            await tx.keep.put("after", "x")

    with pytest.raises(StoreFailed):
        await store.transact(ignore)
    assert await kept(store, "large0", "after") == []


@pytest.mark.fault("Stores", "SQLite locked by another process", "waited for; nothing is lost")
async def test_a_database_locked_by_another_program_is_a_passing_trouble(tmp_path, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **settings: connect(*args, **settings | {"timeout": 0.01}))
    store = SqliteStore.open(tmp_path / "desk.db")
    with closing(connect(tmp_path / "desk.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="locked"):
            await store.transact(put("name"))
        other.execute("ROLLBACK")
    await store.transact(put("name"))
    await store.close()


# --- times ---


@given(st.timedeltas(timedelta(0), timedelta(days=365 * 220)))
def test_a_time_is_stored_to_the_microsecond(since_1970):
    at = datetime(1970, 1, 1, tzinfo=UTC) + since_1970
    assert moment(seconds(at)) == at


async def test_a_time_without_a_zone_is_not_stored(store):
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(TypeError):
        await store.transact(lambda tx: tx.inbox.add([Received("a", "core", "s", "{}")], naive))
