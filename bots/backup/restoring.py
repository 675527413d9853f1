"""A desk that goes on from a backup, on a machine that has none: whole or not at all."""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

from bots.backup.errors import RestoreRefused
from bots.backup.manifest import DATABASE, FOLDERS, Manifest
from bots.backup.reading import unpack
from bots.durable_file import flush
from core.model.restored import Restored
from core.ports import Clock
from core.store.moving import Progress, move, source_at, target_at
from core.store.moving.going_on import go_on

STAGED = ".restoring"  # in the data folder, which may be a disk of its own
_HARMLESS = {"lost+found", STAGED}

Tell = Callable[[Progress], None]


class GoesOn(NamedTuple):
    manifest: Manifest
    restored: Restored


async def restore(archive: Path, database: Path | str, data: Path, clock: Clock, tell: Tell) -> GoesOn:
    """`database`: a file that there is not yet, or the address of an empty database; `data`: a folder that is empty.

    Raises RestoreRefused, BackupBroken, MoveRefused, MoveFailed or StoreBroken.
    """
    _refuse_used(database, data)
    with _disk(data), _staged(data) as staged:
        manifest = unpack(archive, staged)
        copy = staged / DATABASE
        restored = go_on(copy, manifest.at, clock.now())
        async with _kept(copy, database, tell):
            _hand_over(staged, data)
    return GoesOn(manifest, restored)


def _refuse_used(database: Path | str, data: Path) -> None:
    if isinstance(database, Path):
        _refuse_file(database)
    left = {path.name for path in data.iterdir()} - _HARMLESS if data.is_dir() else set()
    if (data / STAGED).exists():  # a restoring that was interrupted put them there
        left -= {*FOLDERS, *([_beside(database).name] if isinstance(database, Path) else [])}
    if left:
        raise RestoreRefused(
            f"{data}: the folder is not empty ({', '.join(sorted(left)[:3])}); name an empty one in DESK_DATA, or put that away"
        )


def _refuse_file(database: Path) -> None:
    if database.exists():
        raise RestoreRefused(f"{database}: there is a desk already; a backup is restored where there is none")
    log = database.with_name(f"{database.name}-wal")
    if log.exists():  # SQLite would write it into the restored one
        raise RestoreRefused(f"{log}: it belongs to a database that is gone; put it away, and its -shm")


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}{STAGED}")


@contextmanager
def _staged(data: Path) -> Iterator[Path]:
    staged = data / STAGED
    if staged.exists():
        for folder in FOLDERS:
            shutil.rmtree(data / folder, ignore_errors=True)
        shutil.rmtree(staged)
    staged.mkdir(mode=0o700, parents=True)
    try:
        yield staged
    except BaseException:
        for folder in FOLDERS:
            shutil.rmtree(data / folder, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


@asynccontextmanager
async def _kept(copy: Path, database: Path | str, tell: Tell) -> AsyncIterator[None]:
    """The database stands only when the block, in which the files come to stand, is over: before that there is no desk."""
    if isinstance(database, Path):
        yield
        _put(copy, database)
        return
    async with source_at(copy, running=False) as here, target_at(database) as there:
        await move(here, there, tell)
        yield
        await there.keep()


def _put(copy: Path, database: Path) -> None:
    """It may be on another disk than the folder; under its name it is whole."""
    database.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(database)
    shutil.move(copy, beside)
    flush(beside)
    os.replace(beside, database)
    flush(database.parent)


def _hand_over(staged: Path, data: Path) -> None:
    for folder in FOLDERS:
        if (staged / folder).is_dir():
            os.replace(staged / folder, data / folder)
    os.sync()  # the lists of names of all their folders, too


@contextmanager
def _disk(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RestoreRefused(f"{data}: {error.strerror or error}; nothing is kept") from error
    except sqlite3.Error as error:
        raise RestoreRefused(f"{data}: {error}; nothing is kept") from error
