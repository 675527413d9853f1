"""What somebody wrote anew in a reply: without what it quotes, and without signatures. Pure, and linear in the text.

Mail programs quote in few ways, and these look alike in every language: lines behind ">", a line above them that ends with a
colon and holds a date or an address, a block of "From, Sent, To, Subject" under a ruled line. Where the rules find nothing
new, everything counts as new: nobody's words may vanish.
"""

import re
from collections.abc import Sequence

from bots.mail.quotes_words import DEVICES, FROM, SENT, SENT_FROM, SUBJECT, hands_on, plain_subject
from core.model.handoff import MARKER

_LONGEST = 400  # characters of a line that are looked at
_ABOVE = 4  # lines that a program may need to say who wrote what it quotes
_SIGNATURE = 15  # lines; more is no signature
_QUOTED = re.compile(r"\s{0,3}>")
_ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]+\.[^\s<>@]")
_DATE = re.compile(
    r"\b(19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}[:.h]\d{2}\b|\d{1,2}\s?月\s?\d{1,2}\s?日"
)
_COLON = re.compile(r"[:：][\s*_]*$")
_HEADER = re.compile(r"[\s>*_]{0,6}([^\s:：*][^:：*]{0,29}?)[\s*]{0,3}[:：]\*?\s*(\S.*)?$")
_RULE = re.compile(r"[\s*]*(_{10,}|-{20,}|—{5,}|(-{3,}|_{3,}|—{3,})\s?\S.{0,60}?\S\s?(-{3,}|_{3,}|—{3,}))[\s*]*$")
_LINK = re.compile(r"<?\b(https?://|www\.)\S+")
_DELIMITER = re.compile(r"(--|—)\s*$")


def written_anew(whole: str, subject: str = "", *, answering: bool = True) -> str:
    """The new words of `whole`. `subject` is the mail's own; `answering`: it answers a mail.

    In one that answers none, or hands one on, what looks quoted is what its writer wants to show.
    """
    lines = whole.split("\n")
    if not answering or hands_on(subject):
        return _said(_without_signature(lines[: _marked(lines)])) or _said(lines)
    kept = _without_signature(lines[: _end_of_new(lines, plain_subject(subject))])
    return _said(_without_signature(_without_quotes(kept))) or _said(_without_signature(lines))


def _said(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()


def _marked(lines: Sequence[str]) -> int:
    marks = (place for place, line in enumerate(lines) if MARKER in line and not _QUOTED.match(line))
    return next(marks, len(lines))


def _end_of_new(lines: Sequence[str], subject: str) -> int:
    """Where everything that follows is quoted, for it says so above it."""
    marked = _marked(lines)
    found = next((place for place in range(marked) if _begins_quote(lines, place, subject)), None)
    return marked if found is None else _from_the_name(lines, found)


def _begins_quote(lines: Sequence[str], place: int, subject: str) -> bool:
    line = lines[place][:_LONGEST]
    if not line.strip() or _QUOTED.match(line):
        return False
    if _RULE.match(line):
        return _headers(_next(lines, place + 1), subject, least=2, ruled=True)
    if _HEADER.match(line) and _headers(_next(lines, place), subject, least=3, ruled=False):
        return True
    return _says_who_wrote(lines, place)


def _next(lines: Sequence[str], place: int) -> list[str]:
    """The next few lines that are not empty."""
    return [line[:_LONGEST] for line in lines[place : place + 12] if line.strip()][:6]


def _headers(block: Sequence[str], subject: str, *, least: int, ruled: bool) -> bool:
    """Whether lines are the headers of a mail. A form that a customer filled in has such lines too, so shape is not enough."""
    fields = list[tuple[str, str]]()
    for line in block:
        found = _HEADER.match(line)
        if not found:
            break
        fields.append((found[1].strip().casefold(), found[2] or ""))
    if len(fields) < least or (not ruled and fields[0][0] not in FROM | SENT | SUBJECT):
        return False
    if ruled:
        return any(_DATE.search(value) for _, value in fields)
    told = any(name in SUBJECT or (subject and plain_subject(value) == subject) for name, value in fields)
    sender = any(name in FROM for name, _ in fields)
    written = any(name in FROM and _ADDRESS.search(value) for name, value in fields)
    return sender and (told or written)


def _says_who_wrote(lines: Sequence[str], place: int) -> bool:
    """An address and a date with a colon at the end: some programs put nothing before the lines that they quote."""
    for end in range(place, min(place + _ABOVE, len(lines))):
        if not lines[end].strip() or len(lines[end]) > _LONGEST:
            return False
        if _COLON.search(lines[end]):
            said = " ".join(lines[place : end + 1])
            quoted_next = bool(_QUOTED.match(next((line for line in lines[end + 1 :] if line.strip()), "")))
            return bool(_ADDRESS.search(said) and _DATE.search(lines[place]) and not quoted_next)
    return False


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """Answers between quoted lines need them to be understood; what is quoted in one piece is not needed."""
    kept = _trimmed(lines)
    end = len(kept)
    while end and (not kept[end - 1].strip() or _QUOTED.match(kept[end - 1])):
        end -= 1
    kept = _trimmed(kept[: _above(kept, end)])
    blocks = _blocks(kept)
    if len(blocks) != 1:
        return kept
    start, stop = blocks[0]
    above = _above(kept, start)
    return [*kept[:above], *kept[stop:]] if above < start or not _said(kept[:start]) else kept


def _trimmed(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return list(lines[:end])


def _blocks(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where quoted passages begin and end; empty lines do not end them."""
    blocks = list[tuple[int, int]]()
    joined = False
    for place, line in enumerate(lines):
        if _QUOTED.match(line):
            blocks = [*blocks[:-1], (blocks[-1][0], place + 1)] if joined else [*blocks, (place, place + 1)]
            joined = True
        elif line.strip():
            joined = False
    return blocks


def _above(lines: Sequence[str], start: int) -> int:
    """Where the words begin that say who wrote what is quoted from `start` on; `start` itself if there are none."""
    end = start
    while end and not lines[end - 1].strip():
        end -= 1
    if not end or not _COLON.search(lines[end - 1][-_LONGEST:]) or len(lines[end - 1]) > _LONGEST:
        return start
    near = list[int]()
    for first in range(end - 1, max(end - 1 - _ABOVE, -1), -1):
        if not lines[first].strip() or _QUOTED.match(lines[first]):
            break
        near.append(first)
    for telling in (_DATE, _ADDRESS):
        for first in near:
            if telling.search(lines[first][:_LONGEST]):
                return _from_the_name(lines, first)
    return start


def _from_the_name(lines: Sequence[str], first: int) -> int:
    """A line that begins with an address goes on from the one above it, where the name stands."""
    wrapped = first and lines[first].lstrip("( ").startswith("<") and lines[first - 1].strip()
    return first - 1 if wrapped and not _QUOTED.match(lines[first - 1]) else first


def _without_signature(lines: Sequence[str]) -> list[str]:
    kept = _trimmed(lines)
    for place in range(len(kept) - 1, max(len(kept) - 1 - _SIGNATURE, 0), -1):
        if _DELIMITER.fullmatch(kept[place]):
            kept = _trimmed(kept[:place])
            break
    while len(kept) > 1 and _sent_from(kept[-1]):
        kept = _trimmed(kept[:-1])
    return kept


def _sent_from(line: str) -> bool:
    """ "Sent from my iPhone": such words, and the name of a device or a program. "Sent via DHL" is an answer."""
    said = _LINK.sub("", line).strip(" *_>-[]().").casefold()
    sentence = len(said) > 90 or re.search(r"[,;!?。，]", said)
    return not sentence and bool(SENT_FROM.match(said)) and bool(DEVICES.search(said))
