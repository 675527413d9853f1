"""Promised ranges of time: put right by how earlier ones held, rounded, and told anew when they changed much. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import NamedTuple

import msgspec
import numpy as np

from core.model.offer import Eta
from handoff.lengths import Array

LOW, HIGH = 0.2, 0.9  # of the customers who stay, so many are answered before the ends of the range

ALIKE = 0.3  # by how much, as a logarithm, promises differ whose outcomes still say much about each other
WORTH = 30.0  # outcomes that weigh as much as the model's own word
STEPS = ((10, 1), (60, 5), (240, 15))  # minutes up to which a time is rounded up to full steps of minutes
LONGEST_STEP = 60

_PAUSE = timedelta(minutes=1)  # between two times that are told
_SECOND = 1 / 60


class Range(NamedTuple):
    """Minutes: one in five waits less than the low end, nine in ten no more than the high end."""

    low_minutes: float
    high_minutes: float


class Outcome(msgspec.Struct, frozen=True):
    """What the model said of a customer, before it was put right, what they were told, and the minutes that it took."""

    said: Range
    told: Eta
    took: float


def calibrated(said: Range, history: Sequence[Outcome]) -> Range:
    """The range with each end moved to where it would have held in recent outcomes of this method and language.

    `history`: the latest outcomes, two hundred at most, of customers who stayed. Those that were promised about as long
    count most; where there are few, the model's word counts more.
    """
    if not history:
        return said
    lows, highs, took = np.array([(*each.said, each.took) for each in history]).T
    low, high = _moved(said.low_minutes, lows, took, LOW), _moved(said.high_minutes, highs, took, HIGH)
    return Range(min(low, high), high)


def held(history: Sequence[Outcome]) -> float | None:
    """The share of customers, 0 to 1, for whom the upper end that they were told held; none without any."""
    kept = [each.took <= each.told.high_minutes for each in history]
    return sum(kept) / len(kept) if kept else None


def eta(wait: Range) -> Eta:
    """The range as it is told: rounded up, the more coarsely the longer it is."""
    return Eta(_rounded_up(wait.low_minutes), _rounded_up(wait.high_minutes))


def changed_much(told: Eta, now: Eta, since: timedelta) -> bool:
    """Whether a customer who was told a time `since` so long is to be told the present one: at most once a minute.

    They are when the promised time is over, when it will not hold by a good margin, and when half of it would do.
    """
    left = told.high_minutes - since / timedelta(minutes=1)
    if since < _PAUSE:
        return False
    later, sooner = now.high_minutes - left, left - now.high_minutes
    return left <= 0 or later > max(2, left / 4) or sooner > max(2, left / 2)


def weighted_quantile(values: Array, weights: Array, share: float) -> float:
    """The first of the values, none of them missing, at which `share` (0 to 1) of all weight is reached."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    at = min(int(np.searchsorted(reached, share * reached[-1])), len(order) - 1)
    return float(values[order[at]])


def alike(lengths: Array, other: float, width: float = ALIKE) -> Array:
    """How much an outcome at each length says about another length: 1 for the same, less the more they differ."""
    likeness: Array = np.exp(-((np.log(lengths / other) / width) ** 2) / 2)
    return likeness


def _moved(end: float, said: Array, took: Array, share: float) -> float:
    end, said = max(end, _SECOND), np.maximum(said, _SECOND)
    likeness = alike(said, end)
    weight = float(likeness.sum())
    moved: float = weighted_quantile(np.maximum(took / said, 1e-3), likeness, share) ** (weight / (weight + WORTH))
    return end * moved


def _rounded_up(minutes: float) -> int:
    step = next((step for most, step in STEPS if minutes <= most), LONGEST_STEP)
    return max(1, ceil(minutes / step)) * step
