"""A backup and what is made of it: whole or not at all, and nothing of it repeated blindly."""

import asyncio
import fcntl
import json
import os
import re
import sqlite3
import tarfile
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path

import msgspec
import pytest

from bots.backup.manifest import Manifest, Open, Stored
from bots.cli.operator import account
from core.ports import Store, Transaction
from core.store.postgres import PostgresStore
from core.store.sqlite import SqliteStore
from core.store.sqlite.database import open_to_write
from core.store.sqlite.schema import shipped
from tests.cli.conftest import Frontdesk
from tests.cli.moving_data import Held, asked, desk_at, in_file, in_postgres
from tests.cli.test_moving import moved
from tests.servers import new_database, postgres

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
LEFT_OUT = {"board_sessions", "links", "outbox", "keep", "audit"}  # in which a desk that goes on differs
ODD = {"inbox"}  # rows of a time without slots, and with a character that not every database can keep


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a desk with history, a mail and a piece of evidence."""
    data = tmp_path / "desk"
    data.mkdir()
    await desk_at(data / "desk.db")
    for name in ("mail/2026-11/0a", "evidence/FD-7K2M/picture", "passing/under-way", "evidence/FD-7K2M/x.part"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(name.encode() * 1000)
    monkeypatch.setenv("DESK_DATA", str(data))
    return data


@pytest.fixture
async def archive(frontdesk: Frontdesk, desk: Path, tmp_path: Path) -> Path:
    made = await frontdesk("backup", str(tmp_path / "away" / "desk.tar"))
    assert made.code == 0, made.err
    return tmp_path / "away" / "desk.tar"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another machine."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "elsewhere"))
    return tmp_path / "elsewhere"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("desk.db")
    }


def held(of: Held) -> Held:
    return {name: rows for name, rows in of.items() if name not in LEFT_OUT | ODD}


def rights(file: Path) -> int:
    return file.stat().st_mode & 0o777


def content(file: Path) -> bytes:
    return file.read_bytes()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


# --- a backup


async def test_a_backup_is_one_file_that_only_its_owner_reads(archive: Path) -> None:
    assert names(archive.parent) == ["desk.tar"]
    assert rights(archive) == 0o600
    with tarfile.open(archive) as tar:
        assert tar.getnames() == ["desk.db", "mail/2026-11/0a", "evidence/FD-7K2M/picture", "manifest.json"]


async def test_into_a_folder_it_is_called_by_its_time(frontdesk: Frontdesk, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    await frontdesk("backup", str(tmp_path / "backups"))
    (made,) = names(tmp_path / "backups")
    assert re.fullmatch(r"frontdesk-\d{8}T\d{6}Z\.tar", made)


async def test_the_audit_says_who_made_one(frontdesk: Frontdesk, archive: Path, desk: Path) -> None:
    ((detail,),) = ask(desk / "desk.db", "SELECT detail FROM audit WHERE kind = 'backup'")
    assert detail == f"{archive}, by the operator {account()}"


async def test_of_a_database_that_takes_nothing_more_there_is_a_backup_too(
    frontdesk: Frontdesk, desk: Path, tmp_path: Path
) -> None:
    full = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'disk full'); END"
    ask(desk / "desk.db", full)
    made = await frontdesk("backup", str(tmp_path / "desk.tar"))
    assert (made.code, (tmp_path / "desk.tar").exists()) == (0, True)
    assert "The audit does not say that this was done" in made.err


async def test_an_earlier_one_is_never_written_over(frontdesk: Frontdesk, archive: Path) -> None:
    before = content(archive)
    refused = await frontdesk("backup", str(archive))
    assert (refused.code, "there is a file already" in refused.err) == (1, True)
    assert content(archive) == before


async def test_what_an_interrupted_one_left_is_taken_away(frontdesk: Frontdesk, desk: Path, tmp_path: Path) -> None:
    left = tmp_path / "desk.tar.unfinished"
    left.mkdir()
    (left / "desk.db").write_text("half")
    assert (await frontdesk("backup", str(tmp_path / "desk.tar"))).code == 0
    assert not left.exists()


async def test_also_what_an_interrupted_one_of_another_time_left(
    frontdesk: Frontdesk, desk: Path, tmp_path: Path
) -> None:
    away = tmp_path / "backups"
    left, of_others = away / "frontdesk-20260101T000000Z.tar.unfinished", away / "film.unfinished"
    left.mkdir(parents=True)
    of_others.mkdir()
    (left / "desk.db").write_text("half")
    assert (await frontdesk("backup", str(away))).code == 0
    assert (left.exists(), of_others.exists()) == (False, True)


async def test_one_that_is_being_made_is_left_alone(frontdesk: Frontdesk, desk: Path, tmp_path: Path) -> None:
    mine, other = tmp_path / "desk.tar.unfinished", tmp_path / "frontdesk-20260101T000000Z.tar.unfinished"
    handles = []
    for each in (mine, other):
        each.mkdir()
        handles.append(os.open(each, os.O_RDONLY))
        fcntl.flock(handles[-1], fcntl.LOCK_EX)
    refused = await frontdesk("backup", str(tmp_path / "desk.tar"))
    assert (refused.code, "is being made just now" in refused.err) == (1, True)
    for handle in handles:
        os.close(handle)
    assert (mine.exists(), other.exists()) == (True, True)


async def test_a_full_disk_is_said_and_leaves_nothing(
    frontdesk: Frontdesk, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    failed = await frontdesk("backup", str(tmp_path / "away" / "desk.tar"))
    assert (failed.code, names(tmp_path / "away")) == (1, [])
    assert "No space left on device" in failed.err
    assert "MB free on its disk" in failed.err


class Busy:
    """A desk that writes two rows that belong together, again and again, until it is stopped."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        for number in count():
            await self._store.transact(lambda tx, number=number: self._pair(tx, number))

    async def _pair(self, tx: Transaction, number: int) -> None:
        await tx.keep.put(f"one/{number}", "x")
        await tx.audit.note("other", "", str(number), NOW)

    async def stops(self) -> int:
        """How many there are."""
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)
        pairs = len(await self._store.transact(lambda tx: tx.audit.noted("other", NOW)))
        await self._store.close()
        return pairs


async def test_it_is_of_one_moment_while_the_desk_goes_on_writing(
    frontdesk: Frontdesk, desk: Path, tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(SqliteStore.open(desk / "desk.db"))
    await _is_of_one_moment(frontdesk, busy, desk, tmp_path, empty, monkeypatch)


async def test_in_postgresql_too(
    frontdesk: Frontdesk, desk: Path, there: str, tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await moved(desk / "desk.db", there)
    monkeypatch.setenv("DATABASE_URL", there)
    busy = Busy(await PostgresStore.open(there))
    await _is_of_one_moment(frontdesk, busy, desk, tmp_path, empty, monkeypatch)


async def _is_of_one_moment(
    frontdesk: Frontdesk, busy: Busy, desk: Path, tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_DATA", str(desk))
    await asyncio.sleep(0.05)
    made = await frontdesk("backup", str(tmp_path / "busy.tar"))
    assert made.code == 0, made.err
    written = await busy.stops()
    monkeypatch.setenv("DESK_DATA", str(empty))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert (await frontdesk("restore", str(tmp_path / "busy.tar"))).code == 0
    ((one,),) = ask(empty / "desk.db", "SELECT count(*) FROM keep WHERE name LIKE 'one/%'")
    ((other,),) = ask(empty / "desk.db", "SELECT count(*) FROM audit WHERE kind = 'other'")
    assert 0 < int(str(one)) == other < written


# --- a desk that goes on from it


async def test_all_that_was_there_is_there_again(frontdesk: Frontdesk, desk: Path, archive: Path, empty: Path) -> None:
    restored = await frontdesk("restore", str(archive))
    assert (restored.code, "What may be missing" in restored.out) == (0, True)
    assert held(in_file(empty / "desk.db")) == held(in_file(desk / "desk.db"))
    assert files(empty) == {
        name: content for name, content in files(desk).items() if "passing" not in name and ".part" not in name
    }


async def test_files_are_as_old_as_they_were_so_that_none_is_kept_for_longer(
    frontdesk: Frontdesk, desk: Path, tmp_path: Path, empty: Path
) -> None:
    with pytest.MonkeyPatch.context() as there:
        there.setenv("DESK_DATA", str(desk))
        os.utime(desk / "mail/2026-11/0a", (1_700_000_000, 1_700_000_000))
        os.utime(desk / "evidence/FD-7K2M/picture", (1_600_000_000, 1_600_000_000))
        await frontdesk("backup", str(tmp_path / "desk.tar"))
    assert (await frontdesk("restore", str(tmp_path / "desk.tar"))).code == 0
    assert (empty / "mail/2026-11/0a").stat().st_mtime == 1_700_000_000
    assert (empty / "evidence/FD-7K2M").stat().st_mtime == 1_600_000_000


async def test_a_smaller_one_too(frontdesk: Frontdesk, desk: Path, tmp_path: Path, empty: Path) -> None:
    small = tmp_path / "desk.tar.gz"
    empty.parent.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as there:
        there.setenv("DESK_DATA", str(desk))
        await frontdesk("backup", str(small))
    assert small.read_bytes()[:2] == b"\x1f\x8b"
    assert (await frontdesk("restore", str(small))).code == 0
    assert held(in_file(empty / "desk.db")) == held(in_file(desk / "desk.db"))


async def test_from_postgresql_into_postgresql(
    frontdesk: Frontdesk, desk: Path, there: str, new_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await moved(desk / "desk.db", there)
    monkeypatch.setenv("DATABASE_URL", there)
    assert (await frontdesk("backup", str(tmp_path / "desk.tar"))).code == 0
    monkeypatch.setenv("DATABASE_URL", new_place)
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "elsewhere"))
    assert (await frontdesk("restore", str(tmp_path / "desk.tar"))).code == 0
    assert held(await in_postgres(new_place)) == held(await in_postgres(there))
    assert files(tmp_path / "elsewhere").keys() == {"mail/2026-11/0a", "evidence/FD-7K2M/picture"}
    assert await asked(new_place, "SELECT nextval(pg_get_serial_sequence('inbox', 'id'))") > 1_000_000
    again = await frontdesk("restore", str(tmp_path / "desk.tar"))
    assert (again.code, "not empty" in again.err) == (1, True)


@pytest.fixture
async def new_place() -> str:
    return await new_database(postgres())


async def test_where_there_is_a_desk_nothing_is_restored(frontdesk: Frontdesk, desk: Path, archive: Path) -> None:
    before = in_file(desk / "desk.db")
    refused = await frontdesk("restore", str(archive))
    assert (refused.code, "there is a desk already" in refused.err) == (1, True)
    assert in_file(desk / "desk.db") == before


async def test_a_folder_that_holds_anything_is_refused(frontdesk: Frontdesk, archive: Path, empty: Path) -> None:
    (empty / "mail").mkdir(parents=True)
    refused = await frontdesk("restore", str(archive))
    assert (refused.code, "not empty (mail)" in refused.err) == (1, True)


async def test_one_that_was_interrupted_is_begun_anew(
    frontdesk: Frontdesk, desk: Path, archive: Path, empty: Path
) -> None:
    (empty / ".restoring").mkdir(parents=True)
    (empty / ".restoring" / "desk.db").write_text("half")
    (empty / "desk.db.restoring").write_text("killed just before it had its name")
    (empty / "mail" / "old").mkdir(parents=True)
    assert (await frontdesk("restore", str(archive))).code == 0
    assert names(empty) == ["desk.db", "evidence", "mail"]
    assert files(empty).keys() == {"mail/2026-11/0a", "evidence/FD-7K2M/picture"}


async def test_a_log_of_a_database_that_is_gone_is_not_taken_for_the_new_ones(
    frontdesk: Frontdesk, archive: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:{tmp_path / 'other' / 'desk.db'}")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "desk.db-wal").write_text("old")
    refused = await frontdesk("restore", str(archive))
    assert (refused.code, "it belongs to a database that is gone" in refused.err) == (1, True)


# --- broken ones


def cut_short(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-20_000])


def one_byte_changed(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)


def no_archive(archive: Path) -> None:
    archive.write_text("this is no backup")


def no_manifest(archive: Path) -> None:
    _rewrite(archive, lambda name: name != "manifest.json")


def a_file_missing(archive: Path) -> None:
    _rewrite(archive, lambda name: not name.startswith("mail/"))


def a_file_outside(archive: Path) -> None:
    with tarfile.open(archive, "a") as tar:
        tar.addfile(_entry("../outside", 1), BytesIO(b"x"))


def a_link(archive: Path) -> None:
    with tarfile.open(archive, "a") as tar:
        link = _entry("mail/link", 0)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)


def a_later_form(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
    no_manifest(archive)
    said = json.dumps(manifest | {"format": 2}).encode()
    with tarfile.open(archive, "a") as tar:
        tar.addfile(_entry("manifest.json", len(said)), BytesIO(said))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry


def _rewrite(archive: Path, keep) -> None:
    other = archive.with_suffix(".other")
    with tarfile.open(archive) as old, tarfile.open(other, "w") as new:
        for entry in old:
            if keep(entry.name):
                new.addfile(entry, old.extractfile(entry))
    other.replace(archive)


BROKEN = [
    (cut_short, "cut short"),
    (one_byte_changed, "is not what was written"),
    (no_archive, "no backup"),
    (no_manifest, "cut short"),
    (a_file_missing, "is not what was written"),
    (a_file_outside, "does not belong there"),
    (a_link, "does not belong there"),
    (a_later_form, "later form"),
]


@pytest.mark.parametrize(("breaks", "said"), BROKEN, ids=[breaks.__name__ for breaks, _ in BROKEN])
async def test_a_broken_backup_is_refused_and_leaves_nothing(
    frontdesk: Frontdesk, archive: Path, empty: Path, breaks, said: str
) -> None:
    breaks(archive)
    refused = await frontdesk("restore", str(archive))
    assert (refused.code, said in refused.err) == (1, True), refused.err
    assert not names(empty)
    assert not (empty.parent / "outside").exists()


async def test_a_backup_of_an_older_release_is_brought_up_to_date(
    frontdesk: Frontdesk, empty: Path, tmp_path: Path
) -> None:
    with ExitStack() as older:
        open_to_write(tmp_path / "desk.db", shipped()[:-1], older)
    database = content(tmp_path / "desk.db")
    stored = Stored("desk.db", len(database), sha256(database).hexdigest())
    manifest = msgspec.json.encode(Manifest(NOW, "0.0.9", Open((), 0, 0, 0, 0, 0), (stored,)))
    with tarfile.open(tmp_path / "old.tar", "w") as tar:
        for name, written in (("desk.db", database), ("manifest.json", manifest)):
            tar.addfile(_entry(name, len(written)), BytesIO(written))
    assert (await frontdesk("restore", str(tmp_path / "old.tar"))).code == 0
    assert ask(empty / "desk.db", "SELECT max(version) FROM schema_version") == [(len(shipped()),)]
    assert names(empty) == ["desk.db"]
