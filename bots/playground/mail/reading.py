"""Makes a raw mail readable, as a mail program does; what cannot be read stays as it came.

Python's structured header parser fails or stalls on small hostile mails, so headers are read as plain lines and
only their encoded words are decoded.
"""

from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

import msgspec

from bots.playground.mail.mail import Attached

UNREADABLE = "(unreadable)"


class Parts(msgspec.Struct, frozen=True):
    """What a mail program shows. `headers` holds the first of each name, decoded."""

    subject: str
    text: str
    message_id: str
    headers: dict[str, str]
    readable: bool = True
    attached: tuple[Attached, ...] = ()


def read(raw: bytes) -> Parts:
    """The parts of a raw mail; never raises."""
    try:
        message = BytesParser(policy=compat32).parsebytes(raw)
        headers = {name: _decoded(str(value)) for name, value in reversed(message.items())}
        return Parts(
            subject=_named(headers, "subject"),
            text=_text(message),
            message_id=_named(headers, "message-id"),
            headers=dict(reversed(headers.items())),
            attached=tuple(_attached(part) for part in message.walk() if _is_file(part)),
        )
    except Exception:  # noqa: BLE001 (whatever a hostile mail does to the parser, it is shown as it came)
        return Parts(UNREADABLE, raw.decode("utf-8", "replace"), "", {}, readable=False)


def _named(headers: dict[str, str], wanted: str) -> str:
    return next((value for name, value in headers.items() if name.lower() == wanted), "")


def _decoded(value: str) -> str:
    """A header in one line, without its encoded words; as it stands where they are broken."""
    line = " ".join(_clean(value).split())
    try:
        return _clean(str(make_header(decode_header(line))))
    except (ValueError, LookupError):
        return line


def _text(message: Message) -> str:
    """The first plain text part; else the first part that is text of any kind."""
    texts = [part for part in message.walk() if part.get_content_maintype() == "text" and not _is_file(part)]
    best = next((part for part in texts if part.get_content_subtype() == "plain"), texts[0] if texts else None)
    return _words(best) if best is not None else ""


def _is_file(part: Message) -> bool:
    named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
    return named and not part.is_multipart()


def _attached(part: Message) -> Attached:
    content = part.get_payload(decode=True)
    size = len(content) if isinstance(content, bytes) else 0
    return Attached(_decoded(part.get_filename() or "") or "file", _decoded(part.get_content_type()), size)


def _words(part: Message) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")
    try:
        words = raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        words = raw.decode("utf-8", "replace")
    return _clean(words.replace("\r\n", "\n")).rstrip("\n")


def _clean(words: str) -> str:
    """Lone surrogates, which stand for undecodable bytes, cannot be stored or sent on."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
