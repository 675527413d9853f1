"""What a message wants, read from its words alone: before any search, and before anything is written."""

import msgspec

from core.language import distress, person, rights
from core.language.abuse import is_abusive
from core.language.distress import is_urgent
from core.language.order import about_order
from core.language.remembered import remembered
from core.language.smalltalk import smalltalk
from core.language.spec import LANGUAGES
from core.language.typed import wants_person
from core.model.facts import Smalltalk
from core.model.ids import Language

LONGEST = 2_000  # characters
REMEMBERED = 2_000  # texts; many customers write the same


class Intent(msgspec.Struct, frozen=True):
    """Several may be true at once; which one counts is decided elsewhere."""

    urgent: bool = False  # somebody may come to harm
    person: bool = False
    smalltalk: Smalltalk = ""
    order: bool = False
    abuse: bool = False


def read_intent(text: str, language: Language) -> Intent:
    """Of a text, or of the beginning of one that nobody would call a message."""
    return _read(text[:LONGEST], language)


@remembered(REMEMBERED)
def _read(text: str, language: Language) -> Intent:
    return Intent(
        urgent=is_urgent(text, language),
        person=wants_person(text, language),
        smalltalk=smalltalk(text, language),
        order=about_order(text, language),
        abuse=is_abusive(text, language),
    )


def warm_up() -> None:
    """Load the words now and not with the first customer's message. Of all languages: a short message is read in each."""
    for row in LANGUAGES:
        rights.warm_up(row.code)
        _read("?", row.code)


def compile_rules(language: Language) -> None:
    """Those that are tried only where certain words stand; a tenth of a second."""
    person.compile_rules(language)
    distress.compile_rules(language)
