"""The rule "sentence": what each sentence says, a cited passage says.

The check is lexical. Where a source is in the answer's language, the sentence's words (stems, or most of their n-grams)
must occur in the cited passages, and it must not turn around the clause it is most like: "you can" for "you cannot",
"before" for "after". It cannot see a wrong relation between right words ("the buyer pays the seller" for "the seller
pays the buyer"), a "must" for a "may", or a condition that was left out.

Where all sources are in other languages only names can be compared (and figures and links, by their own rules): product
names and acronyms of the sentence must stand in a source. Whether the rest was translated rightly it cannot see.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from core.answers.coverage import Occurring, occurring
from core.answers.guard.clauses import whole_words
from core.answers.guard.contacts import contacts
from core.answers.guard.lists import alternatives, phrases
from core.answers.guard.polarity import is_negated, opposite, without_negation, without_polarity
from core.answers.guard.readings import readings
from core.answers.guard.sources import KEPT, Source, Written, plain
from core.answers.guard.units import units, without_targets
from core.answers.tokens import Word, all_words, content_words

# The share of a sentence's content words that must be the sources'. Measured on 430 answers labelled by people: of the
# unsupported ones 86 % fall below it, of the supported ones 16 %, most of these for a rewording.
SUPPORT = 0.8
SUPPORT_HAN = 0.6  # of pairs of characters, of which a rewording breaks more
ALIKE = 0.75  # the share of a clause's content words that a source's clause has, for it to be the one it repeats
FEWEST = 2  # content words; a clause of fewer is like too many

_CLAUSE = re.compile(r"\s*[,;:()–—，；：（）、]\s*|\s-\s")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z]{3,8}|[A-Z]?[a-z]+[A-Z]\w*)(?![\w-])")
_ANY_NAME = re.compile(r"(?<![A-Za-z-])[A-Za-z][A-Za-z-]{2,}(?![A-Za-z-])")  # in Chinese, where Latin letters are names

# Acronyms that languages spell in their own way, and what every reader writes alike.
_LIST = "AGB BTW CET DSGVO FAQ GDPR GPS IBAN IVA MOMS MWST PDF PIN QR RGPD SMS TVA URL USA VAT VIP"
_EVERYWHERE = frozenset(_LIST.split())


class _Clause:
    """One clause of a source: its text, and what occurs in it."""

    __slots__ = ("said", "text")

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.said = occurring(all_words(text, language))


def sentence(answer: Written) -> Iterator[str]:
    alike = [source for source in answer.sources if source.language == answer.language]
    for unit in answer.own:
        said = without_targets(contacts(unit).rest)
        if _is_courtesy(said):
            continue
        if not answer.sources:
            yield f"no source is cited: {said[:120]!r}"
        elif alike:
            yield from _unsupported(said, alike, answer.language)
        else:
            yield from _foreign(said, answer)


def _unsupported(said: str, sources: list[Source], language: str) -> Iterator[str]:
    telling = _neutral(language).sub(" ", without_negation(_without_figures(said, language), language))
    if not any(map(str.isalnum, telling)):
        return
    words = content_words(telling, language)
    share = _share(words, [_occurring(source) for source in sources])
    if share < (SUPPORT_HAN if language == "zh" else SUPPORT):
        yield f"{share:.0%} of its words are the sources': {said[:120]!r}"
        return
    for part in _parts(said, language):
        if turned := _turned(part, sources, language):
            yield f"says the opposite of {turned[:120]!r}: {part[:120]!r}"


def _without_figures(said: str, language: str) -> str:
    """They have their own rule, which knows 14 days from 14 working days; here they would make up for other words."""
    for written, _ in readings(said, language):
        said = said.replace(written, " ", 1)
    return said


def _share(words: tuple[Word, ...], sources: list[Occurring]) -> float:
    best = [max((source.match(word) for source in sources), default=0.0) for word in words]
    return sum(best) / len(best) if best else 1.0


def _turned(part: str, sources: list[Source], language: str) -> str:
    """The source's clause that is most like this one, if it says the opposite and none that is as like says the same."""
    words = content_words(without_polarity(part, language), language)
    if len(words) < FEWEST:
        return ""
    stems = {word.stem for word in words}
    clauses = [each for source in sources for each in _clauses(source) if not stems.isdisjoint(each.said.stems)]
    shares = [_share(words, [clause.said]) for clause in clauses]
    best = max(shares, default=0.0)
    if best < ALIKE:
        return ""
    near = [clause.text for clause, share in zip(clauses, shares, strict=True) if share >= best]
    shortest = [text for text in near if len(text) == min(map(len, near))]  # not the whole sentence around the clause
    return shortest[0] if all(_differ(part, text, language) for text in shortest) else ""


def _differ(part: str, source: str, language: str) -> bool:
    return is_negated(part, language) != is_negated(source, language) or bool(opposite(part, source, language))


@lru_cache(maxsize=KEPT)
def _occurring(source: Source) -> Occurring:
    return occurring(all_words(f"{source.title}\n{source.markdown}", source.language))


@lru_cache(maxsize=KEPT)
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


def _foreign(said: str, answer: Written) -> Iterator[str]:
    known = "\n".join(plain(source.text) for source in answer.sources).casefold()
    pattern = _ANY_NAME if answer.language == "zh" else _NAME
    names = {name for name in pattern.findall(said) if name.upper() not in _EVERYWHERE}
    yield from (f"{name!r} stands in no cited source" for name in sorted(names) if name.casefold() not in known)


def _is_courtesy(said: str) -> bool:
    return bool(_courtesy().fullmatch(said.casefold().replace("’", "'").replace("*", "").strip(" .!,。！，…:")))


@cache
def _neutral(language: str) -> re.Pattern[str]:
    """Words such as "yes" and "follow these steps", which lead from one statement to the next."""
    return re.compile(whole_words(alternatives("phrases", language, "neutral"), language))


@cache
def _courtesy() -> re.Pattern[str]:
    any_of = "|".join(phrases("courtesies"))
    return re.compile(rf"(?:{any_of})(?:[,!] ?(?:{any_of}))*")
