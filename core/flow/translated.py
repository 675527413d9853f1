"""How translated words look to whoever reads them, and how those that could not be translated do."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal

from msgspec.structs import replace

from core.model.effects import Post, Say, SendFile
from core.model.events import Translated
from core.model.posts import Relay, Remark
from core.model.view import Block, Button, Line, Words, text

ORIGINAL = "original."  # and the number of the translation
ORIGINAL_LABEL = text("button.original")
_TOLD = Line(text("chat.translated"))


def said(effect: Say, event: Translated) -> Say:
    """The agent's words, as the customer reads them: the original is one press away, or beneath where it may differ."""
    also = (Line(text("chat.original_too")), Words(words_of(effect))) if event.outcome == "doubtful" else ()
    button = Button(ORIGINAL_LABEL, f"{ORIGINAL}{event.number}")
    before = _lines_above(effect)
    return replace(effect, view=replace(effect.view, blocks=(*before, Words(event.text), *also), buttons=(button,)))


def _lines_above(effect: Say) -> Iterator[Block]:
    """What the desk says of the words before them."""
    return takewhile(lambda block: not isinstance(block, Words), effect.view.blocks)


def relayed(effect: Post, event: Translated) -> Post | None:
    """The customer's words, as the agent reads them. What stands in the thread already need not stand there again."""
    relay = effect.body
    if not isinstance(relay, Relay):
        return effect
    if event.outcome == "same":
        return None if relay.mark == "earlier" else effect
    how: Literal["machine", "doubtful"] = "machine" if event.outcome == "translated" else "doubtful"
    plain = replace(relay, styles=())  # they are places in the original
    return replace(effect, body=replace(plain, text=event.text, original=relay.text, translation=how))


def untranslated(effect: Say | Post | SendFile) -> Say | Post | SendFile:
    """As they were written, with a word about it."""
    match effect:
        case Say():
            blocks = (*effect.view.blocks, Line(text("chat.untranslated")))
            return replace(effect, view=replace(effect.view, blocks=blocks))
        case Post(body=Relay(mark="earlier")):
            return replace(effect, body=Remark(text("staff.earlier_untranslated")))
        case Post(body=Relay() as relay):
            return replace(effect, body=replace(relay, translation="none"))
        case Post() | SendFile():
            return effect


def told_once(shown: Sequence[Say | Post | SendFile], *, told: bool) -> Iterator[Say | Post | SendFile]:
    """Before the first translation that a customer reads in a chat stands that it is one."""
    for each in shown:
        if isinstance(each, Say) and not told and is_translated(each):
            told = True
            yield replace(each, view=replace(each.view, blocks=(_TOLD, *each.view.blocks)))
        else:
            yield each


def is_translated(effect: Say | Post | SendFile) -> bool:
    """Whether the customer reads a translation."""
    return isinstance(effect, Say) and any(button.label == ORIGINAL_LABEL for button in effect.view.buttons)


def words_of(effect: Say) -> str:
    return "\n\n".join(block.text for block in effect.view.blocks if isinstance(block, Words))
