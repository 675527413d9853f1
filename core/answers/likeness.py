"""How alike a question and a line of an article are, word by word in their order. Pure."""

import re
from collections.abc import Iterable
from itertools import pairwise
from math import sqrt

import msgspec

from core.answers.tokens import all_words

Features = frozenset[str | tuple[str, str]]

_LINE_END = re.compile(r"\n|(?<=[.!?…])\s+|(?<=[。！？])")


class Line(msgspec.Struct, frozen=True, gc=False):
    """The stems of a line in their order, with spaces between, and the number of its features, which are made when needed."""

    stems: str
    size: int


def lines(text: str, language: str) -> tuple[Line, ...]:
    """Of each sentence, and of each line where one goes over several."""
    spoken = (tuple(word.stem for word in all_words(each, language)) for each in split_into_lines(text))
    return tuple(Line(" ".join(stems), len(features(stems))) for stems in spoken if stems)


def split_into_lines(text: str) -> list[str]:
    return _LINE_END.split(text)


def features(stems: tuple[str, ...]) -> Features:
    """The words, function words among them, and each two that stand beside each other."""
    return frozenset((*stems, *pairwise(stems)))


def likeness(question: Features, said: Iterable[Line]) -> float:
    """1 where the question itself is among what is said, 0 where nothing said has a word of it."""
    return max((_shared(question, each) for each in said), default=0.0)


def _shared(question: Features, line: Line) -> float:
    """The cosine of both, each word and each two weighing the same."""
    stems = line.stems.split(" ")
    if question.isdisjoint(stems):  # then no two are in common either
        return 0.0
    common = len(question.intersection((*stems, *pairwise(stems))))
    return common / sqrt(len(question) * line.size) if common else 0.0
