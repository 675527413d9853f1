"""Whether two requests ask for the same thing in other words. In doubt they do not: a case joined wrongly is a case unanswered."""

from functools import cache

from core.answers.tokens import content_words
from core.language.folding import fold_text, fold_word
from core.language.follow_up import same
from core.model.ids import Language

LONGEST = 1_000  # characters that are compared; what a request is about stands at its beginning
LEAST_SHARED = 2  # words that say something, where one text says more than the other
LEAST_BESIDE_OTHERS = 4  # where each says something that the other does not
MOSTLY = 0.75
HALF = 0.5

# What says the opposite: it stands in both texts or in neither. As words of a search, so without accents.
_NEGATIONS = {
    "da": "ikke ingen aldrig intet",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals nichts",
    "en": "not no never nothing without",
    "es": "no nunca nada ningun ninguna ninguno sin",
    "fr": "ne n pas jamais rien aucun aucune sans",
    "it": "non mai niente nessun nessuna nessuno senza",
    "nl": "niet geen nooit niets zonder",
    "pl": "nie nigdy nic zaden zadna zadne bez",
    "pt": "nao nunca nada nenhum nenhuma sem",
    "sv": "inte ingen inget inga aldrig utan",
}
_HAN_NEGATIONS = frozenset("没不未无")


def alike(text: str, other: str, language: Language) -> bool:
    """Whether both are the same words, or are about the same by the words that say something.

    Another number, a negation or a substituted word makes another request of it. Both are read in `language`.
    """
    text, other = text[:LONGEST], other[:LONGEST]
    if _negated(text, language) != _negated(other, language):
        return False
    return same(text, other) or _about_the_same(text, other, language)


def _about_the_same(text: str, other: str, language: Language) -> bool:
    words, others = _stems(text, language), _stems(other, language)
    shared, apart = words & others, words ^ others
    if any(map(_has_digit, apart)):
        return False
    share = len(shared) / max(1, len(words | others))
    if apart <= words or apart <= others:
        return (not apart and bool(shared)) or (len(shared) >= LEAST_SHARED and share >= HALF)
    return len(shared) >= LEAST_BESIDE_OTHERS and share >= MOSTLY


def _stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(word.stem for word in content_words(text, language))


def _has_digit(stem: str) -> bool:
    return any(map(str.isdigit, stem))


def _negated(text: str, language: Language) -> bool:
    if language == "zh":
        return not _HAN_NEGATIONS.isdisjoint(text)
    words = fold_text(text, language).replace("'", " ").split()
    return not _negations(language).isdisjoint(fold_word(word.strip(".,;:!?"), language) for word in words)


@cache
def _negations(language: str) -> frozenset[str]:
    return frozenset(_NEGATIONS.get(language, "").split())
