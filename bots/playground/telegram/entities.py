"""Entities of a text, measured in UTF-16 units: checked, cleaned, found, and made to nest as Telegram does."""

import re
from collections.abc import Iterable, Iterator

from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.state import Entity

MOST_ENTITIES = 100
_FIELDS_OF_CODE = ("code", "pre")
_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_KNOWN = _STYLES | {"code", "pre", "blockquote", "expandable_blockquote", "text_link"}
_IGNORED = frozenset({"cashtag", "phone_number", "text_mention", "custom_emoji", "date_time"})
_RANK = ("blockquote", "expandable_blockquote", "text_link", "bold", "italic", "underline", "strikethrough")

_AUTOMATIC = {
    "url": re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]|\bwww\.[\w-]+\.[a-z]{2,}(?:/[^\s<>\"']*)?", re.I),
    "email": re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"),
    "mention": re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "hashtag": re.compile(r"(?<![\w#&/])#(?=\w*[^\W\d])\w{1,256}"),
}


def width(text: str) -> int:
    """The length in UTF-16 units, in which the Bot API counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def covered(text: str, entity: Entity) -> str:
    """The part of a text that an entity formats."""
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


def given(raw: Iterable[dict[str, object]], text: str) -> list[Entity]:
    """Entities that the bot gave with a plain text; raises BadRequest for those that end outside of it."""
    cuts = _boundaries(text)
    entities = [entity for entity in map(_entity, raw) if entity is not None]
    for entity in entities:
        _check(entity, cuts, width(text))
    return nested(entities[:MOST_ENTITIES])


def _entity(raw: dict[str, object]) -> Entity | None:
    kind, offset, length = raw.get("type"), raw.get("offset"), raw.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise BadRequest("can't parse MessageEntity: wrong type, offset or length")
    if kind not in _KNOWN | _AUTOMATIC.keys() | _IGNORED:
        raise BadRequest("can't parse MessageEntity: Unsupported type specified")
    if kind not in _KNOWN or offset < 0 or length <= 0:
        return None  # Telegram leaves these out, and finds links and commands itself
    url, language = raw.get("url"), raw.get("language")
    link = normal_url(str(url)) if kind == "text_link" else None
    if kind == "text_link" and link is None:
        raise BadRequest(f"entity URL '{url}' is invalid: Wrong HTTP URL")
    return Entity(kind, offset, length, link, str(language) if kind == "pre" and language else None)


def _check(entity: Entity, cuts: set[int], end: int) -> None:
    if entity.offset >= end:
        raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.offset not in cuts:
        raise BadRequest(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {entity.offset}")
    where = f"entity beginning at UTF-16 offset {entity.offset} ends"
    if entity.end > end:
        raise BadRequest(f"{where} after the end of the text at UTF-16 offset {entity.end}")
    if entity.end not in cuts:
        raise BadRequest(f"{where} in a middle of a UTF-16 symbol at UTF-16 offset {entity.end}")


def _boundaries(text: str) -> set[int]:
    cuts, at = {0}, 0
    for char in text:
        at += width(char)
        cuts.add(at)
    return cuts


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without what Telegram removes (controls, direction overrides, blanks at both ends), entities moved along."""
    kept = [_kept(char) for char in text]
    blanks = len(text) - len("".join(char or " " for char in kept).lstrip())
    end = len("".join(char or " " for char in kept).rstrip())
    kept = ["" if at < blanks or at >= end else char for at, char in enumerate(kept)]
    moved = _moves(text, kept)
    shifted = [_between(entity, moved[entity.offset], moved[entity.end]) for entity in entities]
    return "".join(kept), [entity for entity in shifted if entity.length > 0]


def _kept(char: str) -> str:
    if char == "\r" or "\u2028" <= char <= "\u202e" or char in "\u0333\u033f\u030a":
        return ""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return " " if char < " " and char != "\n" else char


def _moves(text: str, kept: list[str]) -> list[int]:
    """For every old UTF-16 offset the new one."""
    moved, now = [], 0
    for old, new in zip(text, kept, strict=True):
        moved += [now] * width(old)
        now += width(new)
    return [*moved, now]


def _between(entity: Entity, start: int, end: int) -> Entity:
    return Entity(entity.type, start, end - start, entity.url, entity.language)


def nested(entities: Iterable[Entity]) -> list[Entity]:
    """Entities in Telegram's order, whose styles stop at code, and with no quotation in a quotation."""
    found: list[Entity] = []
    code = _outermost([entity for entity in entities if entity.type in _FIELDS_OF_CODE])
    for entity in sorted(set(entities) - set(code), key=_order):
        if entity.type in _FIELDS_OF_CODE or any(_repeats(entity, other) for other in found):
            continue
        found += _around(entity, code) if entity.type in _STYLES else [entity]
    found = [entity for entity in found if entity.type in _STYLES or not _inside_any(entity, code)]
    return sorted([*found, *code], key=_order)


def _order(entity: Entity) -> tuple[int, int, int]:
    rank = _RANK.index(entity.type) if entity.type in _RANK else len(_RANK)
    return entity.offset, -entity.length, rank


def _outermost(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e.offset, -e.length, e.type != "pre")):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _repeats(entity: Entity, other: Entity) -> bool:
    quotes = {"blockquote", "expandable_blockquote"}
    same = entity.type == other.type or {entity.type, other.type} <= quotes
    return same and other.offset <= entity.offset and entity.end <= other.end


def _inside_any(entity: Entity, others: list[Entity]) -> bool:
    return any(other.offset <= entity.offset and entity.end <= other.end for other in others)


def _around(entity: Entity, code: list[Entity]) -> Iterator[Entity]:
    """The parts of a style that lie outside of code, in which Telegram shows no style."""
    start = entity.offset
    for block in (block for block in code if block.offset < entity.end):
        if start < block.offset:
            yield _between(entity, start, block.offset)
        start = max(start, block.end)
    if start < entity.end:
        yield _between(entity, start, entity.end)


def detected(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities and the links, addresses, mentions, commands and hashtags that Telegram finds itself."""
    found = list(entities)
    for kind, pattern in _AUTOMATIC.items():
        for match in pattern.finditer(text):
            new = Entity(kind, width(text[: match.start()]), width(match.group()))
            if not any(_meet(new, other) for other in found if other.type not in _STYLES | {"blockquote"}):
                found.append(new)
    return sorted(found, key=_order)


def _meet(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def normal_url(address: str) -> str | None:
    """The link as Telegram stores it ("example.com" becomes "http://example.com/"); None if it is no link."""
    match = re.fullmatch(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^\s/?#]+)([^\s]*)", address.strip())
    if match is None:
        return None
    scheme, host, rest = (match[1] or "http").lower(), match[2], match[3]
    if scheme not in ("http", "https", "tg", "ton") or (scheme.startswith("http") and "." not in host):
        return None
    return f"{scheme}://{host}{rest}" if rest.startswith("/") or scheme == "tg" else f"{scheme}://{host}/{rest}"
