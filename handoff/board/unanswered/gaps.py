"""Questions that the help centre could not answer, in groups: which cost most work, with examples. Pure."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from core.answers.gaps import grouped_with_gaps
from core.language.masking import masked
from core.model.figures import HandoffRow
from core.model.ids import Language
from core.model.rows import GapRow

LED_WITHIN = timedelta(hours=1)  # a person who is asked for later is so for something else
EXAMPLES = 5

Order = Literal["count", "handoffs"]


class OpenQuestion(NamedTuple):
    """Questions of a language that ask alike. `text` is the most typical, `examples` are how it was asked, the most frequent first.

    `handoffs`: ways to a person that were asked for within `LED_WITHIN`, with no other question that was not answered between.
    """

    language: Language
    text: str
    examples: tuple[str, ...]
    asked: int
    customers: int
    handoffs: int
    first: datetime
    last: datetime


def open_questions(
    gaps: Iterable[GapRow], handoffs: Iterable[HandoffRow], order: Order = "count"
) -> list[OpenQuestion]:
    """Of the gaps those that were not answered: first what was asked most, or what led to most handoffs. Texts are masked."""
    unanswered = [gap for gap in gaps if gap.kind == "unanswered"]
    led = _led(unanswered, handoffs)
    found = [
        OpenQuestion(
            Language(group.language),
            masked(group.text),
            _examples(group.text, members),
            len(members),
            group.customers,
            sum(led[id(gap)] for gap in members),
            group.first,
            group.last,
        )
        for group, members in grouped_with_gaps(unanswered)
    ]
    return sorted(found, key=_by_handoffs if order == "handoffs" else _by_count)


def _by_count(question: OpenQuestion) -> tuple[int, int]:
    return -question.asked, -question.handoffs


def _by_handoffs(question: OpenQuestion) -> tuple[int, int]:
    return -question.handoffs, -question.asked


def _led(gaps: Sequence[GapRow], handoffs: Iterable[HandoffRow]) -> Counter[int]:
    """How many handoffs each gap led to, by the identity of its row: two may be equal."""
    of_conversation: defaultdict[str, list[GapRow]] = defaultdict(list)
    for gap in sorted(gaps, key=lambda gap: gap.at):
        of_conversation[gap.conversation].append(gap)
    led = Counter[int]()
    for handoff in handoffs:
        theirs = of_conversation.get(handoff.conversation, [])
        before = bisect_right(theirs, handoff.asked_at, key=lambda gap: gap.at)
        if before and handoff.asked_at - theirs[before - 1].at <= LED_WITHIN:
            led[id(theirs[before - 1])] += 1
    return led


def _examples(typical: str, members: Collection[GapRow]) -> tuple[str, ...]:
    """The typical one first."""
    asked = Counter(gap.text for gap in members)
    others = sorted(asked.keys() - {typical}, key=lambda text: (-asked[text], len(text), text))
    return tuple(dict.fromkeys(map(masked, [typical, *others])))[:EXAMPLES]
