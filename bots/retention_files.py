"""The files on the desk's disk that are kept for a time: evidence, mails as they came, copies of the database, files in passing."""

import asyncio
import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.engine.retention.job import Shelf
from core.engine.retention.periods import Periods
from core.model import dispute_file, ticket
from core.model.ids import CaseCode
from core.ports import Store

log = logging.getLogger(__name__)

PASSING = timedelta(days=1)  # for the longest way of a file from one side to the other
Went = tuple[int, datetime | None]


def shelves(data: Path, store: Store) -> tuple[Shelf, ...]:
    """`data`: the folder with the database."""
    return (
        Evidence(data / "evidence", store),
        Mails(data / "mail", store),
        Aged("copies of the database, made before an update", data, "*.before-*", None),
        Aged("files left on their way", data / "passing", "*", PASSING),
    )


class Evidence:
    """A folder for each dispute. Identity documents and proofs of payment are among them: they leave before its words."""

    name = "evidence of disputes, after their end"

    def __init__(self, root: Path, store: Store) -> None:
        self._root, self._store = root, store

    def period(self, periods: Periods) -> timedelta:
        return periods.documents

    async def let_go(self, before: datetime, *, really: bool) -> Went:
        gone = list[datetime]()
        for folder, at in await asyncio.to_thread(_older, self._root, "*", before):
            stream = dispute_file.stream_of(CaseCode(folder.name))
            if await self._store.transact(lambda tx, stream=stream: tx.keeping.goes_on(stream, before)):  # type: ignore[misc]
                continue
            if not really or await asyncio.to_thread(_removed, folder):
                gone.append(at)
        return len(gone), min(gone, default=None)


class Mails:
    """A folder for each month; in it each mail as it came, and what was read of it."""

    name = "mails as they came, after their ticket's last word"

    def __init__(self, root: Path, store: Store) -> None:
        self._root, self._store = root, store

    def period(self, periods: Periods) -> timedelta:
        return periods.tickets

    async def let_go(self, before: datetime, *, really: bool) -> Went:
        gone = list[datetime]()
        for file, at in await asyncio.to_thread(_older, self._root, "*/*", before):
            if await self._is_wanted(f"mail:{file.stem}", before):
                continue
            if not really or await asyncio.to_thread(_removed, file):
                gone.append(at)
        return len(gone), min(gone, default=None)

    async def _is_wanted(self, key: str, before: datetime) -> bool:
        case = await self._store.transact(lambda tx: tx.keeping.ticket_of_mail(key))
        return case is not None and await self._store.transact(
            lambda tx: tx.keeping.goes_on(ticket.stream_of(case), before)
        )


class Aged:
    """Files that go by their age alone; `kept` None: as long as items as they came in."""

    def __init__(self, name: str, root: Path, pattern: str, kept: timedelta | None) -> None:
        self.name = name
        self._root, self._pattern, self._kept = root, pattern, kept

    def period(self, periods: Periods) -> timedelta:
        return self._kept or periods.raw

    async def let_go(self, before: datetime, *, really: bool) -> Went:
        found = await asyncio.to_thread(_older, self._root, self._pattern, before)
        gone = [at for path, at in found if not really or await asyncio.to_thread(_removed, path)]
        return len(gone), min(gone, default=None)


def _older(root: Path, pattern: str, before: datetime) -> list[tuple[Path, datetime]]:
    return [(path, at) for path, at in _aged(root, pattern) if at < before]


def _aged(root: Path, pattern: str) -> Iterator[tuple[Path, datetime]]:
    """From when each is by its file system: what is gone meanwhile is left out."""
    for path in sorted(root.glob(pattern)):
        try:
            yield path, datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            continue


def _removed(path: Path) -> bool:
    """One that cannot be removed is told each day, and keeps nothing else."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        log.error("%s is kept no longer, but stays: %s", path, error.strerror or error)
        return False
    return True
