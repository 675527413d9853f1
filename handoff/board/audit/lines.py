"""The lines of the audit, all that are wanted: a piece at a time, so that a million need no more memory than a thousand."""

from collections.abc import AsyncIterator
from functools import partial

from core.model.rows import AuditPiece, AuditPlace, AuditRow, AuditWanted
from core.ports import Store, Transaction
from handoff.board.csv_cells import Cell

AT_ONCE = 2_000
COLUMNS = ("at", "who", "kind", "about", "detail")


async def pieces(store: Store, wanted: AuditWanted, at_once: int = AT_ONCE) -> AsyncIterator[list[AuditRow]]:
    """The newest first; no piece is empty. Each is read by itself: what is noted meanwhile, with a later time, is in none."""
    rows, place = await store.transact(lambda tx: tx.audit.piece(wanted, at_once))
    while rows:
        yield rows
        if place is None:
            return
        rows, place = await store.transact(partial(_behind, place, wanted, at_once))


async def _behind(place: AuditPlace, wanted: AuditWanted, at_once: int, tx: Transaction) -> AuditPiece:
    return await tx.audit.piece(wanted, at_once, place)


def cells(row: AuditRow) -> tuple[Cell, ...]:
    """As `COLUMNS`."""
    return row.at, row.who, row.kind, row.about, row.detail
