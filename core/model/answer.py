"""What an answer source found: evidence with its source, never prose of its own."""

from typing import Literal

import msgspec


class Citation(msgspec.Struct, frozen=True):
    """Where a passage stands: article id, title, public address and language."""

    article: str
    title: str
    address: str
    language: str


class Answer(msgspec.Struct, frozen=True):
    """A quoted passage in Markdown with its citations; `markdown` is empty when nothing was found."""

    kind: Literal["answered", "unknown"]
    markdown: str
    citations: tuple[Citation, ...]
    confidence: float
