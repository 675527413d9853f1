"""A mailbox: the mails of one address, the wait for the next, and what its owner does with them."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from bots.playground.mail import writing
from bots.playground.mail.mail import Mail
from bots.playground.mail.smtp import NO_MAILBOX
from bots.playground.mail.writing import Author, Files

Fits = Callable[[Mail], bool]
Send = Callable[[str, str, bytes], Mail]
"""Takes a mail from a mailbox: the envelope's sender and recipient, and the mail itself."""

AWAY = "I am out of the office until Monday."


class NoMail(AssertionError):
    """The awaited mail did not come; says what is in the mailbox instead."""


class Mailbox:
    """What came to one address (`mails`) and what was written there (`sent`), each oldest first.

    `name` is its owner's, as those see it to whom they write. `clock` gives Unix seconds.
    """

    def __init__(self, address: str, send: Send, clock: Callable[[], float], stored: Sequence[Mail] = ()) -> None:
        self.address = address
        self.name = address.partition("@")[0].replace(".", " ").title()
        self.mails = [mail for mail in stored if not mail.sent]
        self.sent = [mail for mail in stored if mail.sent]
        self._send = send
        self._clock = clock
        self._read = 0
        self._arrived = asyncio.Event()

    @property
    def all(self) -> list[Mail]:
        """In the order in which they came and went."""
        return sorted([*self.mails, *self.sent], key=lambda mail: mail.received_at)

    def add(self, mail: Mail) -> None:
        """Put a mail in; one that is here already is only counted."""
        known = next((each for each in self.mails if mail.message_id and each.message_id == mail.message_id), None)
        if known is not None:
            known.times += 1
        else:
            self.mails.append(mail)
        self._arrived.set()
        self._arrived = asyncio.Event()

    # --- what its owner does; a mail to the desk is on its way when these return
    async def replies(self, mail: Mail, words: str, attachments: Files | None = None, name: str = "") -> Mail:
        """Answer, with the mail quoted beneath. Raises NoAddress where nobody can be answered."""
        return self._posts(writing.reply(mail, self._author(name), words, self._now(), attachments), self.address)

    async def writes(
        self, to: str, subject: str, words: str, attachments: Files | None = None, pretending: str = ""
    ) -> Mail:
        """Write a new mail; `pretending`: to be this other address, which the envelope belies. Raises NoAddress."""
        author = Author("", pretending) if pretending else self._author()
        return self._posts(writing.written(author, to, subject, words, self._now(), attachments), self.address)

    async def auto_replies(self, mail: Mail, words: str = AWAY) -> Mail:
        """The machine answers, as it does while its owner is away. Raises NoAddress where the envelope has no sender."""
        return self._posts(writing.automatic_reply(mail, self._author(), words, self._now()), self.address)

    async def bounces(self, mail: Mail, reason: str = NO_MAILBOX) -> Mail:
        """The server found later that it cannot deliver the mail. Raises NoAddress where the envelope has no sender."""
        return self._posts(writing.bounce(mail, reason, self._now()), "")

    def _posts(self, message: EmailMessage, sender: str) -> Mail:
        mail = self._send(sender, message["To"].addresses[0].addr_spec, bytes(message))
        self.sent.append(mail)
        return mail

    def _author(self, name: str = "") -> Author:
        return Author(name or self.name, self.address)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    # --- what it gets
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
