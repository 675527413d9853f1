"""Makes a backup while the desk runs: first the database as of one moment, then the files that its rows name."""

import fcntl
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import msgspec

from bots.backup.errors import BackupFailed
from bots.backup.manifest import DATABASE, FOLDERS, MANIFEST, Manifest, Open, Stored, open_in
from bots.durable_file import flush
from core.ports import Clock
from core.store.moving import Progress, move, source_at, target_at
from core.store.sqlite import SqliteStore

UNFINISHED = ".unfinished"
NAMED = "frontdesk-*.tar"  # by their time

Tell = Callable[[Progress], None]


async def back_up(source: Path | str, data: Path, target: Path, clock: Clock, tell: Tell) -> Manifest:
    """`source`: the database, a file or an address; `data`: the desk's folder; `target`: a file that there is not yet.

    The target has its name only when all of it is on the disk. Raises BackupFailed, MoveRefused, MoveFailed or StoreBroken.
    """
    with _beside(target) as unfinished:
        at = clock.now()
        copy = unfinished / DATABASE
        async with source_at(source, running=True) as here, target_at(copy) as there:
            await move(here, there, tell)
            await there.keep()
        found = [(DATABASE, copy), *_files(data)]
        with _disk(target):
            manifest = _packed(unfinished / target.name, found, at, await _open(copy))
            os.replace(unfinished / target.name, target)
            flush(target.parent)
    return manifest


async def _open(copy: Path) -> Open:
    store = SqliteStore.open(copy, read_only=True)
    try:
        return await store.transact(open_in)
    finally:
        await store.close()


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder on the same disk, for this backup alone; one that was interrupted may have left it."""
    if target.exists():
        raise BackupFailed(f"{target}: there is a file already; name one that there is not")
    unfinished = target.with_name(f"{target.name}{UNFINISHED}")
    with _disk(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _forget_interrupted(unfinished)
        unfinished.mkdir(mode=0o700, exist_ok=True)
        held = _held(unfinished)
        if held is None:
            raise BackupFailed(f"{target}: a backup of this name is being made just now; wait for it, or name another")
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        os.close(held)


def _forget_interrupted(unfinished: Path) -> None:
    """What a kill left holds all that customers wrote: of a backup of this name, and of those that were named by their time."""
    for left in {unfinished, *unfinished.parent.glob(f"{NAMED}{UNFINISHED}")}:
        held = _held(left) if left.exists() else None
        if held is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(held)


def _held(unfinished: Path) -> int | None:
    """A folder that one process has for itself until it ends, however it ends; None where another one has it."""
    handle = os.open(unfinished, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    """Each is whole: what is being written has another name till then (bots.durable_file)."""
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.endswith(".part"):
                yield path.relative_to(data).as_posix(), path


def _packed(archive: Path, found: list[tuple[str, Path]], at: datetime, open_: Open) -> Manifest:
    handle = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as written:
        with tarfile.open(fileobj=written, mode="w:gz" if archive.suffix in (".gz", ".tgz") else "w") as tar:
            stored = (_add(tar, name, path) for name, path in found)
            manifest = Manifest(at, version("frontdesk"), open_, tuple(filter(None, stored)))
            said = msgspec.json.encode(manifest)
            tar.addfile(_entry(MANIFEST, len(said)), io.BytesIO(said))
        written.flush()
        os.fsync(written.fileno())
    return manifest


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Stored | None:
    """None where its time was over meanwhile, and the desk has removed it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    with file:
        found = os.fstat(file.fileno())
        digested = Digested(file)
        tar.addfile(_entry(name, found.st_size, int(found.st_mtime)), digested)
    return Stored(name, found.st_size, digested.hexdigest())


def _entry(name: str, size: int, at: int = 0) -> tarfile.TarInfo:
    """Nothing of whose machine it was; `at` (seconds since 1970): by it is known how long a file is to be kept."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, at
    return entry


class Digested(io.RawIOBase):
    """A file that is read once, and digested as it goes by."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        free = _free(target.parent)
        raise BackupFailed(f"{target}: {error.strerror or error} ({free}); nothing is kept") from error


def _free(folder: Path) -> str:
    try:
        return f"{shutil.disk_usage(folder).free / 2**20:,.0f} MB free on its disk"
    except OSError:
        return "its folder cannot be looked at"
