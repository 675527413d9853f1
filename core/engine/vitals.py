"""Remembers whether what the desk is connected to can be reached, for those who look after the desk."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from core.model import codec
from core.model.errors import Unreadable
from core.ports import Clock
from core.ports.nerves import Notices

log = logging.getLogger(__name__)

TOLD_EVERY = 2.0  # seconds


class Vital(NamedTuple):
    """One connection, by its name ("telegram", "slack", "smtp", "imap", "model", "shop", "redis", "database", "clock").

    `since` (UTC): when it became so; `at`: when it was last heard of; `why`: what is wrong, where it is not well;
    `process`: whose connection it is, where there are several.
    """

    name: str
    well: bool
    since: datetime
    at: datetime
    why: str = ""
    process: str = ""


class Everywhere(NamedTuple):
    """`unheard`: the processes that live, and of whose connections nothing is known at this moment."""

    vitals: tuple[Vital, ...]
    unheard: tuple[str, ...] = ()


class KnownVitals:
    """As `core.ports.Vitals`, for one process; where there are several, each hears of the others."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, Vital] = {}
        self._process = ""
        self._notices: Notices | None = None

    def share(self, process: str, notices: Notices) -> None:
        """There may be others. `process`: the id of this one; `notices`: by which they tell each other."""
        self._process, self._notices = process, notices

    def well(self, name: str) -> None:
        self._see(name, well=True, why="")

    def ill(self, name: str, why: str) -> None:
        self._see(name, well=False, why=why)

    def all(self) -> list[Vital]:
        """This process's, by name; what nobody has spoken of yet is not among them."""
        return sorted(vital._replace(process=self._process) for vital in self._known.values())

    async def everywhere(self, living: Sequence[str]) -> Everywhere:
        """Of all processes that live, by name and process; of this one alone where there is no other."""
        others = [each for each in living if each != self._process]
        told = await self._notices.of(others) if self._notices else None
        heard = {process: _read(text, process) for process, text in (told or {}).items()}
        return Everywhere(_together([self.all(), *heard.values()]), tuple(each for each in others if each not in heard))

    async def run(self) -> None:
        """Tell the others, for ever; ends at once where there can be none."""
        while self._notices:
            await self._notices.post(self._process, codec.encode(self.all()))
            await asyncio.sleep(TOLD_EVERY)

    def _see(self, name: str, *, well: bool, why: str) -> None:
        now, known = self._clock.now(), self._known.get(name)
        since = known.since if known and known.well == well else now
        self._known[name] = Vital(name, well, since, now, why)


def _together(each: Iterable[Sequence[Vital]]) -> tuple[Vital, ...]:
    return tuple(sorted((vital for vitals in each for vital in vitals), key=lambda vital: (vital.name, vital.process)))


def _read(text: str, process: str) -> list[Vital]:
    """Nothing where another version of the desk writes it otherwise."""
    try:
        return [vital._replace(process=process) for vital in codec.decode(text, list[Vital])]
    except Unreadable as error:
        log.debug("what %s says of itself is not understood: %s", process, error)
        return []
