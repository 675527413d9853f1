"""What people wrote, made safe to show: plain text with nothing to press but web addresses, and mail addresses half hidden."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Ends at what no address holds unescaped (RFC 3986), and before the signs that end a sentence.
_WEB = re.compile(r"https?://[^\s<>\"'`{}|\\^\x00-\x20\x7f\u202a-\u202e\u2066-\u2069]+(?<![.,;:!?)\]»”’…])")


class Piece(NamedTuple):
    """A run of text; with an `address` it is one, as it stands in the text."""

    text: str
    address: str = ""


def pieces(text: str) -> Iterator[Piece]:
    end = 0
    for found in _WEB.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield Piece(found[0], found[0])
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def half_hidden(email: str) -> str:
    """Enough to tell two addresses of one customer apart: "da…@example.org"."""
    local, at, domain = email.rpartition("@")
    return f"{local[: min(2, len(local) - 1)]}…@{domain}" if at else ""


def first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else ""
