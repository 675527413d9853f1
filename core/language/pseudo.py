"""The pseudo-language `xx`: English in brackets, with accents and a third longer, by which a test sees what is in no catalog."""

import re

from core.language.catalog import Catalog
from core.language.check import VARIABLE
from core.language.spec import ENGLISH
from core.language.texts import Entry, Texts
from core.model.ids import Language

PSEUDO = Language("xx")  # no row of the table of languages: no customer is offered it

OPENING, CLOSING = "⟦", "⟧"
LONGER = "·"
_WORDS_OR_VARIABLE = re.compile(rf"{VARIABLE.pattern}|[A-Za-z]+")
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åḃçðéḟĝĥîĵķļṁñöṗǫŕšţûṽŵẋýžÅḂÇÐÉḞĜĤÎĴĶĻṀÑÖṖǪŔŠŢÛṼŴẊÝŽ",
)


def pseudo_catalog(catalog: Catalog) -> Catalog:
    """Every language says the pseudo-language's texts: whoever reads, customers and staff, reads these."""
    english = catalog.texts[ENGLISH]
    texts = Texts({key: _entry(entry) for key, entry in english.entries.items()}, english.plural)
    return Catalog(dict.fromkeys((PSEUDO, *catalog.texts), texts))


def _entry(entry: Entry) -> Entry:
    return Entry(tuple(map(pseudo, entry.forms)), entry.same)


def pseudo(form: str) -> str:
    """No letter of A to Z is left but in the variables' names, which stay: whoever reads one knows it came from elsewhere."""
    longer = LONGER * (len(VARIABLE.sub("", form)) // 3)
    return OPENING + _WORDS_OR_VARIABLE.sub(_accented, form) + longer + CLOSING


def _accented(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("{") else found[0].translate(_ACCENTED)
