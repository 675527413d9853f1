"""Counts what happens while the process runs, from rows that are read again and again: each is counted once, nothing goes down."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from math import inf
from typing import Generic, TypeVar

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from core.model.figures import AskedRow, HandoffRow
from core.model.ids import Language

ASKED = timedelta(hours=1)  # so far back questions are read again
HANDOFFS = timedelta(days=7)  # likewise ways to a person: an answer by mail may take days
BUCKETS = (10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 4 * 3600.0, 8 * 3600.0, 24 * 3600.0, 72 * 3600.0)

Labels = TypeVar("Labels", bound=tuple[str, ...])


class Once(Generic[Labels]):
    """How many there were by their labels; the same key a second time counts for nothing."""

    def __init__(self) -> None:
        self.totals: Counter[Labels] = Counter()
        self._seen: dict[str, datetime] = {}

    def see(self, key: str, at: datetime, labels: Labels) -> bool:
        """Whether it is new."""
        if key in self._seen:
            return False
        self._seen[key] = at
        self.totals[labels] += 1
        return True

    def forget(self, before: datetime) -> None:
        """What is never read again."""
        self._seen = {key: at for key, at in self._seen.items() if at >= before}


class Counted:
    """Since `began`; what was there before is another process's."""

    def __init__(self, began: datetime, languages: Sequence[Language]) -> None:
        self._began = began
        self._languages = frozenset(languages)
        self._asked = Once[tuple[str, str]]()
        self._handed = Once[tuple[str, str]]()
        self._answered = Once[tuple[str]]()
        self._response: dict[str, list[float]] = {}
        self._given_up = 0
        self._failed: int | None = None

    def count(self, asked: Iterable[AskedRow], handoffs: Iterable[HandoffRow], failed: int, now: datetime) -> None:
        """`failed`: how many effects have failed for good, as the store has it now; a dead letter that is sent again is none."""
        for row in asked:
            if row.at >= self._began:
                language = row.language if row.language in self._languages else "other"
                self._asked.see(row.id, row.at, (row.told, language))
        for handoff in handoffs:
            self._hand(handoff)
        for once, kept in ((self._asked, ASKED), (self._handed, HANDOFFS), (self._answered, HANDOFFS)):
            once.forget(now - 2 * kept)
        self._given_up += max(0, failed - (failed if self._failed is None else self._failed))
        self._failed = failed

    def _hand(self, row: HandoffRow) -> None:
        key = f"{row.case}/{row.method}/{row.asked_at.timestamp()}"
        if row.asked_at >= self._began:
            self._handed.see(key, row.asked_at, (row.method, row.why))
        if row.answered_at and row.answered_at >= self._began and self._answered.see(key, row.asked_at, (row.method,)):
            took = (row.answered_at - row.asked_at).total_seconds()
            self._response.setdefault(row.method, []).append(took)

    def families(self) -> Iterator[Metric]:
        yield _counter("asked", "Questions to the assistant, by what they got", ("told", "language"), self._asked)
        yield _counter("handed_over", "Ways to a person, by why one was needed", ("method", "why"), self._handed)
        yield CounterMetricFamily("frontdesk_given_up", "Sends that failed for good", value=self._given_up)
        yield self._first_response()

    def _first_response(self) -> Metric:
        family = HistogramMetricFamily(
            "frontdesk_first_response_seconds", "From asking for a person to their first word", labels=("method",)
        )
        for method, seconds in sorted(self._response.items()):
            family.add_metric((method,), _buckets(seconds), sum(seconds))
        return family


def _counter(name: str, says: str, labels: tuple[str, ...], once: Once[tuple[str, str]]) -> CounterMetricFamily:
    family = CounterMetricFamily(f"frontdesk_{name}", says, labels=labels)
    for values, total in sorted(once.totals.items()):
        family.add_metric(values, total)
    return family


def _buckets(seconds: Iterable[float]) -> list[tuple[str, float]]:
    """Cumulative, the last one of all."""
    counts = [0] * (len(BUCKETS) + 1)
    for each in seconds:
        counts[bisect_left(BUCKETS, each)] += 1
    return [
        (f"{bound:.1f}" if bound < inf else "+Inf", float(total))
        for bound, total in zip((*BUCKETS, inf), accumulate(counts), strict=True)
    ]
