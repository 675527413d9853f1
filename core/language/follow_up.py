"""Finds how a question hangs together: whether it goes on from the one before, and whether it asks two things."""

import re
from collections.abc import Sequence
from functools import cache

from core.language.lexicon import lexicon
from core.language.normal import folded
from core.language.spelling import mistakes
from core.model.ids import Language

LONGEST = 1_000  # characters of a message that may ask two things
LONGEST_FOLLOW_UP = 8  # words; who writes more says what it is about
_LONGEST_HAN = 14  # characters
_SCRAP = 3  # words
_SCRAP_HAN = 7  # characters
MOST_PARTS = 2

# How a message begins that goes on from the last one: "and for Spain?", "what about sellers". The second list may begin a
# question of its own as well ("in which countries ...", "for how long ..."): after these only a word or two go on.
_OPENINGS = {
    "da": ("og, men, hvad med, hvad så med, også, ellers, det samme", "til, med, for, i, hvis"),
    "de": (
        "und, aber, was ist mit, wie ist es mit, wie sieht es mit, auch, oder, das gleiche",
        "nach, mit, für, in, bei, wenn, falls",
    ),
    "en": ("and, but, what about, how about, also, or, same for, is it the same", "for, to, with, in, from, by, if"),
    "es": ("y, pero, qué tal, qué pasa con, también, o, lo mismo", "para, con, en, a, desde, si"),
    "fr": ("et, mais, qu'en est-il, aussi, pareil pour, même chose", "pour, avec, en, à, vers, depuis, si"),
    "it": ("e, ma, che ne dici di, anche, o, oppure, lo stesso", "per, con, in, a, da, se"),
    "nl": ("en, maar, hoe zit het met, wat is er met, ook, of, hetzelfde", "voor, met, naar, in, bij, als"),
    "pl": ("a, i, ale, a co z, co z, też, także, albo, lub, to samo", "do, z, na, dla, w, jeśli"),
    "pt": ("e, mas, que tal, e quanto a, também, ou, o mesmo", "para, com, em, a, de, se"),
    "sv": ("och, men, hur är det med, hur blir det med, också, eller, samma", "till, med, för, i, om"),
    "zh": ("那, 那么, 还有, 和, 或者, 也, 那如果", "如果, 要是, 对于"),
}

# How the second of two questions in one sentence begins: "... and how much is shipping".
_SECOND = {
    "da": (
        "og, samt",
        "hvordan, hvad, hvornår, hvor, hvorfor, hvem, hvilken, hvilke, kan jeg, skal jeg, må jeg",
    ),
    "de": ("und", "wie, was, wann, wo, warum, wer, welche, welcher, kann ich, muss ich, darf ich"),
    "en": ("and, also", "how, what, when, where, why, who, which, can i, do i, should i, may i, is it, is there"),
    "es": ("y", "cómo, qué, cuándo, dónde, por qué, quién, cuál, cuánto, puedo, tengo que"),
    "fr": ("et", "comment, que, quand, où, pourquoi, qui, quel, quelle, combien, puis-je, est-ce que, dois-je"),
    "it": ("e", "come, cosa, quando, dove, perché, chi, quale, quanto, posso, devo"),
    "nl": ("en", "hoe, wat, wanneer, waar, waarom, wie, welke, kan ik, moet ik, mag ik"),
    "pl": ("i, oraz", "jak, co, kiedy, gdzie, dlaczego, kto, który, ile, czy"),
    "pt": ("e", "como, o que, quando, onde, porque, quem, qual, quanto, posso, tenho de"),
    "sv": ("och", "hur, vad, när, var, varför, vem, vilken, vilka, kan jag, måste jag, får jag"),
}
_SENTENCE_END = re.compile(r"(?<=[?？])\s*|(?<=[.!。！…])\s+|\n+")
_OTHER = 0.25  # of the words of two texts that say the same
_MOST_OTHER = 6  # words of two long ones
_LETTERS_PER_TYPO = 5
_HAN = re.compile("[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
_LEAST = 2  # words of a part that asks something


def continues(text: str, language: Language) -> bool:
    """Whether the text is short and begins as one that goes on from something."""
    words = folded(text)
    surely, perhaps = _openings(language)
    if language == "zh":
        return _begins(words, surely, len(words) <= _LONGEST_HAN) or _begins(words, perhaps, len(words) <= _SCRAP_HAN)
    length = len(words.split())
    return _begins(f"{words} ", surely, length <= LONGEST_FOLLOW_UP) or _begins(f"{words} ", perhaps, length <= _SCRAP)


def _begins(words: str, openings: tuple[str, ...], is_short: bool) -> bool:
    return is_short and words.startswith(openings)


@cache
def _openings(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each ends where a word ends."""
    end = "" if language == "zh" else " "
    surely, perhaps = _OPENINGS.get(language, ("", ""))
    return _each(surely, end), _each(perhaps, end)


def _each(openings: str, end: str) -> tuple[str, ...]:
    return tuple(folded(each) + end for each in openings.split(",") if each.strip())


def same(text: str, other: str) -> bool:
    """Whether both say the same words, give or take one of four: a misspelt one, or "please".

    Another word in the place of one ("to France", "to Spain") says something new, and so does one more that is no
    everyday word, or a number.
    """
    words, others = _words(text), _words(other)
    if not words or len(words ^ others) > _MOST_OTHER:
        return False
    more, less = _new(words, others), _new(others, words)
    few = len(more | less) <= _OTHER * len(words | others)
    return few and not (more and less) and all(map(_is_everyday, more | less))


def _new(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """What only the first have, but for the misspelt."""
    return frozenset(each for each in words - others if not any(_is_typo(each, other) for other in others - words))


def _is_typo(word: str, other: str) -> bool:
    """Another number is another thing, however alike."""
    if _DIGIT.search(word) or _DIGIT.search(other):
        return False
    most = len(word) // _LETTERS_PER_TYPO
    return 0 < most >= abs(len(word) - len(other)) and mistakes(word, other, most) <= most


def _is_everyday(word: str) -> bool:
    return not _DIGIT.search(word) and (word in lexicon() or _HAN.search(word) is not None)


def _words(text: str) -> frozenset[str]:
    """Chinese by its characters: it writes no spaces."""
    words = folded(text).split()
    return frozenset(part for word in words for part in (word if _HAN.search(word) else (word,)))


def with_what_it_continues(text: str, before: Sequence[str], language: Language) -> str:
    """The text after the question that it goes on from, if it goes on from one; `before` is oldest first."""
    said = [text]
    for earlier in reversed(before):
        if not continues(said[0], language):
            break
        said.insert(0, earlier)
    return "\n".join(said)


def parts(text: str, language: Language) -> tuple[str, ...]:
    """The questions in a text, at most MOST_PARTS of them; the text itself when it is one, or longer than anybody asks."""
    if len(text) > LONGEST:
        return (text,)
    sentences = [each.strip() for each in _SENTENCE_END.split(text) if _asks(each, language)]
    found = sentences if len(sentences) > 1 else _halves(text, language)
    return tuple(found) if len(found) == MOST_PARTS else (text,)


def _asks(text: str, language: Language) -> bool:
    return len(text.strip()) >= 4 if language == "zh" else len(text.split()) >= _LEAST


def _halves(text: str, language: Language) -> list[str]:
    found = _second(language)
    halves = found.split(text, maxsplit=1) if found else [text]
    return [half.strip(" ,") for half in halves] if all(len(half.split()) > _LEAST for half in halves) else [text]


@cache
def _second(language: str) -> re.Pattern[str] | None:
    if language not in _SECOND:
        return None
    joining, asking = ("|".join(re.escape(each.strip()) for each in words.split(",")) for words in _SECOND[language])
    return re.compile(rf"[\s,]+(?:{joining})\s+(?=(?:{asking})\b)", re.IGNORECASE)
