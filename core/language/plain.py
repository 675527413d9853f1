"""A channel-neutral message as plain text: for the transcript and for mails."""

from typing import assert_never

from core.model.ids import Language
from core.model.view import Block, Line, Quote, View, Words
from core.ports import Catalog


def plain(view: View, language: Language, catalog: Catalog) -> str:
    """The blocks from top to bottom, with an empty line between them; buttons are left out."""
    return "\n\n".join(_block(block, language, catalog) for block in view.blocks)


def _block(block: Block, language: Language, catalog: Catalog) -> str:
    match block:
        case Line(text):
            return catalog.say(text.key, text.params, language)
        case Words(text):
            return text
        case Quote(markdown=markdown, title=title, address=address):
            source = catalog.say("quote.source", {"title": title}, language)
            return f"{markdown}\n\n{source}\n{address}".rstrip()
        case other:
            assert_never(other)
