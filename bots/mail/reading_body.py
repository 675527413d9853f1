"""What a mail holds below its headers: the text that its writer sees, and the files. Pure; may raise on a hostile mail."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import NamedTuple

import msgspec

from bots.mail.reading_charsets import clean, decoded
from bots.mail.reading_headers import from_base64, words
from core.model.letter import Attached

MOST_PARTS = 500
LONGEST_TEXT = 100_000  # characters; all of it is in the original
LONGEST_NAME = 120  # characters of a file's name

_PROOFS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_BARE = re.compile("[\udc80-\udcff]")
# Marks that turn a text's direction can make "gpj.exe" read "exe.jpg": https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
_DECEIVING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f/\\\\]+")


class Body(msgspec.Struct, frozen=True):
    """`text` with all that it quotes. `reports`: the texts of machine-readable parts, by their kind."""

    text: str = ""
    attached: tuple[Attached, ...] = ()
    reports: tuple[tuple[str, bytes], ...] = ()
    kind: str = ""  # the media type of the whole, with its parameter report-type or method


class _Text(NamedTuple):
    plain: str
    html: str

    def best(self) -> str:
        if self.plain.strip():
            return self.plain
        from bots.mail.reading_html import text_of  # heavy things are loaded at the first use

        return text_of(self.html)


class _Found:
    """What was found so far: one text for each part that reads on from the one before."""

    def __init__(self) -> None:
        self.texts: list[_Text] = []
        self.attached: list[Attached] = []
        self.reports: list[tuple[str, bytes]] = []


def parsed(raw: bytes) -> Message:
    """The tree of the parts. Its headers stay unread: the parser for them fails on hostile ones."""
    return BytesParser(policy=compat32).parsebytes(raw)


def body(message: Message) -> Body:
    """Raises whatever the standard library raises for this mail, RecursionError among it."""
    found = _Found()
    places = {id(part): place for place, part in enumerate(parts_of(message))}
    for part in parts_of(message):
        _rescue(part)
    _visit(message, places, found)
    text = "\n\n".join(filter(None, (each.best().strip("\n") for each in found.texts)))
    return Body(_cut(text), tuple(found.attached), tuple(found.reports), _kind(message))


def parts_of(message: Message) -> Iterator[Message]:
    """All parts, each before those inside it; not the parts of a mail that is attached."""
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        yield part
        waiting += reversed(_inside(part))


def content(part: Message) -> bytes:
    """The bytes of a part that holds no others; an attached mail as it is."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(each.as_bytes() for each in inner[:1] if isinstance(each, Message))
    unpacked = part.get_payload(decode=True)
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64" and isinstance(inner, str):
        return from_base64(inner.encode("ascii", "replace"))
    return unpacked if isinstance(unpacked, bytes) else str(inner).encode("utf-8", "replace")


def _inside(part: Message) -> list[Message]:
    inner = part.get_payload()
    holds = part.get_content_maintype() == "multipart" and isinstance(inner, list)
    return [each for each in inner if isinstance(each, Message)] if holds else []


def _visit(part: Message, places: dict[int, int], found: _Found) -> None:
    if id(part) not in places:
        return None  # beyond the most parts
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        return _alternatives(part, places, found)
    if part.get_content_maintype() == "multipart":
        for each in _inside(part):
            _visit(each, places, found)
        return None
    if kind in ("message/delivery-status", "message/rfc822", "text/rfc822-headers", "message/disposition-notification"):
        found.reports.append((kind, _report(part)))
    if kind in _PROOFS:
        return None
    if kind in ("text/plain", "text/html") and not _is_file(part):
        text = decoded(content(part), _charset(part))
        plain = kind == "text/plain"
        found.texts.append(_Text(_unflowed(text, part) if plain else "", "" if plain else text))
    elif not kind.startswith(("message/d", "text/rfc822")) and (kind != "text/calendar" or _is_file(part)):
        found.attached.append(_file(part, places[id(part)]))
    return None


def _alternatives(part: Message, places: dict[int, int], found: _Found) -> None:
    """The same text in several ways: the plain one, and the one with markup for where that is empty."""
    ways = [_Found() for _ in _inside(part)]
    for each, way in zip(_inside(part), ways, strict=True):
        _visit(each, places, way)
        found.attached += way.attached
        found.reports += way.reports
    plain = next(filter(str.strip, ("\n".join(text.plain for text in way.texts) for way in ways)), "")
    html = next(filter(str.strip, ("\n".join(text.html for text in way.texts) for way in ways)), "")
    found.texts.append(_Text(plain, html))


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _file(part: Message, place: int) -> Attached:
    return Attached(place, _name(part), part.get_content_type()[:100], len(content(part)))


def _name(part: Message) -> str:
    """RFC 2231 as the library reads it; many mailers write encoded words instead, which no standard allows."""
    try:
        given = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return "unnamed"
    shown = _DECEIVING.sub("_", words(given)).strip().lstrip(".")
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 17] + "…" + shown[-16:]


def _rescue(part: Message) -> None:
    """Bare bytes in headers, which no standard allows, come as surrogates, and the library would show none of them."""
    for name, value in list(part.raw_items()):
        if _BARE.search(value):
            part.replace_header(name, decoded(value.encode("utf-8", "surrogateescape")))


def _charset(part: Message) -> str:
    try:
        given = part.get_content_charset() or ""
    except (ValueError, LookupError, TypeError):
        given = ""
    if given or part.get_content_type() != "text/html":
        return given
    from bots.mail.reading_html import charset_in

    return charset_in(content(part))


def _kind(message: Message) -> str:
    kinds = [message.get_content_type(), str(message.get_param("report-type") or "")]
    calendar = (part for part in parts_of(message) if part.get_content_type() == "text/calendar")
    methods = [f"calendar:{part.get_param('method')}" for part in calendar]
    return " ".join([*kinds, *methods]).strip().lower()[:500]


def _report(part: Message) -> bytes:
    """The library makes messages of the blocks of a delivery status; here they are bytes again."""
    inner = part.get_payload()
    blocks = inner if isinstance(inner, list) else []
    if part.get_content_type() == "message/delivery-status" and blocks:
        return b"\n\n".join(block.as_bytes() for block in blocks if isinstance(block, Message))
    return content(part)


def _unflowed(text: str, part: Message) -> str:
    """format=flowed (RFC 3676): a line that ends with a space goes on in the next one; a stuffed space goes."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    glue = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    lines, open_depth = list[str](), -1
    for line in text.split("\n"):
        depth, rest = _depth(line)
        flows = rest.endswith(" ") and rest != "-- "
        if depth == open_depth:
            lines[-1] = lines[-1].rstrip(" ") + glue + rest
        else:
            lines.append(">" * depth + (" " if depth else "") + rest)
        open_depth = depth if flows else -1
    return "\n".join(lines)


def _depth(line: str) -> tuple[int, str]:
    rest = line.lstrip(">")
    return len(line) - len(rest), rest[1:] if rest.startswith(" ") else rest


def _cut(text: str) -> str:
    whole = clean(text).strip("\n")
    return whole if len(whole) <= LONGEST_TEXT else whole[: LONGEST_TEXT - 1] + "…"
