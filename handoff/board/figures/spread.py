"""How long things took, as a middle and a high end that really happened. Pure."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil

import msgspec

FEW = 5  # fewer lengths than this say little about the next one

_MINUTE = timedelta(minutes=1)


class Spread(msgspec.Struct, frozen=True):
    """Of `n` lengths in minutes: half took no longer than `median`, nine in ten no longer than `p90`; None without any.

    Both are lengths that occurred (the nearest rank): nothing is interpolated, and of fewer than five that is `few`.
    """

    n: int = 0
    median: float | None = None
    p90: float | None = None

    @property
    def few(self) -> bool:
        return self.n < FEW


def spread(lengths: Iterable[timedelta]) -> Spread:
    """A length below nothing, which clocks that were set make, counts as nothing."""
    ordered = sorted(lengths)
    if not ordered:
        return Spread()
    return Spread(len(ordered), _nearest_rank(ordered, 50), _nearest_rank(ordered, 90))


def share(part: int, whole: int) -> float | None:
    """0 to 1; none of nothing."""
    return part / whole if whole else None


def _nearest_rank(ordered: list[timedelta], percent: int) -> float:
    length = ordered[ceil(len(ordered) * percent / 100) - 1]
    return round(max(length, timedelta(0)) / _MINUTE, 2)
