"""The rule "promise": no promise of money, of a decision or of a date by us, and no claim that we did something.

A list of forms per language, so it sees what it has forms for. Rather strict: "we refund you within 14 days" is a promise
although a help centre may say so, unless it stands there word for word.
"""

import re
from collections.abc import Iterator
from functools import cache

from core.answers.guard.clauses import statements, whole_words
from core.answers.guard.lists import alternatives, table
from core.answers.guard.sources import Written

_SAYING_WHO = frozenset(("es", "it", "pl", "pt"))
_VERB_FIRST = frozenset(("da", "de", "nl", "sv"))  # "erstatten wir"
APART = 70  # characters between "we" and what we would do


def promise(answer: Written) -> Iterator[str]:
    """In the answer's language and in English, which a misled model falls into."""
    for unit in answer.own:
        for language in dict.fromkeys((answer.language, "en")):
            if language in table("promises") and (found := _promised(unit, language)):
                yield f"{found[:120]!r}"
                break


def _promised(unit: str, language: str) -> str:
    said = ",".join(statements(unit, "promises", language))
    found = _alone(language).search(said) or _together("act", language).search(said)
    if not found and not _letters(language).search(said):
        found = _together("send", language).search(said)
    return found[0] if found else ""


@cache
def _alone(language: str) -> re.Pattern[str]:
    return re.compile(_part("alone", language))


@cache
def _letters(language: str) -> re.Pattern[str]:
    """What help centres say that they send: e-mails, codes, reminders."""
    return re.compile(_part("letters", language))


@cache
def _together(act: str, language: str) -> re.Pattern[str]:
    """Who and what; where verbs say who speaks, one form of the verb is enough."""
    we, does = _part("we", language), _part(act, language)
    if act == "send" and language in _SAYING_WHO:
        return re.compile(does)
    reverse = rf"|{does}.{{0,{APART}}}?{we}" if language in _VERB_FIRST else ""
    return re.compile(rf"{we}.{{0,{APART}}}?{does}{reverse}")


def _part(entry: str, language: str) -> str:
    return whole_words(alternatives("promises", language, entry), language)
