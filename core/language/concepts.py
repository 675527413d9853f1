"""Finds what a message is made of: the concepts of a word list that its words stand for, and where, typos forgiven."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from core.language.folding import fold_text
from core.language.foreign import CODES
from core.language.lexicon import lexicon
from core.language.normal import UNSPACED, apart, folded
from core.language.remembered import remembered
from core.language.spec import ENGLISH
from core.model.ids import Language

SHORTEST_FORGIVEN = 5  # letters; a shorter word with a typo is too often another word
LONG = 6  # letters; in a shorter word another letter makes another word
LONGEST_WORD = 40  # letters that are looked at
LONGEST_ENDING = 4  # letters after a misspelt stem

GAP = "*"  # alone, it stands for any one word

Span = tuple[int, int]  # first word and the one after the last; characters where no spaces are written
Missing = dict[str, list[tuple[int, str]]]  # a word without one of its letters: which, and the word


_RUN = re.compile(r"(.)\1{2,}")
_END = re.compile(r"(.)\1+$")


class Found(msgspec.Struct, frozen=True):
    """The places of each concept in a message. `reach` is how many places apart still counts as together."""

    spans: Mapping[str, list[Span]]
    reach: int
    length: int  # of the message, in places

    def has(self, *concepts: str) -> bool:
        """Whether any of them was found."""
        return any(concept in self.spans for concept in concepts)

    def is_all(self) -> bool:
        """Whether nothing else is said."""
        said = {place for spans in self.spans.values() for start, end in spans for place in range(start, end)}
        return len(said) == self.length > 0

    def close(self, one: str, *others: str) -> bool:
        """Whether one of the others stands within reach of the first, on either side."""
        return any(
            max(second[0] - first[1], first[0] - second[1]) <= self.reach
            for first in self.spans.get(one, ())
            for other in others
            for second in self.spans.get(other, ())
        )

    def precedes(self, first: str, *then: str, gap: int | None = None) -> bool:
        """Whether the first stands before one of the others, with at most `gap` places between, or half the reach."""
        most = self.reach // 2 if gap is None else gap
        return any(
            0 <= start - end <= most
            for _, end in self.spans.get(first, ())
            for other in then
            for start, _ in self.spans.get(other, ())
        )

    def qualified(self, qualifier: str, *concepts: str) -> bool:
        """Whether a word such as "my" belongs to one of the concepts: shortly before it, or next after it."""
        return self.precedes(qualifier, *concepts) or any(
            self.precedes(concept, qualifier, gap=0) for concept in concepts
        )


class Concepts:
    """One language's words by concept.

    Each concept's phrases are separated by commas; "cancel*" stands for all words that begin so, "*order*" for all that
    contain it, "*order" for those that end so; alone between words, "*" is any word. `forgiving` says whether a word
    that is nothing else may be a typo of one of these; drawn out letters ("heyyy") are always understood.
    """

    def __init__(self, phrases: Mapping[str, str], language: str, *, forgiving: bool = True) -> None:
        self._language = language
        self._forgiving = forgiving
        self._phrases = [
            (concept, elements)
            for concept, listed in phrases.items()
            for phrase in listed.split(",")
            if (elements := self._elements(phrase))
        ]
        self._keys = remembered(4_000)(self._keys_of)

    def find(self, text: str) -> Found:
        """What stands in the text; a phrase inside a longer one does not count."""
        spaced = self._language != UNSPACED
        units = _words(text, self._language) if spaced else _han(text)
        places = self._in_words(units) if isinstance(units, tuple) else self._in_characters(units)
        spans: dict[str, list[Span]] = {}
        for concept, span in _longest(places):
            spans.setdefault(concept, []).append(span)
        return Found(spans, 5 if spaced else 12, len(units))

    def knows(self, text: str) -> bool:
        """Whether each word, or each character, stands in some phrase; quicker than finding them."""
        if self._language == UNSPACED:
            return self._characters.issuperset(_han(text))
        return all(map(self._keys, _words(text, self._language)))

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset("".join(phrase for _, (phrase,) in self._phrases))

    def words(self, *concepts: str) -> frozenset[str]:
        """The single words in the phrases of these concepts, without their stars."""
        return frozenset(
            element.strip("*") for concept, elements in self._phrases if concept in concepts for element in elements
        )

    def _elements(self, phrase: str) -> tuple[str, ...]:
        if self._language == UNSPACED:
            return tuple(filter(None, [_han(phrase)]))
        marked = phrase.replace("*", "\N{LATIN SMALL LETTER THORN}")  # a letter that none of the languages writes
        return tuple(word.replace("\N{LATIN SMALL LETTER THORN}", "*") for word in _words(marked, self._language))

    def _in_characters(self, characters: str) -> Iterator[tuple[str, Span]]:
        for concept, (phrase,) in self._phrases:
            start = characters.find(phrase)
            while start >= 0:
                yield concept, (start, start + len(phrase))
                start = characters.find(phrase, start + 1)

    def _in_words(self, words: tuple[str, ...]) -> Iterator[tuple[str, Span]]:
        keys = [self._keys(word) for word in words]
        for start, present in enumerate(keys):
            for key in present:
                for concept, elements in self._by_first[key]:
                    end = start + len(elements)
                    if end <= len(keys) and all(map(_is_in, elements[1:], keys[start + 1 : end])):
                        yield concept, (start, end)

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        first: dict[str, list[tuple[str, tuple[str, ...]]]] = {
            key: [] for _, elements in self._phrases for key in elements if key != GAP
        }
        for concept, elements in self._phrases:
            first[elements[0]].append((concept, elements))
        return first

    def _keys_of(self, typed: str) -> frozenset[str]:
        """The list's words that this word stands for; if there is none, those that it is a typo of."""
        word = typed[:LONGEST_WORD]
        return next(filter(None, map(self._known, (word, *_drawn_in(word)))), frozenset()) or frozenset(
            self._misspelt(word)
        )

    def _known(self, word: str) -> frozenset[str]:
        begun = {word[:length] + "*" for length in range(1, len(word) + 1)}
        known = self._by_first.keys() & ({word} | begun)
        known |= {key for key in self._inside if key[1:-1] in word} | {
            key for key in self._ends if word.endswith(key[1:])
        }
        return frozenset(known)

    @cached_property
    def _inside(self) -> list[str]:
        return [key for key in self._by_first if key.startswith("*") and key.endswith("*")]

    @cached_property
    def _ends(self) -> list[str]:
        return [key for key in self._by_first if key.startswith("*") and not key.endswith("*")]

    def _misspelt(self, word: str) -> Iterator[str]:
        if not self._forgiving or len(word) < SHORTEST_FORGIVEN or not word.isalpha() or self._is_ordinary(word):
            return
        for length in range(max(SHORTEST_FORGIVEN - 1, len(word) - LONGEST_ENDING), len(word) + 1):
            yield from self._slips(word[:length], whole=length == len(word))

    def _slips(self, typed: str, *, whole: bool) -> Iterator[str]:
        """The list's words from which this one differs in one letter, or in two neighbours changed about."""
        for missing, key in self._missing.get(typed, ()):
            if missing and (key.endswith("*") or whole):
                yield key
        for place, rest in _without_one(typed):
            for missing, key in self._missing.get(rest, ()):
                if (key.endswith("*") or whole) and _is_slip(place, missing, len(typed)):
                    yield key
            if rest in self._long and whole:
                yield rest
            if rest + "*" in self._long:
                yield rest + "*"

    @cached_property
    def _long(self) -> frozenset[str]:
        return frozenset(key for key in self._by_first if len(key.strip("*")) >= SHORTEST_FORGIVEN)

    @cached_property
    def _missing(self) -> Missing:
        missing: Missing = {}
        for key in self._long:
            for place, rest in _without_one(key.strip("*")):
                missing.setdefault(rest, []).append((place, key))
        return missing

    def _is_ordinary(self, word: str) -> bool:
        return self._language in CODES and CODES.index(self._language) in lexicon().get(word, ())


def tried_in(text: str, language: Language, known: Collection[Language], longest: int) -> Iterator[Language]:
    """The languages in which words are looked for, in this order: the customer's, English, and the others where the text has at
    most so many characters.
    """
    elsewhere = known if len(text) <= longest else ()
    return (spoken for spoken in dict.fromkeys((language, ENGLISH, *elsewhere)) if spoken in known)


def _is_slip(place: int, missing: int, length: int) -> bool:
    """Whether dropping these two letters from two words made them alike by a typing slip; a first letter is rarely wrong."""
    if place == missing:
        return place > 0 and length >= LONG
    return abs(place - missing) == 1


def _is_in(element: str, keys: frozenset[str]) -> bool:
    return element == GAP or element in keys


def _words(text: str, language: str) -> tuple[str, ...]:
    return _folded(apart(text, language))


@remembered(256)
def _folded(text: str) -> tuple[str, ...]:
    """The same text is read in one language after the other."""
    return tuple(folded(text).split())


@remembered(256)
def _han(text: str) -> str:
    """Simplified, in lower case, without spaces and punctuation."""
    return "".join(filter(str.isalnum, fold_text(text, UNSPACED)))


def _drawn_in(word: str) -> Iterator[str]:
    """The word without letters that are only held: "heyyy", "sooo good", "helloo"."""
    yield from (
        shorter
        for shorter in (_RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word), _END.sub(r"\1", word))
        if shorter != word
    )


def _without_one(word: str) -> Iterator[tuple[int, str]]:
    return ((place, word[:place] + word[place + 1 :]) for place in range(len(word)))


def _longest(places: Iterable[tuple[str, Span]]) -> list[tuple[str, Span]]:
    kept: list[tuple[str, Span]] = []
    for concept, (start, end) in sorted(places, key=lambda place: place[1][0] - place[1][1]):
        longer = (span for _, span in kept if span[1] - span[0] > end - start)
        if not any(first <= start and end <= last for first, last in longer):
            kept.append((concept, (start, end)))
    return kept
