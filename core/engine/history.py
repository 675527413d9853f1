"""Writes down what is counted later of conversations, each decision in its own transaction."""

from datetime import datetime

from core.engine.history_chats import keep_course
from core.engine.history_questions import keep_question
from core.engine.history_spells import begin_spells
from core.engine.history_ways import keep_openings
from core.model.rows import Decided
from core.ports import Transaction

COUNTED_SINCE = "counted since"  # the name under which it is kept: ISO 8601


async def begin_counting(tx: Transaction, now: datetime) -> None:
    """Once for each database, which may have been used before: of that time nothing is reckoned."""
    if await tx.keep.get(COUNTED_SINCE) is None:
        await tx.keep.put(COUNTED_SINCE, now.isoformat())
        await begin_spells(tx, now)


async def keep_history(tx: Transaction, decided: Decided) -> None:
    """Only what this decision changes; a chat that ends is over before another way begins."""
    await keep_question(tx, decided)
    await keep_openings(tx, decided, ended=await keep_course(tx, decided))
