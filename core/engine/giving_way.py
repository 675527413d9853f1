"""Which row of a lane goes now where the first can wait a moment: others before it, and what says the same later instead of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from core.engine.routes import Routes, offers
from core.model.errors import Final
from core.model.rows import OutboxRow
from core.ports import GivingWay


def can_wait(row: OutboxRow, routes: Routes) -> timedelta | None:
    """How long, from when it was decided; none for one that goes in its turn, or was tried."""
    performer = None if row.attempts else _giving_way(row, routes)
    return performer.patience(row.effect) if performer else None


def still_waits(row: OutboxRow, routes: Routes, now: datetime) -> float:
    """Seconds; 0 for a row that goes now."""
    patience = can_wait(row, routes)
    if patience is None:
        return 0.0
    left = row.created_at + patience - now
    if left > patience:  # a clock that was set back makes nobody wait for hours
        return 0.0
    return max(0.0, left.total_seconds())


def place_now(rows: Sequence[OutboxRow], routes: Routes, now: datetime) -> int | None:
    """Of the row that goes now, where the first one waits: one that may pass it, or itself. None: all of them can wait."""
    place = next((place for place, row in enumerate(rows) if not still_waits(row, routes, now)), None)
    if not place:
        return place
    first = _giving_way(rows[0], routes)
    passes = first is not None and first is _giving_way(rows[place], routes) and first.may_pass(rows[place].effect)
    return place if passes else 0


def _giving_way(row: OutboxRow, routes: Routes) -> GivingWay | None:
    try:
        performer = routes.performer(row.effect)
    except Final:  # what nobody carries out any more is told when its turn comes
        return None
    return cast("GivingWay", performer) if offers(performer, GivingWay) else None
