"""Fetches the files that go on with a mail out of the mails with which they came."""

from collections.abc import Sequence

from bots.mail.incoming_folder import MailFolder
from bots.mail.reading_guard import GuardedReading
from core.model.errors import Unreadable
from core.model.handoff import MailFile
from core.model.ticket import Enclosed


class Enclosing:
    def __init__(self, folder: MailFolder, reading: GuardedReading) -> None:
        self._folder = folder
        self._reading = reading

    async def fetch(self, enclosed: Sequence[Enclosed]) -> tuple[tuple[MailFile, ...], tuple[Enclosed, ...]]:
        """The files, and those that cannot be had: the mail is kept no more, or nobody can read it."""
        fetched = [(each, await self._content(each)) for each in enclosed]
        there = tuple(MailFile(each.name, each.kind, content) for each, content in fetched if content is not None)
        return there, tuple(each for each, content in fetched if content is None)

    async def _content(self, enclosed: Enclosed) -> bytes | None:
        try:
            original = self._folder.path(enclosed.original)
        except Unreadable:  # none of our names: an older version's, or nobody's
            return None
        return await self._reading.file(original, enclosed.part)
