"""How long to wait after a call to Telegram that failed, and how loudly to say so."""

import asyncio
import logging
from itertools import chain, repeat

from bots.telegram.errors import TooFast
from core.ports import Vitals
from core.ports.unwatched import UNWATCHED

log = logging.getLogger(__name__)

VITAL = "telegram"
GROWING = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds; the last one again and again


class Pauses:
    """The pauses of one loop. Each trouble is said once, loudly, and then quietly until it is over."""

    def __init__(self, seconds: tuple[float, ...] = GROWING, vitals: Vitals = UNWATCHED) -> None:
        self._seconds = seconds
        self._vitals = vitals
        self._said = ""
        self._begin()

    def over(self) -> None:
        """A call went well."""
        self._vitals.well(VITAL)
        self._begin()
        if self._said:
            log.warning("over: %s", self._said)
        self._said = ""

    @property
    def in_trouble(self) -> bool:
        """The last call failed."""
        return bool(self._said)

    def _begin(self) -> None:
        self._next = chain(self._seconds, repeat(self._seconds[-1]))

    async def after(self, error: Exception, words: str) -> None:
        """Wait after a failure; `words` has one place, for the error."""
        said = words % error
        self._vitals.ill(VITAL, said)
        log.log(logging.DEBUG if said == self._said else logging.ERROR, "%s", said)
        self._said = said
        await asyncio.sleep(error.seconds if isinstance(error, TooFast) else next(self._next))
