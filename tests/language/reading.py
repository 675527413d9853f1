"""What somebody reads, held against the catalogs: texts of another language, and texts that are in no catalog."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from core.language.catalog import Catalog
from core.language.check import VARIABLE
from core.language.pseudo import CLOSING, OPENING
from core.language.spec import ENGLISH
from core.model.ids import Language

FEW = 3  # words; a shorter text of English may stand inside a sentence of another language by chance
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")
_OF_ENGLISH = re.compile(r"[A-Za-z]+")
_WHOLE = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}")


def pattern(form: str) -> str:
    """A regular expression for the text with anything in the places of its variables."""
    return ".+?".join(re.escape(words) for words in VARIABLE.split(form)[::2])


def english_in(shown: Iterable[str], catalog: Catalog, language: Language) -> list[str]:
    """The lines that are English texts, or have an English sentence in them, where the language has its own."""
    whole, part = _english(catalog, language)
    lines = [line for text in shown for line in text.splitlines()]
    return [line for line in lines if whole.fullmatch(line) or part.search(line)]


@cache
def _english(catalog: Catalog, language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sentences = list(_sentences(catalog, language))
    long = [each for each in sentences if len(VARIABLE.sub("", each).split()) >= FEW]
    return _any(sentences), re.compile(rf"(?<!\w)(?:{_any(long).pattern})(?!\w)")


def _sentences(catalog: Catalog, language: Language) -> Iterator[str]:
    own = catalog.texts[language].entries
    for key, entry in catalog.texts[ENGLISH].entries.items():
        if not own[key].same:
            yield from (each for form in entry.forms for each in _SENTENCE_ENDS.split(form) if _has_words(each))


def _has_words(form: str) -> bool:
    """Not all is a variable: such a text could be anything."""
    return any(letter.isalpha() for letter in VARIABLE.sub("", form))


def _any(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(pattern, forms)))


def strange_lines(shown: Iterable[str], catalog: Catalog, language: Language, known: Iterable[str]) -> list[str]:
    """The lines that are neither the language's own texts, nor among those that are known."""
    lines = [line.strip() for text in shown for line in text.splitlines()]
    theirs, own = {"", *known}, _own(catalog, language)
    return [line for line in lines if line not in theirs and not own.fullmatch(line)]


@cache
def _own(catalog: Catalog, language: Language) -> re.Pattern[str]:
    forms = (form for entry in catalog.texts[language].entries.values() for form in entry.forms)
    return _any(filter(_has_words, forms))


def outside_brackets(shown: Iterable[str], known: Collection[str]) -> list[str]:
    """Of texts in the pseudo-language, the lines with letters outside its brackets or, inside them, without accents.

    What is `known` (people's words, articles, names, codes) may stand anywhere.
    """
    theirs = _words(frozenset(known))
    lines = (line for text in shown for line in text.splitlines())
    return [line for line in lines if _shows(theirs.sub(" ", line))]


@cache
def _words(known: frozenset[str]) -> re.Pattern[str]:
    """The longest first; a name is not found inside another word."""
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(each)}(?![A-Za-z])" for each in longest_first))


def _shows(line: str) -> bool:
    """Something that is not ours; or a text that was cut, or stands inside another as a piece of its sentence."""
    outside = _WHOLE.sub(" ", line)
    marks = OPENING in outside or CLOSING in outside
    return marks or any(letter.isalpha() for letter in outside) or bool(_OF_ENGLISH.search(line))
