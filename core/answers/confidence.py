"""Decides from the search alone how likely the first hit answers the question. Pure."""

from collections.abc import Sequence
from math import exp, log1p

from core.answers.help_centre import Hit

# The least confidence with which an answer is given. Higher withholds more right answers, lower gives more wrong ones.
THRESHOLD = 0.6

# A logistic model of two figures. Fitted to whether the first hit was right on four help centres of 10 to 77 articles in
# eleven languages; fitted on any three of them it orders the questions of the fourth as well.
_LEAD = 2.4
_SCORE = 2.25
_OFFSET = -5.4


def confidence(hits: Sequence[Hit]) -> float:
    """0 to 1; 0 without hits. `hits` are those of one search, best first, at least two where there are two."""
    if not hits:
        return 0.0
    if hits[0].exact:
        return 1.0
    evidence = _LEAD * _lead(hits) + _SCORE * log1p(hits[0].score) + _OFFSET
    return 1 / (1 + exp(-evidence))


def _lead(hits: Sequence[Hit]) -> float:
    """How far the first hit is ahead of the second, 0 to 1: two that are alike speak for neither."""
    first, second = hits[0].score, hits[1].score if len(hits) > 1 else 0.0
    return 1 - second / first if first else 0.0
