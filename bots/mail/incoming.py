"""Mails on their way in: the original on disk, what was read of it beside it, then the row of the inbox, then "received"."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec

from bots.mail.incoming_folder import MailFolder
from bots.mail.masked import is_masked
from bots.mail.reading import identity
from bots.mail.reading_guard import GuardedReading
from core.model import codec
from core.model.errors import Transient, Unreadable
from core.model.heard import FromMail, Heard
from core.model.letter import Letter
from core.model.rows import Received
from core.ports import Clock, Intake

log = logging.getLogger(__name__)

SOURCE = "mail"
LARGEST = 30 * 1024 * 1024  # bytes: no large provider's mail is larger
BEGINNING = 1024 * 1024  # bytes that are taken of a larger one

Take = Callable[[bytes, int], Awaitable[None]]
"""Takes a mail as it came, and its full size in bytes if this is only its beginning, else 0. Raises Transient where it is not kept."""


class Arrived(msgspec.Struct, frozen=True):
    """The payload of the inbox row: where the mail is kept, and when it came. The words of customers stand in no row."""

    original: str
    received_at: datetime


class MailIntake:
    """The one way in, for all doors. The same mail twice, by whichever door, is one row."""

    def __init__(self, intake: Intake, folder: MailFolder, reading: GuardedReading, clock: Clock) -> None:
        self._intake = intake
        self._folder = folder
        self._reading = reading
        self._clock = clock

    async def take(self, raw: bytes, full_size: int = 0) -> None:
        """Return when the mail and its row are on disk; raises Transient if they are not. `full_size`: see `Take`."""
        now = self._clock.now()
        same = await asyncio.to_thread(identity, raw)
        original = await asyncio.to_thread(self._folder.keep, same, raw, now)
        letter = await self._letter(original, full_size)
        arrived = codec.encode(Arrived(original, now))
        await self._intake.receive([Received(f"{SOURCE}:{same}", SOURCE, _stream(letter), arrived)])

    async def _letter(self, original: str, full_size: int) -> Letter:
        known = await asyncio.to_thread(self._folder.letter, original)
        if known:
            await self._let_go_of_words(known)
            return known
        try:
            read = await self._reading.read(self._folder.path(original))
        except OSError as error:
            raise Transient(f"no mail can be read: {error.strerror or type(error).__name__}") from error
        letter = msgspec.structs.replace(read, original=original, too_large=full_size)
        if full_size:  # the last file is where the beginning ends: a part of it would pass for the whole
            letter = msgspec.structs.replace(letter, attached=letter.attached[:-1])
        await asyncio.to_thread(self._folder.keep_letter, original, letter)
        await self._let_go_of_words(letter)
        return letter

    async def _let_go_of_words(self, letter: Letter) -> None:
        """Where a card number or an IBAN stood in them, the original goes on with nothing but its files."""
        if not is_masked(letter):
            return
        files = await self._reading.files_only(self._folder.path(letter.original))
        if files is None:
            log.warning(
                "the mail %s stays as it came, with payment data in it: it cannot be taken apart", letter.original
            )
        else:
            await asyncio.to_thread(self._folder.replace, letter.original, files)

    async def close(self) -> None:
        await self._reading.close()


class MailReader:
    """Gives the letter that was read when the mail came in: a short file, so that the worker never waits for a parser."""

    def __init__(self, folder: MailFolder) -> None:
        self._folder = folder

    def read(self, payload: str) -> Heard:
        """Raises Unreadable where the mail was removed, Transient where the disk gives nothing."""
        arrived = codec.decode(payload, Arrived)
        letter = self._folder.letter(arrived.original)
        if letter is None:
            raise Unreadable(f"the mail {arrived.original} is kept no more")
        return FromMail(msgspec.structs.replace(letter, received_at=arrived.received_at))


def _stream(letter: Letter) -> str:
    """Mails of one ticket keep their order; those of none keep it with their sender's others.

    The token, which is a secret, does not stand there: the dead letters show the names of streams.
    """
    ticket = hashlib.sha256(letter.token.encode()).hexdigest()[:16] if letter.token else ""
    return f"{SOURCE}:{ticket or letter.sender.casefold() or 'nobody'}"
