"""Splits an article's body into the passages that are quoted: paragraphs, and lists whole with their lead sentence."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

SHORT = 80  # characters; a shorter passage says too little alone and joins its neighbour
LONG = 700  # characters; a longer paragraph is split between sentences, a list never is

_LED = ("bullet_list_open", "ordered_list_open", "table_open", "fence", "code_block", "blockquote_open")
_NEWLINE = re.compile(r"\r\n?|\n")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")


class Passage(msgspec.Struct, frozen=True, gc=False):
    """`markdown` stands word for word in the article's body; `heading` is the heading it stands under, or empty."""

    heading: str
    markdown: str


class _Block(msgspec.Struct, frozen=True, gc=False):
    """A top-level Markdown block, with what stands between it and the next one."""

    kind: str
    text: str


def split_into_passages(body: str) -> tuple[Passage, ...]:
    """In the body's order; together they are the whole body but for white space between them."""
    return tuple(passage for section in _sections(_blocks(body)) for passage in _passages(section))


def _passages(section: list[_Block]) -> Iterator[Passage]:
    heading = _heading(section)
    for group in _groups(section):
        text = "".join(block.text for block in group)
        parts = _between_sentences(text) if _is_prose(group) else [text]
        yield from (Passage(heading, _trimmed(part)) for part in parts if part.strip())


def _groups(section: list[_Block]) -> list[list[_Block]]:
    groups: list[list[_Block]] = []
    for block in section:
        if groups and _belongs(block, groups[-1]):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _belongs(block: _Block, group: list[_Block]) -> bool:
    """Whether a reader of `block` alone would miss what stands before it, or the other way round."""
    if _is_heading(group[-1]):
        return True
    before = "".join(each.text for each in group)
    if len(before) < SHORT:
        return True
    fits = len(before) + len(block.text) <= LONG
    if block.kind in _LED:
        return fits or _leads(before)
    return fits and len(block.text) < SHORT and not _leads(block.text)


def _leads(text: str) -> bool:
    return text.rstrip().endswith((":", "："))


def _sections(blocks: list[_Block]) -> Iterator[list[_Block]]:
    """A heading opens a section, unless nothing but headings stands before it."""
    section: list[_Block] = []
    for block in blocks:
        if section and _is_heading(block) and not _is_heading(section[-1]):
            yield section
            section = []
        section.append(block)
    yield section


def _blocks(body: str) -> list[_Block]:
    """Cut at the first line of each top-level block, so that no line is lost, link definitions included."""
    line_starts = [0, *(found.end() for found in _NEWLINE.finditer(body)), len(body)]
    tops = [token for token in _markdown().parse(body) if token.level == 0 and token.map]
    cuts = [line_starts[token.map[0]] for token in tops[1:] if token.map]
    spans = pairwise([0, *cuts, len(body)])
    kinds = [token.type for token in tops] or ["paragraph_open"]
    return [_Block(kind, body[start:end]) for kind, (start, end) in zip(kinds, spans, strict=True)]


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # heavy things are loaded at the first use

    return MarkdownIt("commonmark").enable("table").disable("inline")


def _between_sentences(text: str) -> list[str]:
    """Parts of at most LONG characters where sentences allow it; never inside a link, code or bold words."""
    if len(text) <= LONG:
        return [text]
    parts = [text]
    cuts = [found.end() for found in _SENTENCE_END.finditer(text)]
    start = end = 0
    for cut in [*cuts, len(text)]:
        if cut - start > LONG and end - start >= SHORT:
            parts[-1:] = [text[start:end], text[end:]]
            start = end
        if _is_whole(text[start:cut]) and not text[cut : cut + 1].islower():
            end = cut
    return parts


def _is_whole(text: str) -> bool:
    opened = text.count("[") == text.count("]") and text.count("(") == text.count(")")
    return opened and not any(text.count(mark) % 2 for mark in ("**", "__", "`"))


def _is_heading(block: _Block) -> bool:
    return block.kind == "heading_open"


def _is_prose(group: list[_Block]) -> bool:
    return all(_is_heading(block) or block.kind == "paragraph_open" for block in group)


def _heading(section: list[_Block]) -> str:
    headings = [block for block in section if _is_heading(block)]
    return headings[-1].text.strip().strip("#=-").strip() if headings else ""


def _trimmed(text: str) -> str:
    """Without blank lines around it; the indent of its first line is part of its Markdown."""
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text).rstrip()
