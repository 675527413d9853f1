"""How the times held that customers were promised: kept, broken, and by how much. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto

import msgspec

from core.model.figures import HandoffRow
from handoff.board.figures.spread import Spread, share, spread


class Fate(Enum):
    """What became of a promise: it was kept, it was not, it still runs, the customer left or went another way before its end."""

    KEPT = auto()
    BROKEN = auto()
    RUNNING = auto()
    LEFT = auto()


class Promises(msgspec.Struct, frozen=True):
    """Of `promised` times: `kept`, of which `sooner` before their low end; `broken`, by how much so far in `over`.

    `left`: nobody came, but the customer did not wait until the end.
    """

    promised: int
    kept: int
    sooner: int
    broken: int
    running: int
    left: int
    over: Spread

    @property
    def kept_share(self) -> float | None:
        """Of those that could be told."""
        return share(self.kept, self.kept + self.broken)


def promises(handoffs: Iterable[HandoffRow], now: datetime) -> Promises:
    promised = [(row, due) for row in handoffs if (due := due_of(row))]
    fates = [fate(row, due, now) for row, due in promised]
    return Promises(
        promised=len(promised),
        kept=fates.count(Fate.KEPT),
        sooner=sum(_is_sooner(row) for row, _ in promised),
        broken=fates.count(Fate.BROKEN),
        running=fates.count(Fate.RUNNING),
        left=fates.count(Fate.LEFT),
        over=spread(
            _over(row, due, now) for (row, due), each in zip(promised, fates, strict=True) if each is Fate.BROKEN
        ),
    )


def due_of(row: HandoffRow) -> datetime | None:
    """When what was promised first is over; none where nothing was promised."""
    if row.due or row.told is None:
        return row.due
    return row.asked_at + timedelta(minutes=row.told.high_minutes)


def met_at(row: HandoffRow) -> datetime | None:
    """When a person was there: in a chat when somebody took it, in any other way with their first word."""
    return row.claimed_at if row.method == "live_chat" else row.answered_at


def fate(row: HandoffRow, due: datetime, now: datetime) -> Fate:
    """What was not met is broken once its time is over, unless the customer was gone by then."""
    if met := met_at(row):
        return Fate.KEPT if met <= due else Fate.BROKEN
    if row.ended_at and row.ended_at <= due:
        return Fate.LEFT
    return Fate.BROKEN if now > due else Fate.RUNNING


def _is_sooner(row: HandoffRow) -> bool:
    met = met_at(row)
    return bool(met and row.told and met < row.asked_at + timedelta(minutes=row.told.low_minutes))


def _over(row: HandoffRow, due: datetime, now: datetime) -> timedelta:
    return (met_at(row) or row.ended_at or now) - due
