"""What processes say of themselves where there is no Redis: in PostgreSQL, read by the others, forgotten with who said it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bots.machines import machines
from bots.read_settings import load
from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals
from core.nerves import kept_notices
from core.nerves.kept_notices import NOTICES, KeptNotices
from core.store.postgres import PostgresStore
from tests.engine.fakes import Unsteady
from tests.servers import empty_database, postgres


@pytest.fixture
async def stores() -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    """Of two processes."""
    url = await empty_database(postgres())
    one, other = await PostgresStore.open(url), await PostgresStore.open(url)
    yield one, other
    await one.close()
    await other.close()


Stores = tuple[PostgresStore, PostgresStore]


async def test_they_are_read_by_others_and_the_last_word_counts(stores: Stores) -> None:
    one, other = map(KeptNotices, stores)
    await one.post("one", "naïve ✓")
    assert await other.of(["one", "nobody"]) == {"one": "naïve ✓"}
    await one.post("one", "the last word")
    assert await other.of(["one"]) == {"one": "the last word"}
    assert await other.of([]) == {}


async def test_who_says_nothing_any_more_is_forgotten(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = map(KeptNotices, stores)
    await one.post("one", "the last word")
    monkeypatch.setattr(kept_notices, "KEPT", timedelta(0))
    assert await other.of(["one"]) == {}
    await other.post("other", "still here")
    kept = await stores[0].transact(lambda tx: tx.keep.get(NOTICES))
    assert kept is not None
    assert "the last word" not in kept


async def test_all_who_speak_at_once_are_heard() -> None:
    url = await empty_database(postgres())
    processes = {f"p{number}": await PostgresStore.open(url, connections=1) for number in range(8)}
    heard = {}
    for word in ("first", "second", "third"):
        await asyncio.gather(*(KeptNotices(store).post(name, f"{name} {word}") for name, store in processes.items()))
        heard[word] = await KeptNotices(processes["p0"]).of(list(processes))
    for store in processes.values():
        await store.close()
    assert heard == {word: {name: f"{name} {word}" for name in processes} for word in heard}


async def test_while_the_database_is_away_nobody_is_known(stores: Stores) -> None:
    away = Unsteady(stores[0])
    away.failing = 2
    notices = KeptNotices(away)  # type: ignore[arg-type]
    await notices.post("one", "said into the void")
    assert await notices.of(["one"]) is None
    assert await notices.of(["one"]) == {}


async def test_what_another_release_wrote_is_no_reason_to_fail(stores: Stores) -> None:
    await stores[0].transact(lambda tx: tx.keep.put(NOTICES, '["another form"]'))
    notices = KeptNotices(stores[0])
    assert await notices.of(["one"]) == {}
    await notices.post("one", "well")
    assert await notices.of(["one"]) == {"one": "well"}


async def test_a_desk_that_has_no_redis_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", await empty_database(postgres()))
    one, other = KnownVitals(SystemClock()), KnownVitals(SystemClock())
    async with AsyncExitStack() as doors:
        for vitals in (one, other):
            made = await machines(load(), SystemClock(), vitals, doors)
            doors.push_async_callback(made.store.close)
            for _, loop in made.loops:
                doors.callback(asyncio.ensure_future(loop()).cancel)
        other.ill("imap", "the password is refused")
        (told,) = other.all()
        async with asyncio.timeout(20):
            while told not in (await one.everywhere([told.process])).vitals:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
