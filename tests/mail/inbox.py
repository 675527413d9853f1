"""The way in, from a raw mail to what the worker hears of it, on a store and a folder of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bots.mail.imap import ImapInbox
from bots.mail.incoming import MailIntake, MailReader
from bots.mail.incoming_folder import MailFolder
from bots.mail.reading_guard import GuardedReading
from core.engine.intake import DurableIntake
from core.model.heard import FromMail
from core.model.letter import Letter
from core.model.rows import InboxRow
from core.ports import Store
from tests.engine.fakes import Clock, undone
from tests.mail.samples import RULES

PATIENCE = 15.0


class Inbox:
    """`mails.take` is what every door calls."""

    def __init__(self, store: Store, root: Path, seconds: float = 10.0) -> None:
        self.store = store
        self.root = root
        self.clock = Clock()
        self.folder = MailFolder(root)
        self.reading = GuardedReading(RULES, seconds)
        self.mails = MailIntake(DurableIntake(store, self.clock), self.folder, self.reading, self.clock)

    def watches(self, url: str, renew: float = 60.0) -> AbstractAsyncContextManager[None]:
        """A mailbox, while the block runs."""
        return running(ImapInbox(url, self.mails.take, self.store, Clock(), pauses=(0.05, 0.1), renew=renew))

    async def has(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(await self.rows()) < count:  # noqa: ASYNC110 (a table is looked at)
                await asyncio.sleep(0.02)

    async def rows(self) -> list[InboxRow]:
        return await undone(self.store)

    async def letters(self) -> list[Letter]:
        """What the worker hears, in the order of the rows."""
        heard = [MailReader(self.folder).read(row.payload) for row in await self.rows()]
        return [each.letter for each in heard if isinstance(each, FromMail)]

    async def subjects(self) -> list[str]:
        return [letter.subject for letter in await self.letters()]


@asynccontextmanager
async def running(imap: ImapInbox) -> AsyncIterator[None]:
    task = asyncio.create_task(imap.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(fits: Callable[[], bool]) -> None:
    """Look at a server again and again: it tells nobody when it changes."""
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(fits):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
