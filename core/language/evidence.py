"""How likely a text is in each language: the odds of its letters and words, and what was known before it was read."""

import math
from functools import cache
from typing import TYPE_CHECKING

from core.language.foreign import CODES, COMMON, FOREIGN, SAME
from core.language.lexicon import lexicon
from core.language.remembered import remembered
from core.language.scripts import LATIN
from core.language.spec import ours, primary
from core.model.ids import Language

if TYPE_CHECKING:
    from core.language.ngrams import Ngrams, Vector

# Weights, as natural logarithms of odds; how they were found stands in docs/language.md.
WORD = 1.5  # a word from a language's list
SPOKEN = math.log(10)  # the conversation so far
HINT = math.log(8)  # the messenger's interface language
HINT_LETTERS = 20  # up to this length it has its whole weight; a long text speaks for itself
HINT_LATER = 0.3  # of its weight, once the conversation has a language
OTHER = -1.0  # a language that is not ours, before the text is read
WIDESPREAD = 3.0  # the most spoken ones of those with one script


def scores(sentence: str, words: list[str], script: str, spoken: Language | None, hint: str) -> list[float]:
    """The odds of each language in the order of CODES, as natural logarithms good to a constant.

    `words` are those of the sentence, in lower case. Only languages of the script have odds above minus infinity.
    """
    hinted = primary(hint)
    priors = _priors(script, spoken, SAME.get(hinted, hinted), _weight(sentence, spoken))
    padded = (
        f" {sentence} {sentence} " if len(words) == 1 else f" {sentence} "
    )  # a lone word has two neighbours' places
    letters = model().scores(padded) / math.sqrt(len(sentence))
    odds: list[float] = (letters + priors).tolist()
    known = lexicon()
    for word in words:
        for place in known.get(word, ()):
            odds[place] += WORD
    return odds


def _weight(sentence: str, spoken: Language | None) -> float:
    """Of the messenger's language; in few steps, for the cache."""
    weight = min(1.0, HINT_LETTERS / len(sentence))
    return round(weight * HINT_LATER if spoken else weight, 1)


@remembered(4096)
def _priors(script: str, spoken: Language | None, hint: str, weight: float) -> "Vector":
    import numpy as np

    return np.array([_prior(code, script, spoken, hint, weight) for code in CODES], np.float32)


def _prior(code: str, script: str, spoken: Language | None, hint: str, weight: float) -> float:
    if not (code in FOREIGN[script] or (script == LATIN and ours(code))):
        return -math.inf
    prior = 0.0
    if script == LATIN and not ours(code):
        prior = OTHER
    elif code in COMMON:
        prior = WIDESPREAD
    if code == spoken:
        prior += SPOKEN
    if SAME.get(code, code) == hint:
        prior += HINT * weight
    return prior


@cache
def model() -> "Ngrams":
    """Loaded with the first text, in half a second."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    from core.language.ngrams import Ngrams

    return Ngrams(MODEL_DIR / MODEL_FILE, CODES)
