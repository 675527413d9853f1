"""What a search says about its own success, as a few figures. Pure."""

from collections.abc import Callable, Mapping, Sequence
from math import exp, log, log1p

from core.answers.help_centre import Hit

COMPARED = 5  # hits; what comes after them takes nothing from the first
_SHARPNESS = 0.7  # of the comparison, per unit of score
_CHANCE = 2.0  # the score of an article that has a word of the question by chance; one is always thought to be there


def standing(hits: Sequence[Hit]) -> float:
    """The log odds that it is the first hit and not another, if each is likely by its score: 0 for two that are alike."""
    others = [*(hit.score for hit in hits[1:COMPARED]), _CHANCE]
    return -log(sum(exp(_SHARPNESS * (score - hits[0].score)) for score in others))


def strength(hits: Sequence[Hit]) -> float:
    """The first hit's score, of which ten times as much does not say ten times as much."""
    return log1p(hits[0].score)


def typical(hits: Sequence[Hit]) -> float:
    return hits[0].typical


Figure = Callable[[Sequence[Hit]], float]

# What speaks for a question that the help centre is about, what for its first hit among all, and what for an answer,
# however clear these two are: a help centre that is about such things may still leave this one out. Of one search,
# best first, never empty.
SCOPE: Mapping[str, Figure] = {"strength": strength, "typical": typical}
CHOICE: Mapping[str, Figure] = {"standing": standing}
BESIDE: Mapping[str, Figure] = {"strength": strength}
