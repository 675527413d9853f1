"""Looks at the files of the secrets, and has a new one tried and used: what is under way goes on with the old one."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from bots.secrets.files import Place, Unusable, read, value
from bots.settings import Settings
from core.model.errors import DeskError, Transient

log = logging.getLogger(__name__)

EVERY = 3.0  # seconds between two looks; a hangup (SIGHUP) asks for one at once

Use = Callable[[str], Awaitable[None]]
"""Takes a new secret for what follows. Raises a DeskError that is not Transient, or Unusable, where it is not good."""

Note = Callable[[str], Awaitable[None]]
"""Writes down, in words without the secret, that the one of this name has changed or was refused."""


class Renewal:
    """A secret that is not good is refused once, and the old one stays; where it cannot be tried now, it is tried again."""

    def __init__(
        self, settings: Settings, files: Mapping[Place, Path], uses: Mapping[str, Use], note: Note, every: float = EVERY
    ) -> None:
        self._settings = settings
        self._files = files
        self._uses = uses
        self._note = note
        self._every = every
        self._known = {place: value(settings, place) for place in files}
        self._refused: dict[Place, str] = {}
        self._asked = asyncio.Event()

    async def run(self) -> None:
        """Until it is cancelled. Without files of secrets nothing ever changes, and a hangup ends the desk as it always did."""
        if self._files:
            self._hear_hangups()
        while True:
            await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._asked.wait()
            self._asked.clear()

    def _hear_hangups(self) -> None:
        with suppress(ValueError, NotImplementedError, RuntimeError):  # not in another thread than the main one
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._asked.set)

    async def look(self) -> None:
        for place, file in self._files.items():
            try:
                written = await asyncio.to_thread(read, self._settings, place, file)
            except Unusable as error:
                await self._refuse(place, str(error), str(error))
            else:
                await self._take(place, written)

    async def _take(self, place: Place, written: str) -> None:
        if written == self._known[place]:
            self._refused.pop(place, None)
            return None
        if self._refused.get(place) == written:
            return None
        use = self._uses.get(place.variable)
        if use is None:
            return await self._refuse(place, written, "it is used from the next start on")
        try:
            await use(written)
        except Transient as error:
            log.warning("%s: a new one waits to be tried: %s", place.variable, error)
        except (DeskError, Unusable) as error:
            await self._refuse(place, written, str(error))
        else:
            self._known[place] = written
            self._refused.pop(place, None)
            log.warning("%s has changed, and the new one is in use", place.variable)
            await self._note(f"{place.variable}: changed")

    async def _refuse(self, place: Place, written: str, why: str) -> None:
        if self._refused.get(place) == written:
            return
        self._refused[place] = written
        log.error("%s: a new one is not taken, the old one stays in use: %s", place.variable, why)
        await self._note(f"{place.variable}: not taken: {why}")
