"""The rich_text block that Slack's client sends beside the text of what a person typed.

docs.slack.dev/reference/block-kit/blocks/rich-text-block: sections, lists, quotes and preformatted text, each of them
with elements that carry their style.
"""

import html
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

Json = dict[str, Any]

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_STYLES = {"bold": "*", "italic": "_", "strike": "~"}
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`|<(?P<special>[^<>\n]+)>|(?<!\w):(?P<emoji>[a-z+][a-z0-9_+'-]*):(?!\w)|"
    + "|".join(
        rf"(?<![\w{sign}]){sign}(?P<{style}>[^\s{sign}](?:[^{sign}\n]*[^\s{sign}])?){sign}(?![\w{sign}])"
        for style, sign in ((style, re.escape(sign)) for style, sign in _STYLES.items())
    )
)
_LINE = re.compile(r"(?P<quote>&gt; ?)|(?P<bullet>• )|(?P<ordered>\d{1,3}\. )")


def rich_text(stored: str) -> list[Json]:
    """The blocks for a text in mrkdwn, as it is stored."""
    return [{"type": "rich_text", "block_id": "typed", "elements": [*_parts(stored)]}]


def _parts(stored: str) -> Iterator[Json]:
    pieces = _FENCE.split(stored)
    for index, piece in enumerate(pieces):
        if index % 2:
            yield {"type": "rich_text_preformatted", "border": 0, "elements": [_text(piece, {})]}
        elif len(pieces) == 1:
            yield from _lines(piece)
        elif piece.strip("\n"):  # a fence ends its line by itself
            yield from _lines(piece.strip("\n"))


def _lines(piece: str) -> Iterator[Json]:
    """Lines of one kind together; a list's items are sections of their own."""
    for kind, group in groupby(piece.split("\n"), _kind):
        lines = [_LINE.sub("", line, count=1) if kind else line for line in group]
        if kind in ("bullet", "ordered"):
            items = [{"type": "rich_text_section", "elements": _elements(line, {})} for line in lines]
            yield {"type": "rich_text_list", "style": kind, "indent": 0, "border": 0, "elements": items}
        else:
            name = "rich_text_quote" if kind else "rich_text_section"
            yield {"type": name, "elements": _elements("\n".join(lines), {})}


def _kind(line: str) -> str:
    match = _LINE.match(line)
    return str(match.lastgroup) if match else ""


def _elements(text: str, style: Json) -> list[Json]:
    found: list[Json] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            found.append(_text(text[end : match.start()], style))
        found += _element(match, style)
        end = match.end()
    if end < len(text):
        found.append(_text(text[end:], style))
    return found


def _element(match: re.Match[str], style: Json) -> list[Json]:
    kind, inside = str(match.lastgroup), match[str(match.lastgroup)]
    if kind == "special":
        return [_styled(_special(inside), style)]
    if kind == "emoji":
        return [_styled({"type": "emoji", "name": inside}, style)]
    if kind == "code":
        return [_text(inside, {**style, "code": True})]
    return _elements(inside, {**style, kind: True})


def _special(inside: str) -> Json:
    """What stands between < and >: a mention or a link."""
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return {"type": "user", "user_id": target[1:]}
        case "#":
            return {"type": "channel", "channel_id": target[1:]}
        case "!" if target.startswith("!subteam^"):
            return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
        case "!":
            return {"type": "broadcast", "range": target[1:]}
        case _:
            link = {"type": "link", "url": html.unescape(target)}
            return link | ({"text": html.unescape(label)} if label else {})


def _text(text: str, style: Json) -> Json:
    return _styled({"type": "text", "text": html.unescape(text)}, style)


def _styled(element: Json, style: Json) -> Json:
    return element | ({"style": style} if style else {})
