"""What a search says about its own success, as a few figures. Pure."""

from collections.abc import Callable, Mapping, Sequence
from math import exp, log, log1p

from core.answers.help_centre import Hit

COMPARED = 5  # hits; what comes after them takes nothing from the first
_SCORE, _LIKE = 0.7, 5.0  # how much each parts two hits: per unit of score, and between nothing alike and the same
_CHANCE = 2.0  # the score of an article that has a word of the question by chance; one is always thought to be there
_FEW, _MANY = 40, 100  # articles; what fewer or more than these do to a search was not measured
_CLEAR = 4.0  # log odds of the first hit above which being further ahead says no more


def standing(hits: Sequence[Hit]) -> float:
    """The log odds that it is the first hit and not another, if each is as likely as it says: 0 for two that are alike.

    At most 4: from there on it is rather the question that is short of what other articles say.
    """
    first, *others = map(_weight, hits[:COMPARED])
    return min(_CLEAR, -log(sum(exp(other - first) for other in (*others, _SCORE * _CHANCE))))


def _weight(hit: Hit) -> float:
    return _SCORE * hit.score + _LIKE * hit.like


def strength(hits: Sequence[Hit]) -> float:
    """The first hit's score, of which ten times as much does not say ten times as much."""
    return log1p(hits[0].score)


def alike(hits: Sequence[Hit]) -> float:
    """Who asks in the article's own words, and joins them as it does, hardly asks something else."""
    return hits[0].like


def about(hits: Sequence[Hit]) -> float:
    """Who asks something else about the same things leaves out what the article is there for."""
    return hits[0].about


def variety(hits: Sequence[Hit]) -> float:
    """An article that says one thing in many ways is asked for in just these words: to have some of them says less."""
    return hits[0].variety


def few(hits: Sequence[Hit]) -> float:
    """0 or less: the more articles there are, the likelier another than the right one is found by its words."""
    return -log(min(max(hits[0].among, _FEW), _MANY) / _FEW)


def typical(hits: Sequence[Hit]) -> float:
    return hits[0].typical


Figure = Callable[[Sequence[Hit]], float]

# What speaks for a question that the help centre is about, what for its first hit among all, and what for an answer,
# however clear these two are: a help centre that is about such things may still leave this one out. Of one search,
# best first, never empty.
SCOPE: Mapping[str, Figure] = {"strength": strength, "typical": typical}
CHOICE: Mapping[str, Figure] = {"standing": standing}
BESIDE: Mapping[str, Figure] = {
    "strength": strength,
    "alike": alike,
    "about": about,
    "variety": variety,
    "few": few,
}
