"""Finds in an article words that are meant for the machine that reads it and not for a customer: such an article is not used."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_FORMS = Path(__file__).with_name("orders.toml")
_WITHOUT_SPACES = ("every", "zh")
_UNSEEN = frozenset(("Cc", "Cf"))


def order_to_a_machine(text: str) -> tuple[int, str] | None:
    """The line, from 1, and the words; None where it speaks to people alone. An attacker chooses the language: all are looked at.

    By forms that orders have and help hardly has ("ignore your rules", "from now on answer only"). A false statement is no order.
    """
    read = _folded(text)
    if found := _pattern().search(read):
        return read.count("\n", 0, found.start()) + 1, " ".join(found[0].split())
    across = _pattern().search(" ".join(read.split()))
    return (1, across[0]) if across else None


def _folded(text: str) -> str:
    """Without letters that nobody sees, which part words for the eye of a program only."""
    kept = (each for each in unicodedata.normalize("NFKC", text) if each in "\n\t" or not _is_unseen(each))
    return "".join(kept).casefold().replace("’", "'")


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN


@cache
def _pattern() -> re.Pattern[str]:
    forms = {language: "|".join(each["forms"].strip().splitlines()) for language, each in _listed().items()}
    anywhere = "|".join(forms.pop(each) for each in _WITHOUT_SPACES)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms.values())})(?!\w)|{anywhere}")


def _listed() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FORMS.read_text("utf-8"))
