"""Finds what turns a source's clause around: "you can" for "you cannot", "before" for "after", "buyer" for "seller"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from core.answers.coverage import Occurring, occurring
from core.answers.guard.clauses import whole_words
from core.answers.guard.lists import alternatives
from core.answers.guard.polarity import is_negated, opposite, without_polarity
from core.answers.guard.sources import KEPT, Source, plain
from core.answers.guard.units import units, without_targets
from core.answers.tokens import Word, all_words, content_words
from core.language.remembered import remembered

ALIKE = 0.75  # the share of a clause's content words that a source's clause has, for it to be the one it repeats
FEWEST = 2  # content words; a clause of fewer is like too many

_CLAUSE = re.compile(r"\s*[,;:()–—，；：（）、]\s*|\s-\s")


class _Clause:
    """One clause of a source: its text, and what occurs in it."""

    __slots__ = ("said", "text")

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.said = occurring(all_words(text, language))


def turned_around(said: str, sources: Sequence[Source], language: str) -> Iterator[tuple[str, str]]:
    """Clauses of a sentence that say the opposite of a source's, each with that one."""
    for part in _parts(said, language):
        if source := _turned(part, sources, language):
            yield part, source


def share_of(words: Sequence[Word], sources: Sequence[Occurring]) -> float:
    """How much of the words occurs in any of the sources, 0 to 1."""
    best = [max((source.match(word) for source in sources), default=0.0) for word in words]
    return sum(best) / len(best) if best else 1.0


def _turned(part: str, sources: Sequence[Source], language: str) -> str:
    """The source's clause that is most like this one, if it says the opposite and none that is as like says the same."""
    words = content_words(without_polarity(part, language), language)
    if len(words) < FEWEST:
        return ""
    stems = {word.stem for word in words}
    clauses = [each for source in sources for each in _clauses(source) if not stems.isdisjoint(each.said.stems)]
    shares = [share_of(words, [clause.said]) for clause in clauses]
    best = max(shares, default=0.0)
    if best < ALIKE:
        return ""
    near = [clause.text for clause, share in zip(clauses, shares, strict=True) if share >= best]
    length = min(map(len, near))
    shortest = [text for text in near if len(text) == length]  # not the whole sentence around the clause
    return shortest[0] if all(_differ(part, text, language) for text in shortest) else ""


def _differ(part: str, source: str, language: str) -> bool:
    return is_negated(part, language) != is_negated(source, language) or bool(opposite(part, source, language))


@remembered(KEPT)
def _clauses(source: Source) -> tuple[_Clause, ...]:
    """Sentences as well as their clauses, as far as all of a sentence says yes or all of it no."""
    texts = (without_targets(plain(unit)) for unit in units(f"{source.title}\n{source.markdown}"))
    parts = dict.fromkeys(part for text in texts for part in _with_whole(text, source.language))
    return tuple(_Clause(part, source.language) for part in parts)


def _with_whole(text: str, language: str) -> list[str]:
    parts = _parts(text, language)
    return [text, *parts] if len({is_negated(part, language) for part in parts}) == 1 else parts


def _parts(text: str, language: str) -> list[str]:
    """Between punctuation, and from one "if" or "when" to the next."""
    between = (part for part in _CLAUSE.split(text) if part)
    return [part for each in between for part in _condition(language).split(each) if part.strip()]


@cache
def _condition(language: str) -> re.Pattern[str]:
    words = whole_words(alternatives("polarity", language, "if"), language)
    return re.compile(rf"(?={words})", re.IGNORECASE)
