"""`frontdesk check` of the database and of Redis: what it finds where they are, and what it says where they are not."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.cli.check_machines import MachineWrong, database, redis
from bots.read_settings import load
from core.store.postgres import PostgresStore
from tests.cli.conftest import Frontdesk
from tests.nerves.valkey import Valkey
from tests.servers import GUEST, postgres

Said = list[tuple[str, str]]


async def said(findings: AsyncIterator[tuple[str, str]]) -> Said:
    return [finding async for finding in findings]


async def test_a_file_is_where_it_is_or_will_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await said(database(load())) == [("ok", "data/desk.db will be made at the first start")]
    monkeypatch.setenv("DATABASE_URL", "sqlite:other.db")
    assert await said(database(load())) == [("ok", "other.db will be made at the first start")]


async def test_postgresql_says_its_version_and_how_fast_it_answers(there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", there)
    (state, words), *_ = await said(database(load()))
    assert state == "ok"
    assert re.search(
        r"/desk\d+, PostgreSQL \d+\.\d+, answers in [\d.]+ ms; its tables will be made at the first start", words
    )
    await (await PostgresStore.open(there)).close()
    (_, words), *_ = await said(database(load()))
    assert re.search(r"answers in [\d.]+ ms$", words)


async def test_a_database_that_does_not_wait_for_its_disk_is_wrong(there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of the tests do not."""
    monkeypatch.setenv("DATABASE_URL", there)
    (wrong,) = [words for state, words in await said(database(load())) if state == "wrong"]
    assert wrong.endswith("has fsync off: a power cut would lose what customers wrote. Set fsync = on")


async def test_more_connections_than_there_can_be_are_wrong(there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", there)
    monkeypatch.setenv("DATABASE_CONNECTIONS", "200")
    _, _, *found = await said(database(load()))
    assert "one process may open 200: raise max_connections, or lower DATABASE_CONNECTIONS" in found[-1][1]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://desk:canary@127.0.0.1:9/desk", "is not reached (ConnectionRefusedError). Check DATABASE_URL"),
        ("{server}/nothing", 'database "nothing" does not exist. Check DATABASE_URL'),
    ],
)
async def test_a_database_that_is_not_there(url: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url.format(server=postgres().url().rpartition("/")[0]))
    with pytest.raises(MachineWrong) as raised:
        await said(database(load()))
    assert words in str(raised.value)
    assert "canary" not in str(raised.value)


async def test_a_wrong_password_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres().url(user=GUEST, password="canary"))
    with pytest.raises(MachineWrong, match="password authentication failed") as raised:
        await said(database(load()))
    assert "canary" not in str(raised.value)


async def test_redis_says_what_it_is_and_how_fast_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey(requirepass="canary") as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        (ok, words), (note, useless) = await said(redis(load()))
    assert (ok, note) == ("ok", "note")
    assert re.fullmatch(rf"redis://127\.0\.0\.1:{server.port}/0, Valkey [\d.]+, answers in [\d.]+ ms", words)
    assert useless.startswith("of no use beside a file, which has one process.")


async def test_a_redis_that_does_not_take_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey(requirepass="right") as server:
        monkeypatch.setenv("REDIS_URL", server.url.replace("right", "canary"))
        with pytest.raises(MachineWrong, match="does not take the password"):
            await said(redis(load()))


async def test_a_redis_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://:canary@127.0.0.1:9")
    with pytest.raises(MachineWrong) as raised:
        await said(redis(load()))
    assert str(raised.value) == "redis://127.0.0.1:9 is not reached (ConnectionError). Check REDIS_URL and the network"


async def test_without_redis_only_a_desk_of_several_processes_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await said(redis(load())) == []
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/desk")
    ((state, words),) = await said(redis(load()))
    assert (state, "once a second. Set REDIS_URL" in words) == ("note", True)


@pytest.mark.scenarios
async def test_all_of_it_stands_in_the_list(there: str, frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", there)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9")
    printed = await frontdesk("check")
    assert printed.code == 1
    assert re.search(r"^ok     Database    postgresql://127.0.0.1:\d+/desk\d+, PostgreSQL", printed.out, re.MULTILINE)
    assert "WRONG  Database" in printed.out
    assert "WRONG  Redis" in printed.out
    assert printed.err == "\n2 things to mend.\n"
