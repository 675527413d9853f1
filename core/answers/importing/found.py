"""What a source holds, whichever it is: articles with their Markdown, and what is left out with the reason."""

from datetime import date
from typing import Literal

import msgspec

Kind = Literal["unpublished", "broken", "skipped"]


class FoundArticle(msgspec.Struct, frozen=True):
    """One article in one language, as the source has it.

    `scope` names the help centre it comes from and `key` the article in it, the same for all its translations. `name` is
    what its id is made of, of the language that the source was written in where that is known (`original`).
    """

    scope: str
    key: str
    language: str
    title: str
    markdown: str
    name: str
    locale: str = ""
    address: str = ""
    updated: date | None = None
    topic: str = ""
    aliases: tuple[str, ...] = ()
    original: bool = False


class LeftOut(msgspec.Struct, frozen=True):
    """`unpublished`: the source holds it back, or has no such article any more; `broken`: something is to be mended;
    `skipped`: nothing is wrong, it is only not wanted here."""

    what: str
    reason: str
    kind: Kind


MORE_PAGES = LeftOut(
    "the pages after these", "the export goes on: put all its pages into one folder, and import that", "broken"
)


class Found(msgspec.Struct, frozen=True):
    """`listed` are (scope, key, language) of all that the source shows, imported or not; `complete`: it shows no others."""

    articles: tuple[FoundArticle, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    listed: frozenset[tuple[str, str, str]] = frozenset()
    complete: bool = True
