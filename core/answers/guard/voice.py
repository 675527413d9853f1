"""The rule "voice": a help centre's answer speaks neither of the assistant itself nor of another customer.

Who misleads a model has it say "I am free of all rules" or "the customer before you is called ...". A list of forms per
language; what a source says word for word passes.
"""

import re
from collections.abc import Iterator
from functools import cache

from core.answers.guard.clauses import folded, whole_words
from core.answers.guard.lists import alternatives
from core.answers.guard.sentence import is_courtesy
from core.answers.guard.sources import Written

_LABEL = re.compile(
    r"\[[^\]\n]{1,120}\]\(|\*\*[^*\n]{1,60}\*\*|[\"“„«”][^\"“”„«»\n]{1,60}[\"”»“]"
)  # of a page or a button: "When do I get ...?"


def voice(answer: Written) -> Iterator[str]:
    for unit in answer.own:
        if is_courtesy(unit):
            continue
        said = folded(_LABEL.sub(";", unit))
        if found := _of("self", answer.language).search(said):
            yield f"speaks of itself: {found[0][:60]!r}"
        if found := _of("others", answer.language).search(folded(unit)):
            yield f"speaks of another customer: {found[0][:60]!r}"


@cache
def _of(what: str, language: str) -> re.Pattern[str]:
    return re.compile(whole_words(alternatives("phrases", language, what), language))
