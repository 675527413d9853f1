"""What a translation must share with its original, and what it must never bring along. Pure."""

import re
from collections import Counter
from collections.abc import Iterator

from core.answers.figures import figures
from core.answers.guard.contacts import contacts
from core.answers.guard.instructions import instructions
from core.answers.guard.markup import markup
from core.answers.guard.promise import promise
from core.answers.guard.readings import readings
from core.answers.guard.sources import Source, Written, plain
from core.answers.guard.units import units
from core.answers.translating.veil import MARK
from core.language.detect import hear
from core.model.ids import Language

_MOST = 3.0  # times as long as the original
_MOST_FROM_HAN = 8.0
_LEAST = 0.1
_ROOM = 60  # characters: a short text may grow by more
_CODE = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![\w-])")
_DAY = re.compile(r"weekday \d|today|tomorrow|yesterday")
_HAN = re.compile("[\u3400-\u9fff]")


def faults(text: str, original: str, source: Language, target: Language, rules: str) -> Iterator[str]:
    """Why it may not be shown at all: the names of what it breaks, with nothing of what was written."""
    if not text.strip():
        yield "empty"
        return
    if _is_too_long(text, original) or _is_cut(text, original):
        yield "length"
    if hear(text, target).writes not in ("", target):
        yield "language"
    written = _written(text, original, source, target, rules)
    if any(markup(written)):
        yield "markup"
    if any(instructions(written)):
        yield "instructions"
    if _led_to(text) - _led_to(original):
        yield "contacts"


def promises_more(text: str, original: str, source: Language, target: Language) -> bool:
    """Whether a customer would read a promise or a decision of ours that nobody has written, as far as there are forms for it."""
    return any(promise(_alone(text, target))) and not any(promise(_alone(original, source)))


def doubts(text: str, original: str, source: Language, target: Language) -> Iterator[str]:
    """What is not the same in both, by its form: the original has to be shown beside it."""
    text, original = MARK.sub(";", text), MARK.sub(";", original)
    yield from _unequal("code", _codes(text), _codes(original))
    here, there = (_CODE.sub(";", each) for each in (text, original))
    yield from _unequal("figure", figures(here, target), figures(there, source))
    yield from (f"day {each}: not in the original" for each in sorted(_days(text, target) - _days(original, source)))
    yield from (f"link {each}" for each in sorted(_led_to(original) - _led_to(text)))


def _unequal(what: str, here: Counter[str], there: Counter[str]) -> Iterator[str]:
    for form in sorted((here - there) + (there - here)):
        yield f"{what} {form}: {there[form]} in the original, {here[form]} in the translation"


def _codes(text: str) -> Counter[str]:
    return Counter(_CODE.findall(plain(text)))


def _days(text: str, language: Language) -> frozenset[str]:
    forms = (form for _, said in readings(plain(text), language) for form in re.split(r"[|&]", said))
    return frozenset(form for form in forms if _DAY.fullmatch(form))


def _led_to(text: str) -> frozenset[str]:
    found = contacts(plain(text))
    return found.links | found.emails | found.phones


def _is_too_long(text: str, original: str) -> bool:
    grows = _MOST_FROM_HAN if _HAN.search(original) else _MOST
    return len(text) > grows * len(original) + _ROOM


def _is_cut(text: str, original: str) -> bool:
    return len(text) < _LEAST * len(original)


def _alone(text: str, language: Language) -> Written:
    return Written(text, tuple(map(plain, units(text))), language, ())


def _written(text: str, original: str, source: Language, target: Language, rules: str) -> Written:
    """All of it is judged as the model's own; what the original has is no news."""
    return Written(text, (plain(text),), target, (Source("", original, "", source),), original, rules)
