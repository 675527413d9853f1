"""Standard Markdown, as Slack's `markdown` block takes it, as a tree; raw HTML in it is shown as it is written."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bots.playground.page.rich import Node, Rich

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])
_TAGS = {
    "paragraph": "p",
    "heading": "h",
    "strong": "b",
    "em": "i",
    "s": "s",
    "blockquote": "quote",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "hr": "hr",
    "table": "p",
    "tr": "li",
}


def parsed(text: str) -> Rich:
    """The tree of a Markdown text."""
    return _all(SyntaxTreeNode(_MARKDOWN.parse(text)).children)


def _all(nodes: Sequence[SyntaxTreeNode]) -> Rich:
    return [part for node in nodes for part in _one(node)]


def _one(node: SyntaxTreeNode) -> Rich:
    match node.type:
        case "text":
            return [node.content]
        case "softbreak" | "hardbreak":
            return ["\n"]
        case "code_inline":
            return [Node("code", [node.content])]
        case "fence" | "code_block":
            return [Node("pre", [node.content.rstrip("\n")])]
        case "link":
            return [Node("a", _all(node.children), href=str(node.attrs.get("href", "")))]
        case "image":
            return [node.content or "(picture)"]
        case "td" | "th":
            return [*_all(node.children), "   "]
        case kind if kind in _TAGS:
            return [Node(_TAGS[kind], _all(node.children))]
        case _:
            return _all(node.children)
