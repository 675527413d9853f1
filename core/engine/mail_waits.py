"""When a mail that is asked now is answered: reckoned for everybody of a language at most once a minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from core.model.ids import Language
from core.model.rows import AnsweredMail
from core.model.wait import MailWait
from core.ports import MailQueue, Transaction

FRESH = timedelta(minutes=1)
REMEMBERED = 400  # first answers


class Reckoned(NamedTuple):
    """`ahead`: how many mails are owed an answer. None is promised where the calendar has no time for it."""

    wait: MailWait | None
    ahead: int


class MailWaits:
    """`reckon` is the handoff's, handed in by the composition root."""

    def __init__(self, reckon: MailQueue) -> None:
        self._reckon = reckon
        self._known: dict[Language, tuple[datetime, Reckoned]] = {}
        self._answered: tuple[datetime, Sequence[AnsweredMail]] | None = None

    async def of(self, tx: Transaction, language: Language, now: datetime) -> Reckoned:
        known = self._known.get(language)
        if known is None or not _is_fresh(known[0], now):
            ahead = await tx.ticket_pace.ahead()
            wait = self._reckon(language, ahead, await self._learnt(tx, now), now)
            known = self._known[language] = (now, Reckoned(wait, ahead))
        return known[1]

    async def _learnt(self, tx: Transaction, now: datetime) -> Sequence[AnsweredMail]:
        if self._answered is None or not _is_fresh(self._answered[0], now):
            self._answered = (now, await tx.ticket_pace.answered(REMEMBERED))
        return self._answered[1]


def _is_fresh(since: datetime, now: datetime) -> bool:
    """Clocks may be set back."""
    return timedelta() <= now - since < FRESH
