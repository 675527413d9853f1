"""Words as Slack's rich text: set as their writer set them, links that cannot pretend to lead elsewhere, and no ping.

docs.slack.dev/reference/block-kit/blocks/rich-text-block: quotations and preformatted text are blocks of their own, between
which a line ends without a sign for it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from bots.slack.ids import Json
from bots.slack.writing.markup import DATE_FORMAT, in_utc
from core.model.styled import Style

_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}']")
_SAFE = re.compile(r"(https?://|mailto:|tel:)\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"\w[.\u3002]\w{2,}|://")  # what a reader may take for a place to which a link leads
_INLINE = ("bold", "italic", "underline", "strike", "code")
_SECTION, _QUOTE, _PRE = "rich_text_section", "rich_text_quote", "rich_text_preformatted"


class _Piece(NamedTuple):
    """A stretch of the text that is one element of the block: its type, and where it is."""

    type: str
    start: int
    end: int


def rich(text: str, styles: Sequence[Style] = (), name: str = "", at: datetime | None = None) -> list[Json]:
    """Blocks that show the words under the name; without styles exactly as written, and web addresses can be clicked.

    `at`: beside the name, in each reader's own time zone.
    """
    elements: list[Json] = [_section(_heading(name, at))] if name else []
    for piece in _pieces(text, styles):
        inside = list(_elements(text, piece, styles))
        if inside and piece.type == _SECTION and elements and elements[-1]["type"] == _SECTION:
            elements[-1]["elements"] += inside
        elif inside:
            elements.append({"type": piece.type, "elements": inside})
    return [{"type": "rich_text", "elements": elements}] if elements else []


def quote(text: str) -> list[Json]:
    """Blocks that show somebody's words as a quotation; nothing for no words."""
    return rich(text, [Style("quote", 0, len(text))]) if text else []


def _heading(name: str, at: datetime | None) -> list[Json]:
    """docs.slack.dev/reference/block-kit/blocks/rich-text-block has the element of a date."""
    if at is None:
        return [{"type": "text", "text": name + "\n", "style": {"bold": True}}]
    shown: Json = {"type": "date", "timestamp": int(at.timestamp()), "format": DATE_FORMAT, "fallback": in_utc(at)}
    return [{"type": "text", "text": name + " ", "style": {"bold": True}}, shown, {"type": "text", "text": "\n"}]


def _section(elements: list[Json]) -> Json:
    return {"type": _SECTION, "elements": elements}


# --- which blocks


def _pieces(text: str, styles: Sequence[Style]) -> Iterator[_Piece]:
    """The whole text but the ends of lines that stand between a block and what follows it."""
    at = 0
    for block in _blocks(text, styles):
        if at < block.start:
            yield _Piece(_SECTION, at, block.start)
        yield block
        at = block.end + 1
    if at < len(text):
        yield _Piece(_SECTION, at, len(text))


def _blocks(text: str, styles: Sequence[Style]) -> Iterator[_Piece]:
    """Quotations and preformatted text, each of whole lines; of two that meet the first one counts."""
    at = 0
    found = (block for style in styles if (block := _block(text, style)))
    for block in sorted(found, key=lambda block: (block.start, -block.end)):
        if block.start >= at:
            yield block
            at = block.end + 1


def _block(text: str, style: Style) -> _Piece | None:
    """A quotation takes its lines whole; preformatted words within a line are code there."""
    if style.kind not in ("quote", "pre"):
        return None
    end = min(style.end, len(text))
    while end > style.start and text[end - 1] == "\n":
        end -= 1
    if style.start >= end:
        return None
    first = text.rfind("\n", 0, style.start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if style.kind == "quote":
        return _Piece(_QUOTE, first, last)
    return _Piece(_PRE, first, last) if (first, last) == (style.start, end) else None


# --- what is in them


def _elements(text: str, piece: _Piece, styles: Sequence[Style]) -> Iterator[Json]:
    if piece.type == _PRE:
        yield {"type": "text", "text": text[piece.start : piece.end]}
        return
    inline = [style for style in styles if style.kind != "quote"]
    borders = {at for style in inline for at in (style.start, style.end) if piece.start < at < piece.end}
    for start, end in pairwise(sorted({piece.start, piece.end} | borders)):
        over = [style for style in inline if style.start <= start and end <= style.end]
        yield from _set(text, start, end, over)


def _set(text: str, start: int, end: int, over: Sequence[Style]) -> Iterator[Json]:
    """One stretch, all of it in the same styles."""
    words, kinds = text[start:end], {"code" if style.kind == "pre" else style.kind for style in over}
    shown = {kind: True for kind in _INLINE if kind in kinds}
    look: Json = {"style": shown} if shown else {}
    link = next((style for style in over if style.kind == "link" and _SAFE.fullmatch(style.href)), None)
    if link is None:
        yield from ({**each, **look} for each in ([_text(words)] if "code" in kinds else plain_elements(words)))
    elif _is_honest(text[link.start : link.end], link.href):
        yield {"type": "link", "url": link.href, "text": words, **look}
    else:
        yield {**_text(words), **look}
        if end == link.end:
            yield from (_text(" ("), {"type": "link", "url": link.href}, _text(")"))


def _text(words: str) -> Json:
    return {"type": "text", "text": words}


def _is_honest(label: str, href: str) -> bool:
    """Whether a link's words do not look like an address, or like its own."""
    words = unicodedata.normalize("NFKC", label).strip().casefold()
    if not _ADDRESS.search(words):
        return True
    return words in (href.casefold(), urlsplit(href).netloc.casefold(), href.casefold().partition(":")[2].lstrip("/"))


def plain_elements(text: str) -> Iterator[Json]:
    """A link shows its own address, so it cannot pretend to lead elsewhere."""
    end = 0
    for link in _LINK.finditer(text):
        if link.start() > end:
            yield _text(text[end : link.start()])
        yield {"type": "link", "url": link[0]}
        end = link.end()
    if end < len(text):
        yield _text(text[end:])
