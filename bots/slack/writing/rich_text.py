"""What a person wrote in Slack, as plain words and how they are set: of mentions only the names are left. No I/O.

docs.slack.dev/reference/block-kit/blocks/rich-text-block: everything that people write in Slack comes as such a block; where
there is none, the message's text in mrkdwn is read (docs.slack.dev/messaging/formatting-message-text).
"""

from collections.abc import Callable, Iterable
from typing import Any

from bots.slack.ids import Json
from bots.slack.writing import mrkdwn
from bots.slack.writing.emoji import character
from bots.slack.writing.markup import writable
from core.model.styled import Style, StyleKind, merged, stripped

NameOf = Callable[[str], str]
Read = tuple[str, tuple[Style, ...]]

_INLINE: tuple[StyleKind, ...] = ("bold", "italic", "underline", "strike", "code")
_DEEPEST = 8  # levels of lists; Slack makes no more


def read_words(text: str, blocks: object, name_of: NameOf) -> Read:
    """The words without blanks around them, and their styles; `name_of` gives a member's name by id, or nothing.

    Whatever is odd about the blocks, words are read. Never raises.
    """
    writing = _Writing(name_of)
    for block in _list(blocks):
        if block.get("type") == "rich_text":
            writing.parts(_list(block.get("elements")))
    if not writing.text.strip():
        return stripped(*mrkdwn.read(text))
    return stripped(writing.text, merged(writing.styles))


class _Writing:
    """The words so far. Each part of a block begins on a line of its own."""

    def __init__(self, name_of: NameOf) -> None:
        self._name_of = name_of
        self.text = ""
        self.styles: list[Style] = []

    def parts(self, parts: Iterable[Json]) -> None:
        for part in parts:
            self._new_line()
            start = len(self.text)
            self._part(part)
            if part.get("border") and part.get("type") == "rich_text_list":
                self._set("quote", start)

    def _part(self, part: Json) -> None:
        start, elements = len(self.text), _list(part.get("elements"))
        match part.get("type"):
            case "rich_text_list":
                self._items(elements, part)
            case "rich_text_quote":
                self._run(elements)
                self._set("quote", start)
            case "rich_text_preformatted":
                self._run(elements, plain=True)
                self._set("pre", start)
            case _:
                self._run(elements)

    def _items(self, items: list[Json], of: Json) -> None:
        """Lines with a sign or a number; a list in a list stands two blanks to the right."""
        first = _number(of.get("offset"), 10_000) + 1
        indent = "  " * _number(of.get("indent"), _DEEPEST)
        for number, item in enumerate(items, first):
            self._new_line()
            self.text += indent + (f"{number}. " if of.get("style") == "ordered" else "• ")
            self._run(_list(item.get("elements")))

    def _run(self, elements: list[Json], *, plain: bool = False) -> None:
        for element in elements:
            start = len(self.text)
            self.text += writable(self._spoken(element))
            if not plain:
                self._look(element, start)

    def _look(self, element: Json, start: int) -> None:
        look = element.get("style")
        for kind in _INLINE:
            if isinstance(look, dict) and look.get(kind) is True:
                self._set(kind, start)
        if element.get("type") == "link":
            for link in _linked(element)[1]:
                self._set("link", start, link.href)

    def _spoken(self, element: Json) -> str:
        match element.get("type"):
            case "link":
                return _linked(element)[0]
            case "emoji":
                return character(_said(element, "name"), _said(element, "unicode"))
            case "user":
                id = _said(element, "user_id")
                return self._name_of(id) or id
            case "channel":
                return _said(element, "channel_id")
            case "usergroup":
                return _said(element, "usergroup_id")
            case "broadcast":
                return _said(element, "range")
            case "date":
                return _said(element, "fallback")
            case "color":
                return _said(element, "value")
            case _:
                return _said(element, "text")

    def _set(self, kind: StyleKind, start: int, href: str = "") -> None:
        if start < len(self.text):
            self.styles.append(Style(kind, start, len(self.text), href))

    def _new_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"


def _list(value: object) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list | tuple) else []


def _said(element: dict[str, Any], field: str) -> str:
    value = element.get(field)
    return value if isinstance(value, str) else ""


def _linked(element: Json) -> Read:
    return mrkdwn.linked(_said(element, "url"), _said(element, "text"))


def _number(value: object, most: int) -> int:
    return min(max(value, 0), most) if isinstance(value, int) else 0
