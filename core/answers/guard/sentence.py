"""The rule "sentence": what each sentence says, a cited passage says.

The check is lexical. Where a source is in the answer's language, the sentence's words (stems, or most of their n-grams)
must occur in the cited passages, and it must not turn around the clause it is most like: "you can" for "you cannot",
"before" for "after". It cannot see a wrong relation between right words ("the buyer pays the seller" for "the seller
pays the buyer"), a "must" for a "may", or a condition that was left out. Where only some sources are in the answer's
language, those alone support it.

Where all sources are in other languages only names can be compared (and figures and links, by their own rules): product
names and acronyms of the sentence must stand in a source. Whether the rest was translated rightly it cannot see.
"""

import re
from collections.abc import Iterator
from functools import cache

from core.answers.coverage import Occurring, occurring
from core.answers.guard.clauses import whole_words
from core.answers.guard.contacts import contacts
from core.answers.guard.lists import alternatives, phrases
from core.answers.guard.polarity import without_negation
from core.answers.guard.readings import readings
from core.answers.guard.sources import KEPT, Source, Written, plain
from core.answers.guard.turned import share_of, turned_around
from core.answers.guard.units import without_targets
from core.answers.tokens import all_words, content_words
from core.language.remembered import remembered

# The share of a sentence's content words that must be the sources'. Measured on 430 answers labelled by people: of the
# unsupported ones 86 % fall below it, of the supported ones 16 %, most of these for a rewording.
SUPPORT = 0.8
SUPPORT_HAN = 0.6  # of pairs of characters, of which a rewording breaks more

_NAME = re.compile(r"(?<![\w-])(?:[A-Z]{3,8}|[A-Z]?[a-z]+[A-Z]\w*)(?![\w-])")
_ANY_NAME = re.compile(r"(?<![A-Za-z-])[A-Za-z][A-Za-z-]{2,}(?![A-Za-z-])")  # in Chinese, where Latin letters are names

# Acronyms that languages spell in their own way, and what every reader writes alike.
_LIST = "AGB BTW CET DSGVO FAQ GDPR GPS IBAN IVA MOMS MWST PDF PIN QR RGPD SMS TVA URL USA VAT VIP"
_EVERYWHERE = frozenset(_LIST.split())


def sentence(answer: Written) -> Iterator[str]:
    alike = [source for source in answer.sources if source.language == answer.language]
    for unit in answer.own:
        said = without_targets(contacts(unit).rest)
        if is_courtesy(said):
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
    share = share_of(words, [_occurring(source) for source in sources])
    if share < (SUPPORT_HAN if language == "zh" else SUPPORT):
        yield f"{share:.0%} of its words are the sources': {said[:120]!r}"
        return
    for part, source in turned_around(said, sources, language):
        yield f"says the opposite of {source[:120]!r}: {part[:120]!r}"


def _without_figures(said: str, language: str) -> str:
    """They have their own rule, which knows 14 days from 14 working days; here they would make up for other words."""
    for written, _ in readings(said, language):
        said = said.replace(written, " ", 1)
    return said


@remembered(KEPT)
def _occurring(source: Source) -> Occurring:
    return occurring(all_words(f"{source.title}\n{source.markdown}", source.language))


def _foreign(said: str, answer: Written) -> Iterator[str]:
    known = "\n".join(plain(source.text) for source in answer.sources).casefold()
    pattern = _ANY_NAME if answer.language == "zh" else _NAME
    names = {name for name in pattern.findall(said) if name.upper() not in _EVERYWHERE}
    yield from (f"{name!r} stands in no cited source" for name in sorted(names) if name.casefold() not in known)


def is_courtesy(said: str) -> bool:
    return bool(_courtesy().fullmatch(said.casefold().replace("’", "'").replace("*", "").strip(" .!,。！，…:")))


@cache
def _neutral(language: str) -> re.Pattern[str]:
    """Words such as "yes" and "follow these steps", which lead from one statement to the next."""
    return re.compile(whole_words(alternatives("phrases", language, "neutral"), language))


@cache
def _courtesy() -> re.Pattern[str]:
    any_of = "|".join(phrases("courtesies"))
    return re.compile(rf"(?:{any_of})(?:[,!] ?(?:{any_of}))*")
