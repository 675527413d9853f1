"""How words are set: bold, a link, a quotation, over stretches of a plain text."""

from collections.abc import Iterable
from typing import Literal

import msgspec

StyleKind = Literal["bold", "italic", "underline", "strike", "code", "pre", "quote", "link"]


class Style(msgspec.Struct, frozen=True):
    """From code point `start` up to `end` of the text it belongs to; `href`: of a link."""

    kind: StyleKind
    start: int
    end: int
    href: str = ""


def cut(styles: Iterable[Style], start: int, end: int) -> tuple[Style, ...]:
    """The styles of a piece of the text, counted from its beginning."""
    pieces = (Style(s.kind, max(s.start, start) - start, min(s.end, end) - start, s.href) for s in styles)
    return tuple(piece for piece in pieces if piece.start < piece.end)


def moved(styles: Iterable[Style], by: int) -> tuple[Style, ...]:
    """The same, so many code points further on."""
    return tuple(Style(style.kind, style.start + by, style.end + by, style.href) for style in styles)


def stripped(text: str, styles: Iterable[Style]) -> tuple[str, tuple[Style, ...]]:
    """The text without the blanks around it, and its styles."""
    start = len(text) - len(text.lstrip())
    words = text.strip()
    return words, cut(styles, start, start + len(words))


def merged(styles: Iterable[Style]) -> tuple[Style, ...]:
    """The same, with stretches of one style that meet as one; by their places in the text."""
    joined: list[Style] = []
    for style in sorted(styles, key=lambda s: (s.kind, s.href, s.start, s.end)):
        last = joined[-1] if joined else None
        if last and (last.kind, last.href) == (style.kind, style.href) and style.start <= last.end:
            joined[-1] = Style(last.kind, last.start, max(last.end, style.end), last.href)
        elif style.start < style.end:
            joined.append(style)
    return tuple(sorted(joined, key=lambda s: (s.start, -s.end, s.kind, s.href)))
