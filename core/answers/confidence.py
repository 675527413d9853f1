"""Decides from the search alone how likely the first hit answers the question. Pure."""

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log1p
from pathlib import Path

import msgspec

from core.answers.evidence import BESIDE, CHOICE, SCOPE, Figure
from core.answers.help_centre import Hit

# The least confidence with which an answer is given, and with which it is given as one that "may help". Higher
# withholds more right answers, lower gives more wrong ones.
ANSWER = 0.76
CAREFUL = 0.65

_WEIGHTS = Path(__file__).with_suffix(".toml")


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of two logistic models and of a third, which takes them together; `offset` is the log odds of no evidence."""

    scope: Mapping[str, float]
    choice: Mapping[str, float]
    answer: Mapping[str, float]


def confidence(hits: Sequence[Hit]) -> float:
    """0 to 1; 0 without hits. `hits` are those of one search, best first; more than the first five change nothing."""
    if not hits:
        return 0.0
    return 1.0 if hits[0].exact else probability(sum(each for _, each in explain(hits)))


def explain(hits: Sequence[Hit]) -> tuple[tuple[str, float], ...]:
    """The terms of which the log odds of the confidence are the sum, by name; empty without hits.

    "scope" is at most 0: that the help centre speaks of such things takes no doubt away about which article does. An
    exact hit is sure whatever they say.
    """
    return terms(fitted(), hits) if hits else ()


def terms(weights: Weights, hits: Sequence[Hit]) -> tuple[tuple[str, float], ...]:
    figures = together(weights.scope, weights.choice)
    parts = ((name, weights.answer[name] * figure(hits)) for name, figure in figures.items())
    return ("base", weights.answer["offset"]), *parts


def together(scope: Mapping[str, float], choice: Mapping[str, float]) -> Mapping[str, Figure]:
    """What the third model is made of, for given weights of the first two."""
    return {
        "scope": lambda hits: log_probability(log_odds(scope, SCOPE, hits)),
        "choice": lambda hits: log_odds(choice, CHOICE, hits),
        **BESIDE,
    }


def log_odds(weights: Mapping[str, float], figures: Mapping[str, Figure], hits: Sequence[Hit]) -> float:
    return weights["offset"] + sum(weights[name] * figure(hits) for name, figure in figures.items())


def log_probability(odds: float) -> float:
    """Of log odds; written so that it overflows for none."""
    return -log1p(exp(-odds)) if odds > 0 else odds - log1p(exp(odds))


def probability(odds: float) -> float:
    return exp(log_probability(odds))


@cache
def fitted() -> Weights:
    """What `python -m benchmarks.fit_confidence` has found. Raises msgspec.ValidationError for a file that lacks a part."""
    return msgspec.toml.decode(_WEIGHTS.read_bytes(), type=Weights)
