"""Cards that stand in a channel as long as what they show lasts: posted once, then changed in place."""

import msgspec

from bots.slack.ids import SLACK, Place, place_of
from bots.slack.kept import Kept
from bots.slack.posting import Content, Poster
from core.model.codec import decode, encode
from core.model.errors import Gone
from core.model.ids import Address, EffectId
from core.model.rows import Limit, OutboxRow
from core.ports import Store


class Shown(msgspec.Struct, frozen=True):
    """Where a card is, and which effect put it there."""

    thread: Address
    effect: EffectId


class StandingCards:
    """New cards go to `channel`; where each one stands is kept under a name that the caller gives it.

    `per_second` is how often one channel may be posted to.
    """

    def __init__(self, poster: Poster, channel: str, store: Store, per_second: float) -> None:
        self._poster = poster
        self._channel = channel
        self._kept = Kept(store)
        self._per_second = per_second

    def limit(self, thread: Address | None) -> Limit:
        """What a card in `thread` counts against; without one it is a new card."""
        channel = thread.key.partition("/")[0] if thread else self._channel
        return Limit(f"{SLACK}:{channel}", self._per_second)

    async def show(self, row: OutboxRow, name: str, known: Address | None, card: Content) -> Address:
        """In place where it stands already; where it was taken away, as a new card. Answers where it stands now.

        `known`: where it stood when the effect was decided. Raises as `Poster` does.
        """
        shown = await self.shown(name)
        thread = shown.thread if shown else known  # ours is the newer one
        if thread is None:
            return await self._post(row, name, card)
        place = place_of(thread)
        try:
            await self._poster.update(place.channel, place.ts, card)
        except Gone:
            return await self._post(row, name, card)
        return thread

    async def _post(self, row: OutboxRow, name: str, card: Content) -> Address:
        """Once: an earlier try that may have happened is looked for first."""
        again = row.attempts > 1
        ts = await self._poster.find_root(self._channel, row.id, row.created_at) if again else ""
        ts = ts or await self._poster.post(self._channel, card, row.id)
        thread = Place(self._channel, ts).address
        await self._kept.put({name: encode(Shown(thread, row.id))})
        return thread

    # --- where it stands
    async def shown(self, name: str) -> Shown | None:
        stored = await self._kept.get(name)
        return decode(stored, Shown) if stored else None
