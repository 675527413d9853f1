"""Whether a message insults somebody: the assistant, the staff, a seller, anybody. Swearing at a thing is no insult.

Precision comes first: who is called abusive for an ordinary word is insulted himself, and who is not called so for an
insult loses nothing.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from core.language.concepts import Concepts, Found
from core.language.spec import ENGLISH
from core.model.ids import Language

FOLDER = Path(__file__).parent / "rude"
LONGEST = 1000  # characters that are read
SHORTEST_MASKED = 4  # letters of a word some of which are stars
BETWEEN = 2  # words, or characters of Chinese, between a charge and its insult: "you are such an idiot"

# `always` are insults whoever is meant, and `everywhere` those that all languages have borrowed. `insults` are some only
# alone or right after a word that aims them (`aims`: "you", "bunch of"), or after a charge (`charges`: "you are"), as are
# `slights`, which are ordinary words too: pigs and clowns. Who says them of themselves (`selves`), denies them
# (`denials`), or tells what somebody else said or what a thing is called (`told`), insults nobody.
_Concept = Literal["everywhere", "always", "insults", "slights", "aims", "charges", "selves", "denials", "told"]

_MASKED = re.compile(r"[^\W\d_]+[*#@$]+[^\W\d_][^\W_]*")  # "f*ck", "a$$hole"
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_MIXED = re.compile(r"\b(?=\w*[^\W\d_]\w*[^\W\d_])(?=\w*[0134578])[\w@$!]+")  # letters with digits for letters
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_]){3,}[^\W\d_](?!\w)")  # "f u c k", "f.u.c.k"


def is_abusive(text: str, language: Language) -> bool:
    """Whether the text has an insult in the customer's language, however its letters are hidden.

    Of English only what is said everywhere is an insult elsewhere: a Swedish "slut" is an end, a French "retard" a delay.
    """
    text = text[:LONGEST]
    own = language in _languages() and any(map(_is_insult, _found(text, language)))
    return own or any(found.has("everywhere") and not _is_harmless(found) for found in _found(text, ENGLISH))


def _found(text: str, language: Language) -> Iterator[Found]:
    concepts = _concepts(language)
    return map(concepts.find, dict.fromkeys(_readings(text, concepts)))


def _is_insult(found: Found) -> bool:
    if not found.has("everywhere", "always", "insults", "slights") or _is_harmless(found):
        return False
    return found.has("everywhere", "always") or (not found.has("denials") and _is_aimed(found))


def _is_harmless(found: Found) -> bool:
    return found.has("told") or found.precedes("selves", "everywhere", "always", "insults", "slights")


def _is_aimed(found: Found) -> bool:
    alone = found.has("insults") and found.is_all()
    return (
        alone
        or found.precedes("aims", "insults", gap=0)
        or found.precedes("charges", "insults", "slights", gap=BETWEEN)
    )


def _readings(text: str, concepts: Concepts) -> Iterator[str]:
    """The text as it stands, and with what hides its letters taken away."""
    yield text
    yield _SPACED.sub(lambda letters: re.sub(r"[ .\-_]", "", letters[0]), text)
    yield _MIXED.sub(lambda word: word[0].translate(_LEET), text.replace("$", "s").replace("@", "a"))
    if "*" in text or "#" in text:
        yield _MASKED.sub(lambda word: _unmasked(word[0], concepts), text)


def _unmasked(word: str, concepts: Concepts) -> str:
    """The first insult that the letters left of a word fit; the word itself if there is none."""
    if len(word) < SHORTEST_MASKED:
        return word
    fits = re.compile("".join("." if mark in "*#@$" else re.escape(mark) for mark in word.lower()))
    return next(
        (known for known in sorted(concepts.words("everywhere", "always", "insults")) if fits.fullmatch(known)), word
    )


@cache
def _concepts(language: Language) -> Concepts:
    """Raises msgspec.ValidationError for a file with an unknown concept."""
    phrases = msgspec.toml.decode((FOLDER / f"{language}.toml").read_bytes(), type=dict[_Concept, str])
    return Concepts({str(concept): listed for concept, listed in phrases.items()}, language, forgiving=False)


@cache
def _languages() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))
