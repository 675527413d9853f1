"""`frontdesk erase CUSTOMER`: what would go and what stays, then the request, then how it is carried out by the desk at work."""

import asyncio
import sys
from time import monotonic

from bots.cli.desk_store import desk_store, desk_works
from bots.cli.export import shown
from bots.cli.operator import account
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.engine.privacy.finding import Found
from core.engine.privacy.subject import named
from core.engine.privacy.wiping import Gone, rehearse
from core.model.ids import Language
from core.model.privacy import Erasure, Kept, Requester
from core.ports import Store

WITHIN = 900.0  # seconds for which the command looks on; the erasure itself takes as long as it takes
LOOKS = 0.5  # seconds between two looks

_REASONS = {"open_dispute": "is still open", "legal_hold": "is under legal hold"}
_LATER = (
    "No desk is at work on this database. The request is kept: it is carried out as soon as one runs (`frontdesk run`)."
)
_GOES_ON = "It is not done yet, and goes on by itself: its reason stands in the desk's log, and the state on the board."


def erase(settings: Settings, typed: str, *, yes: bool = False, dry_run: bool = False) -> int:
    """0: it is erased, or was only looked at. 1: it is not, or not yet. Raises DeskError with what to do."""
    return asyncio.run(_erase(settings, typed, yes=yes, dry_run=dry_run))


async def _erase(settings: Settings, typed: str, *, yes: bool, dry_run: bool) -> int:
    async with desk_store(settings, beside=True) as store:
        subject = await store.transact(lambda tx: named(tx, typed))
        found, gone = await rehearse(store, subject, SystemClock().now())
        print(*shown(found.subject), *_would_go(found, gone), sep="\n")
        if dry_run:
            return 0
        if not yes and not _is_sure(typed):
            print("Nothing was erased.")
            return 1
        by = Requester("operator", name=account())
        now = SystemClock().now()
        id = await store.transact(lambda tx: tx.erasures.ask(subject, by, None, Language("en"), now))
        if not await desk_works(settings, store):
            print(_LATER)
            return 1
        return await _look_on(store, id)


def _would_go(found: Found, gone: Gone) -> list[str]:
    left = found.left
    lines = [f"  {rows:6}  {table}" for table, rows in sorted(gone.items()) if rows]
    lines += [f"  {len(left.threads):6}  threads in Slack, with all that the desk posted there"]
    lines += [f"  {len(left.mails):6}  mails on the disk"]
    lines += [f"  {len(left.evidence):6}  disputes whose evidence lies on the disk"]
    return ["Would go (rows of each table):", *lines, *map(_stays, found.kept)]


def _stays(kept: Kept) -> str:
    return f"Stays for now: dispute {kept.case}, which {_REASONS[kept.reason]}. It is erased when that is over."


def _is_sure(typed: str) -> bool:
    """Typed once more, for it cannot be undone; who is no terminal is asked for --yes."""
    if not sys.stdin.isatty():
        print("This cannot be undone: say --yes where nobody can be asked.")
        return False
    return input(f"This cannot be undone. Type {typed} to erase all of it: ").strip() == typed.strip()


async def _look_on(store: Store, id: int) -> int:
    """Until it is done, with a line for each step."""
    until, told = monotonic() + WITHIN, ""
    while monotonic() < until:
        erasure = await store.transact(lambda tx: tx.erasures.get(id))
        if erasure is None or erasure.state == "done":
            print("Done.", *map(_stays, erasure.kept if erasure else ()), sep="\n")
            return 0
        if (step := _step(erasure)) != told:
            told = step
            print(step)
        await asyncio.sleep(LOOKS)
    print(_GOES_ON)
    return 1


def _step(erasure: Erasure) -> str:
    if erasure.left is None:
        return "Waiting for what is being sent…"
    return f"The database is done. Removing posts in {len(erasure.left.threads)} threads, and files…"
