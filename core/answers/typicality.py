"""How typical a question's words are of a help centre, compared with the language at large. Pure."""

from collections.abc import Iterable
from functools import cache
from math import log
from typing import NamedTuple

from core.answers.tokens import all_words
from core.language.foreign import CODES
from core.language.lexicon import lexicon

# In how many texts of any kind a word occurs: a frequent one in this share of them, a rare one in so many of a whole
# collection, however large that is.
_FREQUENT = 0.1
_RARE = 2.0
_LARGER = 50  # texts; a small collection has fewer rare words than its size says
_PRIOR = 5.0  # texts of any kind that are thought to stand beside the help centre's: no word is impossible in it


class Seen(NamedTuple):
    """A stem, in how many texts of the help centre it occurs, and whether what it means occurs there in other words."""

    stem: str
    texts: int
    meant: bool = False


def typicality(question: Iterable[Seen], language: str, texts: int) -> float:
    """The mean, over the question's words, of how much likelier each is in this help centre than elsewhere (log odds).

    About -2 where the words are not the help centre's, 0 where they are anybody's, up to 4 where they are its own; 0 for
    a question without words. A number that the help centre does not have says nothing: orders have one each.
    """
    telling = [_told(word, language, texts) for word in question if word.texts or not _has_digit(word.stem)]
    return sum(telling) / len(telling) if telling else 0.0


def _told(word: Seen, language: str, texts: int) -> float:
    """Whoever calls a thing otherwise than the help centre does is neither at home in it nor a stranger."""
    if word.meant and not word.texts:
        return 0.0
    elsewhere = _FREQUENT if word.stem in frequent_stems(language) else _RARE / (texts + _LARGER)
    here = (word.texts + _PRIOR * elsewhere) / (texts + _PRIOR)
    return log(here / elsewhere)


def _has_digit(stem: str) -> bool:
    return any(character.isdigit() for character in stem)


@cache
def frequent_stems(language: str) -> frozenset[str]:
    """Of the words by which one knows the language; empty for Chinese, which is known by its script."""
    if language not in CODES:
        return frozenset()
    place = CODES.index(language)
    listed = (word for word, places in lexicon().items() if place in places)
    return frozenset(word.stem for each in listed for word in all_words(each, language))
