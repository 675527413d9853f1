"""What stands in a backup: its files with their digests, its time, and what was open then."""

from datetime import datetime
from pathlib import PurePosixPath

import msgspec

from bots.backup.errors import BackupBroken
from core.ports import Transaction

MANIFEST = "manifest.json"  # the last in the archive, so that one that was cut short has none
DATABASE = "desk.db"
FOLDERS = ("mail", "evidence")  # of the data folder; all else there is made anew or only of the moment
FORMAT = 1


class Stored(msgspec.Struct, frozen=True):
    """A file in the archive, its size in bytes and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


class Open(msgspec.Struct, frozen=True):
    """What was open: the cases of live chats, how many of the rest; `undone` came in and was not decided, `waiting` was to go out."""

    chats: tuple[str, ...]
    callbacks: int
    tickets: int
    disputes: int
    undone: int
    waiting: int


class Manifest(msgspec.Struct, frozen=True):
    """`at` (UTC): all that was on disk then is in it. `release`: which made it."""

    at: datetime
    release: str
    open: Open
    files: tuple[Stored, ...]
    format: int = FORMAT


async def open_in(tx: Transaction) -> Open:
    undone, _ = await tx.health.undone()
    return Open(
        chats=tuple(sorted(chat.case for chat in await tx.chats.live())),
        callbacks=len(await tx.callbacks.waiting()),
        tickets=len(await tx.ticket_pace.owed()),
        disputes=len(await tx.disputes.open()),
        undone=undone,
        waiting=sum(lane.waiting for lane in await tx.health.lanes()),
    )


def read(written: bytes) -> Manifest:
    """Raises BackupBroken."""
    try:
        manifest = msgspec.json.decode(written, type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise BackupBroken(f"its {MANIFEST} cannot be read") from None
    if manifest.format != FORMAT:
        raise BackupBroken(f"it is of a later form ({manifest.format}): restore it with the release that made it")
    return manifest


def is_ours(name: str) -> bool:
    """Whether a file of this name belongs into a backup; whatever else is in an archive has no business on this disk."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name or "\\" in name:
        return False
    return name == DATABASE or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
