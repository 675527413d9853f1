"""What became of the questions to the assistant: counted, and each answer called what it is, with silence as silence. Pure.

An answer is a success when its customer said so, and then for seven days nothing spoke against it: no person was needed,
none wrote, and the question did not come again.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from core.answers.alike import alike
from core.language.remembered import remembered
from core.model.figures import AskedRow, Told
from core.model.ids import ConversationId, Language
from handoff.board.figures.lens import Rows

WITHIN = timedelta(days=7)
ANSWERS: tuple[Told, ...] = ("answered", "careful", "order")

_REMEMBERED = 50_000  # pairs of questions


class Outcome(StrEnum):
    """Of an answer, the first that fits."""

    DISLIKED = "disliked"  # the customer said that it did not help
    HANDED = "handed"  # a way to a person was opened in the conversation
    WROTE = "wrote"  # a person wrote there all the same
    AGAIN = "again"  # the same question, or one to the same article, came again there
    EARLY = "early"  # nothing of this, but the seven days are not over
    SOLVED = "solved"  # nothing of this, and the customer said that it helped
    SILENT = "silent"  # nothing of this, and nothing was said


class Assistant(msgspec.Struct, frozen=True):
    """Of `asked` questions: what each got, what was said of the answers, what was handed over, and the answers' outcomes."""

    asked: int
    told: Mapping[Told, int]
    helpful: int
    unhelpful: int
    handed: int
    outcomes: Mapping[Outcome, int]

    @property
    def answered(self) -> int:
        return sum(self.told.get(told, 0) for told in ANSWERS)

    @property
    def silent(self) -> int:
        """Answers of which nothing was said."""
        return self.answered - self.helpful - self.unhelpful


class Afterwards:
    """What came after a question in its conversation."""

    def __init__(self, rows: Rows, now: datetime) -> None:
        self._now = now
        self._outcomes: dict[str, Outcome] = {}
        self._handoffs = _by_conversation((row.conversation, row.asked_at) for row in rows.handoffs)
        self._words = _by_conversation(rows.person_words)
        self._asked = defaultdict[ConversationId, list[AskedRow]](list)
        for row in rows.asked:
            self._asked[row.conversation].append(row)

    def outcome(self, row: AskedRow) -> Outcome:
        """Of an answer; each is judged once."""
        if row.id not in self._outcomes:
            self._outcomes[row.id] = self._judged(row)
        return self._outcomes[row.id]

    def _judged(self, row: AskedRow) -> Outcome:
        if row.helpful is False:
            return Outcome.DISLIKED
        if row.handed or _within(self._handoffs.get(row.conversation, ()), row.at):
            return Outcome.HANDED
        if _within(self._words.get(row.conversation, ()), row.at):
            return Outcome.WROTE
        if self._came_again(row):
            return Outcome.AGAIN
        if self._now < row.at + WITHIN:
            return Outcome.EARLY
        return Outcome.SOLVED if row.helpful else Outcome.SILENT

    def _came_again(self, row: AskedRow) -> bool:
        later = (each for each in self._asked[row.conversation] if row.at < each.at <= row.at + WITHIN)
        return any(each.language == row.language and _asks_the_same(row, each) for each in later)


def assistant(asked: Sequence[AskedRow], after: Afterwards) -> Assistant:
    answers = list(answered(asked))
    return Assistant(
        asked=len(asked),
        told=Counter(row.told for row in asked),
        helpful=sum(row.helpful is True for row in answers),
        unhelpful=sum(row.helpful is False for row in answers),
        handed=sum(row.handed for row in asked),
        outcomes=Counter(map(after.outcome, answers)),
    )


def answered(asked: Iterable[AskedRow]) -> Iterable[AskedRow]:
    """With an article, sure or careful, or with the customer's own order."""
    return (row for row in asked if row.told in ANSWERS)


def _asks_the_same(row: AskedRow, later: AskedRow) -> bool:
    """In words that are alike, or in any that are answered with the same article."""
    return (row.article != "" and row.article == later.article) or _same(row.text, later.text, row.language)


@remembered(_REMEMBERED)
def _same(text: str, other: str, language: Language) -> bool:
    return alike(text, other, language)


def _by_conversation(times: Iterable[tuple[ConversationId, datetime]]) -> Mapping[ConversationId, list[datetime]]:
    found = defaultdict[ConversationId, list[datetime]](list)
    for conversation, at in times:
        found[conversation].append(at)
    return {conversation: sorted(each) for conversation, each in found.items()}


def _within(times: Sequence[datetime], at: datetime) -> bool:
    """Whether one of them, in order, is in the seven days after it."""
    next_one = bisect_right(times, at)
    return next_one < len(times) and times[next_one] <= at + WITHIN
