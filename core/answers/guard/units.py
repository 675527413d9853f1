"""Cuts an answer into its sentences and list items, and says how far an unfinished answer is made of whole ones."""

import re
import unicodedata
from collections.abc import Iterator

from core.answers.guard.abbreviations import ABBREVIATIONS
from core.answers.guard.months import starts_with_month

_CLOSING = r"[\"'”’»）」』)*_`]*"
_END = re.compile(rf"[.!?…]+{_CLOSING}(?=\s)|[。！？]+{_CLOSING}")
_FULL_STOP = re.compile(rf"\.[.!?…]*{_CLOSING}\Z")
_MARK = re.compile(r"\s*(?:(?:[-*+•–]|#{1,6}|>)\s+|(?P<number>\d{1,3})[.)]\s+)")
_LAST_WORD = re.compile(r"[^\s(\[\"“„«]*\Z")
_SHORTENED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{0,4}|[^\W\d_]|\d{1,2}")  # z.B, e.g, B, 14
_EMPHASIS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])|^\s*(?:[-=|:]\s*)+$")
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
_NEXT_LINE = re.compile(r"[^\n]*\n?")

WORDS_BEFORE = 40  # characters; no abbreviation is longer


def units(text: str) -> Iterator[str]:
    """The sentences and list items of a Markdown text, without the marks of lists, headings and quotations."""
    for line in text.splitlines():
        yield from _sentences(unmarked(line).strip())


def unmarked(line: str) -> str:
    """A line without its list mark or heading mark. "14. September" is no fourteenth item."""
    mark = _MARK.match(line)
    while mark and not (mark["number"] and starts_with_month(line[mark.end() :])):
        line = line[mark.end() :]
        mark = _MARK.match(line)
    return line


def list_numbers(text: str) -> Iterator[tuple[int, str]]:
    """The numbers of numbered lines, each with what stands behind it."""
    for line in text.splitlines():
        mark = _MARK.match(line)
        if mark and mark["number"] and unmarked(line) != line:
            yield int(mark["number"]), unmarked(line).strip()


def form(unit: str) -> str:
    """The unit as it is compared word for word: without emphasis, case and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", _EMPHASIS.sub("", unit)).casefold().split())


def without_targets(unit: str) -> str:
    """Links as their labels alone, which a writer may keep."""
    return re.sub(r"\[([^\[\]]*)\]", r"\1", _TARGET.sub("", unit))


def complete_sentences(text: str) -> str:
    """The longest beginning of `text` that ends with a sentence or a list item, while more of it is still to come.

    A full stop counts once it is known what follows it, so that no number, link or abbreviation is cut, and nothing is
    taken back when more comes. The last sentence of a finished text is therefore not in it: check and send the whole
    text then.
    """
    cut = position = 0
    for line in _NEXT_LINE.findall(text):
        if line.endswith("\n"):
            cut = position + len(line) if unmarked(line).strip() else cut
        elif ends := [end for end in _ends(line) if _is_settled(line, end)]:
            cut = position + ends[-1]
        position += len(line)
    return text[:cut]


def _is_settled(line: str, end: int) -> bool:
    """After a full stop a small letter may follow, and with it the same sentence."""
    return bool(line[end:].strip()) or not _FULL_STOP.search(line, 0, end)


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for end in [*_ends(line), len(line)]:
        if sentence := line[start:end].strip():
            yield sentence
        start = end


def _ends(line: str) -> list[int]:
    """Where sentences end; never inside a link's label, after an abbreviation or between a day and its month."""
    ends: list[int] = []
    start = opened = 0
    for found in _END.finditer(line):
        between = line[start : found.end()]
        opened += between.count("[") - between.count("]")
        start = found.end()
        if opened <= 0 and not _goes_on(line, found):
            ends.append(found.end())
    return ends


def _goes_on(line: str, found: re.Match[str]) -> bool:
    if found[0][0] != ".":
        return False
    last = _LAST_WORD.search(line, max(0, found.start() - WORDS_BEFORE), found.start())
    word = last[0].strip("*_`)") if last else ""
    rest = line[found.end() : found.end() + WORDS_BEFORE].lstrip()
    return word.casefold() in ABBREVIATIONS or bool(_SHORTENED.fullmatch(word)) or rest[:1].islower()
