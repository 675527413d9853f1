"""The duty panel: one message in the support channel that says who is there, with a button to come and one to go."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bots.slack.cases.card import Say, duty_blocks, duty_line
from bots.slack.ids import Place, place_of
from bots.slack.kept import Kept
from bots.slack.posting import Content, Poster
from bots.slack.writing.markup import escaped
from core.flow import closed_ways
from core.model.errors import Gone
from core.model.figures import Closure
from core.model.ids import Address
from core.model.people import Duty
from core.ports import Store

_NAME = "duty_panel"


class DutyPanel:
    """`zone` (IANA): in which staff read times. Posted once and then changed in place; where it stands is remembered across restarts."""

    def __init__(self, poster: Poster, channel: str, store: Store, say: Say, zone: str = "UTC") -> None:
        self._poster = poster
        self._channel = channel
        self._kept = Kept(store)
        self._say = say
        self._zone = zone
        self._one_at_a_time = asyncio.Lock()

    async def show(self, duties: Sequence[Duty], closures: Sequence[Closure] = ()) -> None:
        """Show who is on duty now, and what is closed for everybody; a panel that is gone is posted anew.

        Raises Transient, Gone or Refused.
        """
        content = self._content(duties, closures)
        async with self._one_at_a_time:
            place = await self._standing()
            if place is None or not await self._updated(place, content):
                place = Place(self._channel, await self._poster.post(self._channel, content, _NAME))
            await self._kept.put({_NAME: str(place.address)})

    def _content(self, duties: Sequence[Duty], closures: Sequence[Closure]) -> Content:
        closed = [self._say(closed_ways.closed(closure, self._zone)) for closure in closures]
        return Content(
            escaped("\n".join([duty_line(duties, self._say), *closed])), duty_blocks(duties, self._say, closed)
        )

    async def _updated(self, place: Place, content: Content) -> bool:
        """Whether the panel is still there."""
        try:
            await self._poster.update(place.channel, place.ts, content)
        except Gone:
            return False
        return True

    async def _standing(self) -> Place | None:
        """Where the panel is: as remembered, or, if a posting was cut short, as the channel shows."""
        stored = await self._kept.get(_NAME)
        if not stored:
            ts = await self._poster.find_root(self._channel, _NAME, datetime.now(UTC))
            return Place(self._channel, ts) if ts else None
        place = place_of(Address(*stored.split(":", 1)))
        return place if place.channel == self._channel else None
