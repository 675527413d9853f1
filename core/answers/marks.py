"""Reads what the model wrote: which passages it cites by marks such as [1], and the text without the marks."""

import re

import msgspec

from core.answers.prompt import ABSTAINED

_NUMBERS = r"\d{1,3}(?:[ \t]*[,;][ \t]*\d{1,3})*"
_MARK = re.compile(rf"[ \t]*\\?(?:\[({_NUMBERS})\\?\](?!\()|【({_NUMBERS})】)")
_CLOSING = re.compile(r"[.!?…。！？)»”\"*_]*")
_ABSTAINS = re.compile(rf"\A\W*{ABSTAINED}\b")
_THOUGHT = "<think>"
_THOUGHT_ENDS = "</think>"
_VERDICT = re.compile(rf"\A\W*(?:{ABSTAINED}|({_NUMBERS}))\W*\Z")


class Read(msgspec.Struct, frozen=True):
    """`cited` are the numbers of the passages in the order of their first mention."""

    markdown: str
    cited: tuple[int, ...]


def read(said: str) -> Read:
    text = spoken(said)
    return Read(_MARK.sub("", text).strip(), tuple(dict.fromkeys(_numbers(text))))


def read_so_far(said: str) -> Read:
    """As far as it cites: what stands after the last mark may still be anything."""
    text = spoken(said)
    end = max((found.end() for found in _MARK.finditer(text)), default=0)
    closing = _CLOSING.match(text, end)
    return read(text[: closing.end() if closing and end else end])


def abstains(said: str) -> bool:
    return bool(_ABSTAINS.match(spoken(said)))


def spoken(said: str) -> str:
    """Without the thoughts that some servers leave before the answer; nothing while it still thinks."""
    if not said.lstrip().startswith(_THOUGHT):
        return said
    return said.partition(_THOUGHT_ENDS)[2]


def read_verdict(said: str, sentences: int) -> tuple[int, ...] | None:
    """The numbers that a checker names, from 1 to `sentences`; None for anything else."""
    found = _VERDICT.match(spoken(said))
    if not found:
        return None
    numbers = tuple(dict.fromkeys(int(each) for each in re.findall(r"\d+", found[1] or "")))
    return numbers if all(1 <= each <= sentences for each in numbers) else None


def _numbers(text: str) -> list[int]:
    marks = (found[1] or found[2] for found in _MARK.finditer(text))
    return [int(each) for mark in marks for each in re.findall(r"\d+", mark)]
