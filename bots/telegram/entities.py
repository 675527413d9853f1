"""The formatting of a message that came in from Telegram: entities counted in UTF-16 units, as styles over code points. Pure.

https://core.telegram.org/bots/api#messageentity
"""

from typing import Any

from bots.telegram.characters import clean
from bots.telegram.markup import web_address
from core.model.styled import Style, StyleKind, merged

_KINDS: dict[str, StyleKind] = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "code",
    "pre": "pre",
    "blockquote": "quote",
    "expandable_blockquote": "quote",
    "text_link": "link",
}


def styles_of(text: str, entities: object) -> tuple[Style, ...]:
    """What can be read of them; what is odd about the rest costs no message."""
    if not isinstance(entities, list) or not entities:
        return ()
    places = _Places(text)
    found = (_style(each, places) for each in entities if isinstance(each, dict))
    return merged(style for style in found if style)


class _Places:
    """Code points by the UTF-16 unit at which they begin; a unit inside a pair belongs to its character."""

    def __init__(self, text: str) -> None:
        self._points: list[int] = []
        for point, character in enumerate(text):
            self._points += [point] * (2 if ord(character) > 0xFFFF else 1)
        self._points.append(len(text))

    def at(self, unit: int) -> int:
        return self._points[max(0, min(unit, len(self._points) - 1))]


def _style(entity: dict[str, Any], places: _Places) -> Style | None:
    kind = _KINDS.get(str(entity.get("type")))
    offset, length = entity.get("offset"), entity.get("length")
    if kind is None or not isinstance(offset, int) or not isinstance(length, int):
        return None
    href = _href(entity.get("url")) if kind == "link" else ""
    if kind == "link" and not href:
        return None
    return Style(kind, places.at(offset), places.at(offset + length), href)


def _href(url: object) -> str:
    return web_address(clean(url)) if isinstance(url, str) else ""
