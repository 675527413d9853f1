"""What somebody reads, held against the catalogs: texts of another language, and texts that are in no catalog."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from core.language.catalog import Catalog
from core.language.check import VARIABLE
from core.language.pseudo import CLOSING, OPENING
from core.language.spec import ENGLISH
from core.model.ids import Language

FEW = 3  # words; a shorter text of English may stand inside a sentence of another language by chance
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")
OF_THE_DESK = ("board.", "alerts.", "alarms.")  # read by supervisors and operators, never in a conversation
_OF_ENGLISH = re.compile(r"[A-Za-z]+")
_WHOLE = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}")


def pattern(form: str) -> str:
    """A regular expression for the text with anything in the places of its variables."""
    return ".+?".join(re.escape(words) for words in VARIABLE.split(form)[::2])


class Forms(NamedTuple):
    """Texts: those that are always the same, and what the others look like."""

    fixed: frozenset[str]
    varied: re.Pattern[str]

    def says(self, line: str) -> bool:
        return line in self.fixed or bool(self.varied.fullmatch(line))


def forms(texts: Iterable[str]) -> Forms:
    every = set(texts)
    varied = {each for each in every if VARIABLE.search(each)}
    return Forms(frozenset(every - varied), re.compile("|".join(map(pattern, sorted(varied)))))


def english_in(shown: Iterable[str], catalog: Catalog, language: Language) -> list[str]:
    """The lines that are English texts, or have an English sentence in them, where the language has its own."""
    return [line for text in shown for line in text.splitlines() if _is_english(line, catalog, language)]


@cache
def _is_english(line: str, catalog: Catalog, language: Language) -> bool:
    whole, part = _english(catalog, language)
    return whole.says(line) or bool(part.search(line))


@cache
def _english(catalog: Catalog, language: Language) -> tuple[Forms, re.Pattern[str]]:
    sentences = list(_sentences(catalog, language))
    long = [pattern(each) for each in sentences if len(VARIABLE.sub("", each).split()) >= FEW]
    return forms(sentences), re.compile(rf"(?<!\w)(?:{'|'.join(long)})(?!\w)")


def _sentences(catalog: Catalog, language: Language) -> Iterator[str]:
    own = catalog.texts[language].entries
    for key, entry in catalog.texts[ENGLISH].entries.items():
        if not key.startswith(OF_THE_DESK) and not own[key].same:
            yield from (each for form in entry.forms for each in _SENTENCE_ENDS.split(form) if _has_words(each))


def _has_words(form: str) -> bool:
    """Not all is a variable: such a text could be anything."""
    return any(letter.isalpha() for letter in VARIABLE.sub("", form))


def strange_lines(shown: Iterable[str], catalog: Catalog, language: Language, known: Iterable[str]) -> list[str]:
    """The lines that are neither the language's own texts, nor among those that are known."""
    lines = (line.strip() for text in shown for line in text.splitlines())
    theirs = {"", *known}
    return [line for line in lines if line not in theirs and not _is_own(line, catalog, language)]


@cache
def _is_own(line: str, catalog: Catalog, language: Language) -> bool:
    return _own(catalog, language).says(line)


@cache
def _own(catalog: Catalog, language: Language) -> Forms:
    entries = catalog.texts[language].entries.values()
    return forms(form for entry in entries for form in entry.forms if _has_words(form))


def outside_brackets(shown: Iterable[str], known: Collection[str]) -> list[str]:
    """Of texts in the pseudo-language, the lines with letters outside its brackets or, inside them, without accents.

    What is `known` (people's words, articles, names, codes) may stand anywhere.
    """
    theirs = _words(frozenset(known))
    lines = (line for text in shown for line in text.splitlines())
    return [line for line in lines if _shows(line, theirs)]


@cache
def _words(known: frozenset[str]) -> re.Pattern[str]:
    """The longest first; a name is not found inside another word."""
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(each)}(?![A-Za-z])" for each in longest_first))


@cache
def _shows(line: str, theirs: re.Pattern[str]) -> bool:
    """Something that is not ours; or a text that was cut, or stands inside another as a piece of its sentence."""
    ours = theirs.sub(" ", line)
    outside = _WHOLE.sub(" ", ours)
    marks = OPENING in outside or CLOSING in outside
    return marks or any(letter.isalpha() for letter in outside) or bool(_OF_ENGLISH.search(ours))
