"""Tells everybody who has the live page open what has changed on it: one look at the desk for all of them."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from secrets import token_hex
from typing import NamedTuple

from core.engine.changes import Changes
from core.ports import Catalog
from handoff.board.live.rows import LiveBoard, Row
from handoff.board.live.view import View, Written

log = logging.getLogger(__name__)

APART = 0.5  # seconds between two looks, at least
AT_MOST = 2.0  # seconds between two looks at a desk where nothing happens: time passes
BEAT = 2.0  # seconds between two signs of life
KEPT = 20  # changes that are remembered, for who was away for a moment
LONGEST = 9  # digits of a version


class News(NamedTuple):
    """What has changed, as JSON, up to a version. An empty `message` says no more than that all is well."""

    version: str
    message: str = ""


class Change(NamedTuple):
    version: int
    changed: frozenset[str]
    gone: frozenset[str]
    numbers: frozenset[str]


class Stream:
    """Nothing is looked at while nobody is there. Who is slow is told less often, and then all that is new at once.

    `look`: how the desk stands now; what it raises is logged, and until it succeeds again there is no sign of life.
    """

    def __init__(self, look: Callable[[], Awaitable[LiveBoard]], changes: Changes, catalog: Catalog) -> None:
        self._look_once = look
        self._changes = changes
        self._catalog = catalog
        self._born = token_hex(4)  # a page that another process has sent begins anew
        self._board = LiveBoard({}, {}, ())
        self._versions = Changes()
        self._past: deque[Change] = deque(maxlen=KEPT)
        self._written: dict[View, Written] = {}
        self._messages: dict[tuple[View, int], str] = {}
        self._looking = asyncio.Lock()
        self._looked_at = float("-inf")
        self._seen = 0
        self._viewers = 0
        self._task: asyncio.Task[None] | None = None

    # --- for one page
    async def now(self) -> tuple[LiveBoard, str]:
        """How it stands, and which version that is. Raises what the look raises."""
        await self._look()
        return self._board, self._version()

    def written(self, view: View) -> Written:
        return self._written.setdefault(view, Written(self._catalog, view))

    async def follow(self, view: View, known: str) -> AsyncGenerator[News, None]:
        """First what is new since the version that is `known`, then what comes, with signs of life. Does not end by itself."""
        self._come()
        try:
            await self._look()
            seen = self._number(known)
            while True:
                if seen != self._versions.count:
                    seen, message = self._versions.count, self._message(view, seen)
                    yield News(self._version(), message)
                elif self._is_well():
                    yield News(self._version())
                await self._versions.after(seen, BEAT)
        finally:
            self._go()

    def _version(self) -> str:
        return f"{self._born}-{self._versions.count}"

    def _number(self, version: str) -> int:
        """-1, which gets everything, for a version that is not ours, or too long ago."""
        born, _, number = version.partition("-")
        if born != self._born or not number.isdecimal() or len(number) > LONGEST:
            return -1
        oldest = self._past[0].version - 1 if self._past else self._versions.count
        return int(number) if oldest <= int(number) <= self._versions.count else -1

    # --- the one look
    def _come(self) -> None:
        self._viewers += 1
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def _go(self) -> None:
        self._viewers -= 1
        if not self._viewers and self._task:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except Exception:  # the edge of this lane: its pages grow stale, and it is tried again
                log.exception("the board cannot see how the desk stands")
            await asyncio.sleep(APART)
            await self._changes.after(self._seen, AT_MOST - APART)

    def _is_well(self) -> bool:
        return asyncio.get_running_loop().time() - self._looked_at < 2 * AT_MOST

    async def _look(self) -> None:
        """Whoever comes while somebody looks, or just after, sees what that one has seen."""
        async with self._looking:
            time = asyncio.get_running_loop().time
            if time() - self._looked_at >= APART:
                self._seen = self._changes.count
                self._take(await self._look_once())
                self._looked_at = time()

    def _take(self, board: LiveBoard) -> None:
        before, rows = self._board, board.rows
        change = Change(
            self._versions.count + 1,
            frozenset(id for id, row in rows.items() if before.rows.get(id) != row),
            frozenset(before.rows.keys() - rows.keys()),
            frozenset(id for id, number in board.numbers.items() if before.numbers.get(id) != number),
        )
        self._board = board
        if change.changed or change.gone or change.numbers:
            self._past.append(change)
            self._messages.clear()
            self._versions.tell()

    # --- what is said
    def _message(self, view: View, since: int) -> str:
        """The same for all who saw the same last."""
        if (view, since) not in self._messages:
            self._messages[view, since] = json.dumps(self._new(view, since), separators=(",", ":"))
        return self._messages[view, since]

    def _new(self, view: View, since: int) -> dict[str, object]:
        board, written = self._board, self.written(view)
        missed = [change for change in self._past if change.version > since]
        whole = not missed or missed[0].version != since + 1
        ids = board.rows.keys() if whole else _all(change.changed for change in missed) & board.rows.keys()
        gone = frozenset[str]() if whole else _all(change.gone for change in missed) - board.rows.keys()
        if whole:
            written.keep(board.rows.keys())
        else:
            written.forget(gone)
        numbers = board.numbers.keys() if whole else _all(change.numbers for change in missed)
        return {
            "version": self._version(),
            "whole": whole,
            "rows": {id: _told(board.rows[id], written) for id in sorted(ids)},
            "gone": sorted(gone),
            "numbers": {id: str(board.numbers[id]) for id in numbers},
        }


def _told(row: Row, written: Written) -> dict[str, str]:
    return {"in": row.section, "at": row.at, "html": written.html(row)}


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
