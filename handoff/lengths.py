"""What lengths of time were measured to be, with how little that may be known; drawn from fixed quantiles. Pure, in minutes."""

from functools import lru_cache
from math import erfc, log, sqrt
from typing import Any

import msgspec
import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.intp]]

PATHS = 128
MEMORY = 400.0  # so many are remembered: older ones fade, since a desk changes
DRIFT = 0.15  # by how much, as a logarithm, all of the coming lengths may differ from the measured ones

_DRAWN = 512  # rows of draws that differ
_SECOND = 1 / 60


class Times(msgspec.Struct, frozen=True):
    """Measured lengths, taken as lognormal: how many, the mean of their logarithms, and the squared distances from it.

    A prior is a summary as if so many had been measured.
    """

    count: float
    mean: float
    squares: float

    @classmethod
    def guess(cls, median: float, spread: float, worth: float) -> "Times":
        """A prior by its median (minutes), its spread (of the logarithms), and how many measured lengths it is worth."""
        return cls(worth, log(median), worth * spread * spread)

    def learn(self, minutes: float) -> "Times":
        """With one more length; less than a second counts as a second."""
        kept = min(1.0, (MEMORY - 1) / self.count)
        count = self.count * kept + 1
        off = log(max(minutes, _SECOND)) - self.mean
        return Times(count, self.mean + off / count, kept * (self.squares + off * off * self.count / count))


class Rate(msgspec.Struct, frozen=True):
    """How often something happened, above 0, in how many minutes of watching; a prior is a rate too."""

    events: float
    minutes: float

    def learn(self, events: float, minutes: float) -> "Rate":
        kept = min(1.0, MEMORY / self.events)
        return Rate(self.events * kept + events, self.minutes * kept + minutes)

    def first(self, count: int, draws: "Draws") -> Array:
        """Minutes until it first happens to each of so many, a row each."""
        return -draws.logs(count) * (self.minutes / self.events)


class Draws:
    """Rows of `PATHS` quantiles, each in its own order: one row for each thing that is uncertain, from row `first` on."""

    def __init__(self, first: int = 0) -> None:
        self._used = first

    def normals(self, count: int) -> Array:
        """Quantiles of the normal distribution."""
        return _normals()[self._next(count)]

    def logs(self, count: int) -> Array:
        """Logarithms of numbers between 0 and 1."""
        return _logs()[self._next(count)]

    def _next(self, count: int) -> Indices:
        at = np.arange(self._used, self._used + count) % _DRAWN
        self._used += count
        return at


@lru_cache(maxsize=1)
def _logs() -> Array:
    """Logarithms of the middles of `PATHS` equal parts of 0 to 1, in `_DRAWN` orders that have nothing to do with each other."""
    mixed = np.arange(1, _DRAWN * PATHS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):  # SplitMix64
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    order: Indices = np.argsort(mixed.reshape(_DRAWN, PATHS), axis=1)
    return np.log((order + 0.5) / PATHS)


@lru_cache(maxsize=1)
def _normals() -> Array:
    return _normal_at(_logs())


@lru_cache(maxsize=1)
def _normal() -> tuple[Array, Array]:
    """Where the normal distribution function is how high, as a logarithm: a table to interpolate in."""
    at = np.arange(-12, 8, 0.02)
    return at, np.log([erfc(-each / sqrt(2)) / 2 for each in at])


def _normal_at(logs: Array) -> Array:
    at, high = _normal()
    return np.interp(logs, high, at)


class Lengths:
    """Lengths still to come. Their mean and spread are known only as well as they were measured: one of each a path."""

    def __init__(self, times: Times, draws: Draws) -> None:
        mean, spread = draws.normals(2)
        few = 2 / (9 * times.count)
        shape = np.maximum(1 - few + spread * few**0.5, 0.3) ** 3  # Wilson and Hilferty: chi-squared over its mean
        self._spread = np.sqrt(times.squares / times.count / shape)
        self._mean = times.mean + mean * np.sqrt(self._spread**2 / times.count + DRIFT**2)

    def whole(self, count: int, draws: Draws) -> Array:
        """Minutes of so many that begin, a row each."""
        length: Array = np.exp(self._mean + self._spread * draws.normals(count))
        return length

    def rest(self, run: Array, draws: Draws) -> Array:
        """Minutes to come of those that have gone on for so many, a row each."""
        at, high = _normal()
        run = np.maximum(run, _SECOND)[:, None]
        beyond = (self._mean - np.log(run)) / self._spread
        left = draws.logs(len(run)) + np.interp(beyond, at, high)
        length: Array = np.exp(self._mean - self._spread * _normal_at(left))
        return np.maximum(length - run, 0)
