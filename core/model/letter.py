"""A mail that came in, as the desk understands it."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.value import Value


class Attached(msgspec.Struct, frozen=True):
    """A file in a mail: its place among the parts of the kept original, its name, kind (a media type) and size in bytes."""

    part: int
    name: str
    kind: str
    size: int


class Bounced(msgspec.Struct, frozen=True):
    """A mail of ours that could not be delivered: to whom, and what their server said. `final`: it never will be."""

    to: str
    status: str  # RFC 3463: "5.1.1"
    said: str
    final: bool


Trust = Literal["aligned", "failed", "unknown"]
"""Whether the sender's domain vouches for the mail (DMARC, or aligned DKIM or SPF, as our own server found), fails, or is silent."""


class Letter(Value, frozen=True):
    """`token`: of the ticket's address that it was sent to, empty for none. `text` is what was written anew, `whole` with quotes.

    `id` (empty where the sender gave none) and `answers`, the nearest first, are Message-IDs without brackets; of a bounce,
    `answers` begins with the mail that came back. `original`: under which name the mail as it came is kept. `automatic`: a
    machine sent it (RFC 3834), so nobody answers it. `unreadable`: why nothing of it could be read; then only `original` and
    what stands in its headers count. `too_large`: its size in bytes, if only its beginning was taken.
    """

    id: str
    sender: str
    sender_name: str = ""
    token: str = ""
    subject: str = ""
    text: str = ""
    whole: str = ""
    answers: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    automatic: bool = False
    trust: Trust = "unknown"
    bounced: Bounced | None = None
    original: str = ""
    unreadable: str = ""
    too_large: int = 0
    received_at: datetime | None = None
