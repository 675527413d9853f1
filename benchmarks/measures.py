"""Figures of a list of questions with probabilities: how well they part, how much may be answered, how true they are."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple


class Judged(NamedTuple):
    """A question's probability, whether its answer would be right, and how many questions it stands for."""

    probability: float
    right: bool
    weight: float = 1.0


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / max(1, len(listed))


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """How often one of `higher` is above one of `lower`, 0 to 1; a tie counts half."""
    both = sorted([(value, 1) for value in higher] + [(value, 0) for value in lower])
    below, wins = 0, 0.0
    for _, tied in groupby(both, key=lambda pair: pair[0]):
        marks = [mark for _, mark in tied]
        wins += sum(marks) * (below + (len(marks) - sum(marks)) / 2)
        below += len(marks) - sum(marks)
    return wins / max(1, len(higher) * len(lower))


def mixed(inside: Sequence[Judged], outside: Sequence[Judged], share: float) -> list[Judged]:
    """Both, weighted so that `outside` is that share (0 to 1) of all."""
    weight = len(inside) * share / (1 - share) / max(1, len(outside))
    return [*inside, *(each._replace(weight=weight) for each in outside)]


def coverage(judged: Iterable[Judged], precision: float) -> float:
    """The largest share of the questions, most probable first, of whose answers that share is right; each 0 to 1."""
    best = answered = right = 0.0
    ordered = sorted(judged, key=lambda each: -each.probability)
    for _, tied in groupby(ordered, key=lambda each: each.probability):
        for each in tied:
            answered += each.weight
            right += each.weight * each.right
        if right >= precision * answered:
            best = answered
    return best / sum(each.weight for each in ordered)


def answered(judged: Sequence[Judged], threshold: float) -> tuple[float, float]:
    """Of all asked, the share answered well and the share answered wrongly at a threshold."""
    total = sum(each.weight for each in judged)
    given = [each for each in judged if each.probability >= threshold]
    well = sum(each.weight for each in given if each.right)
    return well / total, sum(each.weight for each in given if not each.right) / total


def reliability(judged: Sequence[Judged], bins: int = 10) -> list[tuple[float, float, float, float]]:
    """Lower bound of each bin, its share of the questions, their mean probability, and the share that is right."""
    table = []
    total = sum(each.weight for each in judged)
    for bin_ in range(bins):
        part = [each for each in judged if min(bins - 1, int(each.probability * bins)) == bin_]
        weight = sum(each.weight for each in part)
        if weight:
            said = sum(each.weight * each.probability for each in part) / weight
            true = sum(each.weight * each.right for each in part) / weight
            table.append((bin_ / bins, weight / total, said, true))
    return table


def f1(found: Iterable[tuple[bool, bool]]) -> float:
    """Of pairs (said, true)."""
    pairs = list(found)
    both = sum(said and true for said, true in pairs)
    return 2 * both / max(1, sum(said for said, _ in pairs) + sum(true for _, true in pairs))
