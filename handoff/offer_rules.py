"""Which way to a person suits a request best: a table of rules, of which the first that fits decides."""

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from core.model.need import Need, Topic

Method = Literal["live_chat", "callback", "email"]
Why = Literal["follow_up", "dispute", "evidence", "several_items", "question"]

METHODS: tuple[Method, ...] = get_args(Method)
PEOPLE_FIRST: tuple[Method, ...] = ("live_chat", "callback", "email")
EMAIL_FIRST: tuple[Method, ...] = ("email", "live_chat", "callback")


class Rule(msgspec.Struct, frozen=True):
    """Fits a need for which every condition that is set holds; `order` is then the methods', best first.

    `about`: one of these. `above`: more items than this. `evidence`, `follow_up`: only with it.
    """

    why: Why
    order: tuple[Method, ...]
    about: tuple[Topic, ...] = ()
    above: int = -1
    evidence: bool = False
    follow_up: bool = False

    def fits(self, need: Need) -> bool:
        return (
            (not self.about or need.about in self.about)
            and need.items > self.above
            and need.evidence >= self.evidence
            and need.follow_up >= self.follow_up
        )

    def ranked(self, methods: Iterable[Method]) -> list[Method]:
        """These methods, best first; what the rule does not name comes last."""
        return sorted(methods, key=lambda method: (*self.order, method).index(method))


RULES = (
    Rule("follow_up", PEOPLE_FIRST, follow_up=True),  # how far a request has come is quickly said
    Rule("dispute", EMAIL_FIRST, about=("dispute",)),  # both sides are to be read, and what was said is to stay
    Rule("evidence", EMAIL_FIRST, about=("report",), evidence=True),
    Rule("several_items", EMAIL_FIRST, above=2),
    Rule("question", PEOPLE_FIRST),
)


def first_fitting(rules: Iterable[Rule], need: Need) -> Rule:
    """The first rule that fits; where none does, the need is a question like any other."""
    return next((rule for rule in rules if rule.fits(need)), RULES[-1])
