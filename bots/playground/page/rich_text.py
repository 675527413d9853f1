"""Slack's rich_text blocks as a tree: docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from typing import Any

from bots.playground.page.emoji import emoji
from bots.playground.page.mrkdwn import Names
from bots.playground.page.rich import Node, Rich

Json = dict[str, Any]

_STYLES = (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s"))


def parsed(block: Json, names: Names) -> Rich:
    """The tree of a rich_text block; a part of an unknown kind shows its words, if it has any."""
    return [part for element in block.get("elements", []) for part in _element(element, names)]


def _element(element: Json, names: Names) -> Rich:
    inside = element.get("elements", [])
    kids = [part for each in inside for part in _leaf(each, names)]
    match element.get("type"):
        case "rich_text_preformatted":
            return [Node("pre", kids)]
        case "rich_text_quote":
            return [Node("quote", kids)]
        case "rich_text_list":
            items = [Node("li", _element(each, names)) for each in inside]
            return [Node("ol" if element.get("style") == "ordered" else "ul", items)]
        case _:
            return kids


def _leaf(leaf: Json, names: Names) -> Rich:
    match leaf.get("type"):
        case "link":
            part: Node | str = Node("a", [str(leaf.get("text") or leaf.get("url", ""))], href=str(leaf.get("url", "")))
        case "emoji":
            part = emoji(str(leaf.get("name", "")))
        case "user" | "channel":
            identifier = str(leaf.get("user_id") or leaf.get("channel_id", ""))
            sign = "@" if leaf["type"] == "user" else "#"
            part = Node("mention", [sign + names.get(identifier, identifier)])
        case "broadcast":
            part = Node("mention", [f"@{leaf.get('range', 'here')}"])
        case "date":
            at = leaf.get("timestamp")
            title, shown = str(leaf.get("format", "")), str(leaf.get("fallback", ""))
            part = Node("date", [shown], title=title, at=at if isinstance(at, int) else 0)
        case _:
            part = str(leaf.get("text", ""))
    return [_styled(part, leaf.get("style") or {})]


def _styled(part: Node | str, style: Json) -> Node | str:
    for name, tag in _STYLES:
        if style.get(name):
            part = Node(tag, [part])
    return part
