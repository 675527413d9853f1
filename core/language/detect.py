"""In which language a customer writes, and in which of ours to go on: words decide, the conversation and the messenger help."""

from typing import NamedTuple

from core.language import telling
from core.language.evidence import model, scores
from core.language.foreign import CODES, FOREIGN, NEIGHBOURS, OURS, SAME
from core.language.lexicon import borrowed, courtesies, lexicon
from core.language.remembered import remembered
from core.language.scripts import HAN, LATIN, SPACELESS, is_chinese_sentence, script_of
from core.language.spec import ENGLISH, ours, primary
from core.model.ids import Language

CLEAR = 1.5  # by how much a language must lead, as a natural logarithm of odds, for it to be clearly the text's
SENTENCE = 3  # words; fewer are seldom enough to change the language of a conversation
LONE_WORD = 7  # letters of a script that writes no spaces; fewer may be one word
LONGEST = 1000  # characters; more of them say nothing new
REMEMBERED = 2_000  # texts; many customers write the same


class Hearing(NamedTuple):
    """`language`: the one of ours in which to go on. `writes`: the ISO 639 code of the language that the text is clearly in,
    ours or not; "" if it is too short to say or could be several."""

    language: Language
    writes: str


def hear(text: str, spoken: Language | None, hint: str = "") -> Hearing:
    """What the text says about its language.

    `spoken` is the language of the conversation so far, `hint` the messenger's language code. What says nothing (a number,
    a name, "ok") stays with these. A clear sentence changes the language; in one that is not ours, to English. In a
    message of two languages the question counts, or the longer sentence.
    """
    return _hear(text[:LONGEST], spoken, hint)


@remembered(REMEMBERED)
def _hear(text: str, spoken: Language | None, hint: str) -> Hearing:
    said = _what_counts(telling.telling(text))
    script = script_of(said)
    if script == LATIN:
        return _question(said, spoken, hint)
    if not script:
        return Hearing(_known(spoken, hint), "")
    return _other_script(said, script, spoken, hint)


def spoken_in(text: str, tag: str) -> Language:
    """Our language for an IETF tag such as "pt-BR"; without one of ours, the language of the text."""
    return ours(tag) or hear(text, None, tag).language


def warm_up() -> None:
    """Load the model and the words now, in about a second, and not with the first customer's message."""
    model()
    lexicon()
    courtesies()


def _known(spoken: Language | None, hint: str) -> Language:
    return spoken or ours(hint) or ENGLISH


def _other_script(said: str, script: str, spoken: Language | None, hint: str) -> Hearing:
    if script == HAN:
        return _chinese(said, spoken, hint)
    if spoken and _says_little(said, script):
        return Hearing(spoken, "")
    return Hearing(ENGLISH, _best(said, script, hint) if script in FOREIGN else script)


def _what_counts(said: str) -> str:
    """A question in another script than the rest speaks for the whole message, if it is more than a name."""
    script = script_of(said)
    asked = [sentence for sentence in telling.sentences(said) if sentence.endswith(("?", "？"))]
    others = [sentence for sentence in asked if script_of(sentence) not in ("", script)]
    return others[-1] if others and len(others[-1].split()) >= SENTENCE else said


def _says_little(said: str, script: str) -> bool:
    if script in SPACELESS:
        return len(said) < LONE_WORD
    return len(telling.words(said)) < 2 or telling.is_name(said)


def _chinese(said: str, spoken: Language | None, hint: str) -> Hearing:
    """Two or three characters may be a name, or Japanese without its kana."""
    if is_chinese_sentence(said):
        return Hearing(Language("zh"), "zh")
    if spoken or primary(hint) == "ja":
        return Hearing(_known(spoken, hint), "")
    return Hearing(Language("zh"), "")


def _best(said: str, script: str, hint: str) -> str:
    """The likeliest language of a script in which none of ours is written."""
    odds = scores(said, said.split(), script, None, hint)
    return CODES[odds.index(max(odds))]


def _question(said: str, spoken: Language | None, hint: str) -> Hearing:
    """In a message of several sentences, the one that counts, if it is clearly in another language than the whole."""
    whole = _latin(said, spoken, hint)
    parts = telling.sentences(said)
    if len(parts) < 2:
        return whole
    questions = [part for part in parts if part.endswith("?")]
    part = _latin(questions[-1] if questions else max(parts, key=len), spoken, hint)
    return part if part.writes else whole


def _latin(said: str, spoken: Language | None, hint: str) -> Hearing:
    sentence = telling.without_titles(said)
    words = telling.words(sentence)
    if borrowed().issuperset(words) or ((spoken or hint) and _is_name(said, words, spoken)):
        return Hearing(_known(spoken, hint), "")
    odds = scores(sentence, words, LATIN, spoken, hint)
    best = odds.index(max(odds))
    if spoken and not _may_change(words, spoken, best):
        return Hearing(spoken, "")
    return _heard(odds, best, len(words) >= SENTENCE, spoken)


def _is_name(said: str, words: list[str], spoken: Language | None) -> bool:
    """In first words, "Guten Tag" has two capitals too, but is known from a list."""
    if not telling.is_name(said):
        return False
    return spoken is not None or lexicon().keys().isdisjoint(word for word in words if word not in telling.LINKS)


def _may_change(words: list[str], spoken: Language, best: int) -> bool:
    """Three words may, unless they are only courtesies; two if both are another language's and not this one's."""
    if len(words) >= SENTENCE:
        return not courtesies().issuperset(words)
    known, old = lexicon(), CODES.index(spoken) if spoken in CODES else -1
    languages = [known.get(word, ()) for word in words if word not in courtesies()]
    return len(languages) == 2 and all(best in places and old not in places for places in languages)


def _heard(odds: list[float], best: int, sentence: bool, spoken: Language | None) -> Hearing:
    code, lead = CODES[best], odds[best]
    if best < OURS:
        clear = sentence and lead - max(other for place, other in enumerate(odds) if place != best) >= CLEAR
        return Hearing(Language(code), code if clear else "")
    nearest = max(range(OURS), key=odds.__getitem__)
    if sentence and lead - odds[nearest] >= CLEAR and spoken not in NEIGHBOURS.get(code, ()):
        return Hearing(ENGLISH, SAME.get(code, code))
    return Hearing(spoken or Language(CODES[nearest]), "")
