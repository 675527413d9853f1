"""What the store does with the PostgreSQL database that it finds: fills it, brings it up to date, or refuses it with what to do."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from core.store.errors import StoreBroken, StoreFailed
from core.store.postgres import PostgresStore
from core.store.postgres.connections import bring_up_to_date, open_pool
from core.store.postgres.schema import Migration, shipped
from tests.ports import free_port
from tests.servers import GUEST, postgres

NOW = len(shipped())
EXPANDING = Migration(
    NOW + 1, "stars", "-- expand\nALTER TABLE ratings ADD COLUMN novelty BIGINT NOT NULL DEFAULT 5;\n"
)
CONTRACTING = Migration(NOW + 2, "less", "-- contract\nALTER TABLE ratings DROP COLUMN novelty;\n")
LATER = Migration(NOW + 3, "words", "-- expand\nALTER TABLE ratings ADD COLUMN later TEXT;\n")

OLD, NEW, NEWEST = shipped(), (*shipped(), EXPANDING), (*shipped(), EXPANDING, CONTRACTING)


async def ask(url: str, question: str) -> list[tuple]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(question)]
    finally:
        await connection.close()


async def versions(url: str) -> list[int]:
    return [version for (version,) in await ask(url, "SELECT version FROM schema_version ORDER BY version")]


@asynccontextmanager
async def process(url: str, release: tuple[Migration, ...]) -> AsyncIterator[asyncpg.Pool]:
    """One of this release at work, as the store opens it."""
    await bring_up_to_date(url, release)
    pool = await open_pool(url, release, 2, read_only=False)
    try:
        yield pool
    finally:
        await pool.close()


# --- a new database ---


async def test_a_new_database_is_filled(url: str) -> None:
    store = await PostgresStore.open(url)
    await store.transact(lambda tx: tx.keep.put("panel", "C1:1.0"))
    await store.close()
    again = await PostgresStore.open(url)
    assert await again.transact(lambda tx: tx.keep.get("panel")) == "C1:1.0"
    await again.close()
    assert await versions(url) == list(range(1, NOW + 1))


async def test_many_processes_may_start_at_once(url: str) -> None:
    stores = await asyncio.gather(*(PostgresStore.open(url) for _ in range(6)))
    assert await versions(url) == list(range(1, NOW + 1))
    for store in stores:
        await store.close()


async def test_commits_are_durable_whatever_the_database_s_own_default_is(url: str) -> None:
    await ask(url, f"ALTER DATABASE {url.rpartition('/')[2]} SET synchronous_commit = off")
    async with process(url, OLD) as pool:
        assert await pool.fetchval("SHOW synchronous_commit") == "on"


async def test_a_transaction_that_waits_for_something_else_is_ended_before_a_lease_is_over(url: str) -> None:
    async with process(url, OLD) as pool:
        assert await pool.fetchval("SHOW idle_in_transaction_session_timeout") == "4s"


# --- to read ---


async def test_a_store_to_read_changes_nothing_and_holds_nobody_up(url: str) -> None:
    store = await PostgresStore.open(url)
    reader = await PostgresStore.open(url, read_only=True)
    await store.transact(lambda tx: tx.keep.put("panel", "C1:1.0"))
    assert await reader.transact(lambda tx: tx.keep.get("panel")) == "C1:1.0"
    assert await reader.transact(lambda tx: tx.conversations.load("telegram:1")) is None
    with pytest.raises(StoreFailed, match="read-only"):
        await reader.transact(lambda tx: tx.keep.put("panel", "C1:2.0"))
    await reader.close()
    await store.close()


async def test_a_store_to_read_makes_no_tables(url: str) -> None:
    with pytest.raises(StoreBroken, match="start Frontdesk once"):
        await PostgresStore.open(url, read_only=True)
    assert await ask(url, "SELECT relname FROM pg_stat_user_tables") == []


# --- migrations ---


async def test_each_migration_is_applied_once(url: str) -> None:
    for release in (NEW, NEW, NEWEST, NEWEST):
        await bring_up_to_date(url, release)
    assert (await versions(url))[-2:] == [NOW + 1, NOW + 2]


async def test_a_migration_that_fails_leaves_nothing_behind(url: str) -> None:
    wrong = Migration(NOW + 1, "wrong", "-- expand\nCREATE TABLE novelties (stars BIGINT);\nCREATE TABEL more ();\n")
    with pytest.raises(StoreBroken, match="syntax error"):
        await bring_up_to_date(url, (*shipped(), wrong))
    assert await versions(url) == list(range(1, NOW + 1))
    assert await ask(url, "SELECT to_regclass('novelties')") == [(None,)]
    await bring_up_to_date(url, NEW)
    assert (await versions(url))[-1] == NOW + 1


KILLED = """
import asyncio, sys
from core.store.postgres.connections import bring_up_to_date
from core.store.postgres.schema import Migration, shipped
slow = Migration(len(shipped()) + 1, "slow", "-- expand\\nCREATE TABLE novelties (stars BIGINT);\\nSELECT pg_sleep(60);\\n")
asyncio.run(bring_up_to_date(sys.argv[1], (*shipped(), slow)))
"""
HALF_WAY = """
SELECT pid FROM pg_stat_activity
WHERE query LIKE '%novelties%pg_sleep%' AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.mark.fault("Stores", "a migration killed half-way")
async def test_a_process_that_is_killed_half_way_is_in_nobody_s_way(url: str) -> None:
    await bring_up_to_date(url, OLD)
    root = str(Path(__file__).parents[2])
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, url, env={"PYTHONPATH": root})
    while not await ask(url, HALF_WAY):  # noqa: ASYNC110 - it is another process that goes on
        await asyncio.sleep(0.02)
    killed.kill()
    await killed.wait()
    await ask(url, f"SELECT pg_terminate_backend(pid, 5000) FROM ({HALF_WAY}) AS left_behind")
    await bring_up_to_date(url, NEW)
    assert (await versions(url))[-1] == NOW + 1
    assert await ask(url, "SELECT to_regclass('novelties')") == [(None,)]


# --- two versions at once ---


async def test_an_older_release_goes_on_beside_one_that_has_expanded(url: str) -> None:
    async with process(url, OLD) as old, process(url, NEW) as new:
        assert await old.fetchval("SELECT count(*) FROM ratings") == await new.fetchval(
            "SELECT count(novelty) FROM ratings"
        )
    async with process(url, OLD):
        assert (await versions(url))[-1] == NOW + 1


async def test_what_older_processes_use_is_taken_away_once_they_are_gone(url: str, caplog) -> None:
    async with process(url, NEW):
        with caplog.at_level(logging.WARNING):
            async with process(url, NEWEST) as newest:
                assert await newest.fetchval("SELECT count(novelty) FROM ratings") == 0
        assert f"migration {NOW + 2} (less) waits" in caplog.text
        assert (await versions(url))[-1] == NOW + 1
    async with process(url, NEWEST):
        assert (await versions(url))[-1] == NOW + 2


async def test_a_release_that_cannot_wait_says_what_to_stop(url: str) -> None:
    async with process(url, NEW):
        with pytest.raises(StoreBroken, match="stop those, and start this again"):
            await bring_up_to_date(url, (*NEWEST, LATER))
    await bring_up_to_date(url, (*NEWEST, LATER))
    assert (await versions(url))[-1] == NOW + 3


async def test_an_older_release_is_refused_where_something_was_taken_away(url: str) -> None:
    await bring_up_to_date(url, NEWEST)
    for release in (OLD, NEW):
        with pytest.raises(StoreBroken, match="without something that this release"):
            await bring_up_to_date(url, release)


async def test_a_connection_that_was_lost_meanwhile_is_not_made_again(url: str) -> None:
    await bring_up_to_date(url, NEWEST)
    with pytest.raises(StoreBroken, match="without something"):
        await open_pool(url, NEW, 2, read_only=False)


async def test_a_database_of_another_migration_of_the_same_number_is_refused(url: str) -> None:
    await bring_up_to_date(url, NEW)
    other = Migration(NOW + 1, "other", "-- expand\nCREATE TABLE other (stars BIGINT);\n")
    with pytest.raises(StoreBroken, match=f"another version of migration {NOW + 1}"):
        await bring_up_to_date(url, (*shipped(), other))


# --- what is refused, and what to do ---


async def refusal(url: str) -> str:
    with pytest.raises(StoreBroken) as refused:
        await PostgresStore.open(url)
    return str(refused.value)


async def test_another_program_s_database_is_refused(url: str) -> None:
    await ask(url, "CREATE TABLE orders (id BIGINT)")
    assert "another program's database" in await refusal(url)


async def test_a_database_that_is_not_there(url: str) -> None:
    said = await refusal(f"{url}nowhere")
    assert "does not exist" in said
    assert "createdb" in said


async def test_a_server_that_is_not_there() -> None:
    port = free_port()
    assert f"postgresql://127.0.0.1:{port}/desk: it cannot be reached" in await refusal(
        f"postgresql://ann:secret-7@127.0.0.1:{port}/desk"
    )


async def test_a_wrong_password_is_not_told(url: str) -> None:
    await ask(url, f"DROP ROLE IF EXISTS {GUEST}")
    await ask(url, f"CREATE ROLE {GUEST} LOGIN PASSWORD 'right-7'")
    said = await refusal(postgres().url(url.rpartition("/")[2], GUEST, "wrong-7"))
    assert "correct the password in DATABASE_URL" in said
    assert "wrong-7" not in said


async def test_a_user_without_rights_is_told_what_to_grant(url: str) -> None:
    await ask(url, f"DROP ROLE IF EXISTS {GUEST}")
    await ask(url, f"CREATE ROLE {GUEST} LOGIN PASSWORD 'right-7'")
    assert "GRANT CREATE ON SCHEMA" in await refusal(postgres().url(url.rpartition("/")[2], GUEST, "right-7"))


async def test_a_database_that_cannot_keep_all_texts(url: str) -> None:
    await ask(url, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    try:
        assert "ENCODING 'UTF8'" in await refusal(postgres().url("latin"))
    finally:
        await ask(url, "DROP DATABASE latin")


@pytest.mark.parametrize(
    "address",
    ["postgresql://ann:pass/word#7@host:5432/desk", "postgresql://ann:pass@host:port/desk", "postgresql://[/desk"],
)
async def test_an_address_that_does_not_read_is_not_repeated(address: str) -> None:
    said = await refusal(address)
    assert "DATABASE_URL does not read" in said
    assert "pass" not in said.replace("password", "")
