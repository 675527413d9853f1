"""Reads what the figures of some days are made of, a week at a time: the desk's own work goes on in between."""

from datetime import datetime, timedelta
from functools import partial

from core.engine.history import COUNTED_SINCE
from core.model.figures import AskedRow, HandoffRow
from core.model.ids import ConversationId
from core.model.rows import RatingRow
from core.ports import Store, Transaction
from handoff.board.figures.lens import Rows
from handoff.board.figures.solved import WITHIN

_STEP = timedelta(days=7)


async def read(store: Store, since: datetime, until: datetime) -> Rows:
    """What was asked from `since` on and before `until`, and what followed within seven days. Raises the store's errors."""
    asked: list[AskedRow] = []
    handoffs: list[HandoffRow] = []
    begin, end = since, until + WITHIN
    while begin < end:
        questions, ways = await store.transact(partial(_between, since=begin, until=min(begin + _STEP, end)))
        asked += questions
        handoffs += ways
        begin += _STEP
    ratings = await store.transact(partial(_ratings, since=since))
    words = await store.transact(partial(_words, since=since, until=until + WITHIN))
    return Rows(asked, handoffs, ratings, words)


async def counted_since(store: Store) -> datetime | None:
    """When counting began; None where that is not known."""

    async def kept(tx: Transaction) -> str | None:
        return await tx.keep.get(COUNTED_SINCE)

    since = await store.transact(kept)
    return datetime.fromisoformat(since) if since else None


async def _between(tx: Transaction, since: datetime, until: datetime) -> tuple[list[AskedRow], list[HandoffRow]]:
    return await tx.asked.since(since, until), await tx.handoffs.since(since, until)


async def _ratings(tx: Transaction, since: datetime) -> list[RatingRow]:
    """Of a case a customer may think anything at any time later."""
    return await tx.ratings.since(since)


async def _words(tx: Transaction, since: datetime, until: datetime) -> list[tuple[ConversationId, datetime]]:
    return await tx.person_words.since(since, until)
