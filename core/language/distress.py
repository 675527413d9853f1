"""Recognises who threatens to harm themselves or somebody else; figures of speech ("this is killing me") are no threats."""

import re
from functools import cache
from typing import NamedTuple

from core.language.grammar import FEW, Parts, mentions, spaced
from core.language.spec import ENGLISH
from core.language.vocabulary import vocabularies
from core.model.ids import Language

LONGEST = 2000  # characters that are read
LONGEST_ELSEWHERE = 120  # characters of a threat in another language than the conversation's


_PAUSE = re.compile(" ?,")


class _Grammar(NamedTuple):
    threats: tuple[re.Pattern[str], ...]
    negated: re.Pattern[str]  # the end of what stands before a threat that is none


def is_urgent(text: str, language: Language) -> bool:
    """Whether somebody may come to harm: the writer, or somebody whom the writer threatens.

    Looks in the customer's language and in English, and for a short text in all the others.
    """
    everywhere = (*vocabularies(),) if len(text) <= LONGEST_ELSEWHERE else ()
    return any(_threatens(text[:LONGEST], spoken) for spoken in dict.fromkeys((language, ENGLISH, *everywhere)))


def compile_rules(language: str) -> None:
    """Takes a hundredth of a second."""
    _grammar(language)


def _threatens(text: str, language: str) -> bool:
    if language not in vocabularies():
        return False
    said = _PAUSE.sub("", spaced(text, language))
    if not mentions(said, _keys(language), language):
        return False
    grammar = _grammar(language)
    found = (match for pattern in grammar.threats for match in pattern.finditer(said))
    return any(not grammar.negated.search(said[: match.start()]) for match in found)


@cache
def _parts(language: str) -> Parts:
    return Parts(vocabularies()[language].distress, language)


@cache
def _keys(language: str) -> frozenset[str]:
    """Without one of these words there is no threat."""
    return _parts(language).keys("deeds", "harms", "assaults", "destroys", "weapons", "phrases")


@cache
def _grammar(language: str) -> _Grammar:
    parts = _parts(language)
    return _Grammar(
        threats=tuple(map(parts.compiled, _threats(parts))),
        negated=parts.compiled(rf"\b{parts.any('negations')}(?: |)$"),
    )


def _threats(parts: Parts) -> list[str]:
    any_ = parts.any
    will = rf"\b{any_('wills')} (?:{any_('articles')} ){FEW}"
    firmly = rf"\b{any_('wills')}(?!(?: \w+){{0,3}} {any_('negations')}\b)"
    whom = rf"(?:{any_('articles')} ){FEW}{any_('victims')}"
    literal = rf"\b(?! {any_('tails')}\b)"
    return [
        rf"\b{any_('phrases')}{literal}",
        rf"{will}{any_('deeds')}{literal}",
        rf"{will}{any_('harms')} {whom}{literal}",
        rf"{will}{whom}(?: \w+){{0,2}} {any_('harms')}{literal}",
        rf"{will}{any_('assaults')} \w+",
        rf"{firmly}(?: \w+){{1,4}} {any_('assaults')}\b",
        rf"{will}{any_('destroys')} {any_('places')}{literal}",
        rf"{will}{any_('places')}(?: \w+){{0,2}} {any_('destroys')}{literal}",
        rf"\b{any_('arrivals')}(?: \w+){{0,6}} {any_('weapons')}{literal}",
    ]
