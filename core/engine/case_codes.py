"""Tracking codes that are safe to say aloud: no letter or digit that is mistaken for another, no words by accident."""

import re
import secrets
import unicodedata
from typing import NamedTuple

from core.model.ids import CaseCode

ALPHABET = "23456789CFHJKMPRTVWX"
LENGTH = 6  # 64 million codes; a code opens nothing by itself
PREFIX = "FD"
_CODES = len(ALPHABET) ** LENGTH

# What is read or heard in the place of a sign of ours. What could be two of them, or none, is no code.
_MISREAD = str.maketrans("SBZG", "5826")
_BETWEEN = re.compile(r"[\s\-‐‑–—_.,;:#()\[\]?!]+")
_CODE = re.compile(f"({PREFIX})?([{ALPHABET}]{{{LENGTH}}})")
_NAMED = re.compile(rf"\b{PREFIX}[\s\-‐‑–—_.]*([A-Z0-9]{{{LENGTH}}})\b")
_LONGEST = 40  # characters of a text that may be a code


class TypedCode(NamedTuple):
    """A code that a text says. Where it is not `sure`, it stands among words, or may be a word, an order's number or a proof."""

    case: CaseCode
    sure: bool


def new_code() -> CaseCode:
    """With a letter in it: six digits stand in the same mail to prove an address."""
    while (signs := _signs(secrets.randbelow(_CODES))).isdigit():
        pass
    return CaseCode(f"{PREFIX}-{signs}")


def _signs(number: int) -> str:
    signs = ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return signs


def code_in(text: str) -> TypedCode | None:
    """As people copy it or say it: with or without "FD-", in small letters, with spaces, a 5 written as S."""
    if len(text) > _LONGEST:
        return None
    said = unicodedata.normalize("NFKC", text).strip().upper()
    found = _code(_BETWEEN.sub("", said))
    if found is None:
        return _among_words(said)
    prefix, code = found.groups()
    return TypedCode(CaseCode(f"{PREFIX}-{code}"), bool(prefix) or _is_like_nothing_else(code))


def _code(signs: str) -> re.Match[str] | None:
    return _CODE.fullmatch(signs) or _CODE.fullmatch(signs.translate(_MISREAD))


def _among_words(said: str) -> TypedCode | None:
    """ "Where is FD-7K2M9P": the only one that is named in full."""
    named = [found[2] for signs in _NAMED.findall(said) if (found := _code(signs))]
    return TypedCode(CaseCode(f"{PREFIX}-{named[0]}"), sure=False) if len(named) == 1 else None


def _is_like_nothing_else(code: str) -> bool:
    """Digits here and there: no word has them, and no shop's numbers do."""
    head = code.rstrip("0123456789")
    return any(map(str.isdigit, head)) and not head.isdigit()
