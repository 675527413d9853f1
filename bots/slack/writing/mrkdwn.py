"""Slack's own markup in a text (docs.slack.dev/messaging/formatting-message-text) as plain words and how they are set. Pure."""

import re
from collections.abc import Iterator

from bots.slack.writing.emoji import character
from bots.slack.writing.markup import unescaped, writable
from core.model.styled import Style, StyleKind, merged, moved

Read = tuple[str, tuple[Style, ...]]

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_SIGNS: dict[str, StyleKind] = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}
_INLINE = re.compile(
    r"<(?P<token>[^<>\n]+)>"
    r"|(?<![\w:]):(?P<emoji>[a-z0-9+][a-z0-9_+'-]*):(?![\w:])"
    r"|(?<!\w)(?P<sign>[*_~`])(?P<set>[^\s*_~`](?:[^\n]*?\S)??)(?P=sign)(?!\w)"
)
_QUOTE = re.compile(r"&gt; ?")
_SCHEME = re.compile(r"^(mailto:|tel:|https?://)")


def read(text: str) -> Read:
    """Mentions are names, and links with words of their own are links."""
    words, styles = "", list[Style]()
    for piece, fenced in _fences(text):
        said, found = (unescaped(piece), (Style("pre", 0, len(unescaped(piece))),)) if fenced else _lines(piece)
        styles += moved(found, len(words))
        words += said
    return writable(words), merged(styles)


def linked(url: str, label: str) -> Read:
    """A link as people read it: by its own words; where it is no page, what it leads to stands beside words that do not say it."""
    bare = _SCHEME.sub("", url)
    if not label or label in (url, bare):
        return label or (url if _is_page(url) else bare), ()
    if _is_page(url):
        return label, (Style("link", 0, len(label), url),)
    return (label if bare in label else f"{label} ({bare})"), ()


def _is_page(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _fences(text: str) -> Iterator[tuple[str, bool]]:
    for index, piece in enumerate(_FENCE.split(text)):
        if piece:
            yield piece, bool(index % 2)


def _lines(text: str) -> Read:
    words, styles = "", list[Style]()
    for index, line in enumerate(text.split("\n")):
        words += "\n" if index else ""
        mark = _QUOTE.match(line)
        said, found = _line(line[mark.end() :] if mark else line)
        styles += moved(found, len(words))
        if mark and said:
            styles.append(Style("quote", len(words), len(words) + len(said)))
        words += said
    return words, _quotes_joined(words, styles)


def _quotes_joined(words: str, styles: list[Style]) -> tuple[Style, ...]:
    """Quoted lines that follow each other are one quotation."""
    wide = [Style("quote", s.start, s.end + 1) if s.kind == "quote" and words[s.end : s.end + 1] else s for s in styles]
    return tuple(
        Style("quote", s.start, s.end - 1) if s.kind == "quote" and words[s.end - 1] == "\n" else s
        for s in merged(wide)
    )


def _line(text: str) -> Read:
    words, styles, end = "", list[Style](), 0
    for found in _INLINE.finditer(text):
        words += unescaped(text[end : found.start()])
        said, inside = _spoken(found)
        styles += moved(inside, len(words))
        words += said
        end = found.end()
    return words + unescaped(text[end:]), tuple(styles)


def _spoken(found: re.Match[str]) -> Read:
    if found["token"]:
        return _token(found["token"])
    if found["emoji"]:
        return character(found["emoji"]), ()
    kind = _SIGNS[found["sign"]]
    said, inside = (unescaped(found["set"]), ()) if kind == "code" else _line(found["set"])
    return said, (*inside, Style(kind, 0, len(said)))


def _token(token: str) -> Read:
    """The inside of `<...>`: a person, a channel, a group, a date or a link."""
    target, _, label = token.partition("|")
    if target[:1] in ("@", "#"):
        return unescaped(label or target).lstrip("@#"), ()
    if target[:1] == "!":
        return unescaped(label or target.removeprefix("!").removeprefix("subteam^")).lstrip("@"), ()
    return linked(unescaped(target), unescaped(label))
