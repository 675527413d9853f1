"""A mailbox: the mails of one recipient, and the wait for the next."""

import asyncio
from collections.abc import Callable

import msgspec

Fits = Callable[["Mail"], bool]


class NoMail(AssertionError):
    """The awaited mail did not come; says what is in the mailbox instead."""


class Mail(msgspec.Struct):
    """A mail as it was accepted for one recipient.

    `sender` and `to` are those of the envelope, `received_at` is in Unix seconds. `times` counts how often a mail with
    this Message-ID came; it is shown once, as mail programs do.
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

    @property
    def author(self) -> str:
        """Who it says it is from; the envelope's sender where it says nothing."""
        return self.headers.get("From") or self.sender


class Mailbox:
    """The mails to one address, oldest first."""

    def __init__(self, address: str, mails: list[Mail] | None = None) -> None:
        self.address = address
        self.mails = mails or []
        self._read = 0
        self._arrived = asyncio.Event()

    def add(self, mail: Mail) -> None:
        """Put a mail in; one that is here already is only counted."""
        known = next((each for each in self.mails if mail.message_id and each.message_id == mail.message_id), None)
        if known is not None:
            known.times += 1
        else:
            self.mails.append(mail)
        self._arrived.set()
        self._arrived = asyncio.Event()

    async def gets(self, fits: Fits | str = "", timeout: float = 5.0) -> Mail:  # noqa: ASYNC109
        """The next mail that fits, or has the words in its subject or text; those before it count as read.

        Raises NoMail after `timeout` seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self._unread(fits)) is None:
                    await self._arrived.wait()
        except TimeoutError:
            raise NoMail(f"not within {timeout} s\n{self.described()}") from None
        self._read = found + 1
        return self.mails[found]

    def _unread(self, fits: Fits | str) -> int | None:
        for index in range(self._read, len(self.mails)):
            if _fits(self.mails[index], fits):
                return index
        return None

    def described(self) -> str:
        """The mailbox as text, for people who read why a test failed."""
        lines = [f"  {mail.author}: {mail.subject}" + f" (x{mail.times})" * (mail.times > 1) for mail in self.mails]
        return "\n".join([f"{self.address}:", *(lines or ["  (empty)"])])


def _fits(mail: Mail, wanted: Fits | str) -> bool:
    return wanted in f"{mail.subject}\n{mail.text}" if isinstance(wanted, str) else wanted(mail)
