"""`frontdesk move`: a desk's data out of one database into another, checked, with what to do next."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from bots.cli.arguments import OURS
from bots.read_settings import SettingsError
from bots.settings import Settings
from bots.settings_machines import file_of, place_of
from core.store.moving import Moved, Progress, move, source_at, target_at

_EVERY = 2.0  # seconds between two lines about a table

_REHEARSED = """
That was a rehearsal: nothing was kept, and the desk went on. For the real move, which takes about as long:
  1. Stop the desk (SIGTERM; it takes up to 10 seconds).
  2. The same command without --rehearse."""
_NEXT = """
{target} now holds the desk. Next:
  1. Set DATABASE_URL to it wherever the desk is started ({how}).
  2. frontdesk check
  3. Start the desk.
The folders mail, evidence and passing of DESK_DATA were not moved: every process needs the same ones.
{source} is as it was. Once the new desk has heard a customer there is no way back to it but to move back:
put it away then, so that nobody starts a desk on it."""


def run_move(settings: Settings, source: str, target: str, *, rehearse: bool) -> int:
    """0: all that there was has arrived. Raises DeskError with what to do, and then the target holds nothing."""
    began = monotonic()
    here, there = _url(settings, source), _url(settings, target)
    if here == there:
        raise SettingsError([f"move: both are {place_of(here)}; name two databases"])
    moved = asyncio.run(_move(here, there, rehearse=rehearse))
    print("\n".join(_words(moved, monotonic() - began)))
    how = (
        "or leave it out, for the file in DESK_DATA" if file_of(there) else "DATABASE_URL_FILE for a file that holds it"
    )
    after = _NEXT.format(target=place_of(there), source=place_of(here), how=how)
    print(_REHEARSED if rehearse else after)
    return 0


def _url(settings: Settings, given: str) -> str:
    if given != OURS:
        return given
    return settings.database.url.get_secret_value() or f"sqlite:{settings.desk.database}"


def _place(url: str) -> Path | str:
    return file_of(url) or url


async def _move(source: str, target: str, *, rehearse: bool) -> Moved:
    tell = Lines()
    async with source_at(_place(source), running=rehearse) as here, target_at(_place(target)) as there:
        moved = await move(here, there, tell)
        if not rehearse:
            await there.keep()
    return moved


class Lines:
    """A line for each table that is done, and now and then one for a large table: on a terminal, in a log, in the night."""

    def __init__(self) -> None:
        self._told = monotonic()

    def __call__(self, progress: Progress) -> None:
        step, table, done, total = progress
        if done >= total:
            self._tell(f"{step:<8}{table:<20}{done:>12,} rows")
        elif monotonic() - self._told > _EVERY:
            self._tell(f"{step:<8}{table:<20}{done:>12,} of {total:,} rows, {done / total:.0%}")

    def _tell(self, line: str) -> None:
        self._told = monotonic()
        print(line, file=sys.stderr, flush=True)


def _words(moved: Moved, seconds: float) -> Iterator[str]:
    filled = sum(1 for rows in moved.rows.values() if rows)
    yield (
        f"{sum(moved.rows.values()):,} rows of {len(moved.rows)} tables ({filled} of them with rows) arrived as they left, "
        f"in {seconds:,.0f} s: counted, and compared by their sums."
    )
    if moved.replaced:
        yield (
            f"{moved.replaced:,} rows had a character in a text that not every database can keep (NUL, half of a pair): "
            "\N{REPLACEMENT CHARACTER} stands there now."
        )
