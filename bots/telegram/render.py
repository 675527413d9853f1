"""A channel-neutral message as the text, the styles and the buttons that a customer sees in Telegram."""

from typing import assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bots.telegram.ids import button_data
from bots.telegram.markup import to_styled, web_address
from bots.telegram.styled import BOLD, Run, Styled, Tag, joined
from core.language.names import name_of
from core.model.effects import Say
from core.model.ids import Language
from core.model.view import Block, Button, Line, Listing, Quote, Text, Words, Written
from core.ports import Catalog

PARAGRAPH = Run("\n\n")
COLUMNS = 3  # of short buttons side by side; a phone shows so many whole


def styled(said: Say, catalog: Catalog) -> Styled:
    """The blocks with blank lines between them; an agent's words come under the agent's name."""
    named = said.speaker is None
    blocks: list[Styled] = []
    for block in said.view.blocks:
        shown = _block(block, said.language, catalog)
        if isinstance(block, Words) and said.speaker and not named:
            shown = [Run(said.speaker.name, (BOLD,)), Run("\n"), *shown]
            named = True
        blocks.append(shown)
    return joined(blocks, PARAGRAPH)


def keyboard(said: Say, catalog: Catalog) -> InlineKeyboardMarkup | None:
    """One button a row, the short ones in a grid below or above; each press brings back the turn in which it was offered."""
    view = said.view
    keys = [_key(button, view.turn, said.language, catalog) for button in (*view.buttons, *view.grid)]
    single, side_by_side = keys[: len(view.buttons)], keys[len(view.buttons) :]
    column, grid = [[key] for key in single], _batched(side_by_side, COLUMNS)
    rows = grid + column if view.above else column + grid
    return InlineKeyboardMarkup(rows) if rows else None


def _key(button: Button, turn: int, language: Language, catalog: Catalog) -> InlineKeyboardButton:
    """A press brings the action back, or opens an address and brings nothing."""
    label = _text(button.label, language, catalog)
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=button_data(button.action, turn))


def _block(block: Block, language: Language, catalog: Catalog) -> Styled:
    match block:
        case Line(text):
            return [Run(_text(text, language, catalog))]
        case Listing(texts):
            return [Run("\n".join(_text(each, language, catalog) for each in texts))]
        case Words(text):
            return [Run(text)]
        case Quote():
            return _quote(block, language, catalog)
        case Written():
            return _written(block, language, catalog)
        case other:
            assert_never(other)


def _quote(quote: Quote, language: Language, catalog: Catalog) -> Styled:
    """The passage, and under it where it stands; before it a word where it is not in the customer's language."""
    source = _linked(catalog.say("quote.source", {"title": quote.title}, language), quote.address)
    note: Styled = []
    if quote.language != language:
        name = name_of(quote.language, language)
        note = [Run(catalog.say("quote.other_language", {"language": name}, language), (Tag("i"),))]
    return joined((note, to_styled(quote.markdown), [source]), PARAGRAPH)


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


def _batched(keys: list[InlineKeyboardButton], size: int) -> list[list[InlineKeyboardButton]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]
