"""The headers of a mail as they came, and what stands in them: words, addresses, ids. Linear in their length; never raises.

The standard library's header parser fails on small hostile mails (`From: a@`, `Message-ID: <@>`) and stalls on others
(5,000 brackets), both measured with Python 3.11; so nothing of it is used here.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from bots.mail.reading_charsets import clean, decoded

MOST_BYTES = 256 * 1024  # of all headers
MOST_HEADERS = 1000
LONGEST = 20_000  # characters of one header
LONGEST_SUBJECT = 500
MOST_IDS = 50

_END = re.compile(rb"\r?\n\r?\n|\r\r")
_LINE = re.compile(rb"\r\n|\n|\r")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([BbQq])\?([^?]*)\?=")
_ADDRESS = re.compile(r'("[^"@]{1,64}"|[^\s<>()\[\],;:"@\\]{1,128})@([^\s<>()\[\],;:"@\\]{1,255})')
_ID = re.compile(r"<\s*([^<>\s]{1,250})\s*>")


class Headers(msgspec.Struct, frozen=True):
    """Names in lower case with their values in one line each, in the order of the mail: the topmost was added last."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.pairs if each == name]

    def first(self, name: str) -> str:
        return next((value for each, value in self.pairs if each == name), "")

    def has(self, name: str) -> bool:
        return any(each == name for each, _ in self.pairs)


class Mailbox(NamedTuple):
    """Who wrote, or is written to. The domain is in lower case."""

    name: str
    address: str


def split(raw: bytes) -> tuple[Headers, bytes]:
    """The headers and the rest of a mail, or of a part of one."""
    if raw[:1] in (b"\n", b"\r"):
        return Headers(), raw.lstrip(b"\r\n")
    end = _END.search(raw, 0, MOST_BYTES)
    head, rest = (raw[: end.start()], raw[end.end() :]) if end else (raw[:MOST_BYTES], b"")
    return Headers(tuple(_pairs(head))[:MOST_HEADERS]), rest


def _pairs(head: bytes) -> Iterator[tuple[str, str]]:
    name, lines = "", list[str]()
    for line in map(decoded, _LINE.split(head)):
        if line[:1] in (" ", "\t"):
            lines.append(line.strip())
            continue
        if name:
            yield name, " ".join(lines)[:LONGEST]
        before, colon, after = line.partition(":")
        name = before.strip().lower() if colon and not line.startswith("From ") else ""
        lines = [after.strip()]
    if name:
        yield name, " ".join(lines)[:LONGEST]


def words(value: str) -> str:
    """A value as people read it: encoded words (RFC 2047) decoded, in one line.

    Letters that were cut in two between encoded words, as some mailers do, are joined again.
    """
    parts, bytes_, charset, end = list[str](), b"", "", 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        goes_on = bytes_ and not between.strip() and charset == word[1].lower()
        if not goes_on:
            parts += [decoded(bytes_, charset), between if between.strip() or not bytes_ else ""]
            bytes_ = b""
        bytes_, charset, end = bytes_ + _unpacked(word[2], word[3]), word[1].lower(), word.end()
    return one_line("".join([*parts, decoded(bytes_, charset), value[end:]]))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _unpacked(way: str, packed: str) -> bytes:
    raw = packed.encode("utf-8", "replace")
    return binascii.a2b_qp(raw, header=True) if way in "qQ" else from_base64(raw)


def from_base64(raw: bytes) -> bytes:
    """What can be read of it, without what does not belong there."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def mailboxes(value: str) -> list[Mailbox]:
    """Who stands in a From, To or Cc. Encoded words are decoded last: no address can hide in them."""
    return [each for each in map(_mailbox, _listed(value)) if each.address]


def _listed(value: str) -> list[str]:
    """The value cut at its commas and semicolons, but not at those in quotes, brackets and comments."""
    pieces, piece, closing, skip = list[str](), list[str](), "", False
    for letter in value:
        if skip or letter == "\\":
            skip = not skip
        elif letter == closing:
            closing = ""
        elif not closing and letter in _CLOSED_BY:
            closing = _CLOSED_BY[letter]
        elif not closing and letter in ",;":
            pieces.append("".join(piece))
            piece = []
            continue
        piece.append(letter)
    return [*pieces, "".join(piece)]


_CLOSED_BY = {'"': '"', "<": ">", "(": ")"}


def _mailbox(piece: str) -> Mailbox:
    """What stands in the last pair of angle brackets is the address, and what stands before it only a name."""
    start = piece.rfind("<")
    found = _ADDRESS.search(piece, max(start, 0)) or _ADDRESS.search(piece)
    if not found:
        return Mailbox("", "")
    name = piece[:start] if start > 0 else "".join(re.findall(r"\(([^()]*)\)", piece)[:1])
    return Mailbox(words(_unquoted(name))[:200], f"{found[1]}@{found[2].lower()}")


def _unquoted(name: str) -> str:
    bare = name.strip()
    inner = bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare
    return re.sub(r"\\(.)", r"\1", inner)


def ids(value: str) -> list[str]:
    """Message-IDs without their brackets; some servers leave the brackets out."""
    found = _ID.findall(value[:LONGEST])
    bare = value.strip().strip("<>")
    return found or ([bare] if bare and "@" in bare and not re.search(r"\s", bare) and len(bare) <= 250 else [])
