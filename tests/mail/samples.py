"""Mails for the tests, written as they go over the wire."""

from bots.mail.reading import Rules, read
from core.model.letter import Letter

RULES = Rules("support@desk.example", "mx.desk.example", "abcd1234")
TOKEN = "0123456789abcdefghjkmnpqrs"
TICKET = f"support+fd-{TOKEN}@desk.example"


def mail(*headers: str, body: str | bytes = "Hello", **others: str) -> bytes:
    """Anna's mail to a ticket; `headers` go on top, `others` take the place of hers."""
    hers = {
        "From": "Anna <anna@shop.example>",
        "To": TICKET,
        "Subject": "Re: Case FD-7K2M",
        "Message-ID": "<1@shop.example>",
        "Date": "Fri, 20 Nov 2026 10:03:00 +0100",
    } | {name.replace("_", "-"): value for name, value in others.items()}
    lines = [*headers, *(f"{name}: {value}" for name, value in hers.items() if value)]
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def parts(kind: str, *inside: str) -> str:
    """The headers and body of a multipart, to be put below a mail's headers."""
    edge = f"=_{kind}"
    body = "".join(f"--{edge}\n{each}\n" for each in inside)
    return f'Content-Type: multipart/{kind}; boundary="{edge}"\n\n{body}--{edge}--\n'


def of_parts(kind: str, *inside: str, headers: tuple[str, ...] = (), **others: str) -> bytes:
    head, _, body = parts(kind, *inside).partition("\n\n")
    return mail(*headers, head, body=body, **others)


def letter(raw: bytes) -> Letter:
    return read(raw, RULES)
