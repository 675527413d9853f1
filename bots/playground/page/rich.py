"""Formatted text as a small tree that a browser builds nodes from, and Telegram's entities made into it."""

from collections.abc import Sequence

import msgspec

from bots.playground.telegram.state import Entity


class Node(msgspec.Struct, omit_defaults=True):
    """A formatted part. `tag`: b, i, u, s, code, pre, quote, spoiler, a, mention, command, date, p, h, ul, ol, li or hr.

    `title` is a pre's language or a date's pattern, `at` a date in Unix seconds.
    """

    tag: str
    kids: "Rich" = []
    href: str = ""
    title: str = ""
    at: int = 0


Rich = Sequence[Node | str]

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "quote",
    "expandable_blockquote": "quote",
    "text_link": "a",
    "url": "a",
    "email": "a",
    "bot_command": "command",
    "mention": "mention",
    "hashtag": "mention",
}


def from_entities(text: str, entities: Sequence[Entity]) -> Rich:
    """The text with its entities, whose offsets count UTF-16 units; those that cross are cut at the crossing."""
    units = text.encode("utf-16-le", "surrogatepass")
    known = sorted((each for each in entities if each.type in _TAGS), key=lambda each: (each.offset, -each.length))
    return without_breaks(_between(units, 0, len(units) // 2, known))


def _between(units: bytes, start: int, end: int, entities: Sequence[Entity]) -> Rich:
    made: list[Node | str] = []
    at = start
    rest = list(entities)
    while rest:
        entity = rest.pop(0)
        low, high = max(entity.offset, at), min(entity.end, end)
        if low >= high:
            continue
        made += _words(units, at, low)
        inside = [each for each in rest if each.offset < high]
        made.append(_node(entity, units, _between(units, low, high, inside)))
        rest = [each for each in rest if each.end > high]
        at = high
    return [*made, *_words(units, at, end)]


def _node(entity: Entity, units: bytes, kids: Rich) -> Node:
    written = units[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")
    return Node(_TAGS[entity.type], kids, _address(entity, written), entity.language or "")


def _address(entity: Entity, written: str) -> str:
    match entity.type:
        case "text_link":
            return entity.url or ""
        case "url":
            return written if "://" in written else f"http://{written}"
        case "email":
            return f"mailto:{written}"
        case _:
            return ""


def _words(units: bytes, start: int, end: int) -> list[str]:
    return [units[2 * start : 2 * end].decode("utf-16-le", "replace")] if start < end else []


def without_breaks(parts: Rich) -> Rich:
    """A quotation or a block of code ends its line by itself: the line break after it shows nothing."""
    made: list[Node | str] = []
    for part in parts:
        after_block = bool(made) and isinstance(made[-1], Node) and made[-1].tag in ("quote", "pre")
        made.append(part.removeprefix("\n") if after_block and isinstance(part, str) else part)
    return made


def plain(rich: Rich) -> str:
    """The words of it."""
    return "".join(part if isinstance(part, str) else plain(part.kids) for part in rich)
