"""`frontdesk audit`: who of the staff saw, changed, decided, exported and erased what, and what the desk did by itself."""

import asyncio
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.errors import DeskError
from core.model.rows import AuditRow, AuditWanted
from handoff.board.csv_cells import csv_of

MOST = 100_000  # lines of a file
_COLUMNS = ("at_utc", "who", "kind", "about", "detail")


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
    most = MOST if csv else limit
    found = asyncio.run(_read(settings, wanted, most + 1))
    shown, more = found[:most], len(found) > most
    if csv:
        _write(csv, csv_of(_COLUMNS, [(row.at, row.who, row.kind, row.about, row.detail) for row in shown]))
    print(_written(shown, csv, more=more) if csv else _words(shown, more=more))
    return 0


async def _read(settings: Settings, wanted: AuditWanted, limit: int) -> list[AuditRow]:
    async with desk_store(settings) as store:
        return await store.transact(lambda tx: tx.audit.between(wanted, limit))


def _write(file: Path, content: bytes) -> None:
    """Only its owner may read it: it says who did what about whom."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            written.write(content)
    except FileExistsError:
        raise NotWritten(f"{file} is there already: name a file that is not.") from None
    except OSError as error:
        raise NotWritten(f"{file}: {error.strerror or error}") from error


def _written(found: Sequence[AuditRow], file: Path, *, more: bool) -> str:
    if not more:
        return f"Lines in {file}: {len(found)}."
    return f"Lines in {file}: {len(found)}, the newest. There are older ones: --who, --kind and --case take fewer."


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
