"""Telegram's HTML, read as the Bot API reads it: a text and its entities, or the reason why not.

https://core.telegram.org/bots/api#html-style; MarkdownV2 is not spoken here and is refused as an unknown parse mode.
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from bots.playground.telegram.entities import MOST_ENTITIES, nested, normal_url, width
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.state import Entity

_TYPES = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?\s*""")


@dataclass(frozen=True)
class _Open:
    """A start tag that waits for its end."""

    name: str
    argument: str
    start: int  # in the plain text, in UTF-16 units


@dataclass
class _Reader:
    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    units: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities; raises BadRequest as Telegram words it."""
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader)
    if reader.opened:
        _refuse(f'Can\'t find end tag corresponding to start tag "{reader.opened[-1].name}"')
    entities = [_without_language(entity) for entity in reader.entities]
    return "".join(reader.plain), nested(entities[:MOST_ENTITIES])


def _without_language(entity: Entity) -> Entity:
    """Only a block of code has a language: on inline code it was kept for the block around it."""
    return entity if entity.type != "code" else Entity("code", entity.offset, entity.length)


def _step(reader: _Reader) -> None:
    if reader.source.startswith("</", reader.at):
        _end_tag(reader)
    elif reader.source[reader.at] == "<":
        _start_tag(reader)
    else:
        _characters(reader)


def _characters(reader: _Reader) -> None:
    reference = _REFERENCE.match(reader.source, reader.at)
    end = reader.source.find("<", reader.at + 1)
    end = len(reader.source) if end < 0 else end
    following = reader.source.find("&", reader.at + 1, end)
    stop = reference.end() if reference else following if following >= 0 else end
    text = _decoded(reference) if reference else reader.source[reader.at : stop]
    reader.plain.append(text)
    reader.units += width(text)
    reader.at = stop


def _decoded(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _CHARACTERS[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else reference.group()


def _start_tag(reader: _Reader) -> None:
    begin = reader.at
    name = _name(reader, begin + 1)
    if name not in _TYPES:
        _refuse(f'Unsupported start tag "{name}" at byte offset {_byte(reader, begin)}')
    attributes = _attributes(reader, name, begin)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte(reader, begin)}')
    reader.opened.append(_Open(name, _argument(name, attributes), reader.units))


def _name(reader: _Reader, start: int) -> str:
    match = _NAME.match(reader.source, start)
    assert match is not None, "the pattern matches the empty text"
    reader.at = match.end()
    return match.group().lower()


def _attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    found: dict[str, str] = {}
    while reader.at < len(reader.source) and reader.source[reader.at] != ">":
        match = _ATTRIBUTE.match(reader.source, reader.at)
        if match is None or match.end() == reader.at:
            break
        name, *values = match.groups()
        if not name and reader.source[match.end() : match.end() + 1] != ">":
            where = _byte(reader, reader.at)
            _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        if name:
            found[name.lower()] = _plain(next((value for value in values if value is not None), ""))
        reader.at = match.end()
    if reader.source[reader.at : reader.at + 1] != ">":
        _refuse(f"Unclosed start tag at byte offset {_byte(reader, begin)}")
    reader.at += 1
    return found


def _plain(value: str) -> str:
    return _REFERENCE.sub(_decoded, value)


def _argument(name: str, attributes: dict[str, str]) -> str:
    if name == "a":
        return attributes.get("href", "")
    if name == "code":
        return attributes.get("class", "").removeprefix("language-")
    return "expandable" if name == "blockquote" and "expandable" in attributes else ""


def _end_tag(reader: _Reader) -> None:
    begin = reader.at
    where = _byte(reader, begin)
    if not reader.opened:
        _refuse(f"Unexpected end tag at byte offset {where}")
    name = _name(reader, begin + 2)
    end = reader.source.find(">", reader.at)
    if end < 0 or reader.source[reader.at : end].strip():
        _refuse(f"Unclosed end tag at byte offset {where}")
    opened = reader.opened.pop()
    if name and name != opened.name:
        _refuse(f'Unmatched end tag at byte offset {where}, expected "</{opened.name}>", found "</{name}>"')
    reader.at = end + 1
    _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    length = reader.units - opened.start
    kind = "expandable_blockquote" if opened.argument == "expandable" else _TYPES[opened.name]
    if length == 0:
        return
    if kind == "text_link":
        _link(reader, opened, length)
    elif kind == "pre":
        reader.entities.append(Entity("pre", opened.start, length, language=_language(reader, opened.start, length)))
    else:
        language = opened.argument if kind == "code" and opened.argument else None
        reader.entities.append(Entity(kind, opened.start, length, language=language))


def _link(reader: _Reader, opened: _Open, length: int) -> None:
    """A link without an address leads to its own text; one that leads nowhere is left out, its text stays."""
    shown = "".join(reader.plain).encode("utf-16-le")[2 * opened.start :].decode("utf-16-le")
    url = normal_url(opened.argument or shown)
    if url is not None:
        reader.entities.append(Entity("text_link", opened.start, length, url=url))


def _language(reader: _Reader, start: int, length: int) -> str | None:
    """The language of `<pre><code class="language-x">`, where the code fills the whole block."""
    inner = reader.entities[-1] if reader.entities else None
    fills = inner is not None and (inner.type, inner.offset, inner.length) == ("code", start, length)
    return inner.language if inner is not None and fills else None


def _byte(reader: _Reader, at: int) -> int:
    return len(reader.source[:at].encode("utf-8", "replace"))


def _refuse(reason: str) -> NoReturn:
    raise BadRequest(f"can't parse entities: {reason}")
