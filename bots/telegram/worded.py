"""Somebody's own words with their styles, as Telegram shows them: only tags that may stand inside each other. Pure.

https://core.telegram.org/bots/api#formatting-options: code and preformatted text hold no other formatting and stand in none but
a quotation, and no quotation stands in another.
"""

from collections.abc import Sequence
from itertools import pairwise

from bots.telegram.markup import web_address
from bots.telegram.styled import Run, Tag
from core.model.styled import Style, StyleKind

_ORDER: tuple[StyleKind, ...] = ("quote", "pre", "code", "link", "bold", "italic", "underline", "strike")
_NAMES: dict[StyleKind, str] = {
    "quote": "blockquote",
    "pre": "pre",
    "code": "code",
    "link": "a",
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strike": "s",
}


def worded(text: str, styles: Sequence[Style]) -> list[Run]:
    """The words as runs; together they are exactly the text."""
    borders = {0, len(text)} | {place for style in styles for place in (style.start, style.end)}
    places = sorted(place for place in borders if 0 <= place <= len(text))
    return [
        Run(text[start:end], _tags([style for style in styles if style.start <= start and end <= style.end]))
        for start, end in pairwise(places)
    ]


def _tags(styles: Sequence[Style]) -> tuple[Tag, ...]:
    kinds = {style.kind: style for style in reversed(styles)}
    fixed: StyleKind | None = "pre" if "pre" in kinds else "code" if "code" in kinds else None
    fitting = [kind for kind in _ORDER if kind in kinds and (fixed is None or kind in ("quote", fixed))]
    return tuple(tag for kind in fitting if (tag := _tag(kinds[kind])))


def _tag(style: Style) -> Tag | None:
    if style.kind != "link":
        return Tag(_NAMES[style.kind])
    address = web_address(style.href)
    return Tag("a", address) if address else None
