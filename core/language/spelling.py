"""Mends misspelt and run-together words towards a small list of words that matter."""

from collections.abc import Iterable, Iterator

from core.language.lexicon import lexicon
from core.language.remembered import remembered

SHORTEST = 4  # letters of a word that one mistake may change; its first letter must be right
FREE = 5  # letters from which the first may be wrong too
LONG = 8  # letters of a word that two mistakes may change
SHORTEST_PART = 3  # letters of the longest of them
MOST_PARTS = 4  # words that are taken apart from one run-together word
LONGEST = 30  # letters; longer words are links and codes


class Speller:
    """Knows all the `words` of a grammar; only those among `keys` are what a misspelt word may stand for."""

    def __init__(self, words: Iterable[str], keys: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shapes: dict[str, tuple[str, ...]] = {}  # most have one key: a set of it takes four times as much
        for key in set(keys):
            for shape in _shapes(key):
                self._shapes[shape] = (*self._shapes.get(shape, ()), key)
        self.mended = remembered(4096)(self._mended)

    def _mended(self, word: str) -> str:
        """The word, what it must have been, or the words that it is made of."""
        if word in self._words or word in lexicon() or not word.isalpha() or len(word) > LONGEST:
            return word
        return self._corrected(word, 1) or self._taken_apart(word) or self._corrected(word, 2) or word

    def _taken_apart(self, word: str) -> str:
        parts = min(self._partitions(word, MOST_PARTS), key=len, default=[])
        return " ".join(parts) if any(len(part) >= SHORTEST_PART for part in parts) else ""

    def _partitions(self, word: str, most: int) -> Iterator[list[str]]:
        if word in self._words:
            yield [word]
        if most == 1:
            return
        for place in range(1, len(word)):
            if word[:place] in self._words:
                for rest in self._partitions(word[place:], most - 1):
                    yield [word[:place], *rest]

    def _corrected(self, word: str, most: int) -> str:
        near = {key for shape in _shapes(word) for key in self._shapes.get(shape, ())}
        allowed = {key: min(most, _allowed(word, key)) for key in near}
        fitting = [(wrong, key) for key, few in allowed.items() if (wrong := mistakes(word, key, few)) <= few]
        return min(fitting, default=(0, ""))[1]


def _allowed(word: str, key: str) -> int:
    if len(key) >= LONG and len(word) >= LONG - 1:
        return 2
    if len(key) >= FREE:
        return 1
    return int(len(key) >= SHORTEST and word[0] == key[0])


def _shapes(word: str) -> set[str]:
    """The word, and what is left of it without any one letter, of a long one without any two."""
    shapes = {word} | _shorter(word)
    return shapes | {shape for one in _shorter(word) for shape in _shorter(one)} if len(word) >= LONG - 1 else shapes


def _shorter(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def mistakes(word: str, other: str, most: int) -> int:
    """How many letters are missing, too many, wrong or changed with their neighbour (Damerau-Levenshtein, without overlaps).

    Any number above `most` if there are more.
    """
    before: list[int] = []
    here = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        above, here = here, [row]
        for column, aim in enumerate(other, start=1):
            cost = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + (letter != aim))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == aim:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before = above
    return here[-1]
