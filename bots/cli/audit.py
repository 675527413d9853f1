"""`frontdesk audit`: who of the staff saw, changed, decided, exported and erased what, and what the desk did by itself."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from bots.cli.desk_store import desk_store
from bots.durable_file import gone_unless_whole
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.errors import DeskError
from core.model.rows import AuditRow, AuditWanted
from handoff.board.audit import lines
from handoff.board.csv_cells import csv_head, csv_lines

_COLUMNS = tuple("at_utc" if name == "at" else name for name in lines.COLUMNS)


class NotWritten(DeskError):
    """The file is there already, or the disk does not take it."""


def audit(
    settings: Settings,
    *,
    since: datetime | None,
    who: str = "",
    case: str = "",
    kind: str = "",
    limit: int = 200,
    csv: Path | None = None,
) -> int:
    """`since` None: the last thirty days. `csv`: a new file, of all that there is of it. Raises DeskError."""
    now = SystemClock().now()
    wanted = AuditWanted(since or now - timedelta(days=30), now + timedelta(minutes=1), who, kind, case.upper())
    print(_taken(settings, wanted, csv) if csv else _shown(settings, wanted, limit))
    return 0


# --- into a file
def _taken(settings: Settings, wanted: AuditWanted, file: Path) -> str:
    with _new(file) as written:
        count = asyncio.run(_write(settings, wanted, written))
    return f"Lines in {file}: {count}, all since {wanted.since:%Y-%m-%d %H:%M} UTC (--since)."


@contextmanager
def _new(file: Path) -> Iterator[BinaryIO]:
    """Only its owner may read it: it says who did what about whom. There is none where it cannot be written to its end."""
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with gone_unless_whole(file), os.fdopen(number, "wb") as written:
            yield written
    except FileExistsError:
        raise NotWritten(f"{file} is there already: name a file that is not.") from None
    except OSError as error:
        raise NotWritten(f"{file}: {error.strerror or error}") from error


async def _write(settings: Settings, wanted: AuditWanted, file: BinaryIO) -> int:
    count = 0
    file.write(csv_head(_COLUMNS))
    async with desk_store(settings) as store:
        async for rows in lines.pieces(store, wanted):
            file.write(csv_lines(lines.cells(row) for row in rows))
            count += len(rows)
    return count


# --- onto the screen
def _shown(settings: Settings, wanted: AuditWanted, limit: int) -> str:
    found = asyncio.run(_read(settings, wanted, limit + 1))
    return _words(found[:limit], more=len(found) > limit)


async def _read(settings: Settings, wanted: AuditWanted, limit: int) -> list[AuditRow]:
    async with desk_store(settings) as store:
        return await store.transact(lambda tx: tx.audit.between(wanted, limit))


def _words(found: Sequence[AuditRow], *, more: bool) -> str:
    if not found:
        return "Nothing of the kind was noted."
    lines = [
        f"{row.at:%Y-%m-%d %H:%M:%S} UTC  {row.who or '-':<12} {row.kind:<22} {row.about or '-':<18} {_line(row.detail)}"
        for row in reversed(found)
    ]
    if more:
        lines.append(f"... these are the newest {len(found)}: --limit shows more, --csv FILE takes all of them along.")
    return "\n".join(lines)


def _line(detail: str) -> str:
    """One that cannot steer a terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in detail).split())
