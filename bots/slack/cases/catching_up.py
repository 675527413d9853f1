"""What agents wrote, changed and deleted while nobody listened: read in the threads of open chats as soon as events come in again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bots.slack.api import Api
from bots.slack.cases.missed import KEPT_FOR, Missed
from bots.slack.ids import Json, Place, place_of
from bots.slack.workspace import Bot
from core.engine.commands import thread_of
from core.engine.copies import load_copy
from core.model.errors import DeskError, Gone, Limited, Refused
from core.model.facts import Copy
from core.model.ids import Address, ConversationId
from core.ports import Clock, Store, Transaction

log = logging.getLogger(__name__)

LOOKS = 1.0  # seconds between two looks at the connection
KEPT = timedelta(seconds=20)  # so often it is written down that we listen
OVERLAP = timedelta(minutes=2)  # a connection may be deaf for a while before it is noticed; what came anyway is known
LONGEST = timedelta(days=2)  # after a longer silence a chat is not taken up where it was
_PAGE = 200
_NAME = "slack:listened"

Connection = Callable[[], str]
Hear = Callable[[Json], Awaitable[None]]


class OpenThread(NamedTuple):
    place: Place
    copies: tuple[Copy, ...]


class CatchingUp:
    """`connection` names the present one; empty while there is none. `hear` takes an event as Slack would have brought it."""

    def __init__(self, api: Api, store: Store, bot: Bot, clock: Clock, connection: Connection, hear: Hear) -> None:
        self._api = api
        self._store = store
        self._bot = bot
        self._clock = clock
        self._connection = connection
        self._hear = hear
        self._caught_up = ""  # the connection before which nothing is missing
        self._written: datetime | None = None

    async def run(self) -> None:
        """Ends only by cancellation."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS)

    async def look(self) -> None:
        """A new connection is caught up with; an old one is noted to listen."""
        connection = self._connection()
        if not connection:
            return
        try:
            if connection != self._caught_up:
                await self._catch_up()
                self._caught_up = connection
            await self._listens()
        except DeskError as error:
            log.warning("what agents wrote meanwhile is not read yet: %s", error)

    async def _listens(self) -> None:
        now = self._clock.now()
        if self._written is None or now - self._written >= KEPT:
            await self._store.transact(lambda tx: tx.keep.put(_NAME, now.isoformat()))
            self._written = now

    async def _catch_up(self) -> None:
        since = await self._store.transact(_listened)
        if since is None:  # never before
            return
        begin = max(since - OVERLAP, self._clock.now() - LONGEST)
        for thread in await self._store.transact(_open_threads):
            for body in await self._missed(thread, begin):
                await self._hear(body)

    async def _missed(self, thread: OpenThread, since: datetime) -> list[Json]:
        now = self._clock.now()
        try:
            replies = await self._replies(thread.place, min(since, now - KEPT_FOR))
        except (Gone, Refused) as error:  # what can still be said to it goes on elsewhere
            log.warning("the thread %s cannot be read: %s", thread.place.address, error)
            return []
        return list(Missed(thread.place, self._bot, since, thread.copies).events(replies, now))

    async def _replies(self, place: Place, since: datetime) -> list[Json]:
        """All of them, those that were written before the silence too: they may have been changed in it."""
        replies: list[Json] = []
        cursor = ""
        while True:
            page = await self._page(place, since, cursor)
            replies += page.get("messages", [])
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return replies

    async def _page(self, place: Place, since: datetime, cursor: str) -> Json:
        """As soon as Slack allows it."""
        while True:
            try:
                return await self._api.answer(
                    self._api.web.conversations_replies(
                        channel=place.channel,
                        ts=place.ts,
                        oldest=f"{since.timestamp():.6f}",
                        limit=_PAGE,
                        cursor=cursor or None,
                    )
                )
            except Limited as error:
                await asyncio.sleep(error.retry_after)


async def _listened(tx: Transaction) -> datetime | None:
    kept = await tx.keep.get(_NAME)
    return datetime.fromisoformat(kept).astimezone(UTC) if kept else None


async def _open_threads(tx: Transaction) -> list[OpenThread]:
    chats = [(chat.conversation, await thread_of(tx, chat.case)) for chat in await tx.chats.live()]
    return [
        OpenThread(place_of(thread), await _copies(tx, conversation, thread))
        for conversation, thread in chats
        if thread
    ]


async def _copies(tx: Transaction, conversation: ConversationId, thread: Address) -> tuple[Copy, ...]:
    known = [await load_copy(tx, conversation, ref) for ref in await tx.copies.written(conversation, thread)]
    return tuple(copy for copy in known if copy)
