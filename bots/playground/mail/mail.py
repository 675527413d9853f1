"""A mail as a mailbox shows it, and the file that is sent with one."""

import msgspec


class Attached(msgspec.Struct, frozen=True):
    """A file that a mail brought; `size` in bytes."""

    name: str
    kind: str  # a media type
    size: int


class Mail(msgspec.Struct):
    """A mail as it was accepted for one recipient, or written by the mailbox's owner (`sent`).

    `sender` and `to` are those of the envelope, `received_at` is in Unix seconds. `times` counts how often a mail with
    this Message-ID came; it is shown once, as mail programs do. Of one that is sent to the desk: `waiting` until the desk has
    taken it, `refused` is why it never will.
    """

    sender: str
    to: str
    subject: str
    text: str
    headers: dict[str, str]
    message_id: str
    received_at: float
    raw: bytes
    readable: bool = True
    times: int = 1
    attached: tuple[Attached, ...] = ()
    sent: bool = False
    waiting: bool = False
    refused: str = ""

    @property
    def author(self) -> str:
        """Who it says it is from; the envelope's sender where it says nothing."""
        return self.header("from") or self.sender

    def header(self, name: str) -> str:
        """The first of this name, in letters of either case; empty where there is none."""
        return next((value for each, value in self.headers.items() if each.lower() == name), "")
