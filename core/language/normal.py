"""A text without what people vary when they type the same words: case, accents, punctuation, emoji."""

import unicodedata

from core.language.remembered import remembered

UNSPACED = "zh"  # the one of our languages that writes no spaces between words

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})  # Unicode does not take these apart

_ELIDING = frozenset({"fr", "it"})  # "l'ordine" is two words, "don't" is one


@remembered(2_000)  # labels of buttons above all, with which each message is compared
def folded(text: str) -> str:
    """Lower-case words and numbers with single spaces: "Wróć do czatu!" is "wroc do czatu", "1️⃣" is "1"."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").replace("'", "")).casefold().translate(_LETTERS)
    kept = "".join(_character(character) for character in apart)
    return " ".join(kept.split())


def apart(text: str, language: str) -> str:
    """With a space for each apostrophe where one stands between two words."""
    return text.replace("’", " ").replace("'", " ") if language in _ELIDING else text


def _character(character: str) -> str:
    if character.isalnum():
        return character
    return "" if unicodedata.category(character).startswith("M") else " "
