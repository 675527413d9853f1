"""Signs on agents' messages, as reactions: what became of each is seen where it was written.

Words that were sent by a button stand in a line of ours, which is found by its key.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bots.slack.api import Api
from bots.slack.errors import NoAccess, Unchanged
from bots.slack.ids import Place, question_name
from bots.slack.kept import Kept
from core.model.errors import Gone, Refused
from core.model.posts import Mark
from core.model.rows import Done
from core.ports import Store

log = logging.getLogger(__name__)

SIGNS = {"sent": "white_check_mark", "inside": "lock", "held": "pause_button", "failed": "warning"}


class Marks:
    """A sign takes the place of the one before; that is remembered, but for the usual "sent"."""

    def __init__(self, api: Api, store: Store) -> None:
        self._api = api
        self._kept = Kept(store)
        self._told = False

    async def show(self, place: Place, mark: Mark) -> Done:
        """A message that is gone needs no sign, and what a sign says is said in the thread where it matters.

        Raises Transient, Limited or Uncertain.
        """
        try:
            await self._replace(place, mark)
        except NoAccess as error:
            self._complain(str(error))
        except (Gone, Refused) as error:
            log.info("a message in %s gets no sign: %s", place.address, error)
        return Done(mark.ref)

    async def _replace(self, place: Place, mark: Mark) -> None:
        name = f"mark:{place.channel}/{mark.ref}"
        line, known = await self._kept.each(question_name(place, mark.ref), name)
        ts, before = line or mark.ref, known or ("" if mark.sign == "sent" else "sent")
        await self._react(self._api.web.reactions_add, place, ts, SIGNS[mark.sign])
        if before in SIGNS and before != mark.sign:
            await self._react(self._api.web.reactions_remove, place, ts, SIGNS[before])
        if before or mark.sign != "sent":
            await self._kept.put({name: mark.sign})

    async def _react(self, call: Callable[..., Awaitable[Any]], place: Place, ts: str, name: str) -> None:
        with suppress(Unchanged):  # an earlier try has done it
            await self._api.ask(call(channel=place.channel, timestamp=ts, name=name))

    def _complain(self, reason: str) -> None:
        if not self._told:
            log.warning("agents do not see which messages were sent until the app may react to them: %s", reason)
        self._told = True
