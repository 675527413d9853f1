"""`frontdesk disputes`: how each dispute stands, what is overdue, and who decided it, on which articles and how fast."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.dispute import Decided, Dispute
from core.model.ids import AgentId
from core.ports import Transaction
from handoff.dispute_views import took
from handoff.disputes import due

MOST = 1000  # of the newest, where the closed ones are wanted too

Names = Mapping[AgentId, str]

_HEAD = ("case", "order", "reason", "stage", "due (UTC)", "opened (UTC)", "decided in", "decided by (articles)", "hold")


class Seen(NamedTuple):
    """The disputes with the time at which they were read, and what staff are called."""

    disputes: Sequence[Dispute]
    names: Names
    now: datetime


def disputes(settings: Settings, *, every: bool, as_json: bool) -> int:
    """Those that are not closed, the one that is due first first; `every`: the closed ones too, the newest first."""
    seen = asyncio.run(_read(settings, every=every))
    print(_json(seen) if as_json else "\n".join(_words(seen, every=every)))
    return 0


async def _read(settings: Settings, *, every: bool) -> Seen:
    async def work(tx: Transaction) -> Seen:
        files = await tx.disputes.newest(MOST) if every else await tx.disputes.open()
        names = {duty.agent.id: duty.agent.name for duty in await tx.staff.all()}
        return Seen([file.dispute for file in files], names, SystemClock().now())

    async with desk_store(settings) as store:
        return await store.transact(work)


# --- as a table ---


def _words(seen: Seen, *, every: bool) -> Iterator[str]:
    if not seen.disputes:
        yield "There has been no dispute." if every else "No dispute is open."
        return
    yield _count(seen, every=every)
    yield ""
    yield from _table([_HEAD, *(_row(dispute, seen) for dispute in seen.disputes)])


def _count(seen: Seen, *, every: bool) -> str:
    still_open = sum(dispute.stage != "closed" for dispute in seen.disputes)
    overdue = sum(_overdue(dispute, seen.now) for dispute in seen.disputes)
    head = f"{len(seen.disputes)} disputes, {still_open} open" if every else f"{still_open} open"
    more = f" There may be more: these are the newest {MOST}." if every and len(seen.disputes) == MOST else ""
    return f"{head}, {overdue} overdue.{more}"


def _row(dispute: Dispute, seen: Seen) -> tuple[str, ...]:
    first = took(dispute)
    return (
        dispute.case,
        dispute.order.id,
        dispute.reason.replace("_", " "),
        dispute.stage.replace("_", " "),
        _due(dispute, seen.now),
        _minute(dispute.opened_at),
        _lasting(first) if first is not None else "",
        "; ".join(_decided(each, seen.names) for each in dispute.decisions),
        "yes" if dispute.legal_hold else "",
    )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _shown(text: str) -> str:
    """One line that cannot steer a terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _due(dispute: Dispute, now: datetime) -> str:
    until = due(dispute, now)
    if until is None:
        return ""
    return f"{_minute(until.at)} OVERDUE" if until.overdue else _minute(until.at)


def _overdue(dispute: Dispute, now: datetime) -> bool:
    until = due(dispute, now)
    return until is not None and until.overdue


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _lasting(time: timedelta) -> str:
    """The two largest units: "2 d 3 h", "5 h 10 min", "0 h 12 min"."""
    minutes = time // timedelta(minutes=1)
    days, hours = minutes // 1440, minutes // 60 % 24
    return f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min"


def _decided(decided: Decided, names: Names) -> str:
    return f"{names.get(decided.by, decided.by)} ({', '.join(decided.decision.articles)})"


# --- as JSON ---


def _json(seen: Seen) -> str:
    return json.dumps([_fields(dispute, seen) for dispute in seen.disputes], ensure_ascii=False, indent=2)


def _fields(dispute: Dispute, seen: Seen) -> dict[str, object]:
    """What the desk did and when; neither what the parties wrote nor who they are."""
    first = took(dispute)
    return {
        "case": dispute.case,
        "order": dispute.order.id,
        "reason": dispute.reason,
        "opened_by": dispute.role,
        "stage": dispute.stage,
        "due": dispute.due.isoformat() if dispute.due else None,
        "overdue": _overdue(dispute, seen.now),
        "opened_at": dispute.opened_at.isoformat(),
        "seconds_to_first_decision": first.total_seconds() if first is not None else None,
        "decisions": [_decision(each, seen.names) for each in dispute.decisions],
        "appealed_by": dispute.appeals,
        "legal_hold": dispute.legal_hold,
    }


def _decision(decided: Decided, names: Names) -> dict[str, object]:
    return {
        "by": decided.by,
        "name": names.get(decided.by, decided.by),
        "at": decided.at.isoformat(),
        "measures": [measure.kind for measure in decided.decision.measures],
        "articles": decided.decision.articles,
    }
