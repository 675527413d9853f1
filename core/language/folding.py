"""Makes different ways of writing one word the same: case, accents, umlauts, full-width forms, apostrophes, scripts."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_HAN_RUN = re.compile(f"[{HAN}]+")
_APOSTROPHES = re.compile("['’‘ʼ´`＇′]")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")

# "can't", "cant", "cannot" and "can not" say the same.
_NEGATED = re.compile(r"\b(?:ca|wo|do|does|did|is|are|was|were|has|have|had|could|would|should)n'?t\b|\bcannot\b")

# Letters that Unicode does not decompose, written as people without the key for them type them.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

# Two letters for one that the keyboard lacks: "Gebuehr", "foersaendelse", "koebere", "paa". A German ue after a vowel or q
# is none: "neue", "Frauen", "Quelle".
_PAIRS = {
    "da": ((re.compile("aa"), "å"), (re.compile("oe"), "ø")),
    "de": ((re.compile("ae"), "ä"), (re.compile("oe"), "ö"), (re.compile("(?<![aeioq])ue"), "ü")),
    "nl": ((re.compile("y"), "ij"),),
    "sv": ((re.compile("aa"), "å"), (re.compile("ae"), "ä"), (re.compile("oe"), "ö")),
}


def fold_text(text: str, language: str) -> str:
    """Lower case, plain forms of characters, straight apostrophes, simplified Chinese; words keep their accents."""
    plain = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text)).casefold()
    if language == "en":
        plain = _NEGATED.sub("not", plain)
    return _simplified(_POSSESSIVE.sub("", plain))


def fold_word(word: str, language: str) -> str:
    """The word without case and accents, as people without the right keyboard type it: "wplata" for "wpłata"."""
    word = word.casefold()
    for pair, letter in _PAIRS.get(language, ()):
        word = pair.sub(letter, word)
    decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _simplified(text: str) -> str:
    """Run by run: the converter takes no lone surrogates."""
    return _HAN_RUN.sub(lambda run: _converter().convert(run[0]), text)


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC  # loaded with the first Chinese text

    return OpenCC("t2s")
