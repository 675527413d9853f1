"""A channel-neutral message as plain text: for the transcript and for mails."""

from typing import assert_never

from core.language.names import name_of
from core.language.prose import prose
from core.language.remembered import remembered
from core.model.ids import Language
from core.model.view import Block, Line, Listing, Quote, View, Words, Written
from core.ports import Catalog


def plain(view: View, language: Language, catalog: Catalog) -> str:
    """The blocks from top to bottom, with an empty line between them; buttons are left out."""
    return "\n\n".join(_block(block, language, catalog) for block in view.blocks)


def _block(block: Block, language: Language, catalog: Catalog) -> str:
    match block:
        case Line(text):
            return catalog.say(text.key, text.params, language)
        case Listing(texts):
            return "\n".join(catalog.say(each.key, each.params, language) for each in texts)
        case Words(text):
            return text
        case Quote():
            return _quote(block, language, catalog)
        case Written(markdown, sources):
            cited = (
                f"{catalog.say('written.source', {'title': each.title}, language)}\n{each.address}" for each in sources
            )
            return "\n\n".join([prose(markdown), *map(str.rstrip, cited)])
        case other:
            assert_never(other)


@remembered(500)  # the same passages answer many customers
def _quote(quote: Quote, language: Language, catalog: Catalog) -> str:
    """The passage, and under it where it stands; before it a word where it is not in the reader's language."""
    source = catalog.say("quote.source", {"title": quote.title}, language)
    cited = f"{prose(quote.markdown)}\n\n{source}\n{quote.address}".rstrip()
    if quote.language == language:
        return cited
    note = catalog.say("quote.other_language", {"language": name_of(quote.language, language)}, language)
    return f"{note}\n\n{cited}"
