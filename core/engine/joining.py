"""Which rows of a lane go out as one: what came while the first had to wait for its destination's rate, and what belongs to it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import cast

from msgspec.structs import replace

from core.engine.routes import Routes, offers
from core.model.effects import Effect
from core.model.errors import Final
from core.model.rows import Company, OutboxRow
from core.ports import Gathering, Joining, Performer

MOST = 100  # rows: each leaves its key on the message, which has room for some


def company_of(row: OutboxRow, performer: Performer) -> Company | None:
    """What may still come that belongs to the row; none for a row that was tried."""
    if row.attempts or not offers(performer, Gathering):
        return None
    return cast("Gathering", performer).company(row.effect)


def how_many(rows: Sequence[OutboxRow], routes: Routes, performer: Performer, now: datetime, most: int) -> int:
    """How many of the first rows its performer can carry out as one; at least one. None that was tried is among them."""
    if len(rows) < 2 or most < 2 or not isinstance(performer, Joining) or not _is_fresh(rows[0], now):
        return 1
    effect, count = rows[0].effect, 1
    for row in islice(rows, 1, most):
        both = _both(performer, routes, effect, row, now)
        if both is None:
            break
        effect, count = both, count + 1
    return count


def as_one(rows: Sequence[OutboxRow], performer: Performer) -> OutboxRow:
    """The first row with what all of them say, and the others."""
    first, *others = rows
    if not others:
        return first
    effect = first.effect
    for row in others:
        assert isinstance(performer, Joining)
        both = performer.join(effect, row.effect)
        assert both is not None, "they could be joined before"
        effect = both
    return replace(first, effect=effect, joined=tuple(others))


def _is_fresh(row: OutboxRow, now: datetime) -> bool:
    return row.attempts == 0 and row.not_before <= now


def _both(performer: Joining, routes: Routes, effect: Effect, row: OutboxRow, now: datetime) -> Effect | None:
    """None where the row has to go by itself."""
    try:
        its: object = routes.performer(row.effect)
    except Final:  # what nobody carries out any more is told when its turn comes
        return None
    return performer.join(effect, row.effect) if its is performer and _is_fresh(row, now) else None
