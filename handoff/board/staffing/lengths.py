"""How long live chats take, and how many an agent has at once. Pure, in seconds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from statistics import fmean, median
from typing import NamedTuple

from core.model.figures import HandoffRow
from core.model.ids import Language

ENOUGH_LENGTHS = 20  # chats of a language that are over, before it has a length of its own
CUT = 0.95  # of lengths; longer ones count as this one, for a chat that was forgotten overnight is no work


class Lengths(NamedTuple):
    """How long a chat takes from being taken to its end, in seconds; `mean` with the longest cut. `by_language` where enough ended."""

    measured: int
    mean: float
    median: float
    by_language: Mapping[Language, float]

    def of(self, language: Language) -> float:
        return self.by_language.get(language, self.mean)


def lengths_of(live: Iterable[HandoffRow]) -> Lengths:
    by_language: defaultdict[Language, list[float]] = defaultdict(list)
    for chat in live:
        if chat.claimed_at and chat.ended_at:
            by_language[chat.language].append(max(1.0, (chat.ended_at - chat.claimed_at).total_seconds()))
    whole = [length for lengths in by_language.values() for length in lengths]
    if not whole:
        return Lengths(0, 0.0, 0.0, {})
    own = {language: _cut_mean(lengths) for language, lengths in by_language.items() if len(lengths) >= ENOUGH_LENGTHS}
    return Lengths(len(whole), _cut_mean(whole), median(whole), own)


def _cut_mean(lengths: list[float]) -> float:
    ordered = sorted(lengths)
    longest = ordered[min(len(ordered) - 1, int(len(ordered) * CUT))]
    return fmean(min(length, longest) for length in ordered)


def at_once(live: Iterable[HandoffRow]) -> float:
    """The hours of all chats over the hours in which their agents had at least one; 0 where nobody had any."""
    of_agent: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for chat in live:
        if chat.claimed_at and chat.ended_at and chat.ended_at > chat.claimed_at:
            of_agent[chat.agent].append((chat.claimed_at, chat.ended_at))
    chatted = sum((end - begin for spans in of_agent.values() for begin, end in spans), timedelta())
    busy = sum(map(_covered, of_agent.values()), timedelta())
    return chatted / busy if busy else 0.0


def _covered(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The time in which there is any."""
    covered, reached = timedelta(), datetime.min.replace(tzinfo=UTC)
    for begin, end in sorted(spans):
        covered += max(timedelta(), end - max(begin, reached))
        reached = max(reached, end)
    return covered
