"""The threads of cases: each is opened with its card, and goes on in another channel where it is gone."""

import asyncio
import logging
from datetime import datetime

from msgspec.structs import replace

from bots.slack.cases.card import WAITING, card_blocks, headline, last_lines
from bots.slack.cases.card_actions import Say
from bots.slack.cases.card_facts import CardLine, CardState, CaseCard
from bots.slack.cases.relayed import Words
from bots.slack.errors import Unchangeable
from bots.slack.ids import Place, place_of
from bots.slack.kept import Kept
from bots.slack.posting import Content, Poster
from core.model.codec import decode, encode
from core.model.effects import Post
from core.model.errors import Gone, Refused
from core.model.events import ThreadMoved
from core.model.ids import Address
from core.model.posts import Card, Relay
from core.model.rows import OutboxRow
from core.model.view import Text, text
from core.ports import Store

log = logging.getLogger(__name__)


class Threads:
    """`fallback` is the channel for threads whose own place is gone; `say` gives catalog texts in the staff's language."""

    def __init__(self, poster: Poster, store: Store, say: Say, fallback: str) -> None:
        self._poster = poster
        self._store = store
        self._kept = Kept(store)
        self._say = say
        self._words = Words(say)
        self._fallback = fallback
        self._one_at_a_time = asyncio.Lock()

    # --- opened
    async def open(self, channel: str, card: CaseCard, key: str, since: datetime, *, again: bool) -> Address:
        """A new one, in the other channel where this one is gone. `again`: an earlier try may have opened it.

        Raises as `Poster` does.
        """
        try:
            return await self._begin(channel, card, key, since, again=again)
        except Gone as error:
            if channel == self._fallback:
                raise
            log.error("no case can be shown in the channel %s (%s): %s is used instead", channel, error, self._fallback)
            return await self._instead(card, key, since, error, again=again)

    async def _begin(self, channel: str, card: CaseCard, key: str, since: datetime, *, again: bool) -> Address:
        ts = await self._poster.find_root(channel, key, since) if again else ""
        ts = ts or await self._poster.post(channel, self.shown(card, WAITING), key)
        thread = Place(channel, ts).address
        await self._kept.put({f"card:{thread}": encode(card)})
        return thread

    async def _instead(self, card: CaseCard, key: str, since: datetime, error: Gone, *, again: bool) -> Address:
        """With a line that says why it is here. Raises the error where the other channel is gone too."""
        try:
            thread = await self._begin(self._fallback, card, key, since, again=again)
            await self._explain(place_of(thread), key, text("staff.moved_here", reason=str(error)), since, again=again)
        except Gone:
            raise error from None
        return thread

    async def _explain(self, place: Place, key: str, why: Text, since: datetime, *, again: bool) -> None:
        said = f"{key}.why"
        if not (again and await self._poster.find_reply(place, said, since)):
            await self._poster.post(place.channel, self._words.remark(why), said, place.ts)

    # --- moved
    async def now(self, thread: Address) -> Address:
        """Where what was said in the thread goes on."""
        while moved := await self._kept.get(_moved(thread)):
            thread = Address(*moved.split(":", 1))
        return thread

    async def move(self, thread: Address, row: OutboxRow, error: Gone) -> ThreadMoved:
        """Open it anew, once, as the case stands before the row. Raises the error where that is not possible."""
        card = await self._find_card(thread)
        if card is None or isinstance(error, Unchangeable):
            raise error
        async with self._one_at_a_time:
            to = await self.now(thread)
            if to == thread:
                to = await self._moved_to(thread, replace(card, lines=await self._lines(row, card)), error)
        return ThreadMoved(card.case, thread, to)

    async def _moved_to(self, thread: Address, card: CaseCard, error: Gone) -> Address:
        """An earlier try is always looked for: another row may have made it."""
        log.error("the thread %s is gone (%s): its case goes on in the channel %s", thread, error, self._fallback)
        to = await self._instead(card, f"moved:{thread}", card.opened_at, error, again=True)
        await self._kept.put({_moved(thread): str(to)})
        return to

    async def _lines(self, row: OutboxRow, card: CaseCard) -> tuple[CardLine, ...]:
        """What was said before; the row's own words, and what is decided later, are posted beneath by themselves.

        Words pass a card that can wait, and went to the old thread: where one finds it gone, all that was said counts, though
        words that wait behind it are then shown twice.
        """
        said = await self._store.transact(lambda tx: tx.transcript.read(row.conversation, up_to=_decided(row)))
        return last_lines(tuple(said), card.question)

    async def moved(self, thread: Address) -> ThreadMoved:
        """What the conversation is to know of a thread that has moved. Raises Refused for one that is not ours."""
        return ThreadMoved((await self.card(thread)).case, thread, await self.now(thread))

    # --- cards
    def shown(self, card: CaseCard, state: CardState) -> Content:
        return Content(headline(card, self._say), card_blocks(card, state, self._say))

    async def card(self, thread: Address) -> CaseCard:
        """Raises Refused for a thread that is not ours."""
        card = await self._find_card(thread)
        if card is None:
            raise Refused(f"the card on {thread} is not one of ours")
        return card

    async def _find_card(self, thread: Address) -> CaseCard | None:
        stored = await self._kept.get(f"card:{thread}")
        return decode(stored, CaseCard) if stored else None


def _decided(row: OutboxRow) -> int | None:
    """The last inbox id before it: of words before the first of them, of states with the last of them."""
    match row.effect:
        case Post(body=Card(can_wait=True)):
            return None
        case Post(body=Relay()):
            return int(row.id.partition(".")[0]) - 1
        case _:
            return int((row, *row.joined)[-1].id.partition(".")[0])


def _moved(thread: Address) -> str:
    return f"moved:{thread}"
