"""`frontdesk retention`: what would go because it is kept no longer, or the daily job at once."""

import asyncio
from collections.abc import Sequence

from bots.cli.desk_store import desk_store
from bots.retention_files import shelves
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.engine.retention.job import Gone, Retention

_HEAD = ("kind", "kept for", "rows", "oldest")


def retention(settings: Settings, *, now: bool) -> int:
    """Without `now` nothing goes, and the desk may run meanwhile."""
    gone = asyncio.run(_run(settings, really=now))
    print(_table(gone))
    print(_what_next(sum(each.rows for each in gone), really=now))
    return 0


async def _run(settings: Settings, *, really: bool) -> list[Gone]:
    async with desk_store(settings, beside=really) as store:
        job = Retention(store, SystemClock(), settings.retention.periods(), shelves(settings.desk.data, store))
        return await job.run(really=really)


def _table(gone: Sequence[Gone]) -> str:
    rows = [_HEAD, *(_cells(each) for each in gone)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        f"{kind:<{widths[0]}}  {kept:<{widths[1]}}  {count:>{widths[2]}}  {since}".rstrip()
        for kind, kept, count, since in rows
    )


def _cells(each: Gone) -> tuple[str, str, str, str]:
    since = f"{each.oldest:%Y-%m-%d}" if each.oldest else "-"
    return each.name, f"{each.kept.days} days", str(each.rows), since


def _what_next(total: int, *, really: bool) -> str:
    if really:
        return f"\n{total} gone." if total else "\nNothing is older than it is to be kept."
    if not total:
        return "\nNothing would go today. What is open, or under legal hold, never does."
    return (
        f"\n{total} would go: the desk lets go of them once a day, and `frontdesk retention --now` does at once. "
        "What is open, or under legal hold, stays. How long each kind is kept stands under [retention] in the settings."
    )
