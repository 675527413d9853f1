"""The rule "markup": plain Markdown only, without HTML, code, pictures, pings and characters that cannot be seen."""

import re
import unicodedata
from collections.abc import Iterator

from core.answers.guard.sources import Written

_TAG = re.compile(
    r"<(?![a-z][a-z0-9+.-]{1,20}:[^\s<>]*>|[\w.+-]+@[\w.-]+>)[/!?]?[a-z][^<>]{0,400}>?|<!--", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]\n]{0,400}\][(\[]")
_PING = re.compile(r"(?<![\w.])@(?:everyone|here|channel|all)\b|<[!@#][^<>\s]{0,80}>", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.@/+-])@\w{3,}(?![\w.]*\.\w)")
_CODE = re.compile(r"[{}]|```|\w\(\w+ ?= ?[\"'“]")  # what a program would carry out
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_USUAL = frozenset("\n\t\r")
_JOINER = "\u200d"  # inside emoji


def markup(answer: Written) -> Iterator[str]:
    """HTML, pictures and pings are refused even where a source has them; mentions, code and unseen characters where none has."""
    for what, pattern in (("HTML", _TAG), ("an entity", _ENTITY), ("a picture", _PICTURE), ("a ping", _PING)):
        if found := pattern.search(answer.text):
            yield f"{what}: {found[0][:80]!r}"
    known = "\n".join(source.text for source in answer.sources)
    if unseen := _unseen(answer.text) - frozenset(known):
        yield f"characters that cannot be seen: {', '.join(f'U+{ord(each):04X}' for each in sorted(unseen))}"
    if (code := _CODE.search(answer.text)) and code[0] not in known:
        yield f"code: {code[0]!r}"
    mentions = frozenset(_MENTION.findall(answer.text)) - frozenset(_MENTION.findall(known))
    yield from (f"mention {mention!r} stands in no cited source" for mention in sorted(mentions))


def _unseen(text: str) -> frozenset[str]:
    return frozenset(
        character
        for place, character in enumerate(text)
        if character not in _USUAL
        and (unicodedata.category(character) in _UNSEEN or character in "\u115f\u3164")
        and not (character == _JOINER and _joins_emoji(text, place))
    )


def _joins_emoji(text: str, place: int) -> bool:
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(unicodedata.category(each) in ("So", "Sk", "Mn") for each in around)
