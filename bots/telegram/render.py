"""A channel-neutral message as the text, the styles and the buttons that a customer sees in Telegram."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict, assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bots.telegram.ids import button_data
from bots.telegram.markup import to_styled, web_address
from bots.telegram.styled import BOLD, Run, Styled, Tag, joined
from bots.telegram.worded import worded
from core.language.names import name_of
from core.language.remembered import remembered
from core.model.effects import Say
from core.model.ids import Language
from core.model.view import Block, Button, Line, Listing, Quote, Text, Words, Written
from core.ports import Catalog

PARAGRAPH = Run("\n\n")


class Key(TypedDict):
    """https://core.telegram.org/bots/api#inlinekeyboardbutton, of which it is one or the other kind."""

    text: str
    url: NotRequired[str]
    callback_data: NotRequired[str]


NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
COLUMNS = 3  # of short buttons side by side; a phone shows so many whole


def styled(said: Say, catalog: Catalog) -> Styled:
    """The blocks with blank lines between them; what an agent says comes under the agent's name."""
    blocks = [_block(block, said.language, catalog) for block in said.view.blocks]
    if said.speaker and blocks:
        at = _spoken(said.view.blocks)
        blocks[at] = [Run(said.speaker.name, (BOLD,)), Run("\n"), *blocks[at]]
    return joined(blocks, PARAGRAPH)


def _spoken(blocks: Sequence[Block]) -> int:
    """Which of them begins what the agent says: their own words where there are any, below lines of ours."""
    return next((at for at, block in enumerate(blocks) if isinstance(block, Words)), 0)


def keyboard(said: Say, catalog: Catalog) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(**key) for key in row] for row in keys(said, catalog)]
    return InlineKeyboardMarkup(rows) if rows else None


def keys(said: Say, catalog: Catalog) -> list[list[Key]]:
    """One button a row, the short ones in a grid below or above; each press brings back the turn in which it was offered."""
    view = said.view
    all_keys = [_key(button, view.turn, said.language, catalog) for button in (*view.buttons, *view.grid)]
    single, side_by_side = all_keys[: len(view.buttons)], all_keys[len(view.buttons) :]
    column, grid = [[key] for key in single], _batched(side_by_side, COLUMNS)
    return grid + column if view.above else column + grid


def _key(button: Button, turn: int, language: Language, catalog: Catalog) -> Key:
    """A press brings the action back, or opens an address and brings nothing."""
    label = _text(button.label, language, catalog)
    if button.url:
        return {"text": label, "url": button.url}
    return {"text": label, "callback_data": button_data(button.action, turn)}


def _block(block: Block, language: Language, catalog: Catalog) -> Styled:
    match block:
        case Line(text):
            return [Run(_text(text, language, catalog))]
        case Listing(texts):
            return [Run("\n".join(_text(each, language, catalog) for each in texts))]
        case Words(text, styles):
            return worded(text, styles)
        case Quote():
            return _quote(block, language, catalog)
        case Written():
            return _written(block, language, catalog)
        case other:
            assert_never(other)


@remembered(500)  # the same passages answer many customers
def _quote(quote: Quote, language: Language, catalog: Catalog) -> Styled:
    """The passage, and under it where it stands; before it a word where it is not in the customer's language."""
    source = _linked(catalog.say("quote.source", {"title": quote.title}, language), quote.address)
    note: Styled = []
    if quote.language != language:
        name = name_of(quote.language, language)
        note = [Run(catalog.say("quote.other_language", {"language": name}, language), (Tag("i"),))]
    return tuple(joined((note, to_styled(quote.markdown), [source]), PARAGRAPH))


def _written(written: Written, language: Language, catalog: Catalog) -> Styled:
    """The text, and under it each article from which it was written."""
    sources = [
        [_linked(catalog.say("written.source", {"title": each.title}, language), each.address)]
        for each in written.sources
    ]
    return joined((to_styled(written.markdown), joined(sources, Run("\n"))), PARAGRAPH)


def _linked(words: str, href: str) -> Run:
    address = web_address(href)
    return Run(words, (Tag("a", address),) if address else ())


def _text(text: Text, language: Language, catalog: Catalog) -> str:
    return catalog.say(text.key, text.params, language)


def _batched(listed: list[Key], size: int) -> list[list[Key]]:
    return [listed[start : start + size] for start in range(0, len(listed), size)]
