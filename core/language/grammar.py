"""The parts of small grammars: lists of phrases of one language become patterns for a text that is spelt as it spells."""

import re
from functools import cache

import msgspec

from core.language.normal import UNSPACED, apart, folded
from core.language.remembered import remembered
from core.language.vocabulary import any_of

FEW = "{0,6}"  # words that may stand between two parts
_PAUSES = ',、，()[]"“”«»—–/|'
_STOPS = re.compile(rf"([.!?;:…\n。！？；：]+|[{re.escape(_PAUSES)}]+)")
# How the letters are typed that a keyboard lacks: "moechte", "maa".
_TYPED = {"de": (("ae", "a"), ("oe", "o"), ("ue", "u")), "da": (("aa", "a"), ("oe", "o")), "sv": (("aa", "a"),)}
_TRADITIONAL = str.maketrans(
    "轉聯繫絡請說話談對機個員專線務給幫麼樣嗎顧問業這裡沒誰讓與實體維點來現馬見還煩應該聽經電賣買處們講時間後頭連過換貨號碼別協類總監辦為幹傾計廢妳騙殺傷斃氣滅鍵盤爾願隨認識難憑權許溝結束",
    "转联系络请说话谈对机个员专线务给帮么样吗顾问业这里没谁让与实体维点来现马见还烦应该听经电卖买处们讲时间后头连过换货号码别协类总监办为干倾计废你骗杀伤毙气灭键盘尔愿随认识难凭权许沟结束",
)


class Parts:
    """A language's lists as parts of patterns, written with spaces between words also for a language without any."""

    def __init__(self, words: msgspec.Struct, language: str) -> None:
        self._language = language
        self.phrases = {field: self._listed(getattr(words, field)) for field in words.__struct_fields__}

    def _listed(self, phrases: str) -> list[str]:
        return [spaced(" ".join(phrase.split()), self._language) for phrase in phrases.split(",") if phrase.strip()]

    def any(self, *fields: str) -> str:
        """A pattern for any phrase of these lists; for none if they are empty."""
        phrases = [phrase for field in fields for phrase in self.phrases[field]]
        return any_of(phrases) if phrases else "(?!)"

    def words(self, *fields: str) -> set[str]:
        return {word for field in fields for phrase in self.phrases[field] for word in phrase.split()}

    def keys(self, *fields: str) -> frozenset[str]:
        return frozenset(max(phrase.split(), key=len) for field in fields for phrase in self.phrases[field])

    def ending_like(self, field: str, other: str) -> list[str]:
        """The phrases of a list with the last word of one of the other: "do not want to talk to" ends like "speak to"."""
        ends = tuple(phrase.split()[-1] for phrase in self.phrases[other])
        return [phrase for phrase in self.phrases[field] if phrase.endswith(ends)]

    def compiled(self, pattern: str) -> re.Pattern[str]:
        if self._language == UNSPACED:
            pattern = pattern.replace(r" \w+", r"\w").replace(" ", "").replace(r"\b", "")
        return re.compile(pattern)


def spaced(text: str, language: str) -> str:
    """The folded words of a text with "." and "," between them where it stops or pauses, as this language spells."""
    return _as_typed(_stopped(apart(text, language)), language)


def mentions(said: str, keys: frozenset[str], language: str) -> bool:
    """Whether one of the words stands in a spaced text: cheap, before any pattern is compiled or tried."""
    if language == UNSPACED:
        return not _beginnings(keys).isdisjoint(said) and any(key in said for key in keys)
    return not keys.isdisjoint(said.split(" "))


@cache
def _beginnings(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key[0] for key in keys)


@remembered(256)
def _stopped(text: str) -> str:
    pieces = _STOPS.split(text)
    words = [_stop(piece) if place % 2 else folded(piece) for place, piece in enumerate(pieces)]
    return " ".join(word for word in words if word)


def _stop(signs: str) -> str:
    return "," if signs[0] in _PAUSES else "."


def _as_typed(said: str, language: str) -> str:
    if language == UNSPACED:
        return said.translate(_TRADITIONAL).replace(" ", "")
    for typed, letter in _TYPED.get(language, ()):
        said = said.replace(typed, letter)
    return said
