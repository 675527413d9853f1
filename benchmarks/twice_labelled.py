"""Questions that two of the sets ask one bank, each with a label of its own: how far the labels agree bounds what can be measured.

An answerer that is always right by the other set's labels is right by these as often as they agree, and no more often.
"""

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.answer_sets import Asked, rows, sources


class Twice(NamedTuple):
    """A question asked of the 50 articles, and the article that the set of 77 articles names for it."""

    asked: Asked
    other: str

    @property
    def agree(self) -> bool:
        return self.asked.gold == self.other

    @property
    def right_by_the_other(self) -> bool:
        return bool(self.asked.hits) and self.asked.hits[0].article.id == self.other


def twice_labelled() -> Sequence[Twice]:
    others = {_key(row["text"]): row["gold"] for row in rows("banking77")}
    *_, bank = sources()
    return [Twice(each, others[_key(each.text)]) for each in bank.inside if _key(each.text) in others]


def _key(text: str) -> str:
    return text.strip().lower()
