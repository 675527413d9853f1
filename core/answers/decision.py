"""Decides what is done with a question, from what its words want and from how sure the search is. Pure."""

import msgspec

from core.answers.confidence import ANSWER, CAREFUL
from core.language.intent import Intent
from core.model.answer import Verdict


class Thresholds(msgspec.Struct, frozen=True):
    """The least probability (0 to 1) with which an answer is given, and given as one that "may help"."""

    answer: float = ANSWER
    careful: float = CAREFUL


def decide(intent: Intent, probability: float, thresholds: Thresholds) -> Verdict:
    """Danger first, then the wish for a person, which nothing argues with."""
    if intent.urgent:
        return "urgent"
    if intent.person:
        return "person"
    if intent.smalltalk:
        return "smalltalk"
    if intent.order:
        return "order"
    return by_probability(probability, thresholds)


def by_probability(probability: float, thresholds: Thresholds) -> Verdict:
    if probability >= thresholds.answer:
        return "answer"
    return "careful" if probability >= thresholds.careful else "abstain"
