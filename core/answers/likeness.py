"""How alike a question and a line of an article are, word by word in their order. Pure."""

import re
from collections.abc import Iterable
from itertools import pairwise
from math import sqrt

from core.answers.tokens import Word, all_words

Line = frozenset[str | tuple[str, str]]

_LINE_END = re.compile(r"\n|(?<=[.!?…])\s+|(?<=[。！？])")


def lines(text: str, language: str) -> tuple[Line, ...]:
    """Of each sentence, and of each line where one goes over several."""
    return tuple(filter(None, (line(all_words(each, language)) for each in _LINE_END.split(text))))


def line(words: Iterable[Word]) -> Line:
    """The words' stems, function words among them, and each two that stand beside each other."""
    stems = [word.stem for word in words]
    return frozenset((*stems, *pairwise(stems)))


def likeness(question: Line, said: Iterable[Line]) -> float:
    """1 where the question itself is among what is said, 0 where nothing said has a word of it."""
    return max((_shared(question, each) for each in said), default=0.0)


def _shared(one: Line, other: Line) -> float:
    """The cosine of both, each word weighing the same."""
    common = len(one & other)
    return common / sqrt(len(one) * len(other)) if common else 0.0
