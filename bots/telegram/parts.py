"""Cuts a text that is too long for one message where a reader would pause, never inside a character and not inside a link."""

from collections.abc import Sequence
from itertools import pairwise

import regex

from bots.telegram.styled import Styled, Tag, cut, plain

MESSAGE_LIMIT = 4096  # code points after parsing, https://core.telegram.org/bots/api#sendmessage
_BEYOND = 64  # code points after the limit that are looked at, to know whether a character goes on

_CHARACTER = regex.compile(r"\X")
_PAUSES = (
    regex.compile(r"\n\s*\n"),
    regex.compile(r"\n"),
    regex.compile(r"[.!?…][\"'»”)\]]*\s+|[。！？]"),
    regex.compile(r"\s+"),
    _CHARACTER,
)


def split(styled: Styled, limit: int = MESSAGE_LIMIT) -> list[Styled]:
    """One part or more, each of at most `limit` code points, without the blanks at the cuts. A style goes on in the next part."""
    text = plain(styled)
    if len(text) <= limit and text == text.strip():
        return [[run for run in styled if run.text]]
    ends = _ends(text, limit, _inside(styled)) if len(text) > limit else []
    parts = [_trimmed(styled, text, start, end) for start, end in pairwise([0, *ends, len(text)])]
    return [part for part in parts if part] or [[]]


def _inside(styled: Styled) -> list[bool]:
    """For each character whether a cut before it would go through a style."""
    inside: list[bool] = []
    before: set[Tag] = set()
    for run in styled:
        here = set(run.tags)
        inside += [bool(before & here), *[bool(here)] * (len(run.text) - 1)] if run.text else []
        before = here if run.text else before
    return inside


def _ends(text: str, limit: int, inside: Sequence[bool]) -> list[int]:
    ends, start = [], 0
    while len(text) - start > limit:
        start += _cut(text[start : start + limit + _BEYOND], limit, inside[start:])
        ends.append(start)
    return ends


def _cut(room: str, limit: int, inside: Sequence[bool]) -> int:
    """How much of the text to take. A style is only cut when it fills the whole part, a character when it is longer than one."""
    whole = {match.end() for match in _CHARACTER.finditer(room) if match.end() <= limit}
    for places in ({at for at in whole if not inside[at]}, whole):
        for least in (limit // 2, 1):
            for pause in _PAUSES:
                found = [
                    match.end() for match in pause.finditer(room) if match.end() >= least and match.end() in places
                ]
                if found:
                    return int(found[-1])
    return limit


def _trimmed(styled: Styled, text: str, start: int, end: int) -> Styled:
    piece = text[start:end]
    return cut(styled, start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
