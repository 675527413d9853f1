"""Markdown as the styles that Telegram knows; what it has no style for is shown as text, and nothing is left out.

CommonMark without raw HTML and without link definitions: both would hide words.
"""

from collections.abc import Iterable
from itertools import count
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bots.telegram.styled import BOLD, Run, Styled, Tag, joined, plain
from core.language.remembered import remembered

DEEPEST = 60  # the parser drops what is nested deeper than its limit; such a text is shown as it was written

_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).disable("reference")

Tags = tuple[Tag, ...]


@remembered(1_000)  # the same passages answer many customers
def to_styled(markdown: str) -> Styled:
    tokens = _parser.parse(markdown)
    if any(token.level >= DEEPEST - 2 for token in tokens):
        return (Run(markdown),)
    return tuple(_blocks(SyntaxTreeNode(tokens).children, (), "\n\n"))


def web_address(href: str) -> str:
    """The address if it is one that Telegram links to and that is safe to follow; otherwise nothing."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    return href if parts.scheme in ("http", "https") and parts.netloc else ""


def _blocks(nodes: Iterable[SyntaxTreeNode], tags: Tags, between: str) -> list[Run]:
    return joined((_block(node, tags) for node in nodes), Run(between, tags))


def _block(node: SyntaxTreeNode, tags: Tags) -> list[Run]:
    match node.type:
        case "paragraph" | "inline":
            return _inlines(node, tags)
        case "heading":
            return _inlines(node, (*tags, BOLD))
        case "bullet_list" | "ordered_list":
            return _list(node, tags)
        case "blockquote":
            quote = Tag("blockquote")
            return _blocks(node.children, tags if quote in tags else (*tags, quote), "\n\n")
        case "fence" | "code_block":
            return [Run(node.content.removesuffix("\n"), (*tags, Tag("pre")))]
        case "hr":
            return [Run("———", tags)]
        case other:
            raise NotImplementedError(f"the parser has a new kind of block: {other}")


def _list(node: SyntaxTreeNode, tags: Tags) -> list[Run]:
    numbers = count(int(node.attrs.get("start", 1)))
    ordered = node.type == "ordered_list"
    items = [_item(item, f"{next(numbers)}. " if ordered else "• ", tags) for item in node.children]
    return joined(items, Run("\n", tags))


def _item(item: SyntaxTreeNode, marker: str, tags: Tags) -> list[Run]:
    """A list in a list stands under its item, two blanks to the right."""
    content = [
        _indented(_block(child, tags)) if child.type.endswith("_list") else _block(child, tags)
        for child in item.children
    ]
    return [Run(marker, tags), *joined(content, Run("\n", tags))]


def _indented(runs: Styled) -> list[Run]:
    inner = [Run(run.text.replace("\n", "\n  "), run.tags) for run in runs]
    return [Run(f"  {inner[0].text}", inner[0].tags), *inner[1:]] if inner else []


def _inlines(node: SyntaxTreeNode, tags: Tags) -> list[Run]:
    return [run for child in node.children for run in _inline(child, tags)]


def _inline(node: SyntaxTreeNode, tags: Tags) -> list[Run]:
    match node.type:
        case "text":
            return [Run(node.content, tags)]
        case "strong":
            return _inlines(node, (*tags, BOLD))
        case "em":
            return _inlines(node, (*tags, Tag("i")))
        case "code_inline":
            return [Run(node.content, (*tags, Tag("code")))]
        case "softbreak":
            return [Run(" ", tags)]
        case "hardbreak":
            return [Run("\n", tags)]
        case "link":
            return _link(node, str(node.attrs["href"]), tags)
        case "image":
            return _link(node, str(node.attrs["src"]), tags)
        case _:
            return _inlines(node, tags)


def _link(node: SyntaxTreeNode, href: str, tags: Tags) -> list[Run]:
    """Telegram finds mail addresses by itself and takes no `mailto:`: such an address is written out."""
    address = web_address(href)
    label = _inlines(node, (*tags, Tag("a", address)) if address else tags)
    mailbox = href.removeprefix("mailto:") if href.startswith("mailto:") else ""
    return label if mailbox in plain(label) else [*label, Run(f" ({mailbox})", tags)]
