"""What each process says of itself, in the database, where there is no Redis: forgotten when it says nothing any more."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import msgspec

from core.model.codec import decode, encode
from core.model.errors import DeskError, Unreadable
from core.ports import Store, Transaction

NOTICES = "notices"  # the name under which they are kept
KEPT = timedelta(seconds=10)


class Notice(msgspec.Struct, frozen=True):
    """`at`: when it was said, by the database's clock."""

    at: datetime
    text: str


class KeptNotices:
    """As `core.ports.Notices`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def post(self, process: str, text: str) -> None:
        with suppress(DeskError):
            await self._store.transact(partial(_post, process, text))

    async def of(self, processes: Sequence[str]) -> Mapping[str, str] | None:
        if not processes:
            return {}
        try:
            said = await self._store.transact(_said)
        except DeskError:
            return None
        return {process: said[process].text for process in processes if process in said}


async def _post(process: str, text: str, tx: Transaction) -> None:
    await tx.keep.put(f"{NOTICES}.turn", process)  # another that posts now waits, and reads what is written here
    said = await _said(tx)
    await tx.keep.put(NOTICES, encode(said | {process: Notice(await tx.health.clock(), text)}))


async def _said(tx: Transaction) -> dict[str, Notice]:
    """Not long ago; nothing where another version of the desk writes it otherwise."""
    now, kept = await tx.health.clock(), await tx.keep.get(NOTICES)
    try:
        said = decode(kept, dict[str, Notice]) if kept else {}
    except Unreadable:
        return {}
    return {process: notice for process, notice in said.items() if now - notice.at < KEPT}
