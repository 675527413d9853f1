"""In which of our languages a customer writes: the words decide, with the conversation and the messenger as priors."""

import re
from functools import cache
from typing import TYPE_CHECKING

from core.language.greetings import GREETINGS
from core.language.spec import ENGLISH, LANGUAGES, ours
from core.model.ids import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SPOKEN = 30.0  # times more likely than any other: the language of the conversation so far
HINT = 6.0  # the messenger's interface language
GREETING = 6.0  # a greeting by which one knows the language, and the n-grams do not
NEIGHBOUR = 0.2  # a language that is not ours, before the text is read
SURE = 0.9  # what one or two words must reach to change the language of a conversation

# Their texts must not pass for the nearest of ours: German would be Dutch.
NEIGHBOURS = ("da", "de", "es", "fr", "it", "pt", "sv")

PARTICLES = ("da", "de", "den", "der", "di", "la", "ten", "ter", "van", "von")  # small words inside family names

_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def detect(text: str, spoken: Language | None, hint: str = "") -> Language:
    """The language of a text, one of ours.

    `spoken` is the language of the conversation so far, `hint` the messenger's language code. A text that says
    nothing (a number, a name, "ok", another script) stays with these; a text in a language that is not ours does too,
    and begins in English.
    """
    known = spoken or ours(hint) or ENGLISH
    words = [word for word in text.split() if not _is_noise(word)]
    if not _telling(words):
        return known
    shares = _shares(words, spoken, hint)
    best = max(shares, key=lambda code: shares[code])
    found = ours(best)
    if found is None or (spoken and len(words) < 3 and shares[best] < SURE):
        return known
    return found


def warm_up() -> None:
    """Load the model now, in about half a second, and not with the first customer's words."""
    _identifier()


def _is_noise(word: str) -> bool:
    """A link, an address, a command, a code or a number: the same in every language."""
    return word.startswith(("/", "www.")) or "@" in word or "://" in word or any(map(str.isdigit, word))


def _telling(words: list[str]) -> bool:
    """Enough letters that our languages are written in, and not just somebody's name."""
    letters = [letter for word in words for letter in word if letter.isalpha()]
    latin = sum(1 for letter in letters if _LATIN.match(letter))
    return latin >= 3 and latin * 2 > len(letters) and not _is_name(words)


def _is_name(words: list[str]) -> bool:
    """ "Jan Kowalski", "Anna van der Berg"; one capital alone begins most sentences."""
    capitals = [word for word in words if word not in PARTICLES]
    named = all(word.istitle() and word.isalpha() for word in capitals)
    return named and 2 <= len(words) <= 4 and bool(capitals)


def _shares(words: list[str], spoken: Language | None, hint: str) -> dict[str, float]:
    """How likely each language is, ours and the neighbours, summing to 1."""
    likely = dict(_identifier().rank(" ".join(words)))
    greeted = GREETINGS.get(words[0].strip("!,.").casefold()) if len(words) <= 2 else None
    weighted = {code: share * _prior(code, spoken, hint, greeted) for code, share in likely.items()}
    total = sum(weighted.values())
    return {code: share / total for code, share in weighted.items()}


def _prior(code: str, spoken: Language | None, hint: str, greeted: str | None) -> float:
    prior = 1.0 if ours(code) else NEIGHBOUR
    if code == spoken:
        prior *= SPOKEN
    if code == hint.lower().partition("-")[0]:
        prior *= HINT
    if code == greeted:
        prior *= GREETING
    return prior


@cache
def _identifier() -> "LanguageIdentifier":
    """The model for our languages and their neighbours; numpy and the model are loaded when they are first needed."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages({*(row.code for row in LANGUAGES), *NEIGHBOURS})
    # set_languages keeps the columns of all 142 languages for a later choice, which never comes: 60 MB.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)
    return identifier
