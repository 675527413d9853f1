"""`frontdesk restore`: a desk that goes on from a backup, and what may be missing in it."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bots.backup.manifest import Open
from bots.backup.restoring import GoesOn, restore
from bots.cli.move import Lines
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.restored import Restored

_MISSING = """
What may be missing, or come twice:
  - What people wrote after the backup and the old desk had taken is not here: chats, cases, tickets and threads that began since
    are unknown to this desk. Telegram delivers only what no desk has taken, and for 24 hours. Ask those customers to write again.
  - In the open chats of the backup, what agents wrote in Slack since is read anew: customers may get it a second time.
  - Mails since are read anew from the mailbox, as far as they are still in it.
  - Who asked since to have their data erased must be erased again, and what was decided or changed since, decided again.
  - Everybody signs in to the board anew, and links to sign in that were open are void."""

_NEXT = """
Next:
  1. Make sure that the old desk never starts again: two with the same tokens take each other's messages.
  2. frontdesk check
  3. frontdesk run. It tells the staff in Slack that it was restored, and from when to when something may be missing."""


def run_restore(settings: Settings, archive: Path) -> int:
    """Raises DeskError with what to do; then nothing of it is left."""
    database = settings.database_file() or settings.database.url.get_secret_value()
    goes_on = asyncio.run(restore(archive, database, settings.desk.data, SystemClock(), Lines()))
    print("\n".join(_words(goes_on)))
    return 0


def _words(goes_on: GoesOn) -> Iterator[str]:
    manifest, restored = goes_on
    ago = _lasted(restored.at - restored.backup_at)
    yield f"The desk is as it was at {manifest.at:%Y-%m-%d %H:%M:%S} UTC, {ago} ago. Files: {len(manifest.files):,}, all as they were."
    yield f"Open then: {_open(manifest.open)}."
    yield from _went_out(restored)
    yield _MISSING
    yield _NEXT


def _open(then: Open) -> str:
    chats = f"live chats {len(then.chats)}" + (f" ({', '.join(then.chats)})" if then.chats else "")
    return (
        f"{chats}, callbacks {then.callbacks}, tickets that wait for an answer {then.tickets}, disputes {then.disputes}; come in "
        f"and not decided {then.undone}"
    )


def _went_out(restored: Restored) -> Iterator[str]:
    """What waited at the backup has been sent since, most likely."""
    if restored.looked_up:
        yield (
            f"To go out then: {restored.looked_up}. Before it is sent, Slack is asked whether it was; mails keep their ids; what "
            "customers may read twice is marked in the audit."
        )
    if restored.set_aside:
        yield (
            f"To go out to customers then: {restored.set_aside}, which they may have read long since, so it is not repeated: "
            "frontdesk dead-letters lists it."
        )


def _lasted(time: timedelta) -> str:
    minutes = max(0, int(time.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    parts = ((days, "d"), (hours, "h"), (minutes % 60, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "less than a minute"
