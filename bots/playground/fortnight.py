"""An invented fortnight of the sample shop's desk: the same for the same end and seed, for figures that need many rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Literal, NamedTuple

from bots.playground.fortnight_questions import ZONE, questions
from bots.playground.fortnight_staff import Desk, spells
from core.engine.history import COUNTED_SINCE
from core.model.effects import Rate
from core.model.figures import AskedRow, HandoffRow, SpellRow
from core.model.ids import ConversationId
from core.model.rows import GapRow, RatingRow
from core.ports import Transaction

__all__ = ["ZONE", "Fortnight", "fortnight", "write"]


class Fortnight(NamedTuple):
    """Rows in the order of their times. `person_words`: when a person of staff wrote to the customer of a conversation."""

    asked: list[AskedRow]
    handoffs: list[HandoffRow]
    spells: list[SpellRow]
    ratings: list[RatingRow]
    gaps: list[GapRow]
    person_words: list[tuple[ConversationId, datetime]]


def fortnight(until: datetime, days: int = 14, seed: int = 8) -> Fortnight:
    """Ends at `until` (UTC). Some 4,000 questions in fourteen days, more on Mondays and around six in the evening."""
    rng = Random(seed)  # noqa: S311 - it invents, and is no secret
    asked, wishes = questions(until, days, rng)
    there = spells(until, days, ZONE, rng)
    handoffs = Desk(there, until, ZONE, rng).serve(wishes)
    return Fortnight(
        asked,
        handoffs,
        sorted(there, key=lambda spell: (spell.began_at, spell.agent)),
        _ratings(asked, handoffs, until, rng),
        list(_gaps(asked)),
        sorted(_words(handoffs, rng), key=lambda word: (word[1], word[0])),
    )


async def write(tx: Transaction, history: Fortnight) -> None:
    """Into a store that has nothing of it yet; what is counted begins with it."""
    for asked in history.asked:
        await tx.asked.put(asked)
    for handoff in history.handoffs:
        await tx.handoffs.put(handoff)
    for spell in history.spells:
        await tx.spells.put(spell)
    for rating in history.ratings:
        await tx.ratings.put(rating)
    for gap in history.gaps:
        await tx.gaps.add(gap)
    for conversation, at in history.person_words:
        await tx.person_words.add(conversation, at)
    if history.asked:
        await tx.keep.put(COUNTED_SINCE, history.asked[0].at.isoformat())


# --- what else is kept of them
def _gaps(asked: Sequence[AskedRow]) -> Iterator[GapRow]:
    for row in asked:
        if row.told == "abstained":
            yield GapRow(row.at, "unanswered", row.language, row.text, "", 0.2, row.conversation)
        elif row.helpful is False:
            at = row.at + timedelta(seconds=30)
            yield GapRow(at, "disliked", row.language, row.text, row.article, 0.6, row.conversation)


def _ratings(
    asked: Sequence[AskedRow], handoffs: Sequence[HandoffRow], until: datetime, rng: Random
) -> list[RatingRow]:
    """Each answer that something was said of, and a good third of those who were helped by a person."""
    found = [
        RatingRow(f"{row.conversation}/{row.id}", row.conversation, row.at, Rate("assistant", solved=row.helpful))
        for row in asked
        if row.helpful is not None
    ]
    found += [
        _rating(row, row.ended_at + timedelta(minutes=rng.randint(1, 40)), rng)
        for row in handoffs
        if row.answered_at and row.ended_at and row.method in ("live_chat", "email") and rng.random() < 0.38
    ]
    once = {row.key: row for row in reversed(found) if row.at < until}  # a case that was opened again is rated once
    return sorted(once.values(), key=lambda row: (row.at, row.key))


def _rating(row: HandoffRow, at: datetime, rng: Random) -> RatingRow:
    solved = rng.random() < (0.88 if row.end == "solved" else 0.45)
    stars = rng.choices((5, 4, 3, 2, 1, 0), (50, 22, 8, 3, 2, 15) if solved else (2, 5, 15, 25, 40, 13))[0]
    by: Literal["agent", "email"] = "email" if row.method == "email" else "agent"
    return RatingRow(row.case, row.conversation, at, Rate(by, row.case, row.agent, solved, stars))


def _words(handoffs: Sequence[HandoffRow], rng: Random) -> Iterator[tuple[ConversationId, datetime]]:
    """The first at the first answer; in a chat more until its end."""
    for row in handoffs:
        if row.answered_at:
            yield row.conversation, row.answered_at
        if row.method == "live_chat" and row.answered_at and row.ended_at:
            yield from _more_words(row.conversation, row.answered_at, row.ended_at, rng)


def _more_words(
    conversation: ConversationId, first: datetime, last: datetime, rng: Random
) -> Iterator[tuple[ConversationId, datetime]]:
    while (first := first + timedelta(seconds=rng.randint(40, 240))) < last:
        yield conversation, first
