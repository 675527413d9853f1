"""Markdown as plain text: for mails and transcripts, where its marks would only be in the way."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from core.language.remembered import remembered

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@remembered(1_000)  # the same passages answer many customers
def prose(markdown: str) -> str:
    """Paragraphs with an empty line between them, list items on lines of their own, links as "label (address)"."""
    paragraphs: list[str] = []
    numbers: list[int | None] = []  # of the lists that are open: the next number, or None for bullets
    first_in_item = False
    for token in _parser().parse(markdown):
        match token.type:
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_close" | "bullet_list_close":
                numbers.pop()
            case "list_item_open":
                first_in_item = True
            case "inline":
                words = _inline(token.children or [])
                paragraphs.append(f"{_mark(numbers)}{words}" if first_in_item else words)
                first_in_item = False
            case "fence" | "code_block":
                paragraphs.append(token.content.rstrip())
            case _:
                pass  # opens or closes what needs no mark
    return _joined(paragraphs)


def _mark(numbers: list[int | None]) -> str:
    indent, number = "  " * (len(numbers) - 1), numbers[-1]
    if number is None:
        return f"{indent}- "
    numbers[-1] = number + 1
    return f"{indent}{number}. "


def _inline(tokens: Sequence["Token"]) -> str:
    words: list[str] = []
    addresses: list[str] = []
    for token in tokens:
        match token.type:
            case "link_open":
                addresses.append(str(token.attrs.get("href", "")))
                words.append("")
            case "link_close":
                address = addresses.pop()
                words.append("" if words[-1] == address else f" ({address})")
            case "softbreak" | "hardbreak":
                words.append("\n")
            case _:
                words.append(token.content)
    return "".join(words)


def _joined(paragraphs: Sequence[str]) -> str:
    """Items of a list stand close together."""
    text = ""
    for before, paragraph in zip(["", *paragraphs], paragraphs, strict=False):
        close = _is_item(before) and _is_item(paragraph)
        text += ("" if not text else "\n" if close else "\n\n") + paragraph
    return text


def _is_item(paragraph: str) -> bool:
    mark = paragraph.lstrip().partition(" ")[0]
    return mark == "-" or (mark.endswith(".") and mark[:-1].isdigit())


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})
