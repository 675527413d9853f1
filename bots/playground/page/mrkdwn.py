"""Slack's mrkdwn as a tree: docs.slack.dev/messaging/formatting-message-text."""

import re
from collections.abc import Iterator, Mapping

from bots.playground.page.emoji import with_emoji
from bots.playground.page.rich import Node, Rich, without_breaks

_PRE = re.compile(r"```\n?(.+?)\n?```", re.S)
_QUOTED = re.compile(r"(?:>|&gt;) ?")
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<b>(?![\s*])[^*\n]*[^*\s])\*(?!\w)"
    r"|(?<![\w_])_(?P<i>(?![\s_])[^_\n]*[^_\s])_(?!\w)"
    r"|(?<![\w~])~(?P<s>(?![\s~])[^~\n]*[^~\s])~(?!\w)"
)
_STYLES = ("b", "i", "s")

Names = Mapping[str, str]  # of people and channels, by id


def parsed(text: str, names: Names) -> Rich:
    """The tree of a `text` or mrkdwn field, in which `&`, `<` and `>` are escaped."""
    made: list[Node | str] = []
    end = 0
    for block in _PRE.finditer(text):
        made += _lines(text[end : block.start()], names)
        made.append(Node("pre", [_unescaped(block[1])]))
        end = block.end()
    return without_breaks([*made, *_lines(text[end:], names)])


def _lines(text: str, names: Names) -> Iterator[Node | str]:
    """Lines that begin with `>` together make a quotation."""
    plain: list[str] = []
    quoted: list[str] = []
    for line in text.split("\n") if text else []:
        mark = _QUOTED.match(line)
        if mark:
            yield from _inline("\n".join(plain), names)
            plain = []
            quoted.append(line[mark.end() :])
        else:
            yield from _quotation(quoted, names)
            quoted = []
            plain.append(line)
    yield from _quotation(quoted, names)
    yield from _inline("\n".join(plain), names)


def _quotation(lines: list[str], names: Names) -> Iterator[Node]:
    if lines:
        yield Node("quote", list(_inline("\n".join(lines), names)))


def _inline(text: str, names: Names) -> Iterator[Node | str]:
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield with_emoji(_unescaped(text[end : found.start()]))
        yield _marked(found, names)
        end = found.end()
    if end < len(text):
        yield with_emoji(_unescaped(text[end:]))


def _marked(found: re.Match[str], names: Names) -> Node:
    if found["code"] is not None:
        return Node("code", [_unescaped(found["code"])])
    if found["angle"] is not None:
        return _angle(found["angle"], names)
    style = next(each for each in _STYLES if found[each] is not None)
    return Node(style, list(_inline(found[style], names)))


def _angle(inside: str, names: Names) -> Node:
    """A mention, a date or a link."""
    target, _, label = inside.partition("|")
    words = _unescaped(label)
    match target[:1]:
        case "@" | "#":
            known = names.get(target[1:], words or target[1:])
            return Node("mention", [target[0] + known])
        case "!":
            return _special(target[1:], words)
        case _:
            return Node("a", [words or _unescaped(target.removeprefix("mailto:"))], href=_unescaped(target))


def _special(target: str, label: str) -> Node:
    kind, *parts = target.split("^")
    if kind == "date" and len(parts) >= 2 and parts[0].isdecimal():
        return Node("date", [label], title=_unescaped(parts[1]), at=int(parts[0]))
    return Node("mention", [label or f"@{kind}"])


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
