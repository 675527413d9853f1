"""A text with its styles, and the same as Telegram's HTML (https://core.telegram.org/bots/api#html-style)."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from bots.telegram.characters import clean


class Tag(NamedTuple):
    """b, i, u, s, code, pre, blockquote or a; `href` is the address of an a."""

    name: str
    href: str = ""


class Run(NamedTuple):
    """A piece of text and the tags around it, outermost first."""

    text: str
    tags: tuple[Tag, ...] = ()


Styled = Sequence[Run]

BOLD = Tag("b")


def plain(styled: Styled) -> str:
    return "".join(run.text for run in styled)


def html(styled: Styled) -> str:
    """The text with balanced tags; everything else in it is shown as it is."""
    out: list[str] = []
    opened: tuple[Tag, ...] = ()
    for run in styled:
        shared = _shared(opened, run.tags)
        out += _ends(opened[shared:])
        out += [_start(tag) for tag in run.tags[shared:]]
        out.append(escape(clean(run.text), quote=False))
        opened = run.tags
    return "".join([*out, *_ends(opened)])


def _shared(opened: tuple[Tag, ...], wanted: tuple[Tag, ...]) -> int:
    pairs = enumerate(zip(opened, wanted, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(opened), len(wanted)))


def _start(tag: Tag) -> str:
    return f'<a href="{escape(clean(tag.href))}">' if tag.name == "a" else f"<{tag.name}>"


def _ends(tags: Sequence[Tag]) -> list[str]:
    return [f"</{tag.name}>" for tag in reversed(tags)]


def cut(styled: Styled, start: int, end: int) -> list[Run]:
    """The piece between two places of the plain text, in its styles."""
    piece, at = [], 0
    for run in styled:
        text = run.text[max(0, start - at) : max(0, end - at)]
        at += len(run.text)
        if text:
            piece.append(Run(text, run.tags))
    return piece


def joined(blocks: Iterable[Styled], between: Run) -> list[Run]:
    """The blocks that show something, with `between` between them."""
    runs: list[Run] = []
    for block in blocks:
        if plain(block):
            runs += [between, *block] if runs else block
    return runs
