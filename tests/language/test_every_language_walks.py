"""Whatever happens in a conversation, its customer reads no English sentence unless it is in English."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bots.telegram.render import keyboard, styled
from bots.telegram.styled import plain
from core.flow.order_titles import item_title
from core.language.catalog import Catalog, read_catalog
from core.language.formats import shown
from core.language.names import name_of
from core.language.plain import plain as as_mail
from core.language.pseudo import pseudo_catalog
from core.language.spec import ENGLISH, LANGUAGES
from core.model.callback_words import slot_label
from core.model.effects import Say
from core.model.ids import Language
from core.model.view import Block, Lasting, Line, Listing, Soon, Text, View
from tests.flow import staff
from tests.flow.cast import CLOCK_LINE, PHONE, SLOTS
from tests.flow.histories import History, after, histories
from tests.flow.team import ANSWER, CODE, IDA, WRONG_CODE
from tests.flow.world import EMAILS, KEPT_FOR, ORDERS, TONGUES, WORDS
from tests.language.reading import english_in, outside_brackets, strange_lines

CATALOG = read_catalog()
PSEUDO = pseudo_catalog(CATALOG)
AGENTS_WORDS = (*staff.WORDS, staff.DRAFT, staff.FINISHED, staff.CHANGED)
OTHERS = [row.code for row in LANGUAGES if row.code != ENGLISH]
OWN_WORDS = {
    "Hello",
    "Hallo",
    "Tom",
    "Eva",
    IDA.name,
    ANSWER,
    CODE,
    WRONG_CODE,
    "So it is.",
    "An article",
    "https://help.example/a",
    "my vase",
    "typed",
    *(said for word in AGENTS_WORDS for said in (word, f"[{word}]")),
    "Anna Nowak",
    "Bert",
    "Delft Antiek",
    "Refund timing",
    "Mon 2 Mar",
    "I-7",
    *(named for orders in ORDERS.values() for order in orders for named in (order.id, order.title)),
    PHONE.international,
    *(f"{count} ★" for count in range(1, 6)),
    *WORDS,
}
CODES = {"FD-foreign", *(f"FD-{number}" for number in range(60))}
NOT_OURS = {*filter(str.strip, OWN_WORDS), *EMAILS, *CODES, *(tongue.name for tongue in TONGUES)}


@cache
def _values(language: Language) -> set[str]:
    """An item on sale is named by its title and price, a call by its time, a language by its name, and how long data is kept by
    a length of time: no catalog words them.
    """
    labels = (item_title(CLOCK_LINE), *map(slot_label, SLOTS))
    names = {name_of(tongue.code, language) for tongue in TONGUES}
    lengths = {str(shown(Lasting(seconds), language)) for seconds in KEPT_FOR}
    return names | lengths | {CATALOG.say(label.key, label.params, language) for label in labels}


def said_after(history: History, language: Language) -> list[Say]:
    """All that a customer of this language is told in a history, in the chat and by mail."""
    world = after(history, language)
    return [effect for step in world.steps for effect in step.effects if isinstance(effect, Say)]


def ours(said: Say) -> Say:
    """Without what is not said by one text of a catalog alone."""
    blocks = (_catalogs(block) for block in said.view.blocks)
    return replace(said, view=replace(said.view, blocks=tuple(block for block in blocks if block)))


def _catalogs(block: Block) -> Block | None:
    match block:
        case Line(text):
            return block if _is_catalogs(text) else None
        case Listing(texts):
            kept = tuple(filter(_is_catalogs, texts))
            return Listing(kept) if kept else None
        case _:
            return block


def _is_catalogs(text: Text) -> bool:
    """Not the lines of the ways, which the flow is given; nor a customer's own words, nor a day that is said by texts of its own."""
    given = text.key.startswith(("way.", "promise.")) or text.key == "requests.case"
    return not given and not any(isinstance(value, Soon) for value in text.params.values())


def read(said: Say, catalog: Catalog = CATALOG) -> list[str]:
    """As the channel's own renderer shows it."""
    if said.to.channel == "email":
        return [as_mail(said.view, said.language, catalog), _title(said.view, said.language, catalog)]
    buttons = keyboard(said, catalog)
    labels = [key.text for row in buttons.inline_keyboard for key in row] if buttons else []
    return [plain(styled(said, catalog)), *labels]


def _title(view: View, language: Language, catalog: Catalog) -> str:
    assert view.title is not None
    return catalog.say(view.title.key, view.title.params, language)


@given(histories, st.sampled_from(OTHERS))
@settings(max_examples=250, deadline=None)
def test_nobody_else_reads_english(history: History, language: Language) -> None:
    """An agent may have corrected the language to one of the others."""
    for said in map(ours, said_after(history, language)):
        assert said.language in (language, "pl", "nl")
        assert english_in(read(said), CATALOG, said.language) == []
        assert strange_lines(read(said), CATALOG, said.language, {*NOT_OURS, *_values(said.language)}) == []


@given(histories)
@settings(max_examples=150, deadline=None)
def test_everything_else_is_in_the_pseudo_languages_brackets(history: History) -> None:
    for said in map(ours, said_after(history, ENGLISH)):
        shown = read(replace(said, language=ENGLISH), PSEUDO)
        assert outside_brackets(shown, {*NOT_OURS, *_values(ENGLISH)}) == []


@pytest.mark.parametrize("line", ["Cancel", "Just write here.", "Tom: You’re chatting with Tom. Just write here."])
def test_english_among_other_words_is_found(line: str) -> None:
    assert english_in([f"Dzień dobry\n{line}"], CATALOG, Language("pl")) == [line]


def test_what_a_language_rightly_shares_with_english_is_none() -> None:
    assert english_in(["E-mail: anna@example.com"], CATALOG, Language("nl")) == []


@pytest.mark.parametrize("line", ["Hello Anna", "Dzień dobry", "What can I help you with?"])
def test_a_line_of_no_catalog_is_found(line: str) -> None:
    assert strange_lines([line], CATALOG, Language("pl"), {"Tom"}) == [line]


@pytest.mark.parametrize("line", ["Hello", "⟦Ĥéļļö there⟧", "⟦Ĥéļļö··", "⟦Ĥéļļö ⟦ýöû⟧⟧", "⟦Ĥéļļö⟧ ýöû"])
def test_a_text_that_is_not_quite_in_brackets_is_found(line: str) -> None:
    assert outside_brackets([line], {"Anna"}) == [line]


def test_names_may_stand_anywhere() -> None:
    assert outside_brackets(["Anna: ⟦Ĥéļļö Anna⟧"], {"Anna"}) == []
