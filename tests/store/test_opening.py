"""What the store does with the file that it finds: makes it, brings it up to date, or refuses it with what to do."""

import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.store.errors import StoreBroken
from core.store.sqlite import SqliteStore, database
from core.store.sqlite.database import open_to_write
from core.store.sqlite.schema import Migration, shipped
from tests.once import migrate

NOW = len(shipped())
NEXT = Migration(
    NOW + 1, "novelties", "CREATE TABLE novelties (stars INTEGER) STRICT;\nINSERT INTO novelties VALUES (5);\n"
)
AFTER = Migration(NOW + 2, "words", "ALTER TABLE novelties ADD COLUMN words TEXT;\n")


@pytest.fixture(autouse=True)
def by_its_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is made as a desk makes it, not as a copy of the first one."""
    monkeypatch.setattr(database, "migrate", migrate)


@pytest.fixture
def file(tmp_path) -> Path:
    """A database of this release that remembers a name."""
    path = tmp_path / "desk.db"
    upgrade(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO keep VALUES ('panel', 'C1:1.0')")
    return path


def upgrade(path: Path, *more: Migration) -> None:
    with ExitStack() as held:
        open_to_write(path, [*shipped(), *more], held)


def ask(path: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def versions(path: Path) -> list[int]:
    return [version for (version,) in ask(path, "SELECT version FROM schema_version ORDER BY version")]


# --- a new file ---


async def test_a_new_database_is_made_with_its_folder_for_its_owner_alone(tmp_path):
    path = tmp_path / "data" / "desk.db"
    store = SqliteStore.open(path)
    await store.transact(lambda tx: tx.keep.put("panel", "C1:1.0"))
    made = {file.name: oct(file.stat().st_mode) for file in path.parent.iterdir()}
    assert made == dict.fromkeys(("desk.db", "desk.db-wal", "desk.db-shm", "desk.db.lock"), "0o100600")
    await store.close()


def test_commits_are_durable(tmp_path):
    with ExitStack() as held:
        connection = open_to_write(tmp_path / "desk.db", shipped(), held)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


# --- migrations ---


def test_each_migration_is_applied_once(file):
    upgrade(file, NEXT)
    upgrade(file, NEXT, AFTER)
    upgrade(file, NEXT, AFTER)
    assert versions(file)[-3:] == [NOW, NOW + 1, NOW + 2]
    assert ask(file, "SELECT stars, words FROM novelties") == [(5, None)]


def test_a_database_with_data_is_copied_before_it_is_changed(file):
    upgrade(file, NEXT, AFTER)
    copy = file.with_name(f"desk.db.before-{NOW + 1:04}")
    assert versions(copy)[-1] == NOW
    assert ask(copy, "SELECT * FROM keep") == [("panel", "C1:1.0")]
    assert copy.stat().st_mode & 0o077 == 0
    assert sorted(file.parent.glob("*before*")) == [copy]


async def test_a_database_of_the_first_release_is_brought_up_to_date_with_all_that_it_holds(tmp_path):
    path = tmp_path / "desk.db"
    with ExitStack() as held:
        connection = open_to_write(path, shipped()[:1], held)
        connection.execute("INSERT INTO keep VALUES ('panel', 'C1:1.0')")
    store = SqliteStore.open(path)
    assert await store.transact(lambda tx: tx.keep.get("panel")) == "C1:1.0"
    assert await store.transact(lambda tx: tx.gaps.since(datetime(2026, 3, 2, tzinfo=UTC), 10)) == []
    await store.close()
    assert versions(path) == list(range(1, NOW + 1))
    assert versions(tmp_path / "desk.db.before-0002") == [1]


def test_a_migration_that_fails_leaves_nothing_behind(file):
    broken = NEXT._replace(sql=NEXT.sql + "INSERT INTO novelties VALUES ('many');\n")
    with pytest.raises(StoreBroken, match=r"desk\.db"):
        upgrade(file, broken)
    assert versions(file)[-1] == NOW
    upgrade(file, NEXT)
    assert ask(file, "SELECT stars FROM novelties") == [(5,)]


@pytest.mark.fault("Stores", "a migration killed half-way", "it did not take place, and is made by the next start")
def test_a_process_killed_in_a_migration_loses_nothing(file):
    die = """
import os, signal, sqlite3, sys
from contextlib import ExitStack
from pathlib import Path
from core.store.sqlite import database, schema
connect = sqlite3.connect
def mortal(*args, **settings):
    connection = connect(*args, **settings)
    connection.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    return connection
sqlite3.connect = mortal
sql = "CREATE TABLE novelties (stars INTEGER) STRICT;\\nINSERT INTO novelties VALUES (5);\\nSELECT die();\\n"
database.open_to_write(Path(sys.argv[1]), [*schema.shipped(), schema.Migration(len(schema.shipped()) + 1, "novelties", sql)], ExitStack())
"""
    dead = subprocess.run([sys.executable, "-c", die, str(file)], check=False)
    assert dead.returncode == -9
    assert versions(file)[-1] == NOW
    upgrade(file, NEXT)
    assert ask(file, "SELECT stars FROM novelties") == [(5,)]
    assert ask(file, "SELECT * FROM keep") == [("panel", "C1:1.0")]


def test_the_migrations_of_a_release_have_no_gap():
    assert [migration.version for migration in shipped()] == list(range(1, len(shipped()) + 1))


def test_a_script_that_ends_within_a_statement_is_refused(file):
    with pytest.raises(StoreBroken, match="middle of a statement: CREATE TABLE half"):
        upgrade(file, NEXT._replace(sql="SELECT 1;\nCREATE TABLE half -- no more\n"))


# --- refusals ---


def test_a_newer_database_is_refused(file):
    upgrade(file, NEXT)
    with pytest.raises(StoreBroken, match=rf"has version {NOW + 1} and this release knows only {NOW}: run the release"):
        SqliteStore.open(file)


def test_a_database_whose_migrations_were_rewritten_is_refused(file):
    upgrade(file, NEXT)
    with pytest.raises(StoreBroken, match=rf"another version of migration {NOW + 1} \(novelties\)"):
        upgrade(file, NEXT._replace(sql="SELECT 1;"))


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreBroken, match="another program's database: give Frontdesk a file of its own"):
        SqliteStore.open(path)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer,\n" * 1000)
    with pytest.raises(StoreBroken, match=r"letter\.txt: file is not a database: give another path"):
        SqliteStore.open(path)
    assert path.read_text() == "Dear customer,\n" * 1000


def test_a_damaged_database_is_refused(file):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany(
            "INSERT INTO keep VALUES (?, ?)", [(f"name{number}", "x" * 300) for number in range(100)]
        )
    with file.open("r+b") as damaged:  # far from the schema, where nothing would be noticed before it is too late
        damaged.seek(-3 * 4096, os.SEEK_END)
        damaged.write(os.urandom(3 * 4096))
    with pytest.raises(StoreBroken, match="restore the last backup"):
        SqliteStore.open(file)


async def test_a_second_process_is_refused_with_the_first_ones_number(file):
    first = SqliteStore.open(file)
    with pytest.raises(StoreBroken, match=rf"process {os.getpid()} has it open: stop that Frontdesk"):
        SqliteStore.open(file)
    await first.close()
    await SqliteStore.open(file).close()


@contextmanager
def somebody_else():
    """A user who owns nothing, where the tests run as one who may do everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.fault("Stores", "read-only folder", "refused at the start, in words")
def test_a_folder_that_cannot_be_written_is_refused(file):
    file.parent.chmod(0o555)
    with somebody_else(), pytest.raises(StoreBroken, match="the user who runs Frontdesk can write"):
        SqliteStore.open(file)
    file.parent.chmod(0o755)


def test_a_path_below_a_file_is_refused(file):
    with pytest.raises(StoreBroken, match="give a place"):
        SqliteStore.open(file / "desk.db")


def test_a_refused_file_is_not_kept_locked(file):
    for _ in range(2):
        upgrade(file, NEXT)
        with pytest.raises(StoreBroken, match=f"knows only {NOW}"):
            SqliteStore.open(file)


# --- reading beside a process that writes ---


async def test_a_reader_sees_what_is_committed_and_changes_nothing(file):
    writer = SqliteStore.open(file)
    reader = SqliteStore.open(file, read_only=True)
    await writer.transact(lambda tx: tx.keep.put("panel", "C1:2.0"))
    assert await reader.transact(lambda tx: tx.keep.get("panel")) == "C1:2.0"
    with pytest.raises(Exception, match="readonly"):
        await reader.transact(lambda tx: tx.keep.put("panel", "C1:3.0"))
    await reader.close()
    await writer.close()


async def test_a_reader_needs_no_writer(file):
    reader = SqliteStore.open(file, read_only=True)
    assert await reader.transact(lambda tx: tx.keep.get("panel")) == "C1:1.0"
    await reader.close()


def test_a_reader_makes_no_file(tmp_path):
    with pytest.raises(StoreBroken, match="there is no such file"):
        SqliteStore.open(tmp_path / "desk.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_does_not_upgrade(tmp_path):
    path = tmp_path / "desk.db"
    path.touch()
    with pytest.raises(StoreBroken, match=f"has version 0, not {NOW}: start Frontdesk once"):
        SqliteStore.open(path, read_only=True)
