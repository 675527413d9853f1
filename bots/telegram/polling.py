"""Asks Telegram for updates, and asks for the next ones only when these are on disk."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot
from telegram.error import Conflict, TelegramError

from bots.telegram.errors import Unanswered, operators_matter
from bots.telegram.incoming import WANTED
from bots.telegram.pauses import Pauses
from core.model.errors import Transient

log = logging.getLogger(__name__)

Take = Callable[[Sequence[object]], Awaitable[None]]

POLL = 50.0  # seconds, the longest that Telegram waits
_PATIENCE = 10.0  # seconds that the network may take on top
_TWO_POLLERS = (
    "%s -- only one process may ask for the updates of a bot: stop the other one, "
    "or give this one a token of its own; it goes on asking meanwhile"
)


class Polling:
    """One long poll after the other, until it is cancelled.

    An update is confirmed by the next higher offset (https://core.telegram.org/bots/api#getupdates), so `take` returns when
    the whole batch is durable; if it raises, the same updates are asked for again.
    """

    def __init__(self, bot: Bot, take: Take, pauses: Pauses, seconds: float = POLL) -> None:
        self._bot = bot
        self._take = take
        self._pauses = pauses
        self._seconds = seconds
        self._webhook_gone = False
        self._offset = 0

    async def run(self) -> None:
        while True:
            try:
                await self._round()
                self._pauses.over()
            except (TelegramError, Transient) as error:
                await self._pauses.after(error, _words(error))
            except Exception as error:  # the edge of the channel: whatever it is, the next customer must be heard
                log.exception("a round of polling failed by a mistake of ours")
                await self._pauses.after(error, "polling: %s")

    async def _round(self) -> None:
        if not self._webhook_gone:
            await self._bot.delete_webhook()
            self._webhook_gone = True
            self._pauses.over()  # the first question may wait long for its answer
        updates = await self._updates()
        if updates:
            await self._take(updates)
        self._offset = _next_offset(updates)

    async def _updates(self) -> list[object]:
        """The raw objects: that none of them can be understood must not keep the others from being stored."""
        seconds = 0 if self._pauses.in_trouble else self._seconds  # so that it is soon known to be over
        asked = {"offset": self._offset, "timeout": int(seconds), "allowed_updates": list(WANTED)}
        updates = await self._bot.do_api_request(
            "get_Updates",  # "getUpdates" to the server; written like this the library does not ask us to parse them
            api_kwargs=asked,
            read_timeout=self._seconds + _PATIENCE,
        )
        if not isinstance(updates, list):
            raise Unanswered("getUpdates was not answered with a list")
        return updates


def _next_offset(updates: Sequence[object]) -> int:
    """After an empty answer everything is confirmed, and no offset is kept: numbers may start lower after an idle week."""
    if not updates:
        return 0
    numbers = [update.get("update_id") for update in updates if isinstance(update, dict)]
    known = [number for number in numbers if isinstance(number, int)]
    if not known:
        raise Unanswered("no update of the batch has a number")
    return max(known) + 1


def _words(error: Exception) -> str:
    if isinstance(error, Conflict):
        return _TWO_POLLERS
    mend = isinstance(error, TelegramError) and operators_matter(error)
    return "Telegram refuses our token or address: %s" if mend else "polling: %s"
