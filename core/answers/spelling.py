"""Mends misspelt words of a question: the nearest word that the help centre or the list of synonyms has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from core.language.spelling import mistakes

_SHORTEST = 5  # letters; a shorter word is too near to too many others
_LONG = 8  # letters; in a word as long as this two slips are mended, in a shorter one a single one
_ENDS = 3  # letters at the head or the tail that a misspelling leaves as they are
_MOST = 20_000  # words to choose from, the most frequent ones, so that a large help centre does not cost its memory

_Place = tuple[str, int]


class Spelling:
    """Finds words by their first letters, or by their last and the very first, and by their length."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """`counts` has words as `fold_word` writes them, and in how many texts each occurs."""
        self._counts = dict(Counter(counts).most_common(_MOST))
        self._places: dict[_Place, list[str]] = {}
        for word in self._counts:
            for place in _places(word, len(word)):
                self._places.setdefault(place, []).append(word)

    def nearest(self, word: str) -> str:
        """The nearest other word, of two that are as near the more frequent one; empty where none is near."""
        if len(word) < _SHORTEST or not word.isalpha():
            return ""
        near = [(slips, -self._counts[each], each) for each, slips in self._near(word)]
        return min(near)[2] if near else ""

    def _near(self, word: str) -> Iterator[tuple[str, int]]:
        allowed = 2 if len(word) >= _LONG else 1
        for each in set(self._candidates(word, allowed)) - {word}:
            if (slips := mistakes(word, each, allowed)) <= allowed:
                yield each, slips

    def _candidates(self, word: str, allowed: int) -> Iterable[str]:
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for place in _places(word, length):
                yield from self._places.get(place, ())


def _places(word: str, length: int) -> tuple[_Place, _Place]:
    """Where to look for words of this length that are like `word`."""
    return (word[:_ENDS], length), (f"{word[:1]}~{word[-_ENDS:]}", length)
