"""Finds a right figure that is said of the wrong thing: where a source's list has one period for cards and one for transfers.

Only within one language. A figure's place are the sentences and list items of the sources that have it, with the line that
leads to them and the title. A word of the answer's sentence that stands in no such place, but beside another figure of
the same kind, makes the sentence say that figure's thing of this one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from core.answers.coverage import Occurring, occurring
from core.answers.guard.clauses import whole_words
from core.answers.guard.contacts import contacts
from core.answers.guard.lists import alternatives
from core.answers.guard.readings import forms_of, readings
from core.answers.guard.sources import KEPT, Source, Written, plain
from core.answers.guard.units import units, without_targets
from core.answers.tokens import all_words, content_words
from core.language.remembered import remembered

_NUMBER = re.compile(r"\d[\d.:-]*")


class _Place(msgspec.Struct, frozen=True):
    """A sentence of a source that has figures: these, their kinds, its own words' stems, and what it is said under."""

    forms: frozenset[str]
    kinds: frozenset[str]
    stems: frozenset[str]
    context: Occurring


def said_of_another(said: str, figures: Iterable[tuple[str, str]], answer: Written) -> Iterator[str]:
    places = [place for source in answer.sources if source.language == answer.language for place in _places(source)]
    forms = forms_of(figures)
    right = [place for place in places if not forms.isdisjoint(place.forms)]
    kinds = frozenset(map(_kind, forms))
    others = [place for place in places if forms.isdisjoint(place.forms) and not kinds.isdisjoint(place.kinds)]
    telling = _vague(answer.language).sub(" ", said.casefold())
    for word in content_words(telling, answer.language) if right and others else ():
        beside_another = any(word.stem in place.stems for place in others) and not _NUMBER.fullmatch(word.stem)
        if beside_another and not any(place.context.match(word) for place in right):
            yield f"{word.stem!r} is said of another figure of a source: {said[:120]!r}"
            return


@cache
def _vague(language: str) -> re.Pattern[str]:
    return re.compile(whole_words(alternatives("phrases", language, "vague"), language))


@remembered(KEPT)
def _places(source: Source) -> tuple[_Place, ...]:
    places: list[_Place] = []
    lead = ""
    for unit in map(plain, units(source.markdown)):
        text = without_targets(contacts(unit).rest)
        if forms := forms_of(readings(text, source.language)):
            around = occurring(all_words(f"{source.title} {lead} {text}", source.language))
            stems = frozenset(word.stem for word in content_words(text, source.language))
            places.append(_Place(forms, frozenset(map(_kind, forms)), stems, around))
        if unit.endswith((":", "\uff1a")):
            lead = text
    return tuple(places)


def _kind(form: str) -> str:
    return _NUMBER.sub("#", form)
