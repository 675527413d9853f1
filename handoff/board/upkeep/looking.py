"""Looks at how the desk itself is: in its store, at its connections, and on its disk."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from core.model.lease import LIVES
from core.ports import Transaction
from handoff.board.room import Room
from handoff.board.upkeep.health import DAYS, HealthBoard, Looked, Storage, health

DATABASE = "desk.db"


async def look(room: Room, letters: int) -> HealthBoard:
    now = room.clock.now()

    async def read(tx: Transaction) -> Looked:
        undone, since = await tx.health.undone()
        return Looked(
            undone=undone,
            undone_since=since,
            lanes=await tx.health.lanes(),
            in_an_hour=await tx.health.given_up(now - timedelta(hours=1)),
            in_a_day=await tx.health.given_up(now - timedelta(days=1)),
            letters=await tx.audit.dead_letters(letters),
            closures=await tx.closures.all(),
            spent=await tx.spending.by_day(now.date() - timedelta(days=DAYS)),
            processes=await tx.health.processes(now - LIVES, now),
        )

    storage = await asyncio.to_thread(storage_in, room.rules.data) if room.rules.data else None
    looked = await room.store.transact(read)
    seen = await room.vitals.everywhere([process.id for process in looked.processes])
    return health(looked, seen.vitals, room.rules.budget, storage, now, seen.unheard)


def storage_in(folder: Path) -> Storage | None:
    """None where there is no such folder any more."""
    try:
        files = (folder / f"{DATABASE}{end}" for end in ("", "-wal"))
        return Storage(sum(file.stat().st_size for file in files if file.exists()), shutil.disk_usage(folder).free)
    except OSError:
        return None
