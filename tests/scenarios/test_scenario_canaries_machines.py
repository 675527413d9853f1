"""PostgreSQL and Redis fail in every way, and then all that a desk has written, said and shown is searched for their passwords."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import aiohttp
import asyncpg
import pytest

from bots.board import routes_of
from bots.cli.commands import main
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.running import TELEGRAM_PATH
from core.engine import alarms, pulse
from handoff import alarms as rules
from tests.board.visiting import inside, visitor
from tests.canaries import leaked
from tests.nerves.held import held
from tests.nerves.valkey import Valkey
from tests.scenarios.town import TEAM, Town, chatting
from tests.servers import GUEST, Postgres

pytestmark = [
    pytest.mark.faults,
    pytest.mark.fault("Security", "tokens in no log, error or thread", "nor are the passwords of PostgreSQL and Redis"),
    pytest.mark.timeout(180),
]

# In an address they are written otherwise than they are: neither may be seen.
IN, IN_REDIS = "a/canary-of-the-database@1", "a-canary-of-redis"
WRONG = "not-the-canary-of-the-database"
CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = $1"

Said = tuple[int, str]
Frontdesk = Callable[..., Awaitable[Said]]


class Locked:
    """A PostgreSQL that lets its guest in by the right password only. `at` is the desk's address."""

    def __init__(self, server: Postgres) -> None:
        self.server = server

    def at(self, password: str = IN) -> str:
        return self.server.url("desk", GUEST, quote(password, safe=""))

    async def says(self, *commands: str) -> None:
        connection = await asyncpg.connect(self.server.url())
        try:
            for command in commands:
                await connection.execute(command)
        finally:
            await connection.close()

    async def takes(self, password: str) -> None:
        """From now on; whoever was let in by another one is put out."""
        await self.says(f"ALTER ROLE {GUEST} PASSWORD '{password}'", CUT.replace("$1", f"'{GUEST}'"))

    async def tables(self) -> str:
        """All rows of all tables."""
        connection = await asyncpg.connect(self.server.url("desk"))
        try:
            names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return str([await connection.fetch(f"SELECT * FROM {name}") for (name,) in names])
        finally:
            await connection.close()


@pytest.fixture
async def database() -> AsyncIterator[Locked]:
    server = Postgres()
    try:
        await asyncio.to_thread(server.start)
        locked = Locked(server)
        await locked.says(f"CREATE ROLE {GUEST} LOGIN PASSWORD '{IN}'", f"CREATE DATABASE desk OWNER {GUEST}")
        yield locked
    finally:
        await asyncio.to_thread(server.remove)


@pytest.fixture
def redis() -> Iterator[Valkey]:
    with Valkey(requirepass=IN_REDIS) as server:
        yield server


@pytest.fixture
def settings(database: Locked, redis: Valkey, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(alarms, "LOOKS", 0.1)
    monkeypatch.setattr(pulse, "EVERY", 0.1)
    monkeypatch.setattr(rules, "APART", timedelta(0))
    monkeypatch.setattr(rules, "CALM", timedelta(seconds=0.3))
    return {
        "DATABASE_URL": database.at(),
        "REDIS_URL": redis.url,
        "MAIL_REPLY_ADDRESS": "support@desk.example",
        "ALARM_EMAIL": TEAM,
        "ALARM_AWAY": "1",
        "DESK_LOG": "debug",
    }


@pytest.fixture(autouse=True)
def all_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("bots", "core", "handoff", "asyncpg", "redis", "asyncio"):
        caplog.set_level(logging.DEBUG, name)


@pytest.fixture
def frontdesk(capsys: pytest.CaptureFixture[str]) -> Frontdesk:
    """A command as an operator types it: how it ended, and all that it said."""

    async def run(*arguments: str) -> Said:
        capsys.readouterr()
        try:
            code = await asyncio.to_thread(main, arguments)
        except SystemExit as refused:
            code = int(refused.code or 0)
        return code, "".join(capsys.readouterr())

    return run


async def looked_at(town: Town) -> str:
    """What the board says of the connections, and what strangers get."""
    async with inside(routes_of(town.room), visitor("operator")) as board:
        pages = [await (await board.get(path)).text() for path in ("/health", "/health/connections.csv", "/audit")]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{town.door.removesuffix(TELEGRAM_PATH)}/health") as door,
    ):
        return "\n".join((*pages, await door.text()))


async def test_a_desk_whose_stores_fail_says_their_passwords_nowhere(
    town: Town,
    anna: Customer,
    tom: Person,
    database: Locked,
    redis: Valkey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chat = await chatting(town, anna, tom)
    known = held(redis.url)
    await database.takes(WRONG)
    await town.support.shows(lambda post: "database" in post.plain)  # the alarm
    shown = await looked_at(town)
    await asyncio.to_thread(database.server.stop)
    await anna.write("Are you there?")
    await asyncio.sleep(1)
    await asyncio.to_thread(database.server.start)
    await database.takes(IN)
    await chat.thread_shows("Are you there?")
    redis.kill()
    await town.support.shows(lambda post: "Redis" in post.plain)
    shown += await looked_at(town)
    await asyncio.to_thread(redis.restart)
    await town.support.shows(lambda post: "Over: Redis" in post.plain)
    await town.closes()
    monkeypatch.setenv("REDIS_URL", redis.url.replace(":a-canary", ":not-a-canary"))
    await town.opens()
    await town.until(lambda: "invalid username-password pair" in caplog.text)
    shown += await looked_at(town)
    known += held(redis.url)
    await town.closes()

    everywhere = {
        "the log": caplog.text,
        "the screen": "".join(capsys.readouterr()),
        "the tables": await database.tables(),
        "Redis": known,
        "the files": "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files(town.folder)),
        "the threads": "\n".join(str(message) for message in town.support.all),
        "the chat": "\n".join(str(message) for message in anna.screen),
        "the mails": "\n".join(str(mail) for mail in town.team.mails),
        "the pages": shown,
    }
    for where, words in (
        ("the log", "password authentication failed"),
        ("the log", "the database takes nothing"),
        ("the log", "Redis is away"),
        ("the tables", "Are you there?"),
        ("Redis", "frontdesk"),
        ("the mails", "Redis"),
        ("the pages", "store does not answer"),
    ):
        assert words in everywhere[where], where  # what is searched is what was said
    assert with_a_secret(everywhere) == {}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def with_a_secret(texts: Mapping[str, str]) -> dict[str, list[str]]:
    return {where: found for where, text in texts.items() if (found := leaked(text))}


CHECK = ("check",)
COMMANDS = (
    CHECK,
    ("move", "DATABASE_URL", "sqlite:moved.db"),
    ("move", "DATABASE_URL", "sqlite:moved.db", "--rehearse"),
    ("backup", "backup.tar"),
    ("restore", "backup.tar"),
    ("audit", "--csv", "audit.csv"),
    ("dead-letters",),
    ("erase", "telegram:1001", "--yes"),
)


async def said_by(frontdesk: Frontdesk, commands: Sequence[tuple[str, ...]] = COMMANDS) -> dict[str, Said]:
    return {" ".join(command): await frontdesk(*command) for command in commands}


async def test_no_command_says_or_writes_a_password(
    town: Town, anna: Customer, tom: Person, frontdesk: Frontdesk, tmp_path: Path
) -> None:
    await chatting(town, anna, tom)
    beside = await said_by(frontdesk)
    assert "a desk is at work" in beside["move DATABASE_URL sqlite:moved.db"][1]
    await town.closes()
    for name in ("backup.tar", "audit.csv"):
        (tmp_path / name).unlink()
    alone = await said_by(frontdesk)
    assert "answers in" in alone["check"][1]
    assert "arrived as they left" in alone["move DATABASE_URL sqlite:moved.db"][1]
    for said in (beside, alone):
        assert with_a_secret({name: text for name, (_, text) in said.items()}) == {}
    made = {path.name: path.read_bytes().decode("utf-8", "replace") for path in files(tmp_path)}
    assert made.keys() >= {"backup.tar", "moved.db", "audit.csv"}
    assert with_a_secret(made) == {}


GONE, GONE_REDIS = f"postgresql://{GUEST}:{quote(IN, safe='')}@127.0.0.1:9/desk", f"redis://:{IN_REDIS}@127.0.0.1:9/0"
NO_ADDRESSES = (
    "postgresql://desk:/canary-of-the-database@127.0.0.1/desk",
    "postgresql://desk:12/canary-of-the-database@127.0.0.1/desk",
    "postgresql://desk:12/x#canary-of-the-database@127.0.0.1/desk",
    "postgresql://desk:[canary-of-the-database@127.0.0.1/desk",
    "postgresql://desk:canary-of-the-database@127.0.0.1:x/desk",
    "postgresql:/desk:canary-of-the-database@127.0.0.1/desk",
    "mysql://desk:canary-of-the-database@127.0.0.1/desk",
    "canary-of-the-database",
)
NO_REDIS = (
    "redis://desk:/canary-of-redis@127.0.0.1/0",
    "redis://desk:12/canary-of-redis@127.0.0.1/0",
    "redis://:canary-of-redis@127.0.0.1:x/0",
    "http://:canary-of-redis@127.0.0.1/0",
    "canary-of-redis",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a desk, and no help centre to read."""
    (tmp_path / "help").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELP_FOLDER", "help")
    return tmp_path


@pytest.mark.parametrize("happens", ["the passwords are wrong", "there is no such database", "they are gone"])
async def test_no_command_that_gets_nowhere_says_a_password(
    happens: str, database: Locked, redis: Valkey, here: Path, frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, redis_url, words = {
        "the passwords are wrong": (database.at(WRONG), redis.url.replace(":a-", ":not-a-"), "authentication failed"),
        "there is no such database": (f"{database.at()}s", redis.url, "does not exist"),
        "they are gone": (GONE, GONE_REDIS, "it cannot be reached"),
    }[happens]
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    said = await said_by(frontdesk, [each for each in COMMANDS if "restore" not in each])
    said["move from it"] = await frontdesk("move", url, "sqlite:moved.db")
    said["move to it"] = await frontdesk("move", "sqlite:moved.db", url)
    said["run"] = await run(here)
    assert {name for name, (code, _) in said.items() if code != 1} == set()
    assert words in said["run"][1]
    assert with_a_secret({name: text for name, (_, text) in said.items()}) == {}
    assert with_a_secret({path.name: path.read_text("utf-8", "replace") for path in files(here)}) == {}


@pytest.mark.parametrize(
    ("name", "address"),
    [*(("DATABASE_URL", each) for each in NO_ADDRESSES), *(("REDIS_URL", each) for each in NO_REDIS)],
)
async def test_no_address_that_does_not_read_is_said(
    name: str, address: str, here: Path, frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, address)
    code, said = await frontdesk("check")
    assert (code, name in said, leaked(said)) == (2, True, [])
    if name == "DATABASE_URL":
        code, said = await frontdesk("move", address, "sqlite:else.db")
        assert (code, "this is no database" in said, leaked(said)) == (2, True, [])
    monkeypatch.delenv(name)
    monkeypatch.setenv(f"{name}_FILE", address)  # where the name of a file belongs
    code, said = await frontdesk("check")
    assert (code, f"{name}_FILE" in said, leaked(said)) == (2, True, [])


async def run(folder: Path) -> Said:
    """The desk as a process of its own, which cannot start."""
    pipe = asyncio.subprocess.PIPE
    desk = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bots", "run", cwd=folder, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await desk.communicate()
    return desk.returncode or 0, said.decode("utf-8", "replace")
