"""Recognises the wish for a person, as a whole message or inside a longer one.

A wish is made of parts that each language lists: who speaks wants something (`openings`), to talk (`talks`), to somebody
of ours (`persons`, `desks`, `anybody`). Only parts that stand side by side count, so that neither a wish nor a person
alone is enough, and a seller, a courier or a friend is nobody of ours.
"""

import re
from functools import cache
from typing import NamedTuple

from core.language.grammar import FEW, Parts, mentions, spaced
from core.language.normal import UNSPACED
from core.language.spelling import Speller
from core.language.vocabulary import any_of, vocabularies

LONGEST = 1000  # characters that are read; who wants a person says so early

_PERSONS = ("persons", "anybody", "someone", "desks")


class _Grammar(NamedTuple):
    wishes: tuple[re.Pattern[str], ...]
    alone: re.Pattern[str]
    negated: re.Pattern[str]  # the end of what stands before a wish that is none
    queried: re.Pattern[str]  # somewhere before a desk: the question is about the desk


def asks_for_person(text: str, language: str, mend: bool = True) -> bool:
    """Whether the text is or contains a wish for a person in this language; `mend`: misspelt words count too."""
    if language not in vocabularies():
        return False
    said = spaced(text[:LONGEST], language)
    if mend and language != UNSPACED:
        said = " ".join(map(_speller(language).mended, said.split(" ")))
    return mentions(said, _keys(language), language) and _asks(said, _grammar(language))


def compile_rules(language: str) -> None:
    """Takes a tenth of a second."""
    _grammar(language)


def _asks(said: str, grammar: _Grammar) -> bool:
    found = (match for pattern in grammar.wishes for match in pattern.finditer(said))
    return bool(grammar.alone.search(said)) or any(_meant(match, grammar) for match in found)


def _meant(found: re.Match[str], grammar: _Grammar) -> bool:
    before = found.string[: found.start()]
    if grammar.negated.search(before):
        return False
    sentence = found.string[before.rfind(".") + 1 : found.end()]
    return not (found.groupdict().get("desk") and grammar.queried.search(sentence))


@cache
def _parts(language: str) -> Parts:
    return Parts(vocabularies()[language].person, language)


@cache
def _keys(language: str) -> frozenset[str]:
    """Without one of these words there is no wish."""
    return _parts(language).keys(*_PERSONS, "machines", "computers", "wishes", "alone")


@cache
def _speller(language: str) -> Speller:
    parts = _parts(language)
    told = ("openings", "starts", "talks", "calls", "needs", "closings", "reaches", "refusals")
    named = (*_PERSONS, "machines", "computers", "qualities", "wishes", "alone")
    return Speller(parts.words(*parts.phrases), parts.words(*told, *named))


@cache
def _grammar(language: str) -> _Grammar:
    parts = _parts(language)
    return _Grammar(
        wishes=tuple(map(parts.compiled, _wishes(parts))),
        alone=parts.compiled(_alone(parts)),
        negated=parts.compiled(rf"\b{parts.any('negations')}(?: |)$"),
        queried=parts.compiled(rf"\b{parts.any('queries')}\b"),
    )


def _start(parts: Parts) -> str:
    """Nothing wide: where a sentence or a part of it begins."""
    after = "|".join(rf"(?<=\b{re.escape(joiner)} )" for joiner in parts.phrases["joiners"])
    return r"(?:^|(?<=\. )|(?<=, )" + (f"|{after})" if after else ")")


def _wishes(parts: Parts) -> list[str]:
    any_, start, few = parts.any, _start(parts), FEW
    which = rf"(?:(?:{any_('articles', 'qualities', 'fillers')}|,) ){few}"
    not_ours = rf"(?! (?:, )?{any_('tails')}\b)"
    whom = rf"{which}(?:{any_('persons', 'anybody', 'someone')}|(?P<desk>{any_('desks')}))\b{not_ours}"
    done = rf"(?: (?:{any_('fillers', 'closings')}|,)){few}(?: \.|$)"
    going_on = rf"(?: {any_('fillers')}){few}(?: [.,]| (?:{any_('continuations', 'closings', 'joiners')})\b)"
    more = rf"(?={done}|{going_on}){not_ours}"
    wanted = rf"{which}(?:{any_('starts')} {which}){few}"
    return [
        rf"(?:\b{any_('openings')} |{start}){wanted}{any_('talks')} {whom}",
        rf"\b{any_('calls')} {whom}",
        rf"\b{any_('needs')} {which}{any_('persons')}{more}",
        rf"\b{any_('needs')} {which}(?:{any_('anybody')}|(?P<desk>{any_('desks')}))(?:{done}|(?= ,))",
        rf"\b{any_('needs')} {which}{any_('someone')} (?:, )?{any_('closings')}\b{not_ours}",
        rf"\b{any_('needs')} {which}{any_('qualities')} {which}{any_('anybody', 'someone')}{more}",
        rf"\b{any_('openings')} {wanted}{whom}(?: \w+){{0,4}} {any_('closings')}\b{not_ours}",
        rf"{start}{wanted}{whom} {any_('closings')}{done}",
        rf"{start}{which}{any_('persons')} {any_('fillers')}{done}",
        rf"\b{any_('modals')} {whom}(?: \w+){{0,3}} {any_('reaches')}\b",
        rf"\b{any_('modals')} {any_('reaches')} {whom}",
        rf"{start}{whom} {any_('modals')}(?: \w+){{0,3}} {any_('reaches')}\b",
        rf"\b{any_('refusals')} {which}{any_('machines')}{more}",
        rf"\b{any_of(parts.ending_like('refusals', 'talks'))} {which}{any_('computers')}{more}",
        rf"\b{any_('wishes')}\b{not_ours}",
    ]


def _alone(parts: Parts) -> str:
    """A whole sentence that names a person of ours, or a whole message."""
    any_ = parts.any
    named = rf"(?:{any_('persons', 'desks')}|{any_('qualities')} {any_('anybody', 'someone')})"
    lead = rf"(?:(?:{any_('articles', 'qualities', 'fillers')}|,) ){FEW}"
    rest = rf"(?: (?:{any_('fillers', 'closings', 'persons')}|,)){FEW}"
    sentence = rf"(?:^|(?<=\. )){lead}{named}{rest}(?: \.|$)"
    return rf"{sentence}|^(?:(?:{any_('fillers')}|[.,]) ){FEW}{any_('alone')}(?: (?:{any_('fillers')}|[.,])){FEW}$"
