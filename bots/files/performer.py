"""Carries out `ShowFile` and `SendFile`: a file is fetched from one side and given to the other.

What a customer sends goes in a lane of the conversation's own: several keep their order among each other, and a caption goes with
its file, but words are not held up by it. A file takes seconds at best, minutes where it is large or the messenger's own
store of files is down, and a customer's words must not wait so long. What an agent sends goes in the customer's lane instead: the words
around it were written to be read around it, and what is next in that lane may be "this chat is closed".

What a customer sends at once, an album, comes as messages of their own within a moment, and is one message for staff too. The files
of one message of an agent's are one album for the customer, where their messenger has such.
"""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from bots.files.names import file_name
from bots.files.passing import OnDisk, Passing
from core.model.effects import Effect, SendFile, ShowFile
from core.model.errors import Gone, Refused, Transient
from core.model.events import Delivered
from core.model.file_limits import MB, FileLimit
from core.model.ids import Address, ConversationId
from core.model.rows import Company, Done, Limit, OutboxRow
from core.model.view import Text, text

FETCHED_WITHIN = 5  # tries; after them an agent hears that their file does not go, for what comes after it waits

# core.telegram.org/bots/api#sendmediagroup: up to ten, photos and videos together, documents and music each by themselves.
ALBUM = Company(timedelta(seconds=1), most=10)
SENT_AT_ONCE = Company(timedelta(0), most=10)  # what an agent sends comes with one message of theirs
_ALBUMS = ({"photo", "video"}, {"file"}, {"audio"})


class GivenOut(Protocol):
    """The files that one side gives out."""

    async def fetch(self, reference: str, into: Path, most: FileLimit) -> None:
        """Write the file over `into`, never holding it whole. Raises Transient, Refused (too large), Gone or OSError."""


class StaffFiles(Protocol):
    """Where staff look at files."""

    def limits(self, thread: Address) -> tuple[Limit, ...]:
        """The rates that an upload counts against."""

    async def shown(self, thread: Address, key: str) -> str:
        """The platform's id of the message that shows it already; empty for none. Raises Transient or Final."""

    async def share(self, thread: Address, files: Sequence[OnDisk], words: Text) -> str:
        """Show them in the thread with one message, each once for its key; its id there. Raises Transient or Final."""


class ToCustomer(NamedTuple):
    """What is sent, and where it lies; `name` is what it is called there."""

    effect: SendFile
    path: Path
    name: str


class CustomerFiles(Protocol):
    """Where customers get files."""

    most: FileLimit

    def lane(self, to: Address) -> str:
        """The one in which they are written to. Pure."""

    def limits(self, to: Address) -> tuple[Limit, ...]:
        """The rates that a file counts against."""

    def together(self, effects: Sequence[SendFile]) -> bool:
        """Whether they can be one album. Pure."""

    async def send(self, files: Sequence[ToCustomer]) -> tuple[str, ...]:
        """Send one as what it is, several as an album; the platform's ids of the messages. Raises Transient or Final."""


class FilePerformer:
    """`sources` and `customers` by the name before the colon of a file's reference, and of the customer's address."""

    def __init__(
        self,
        passing: Passing,
        sources: Mapping[str, GivenOut],
        staff: StaffFiles,
        customers: Mapping[str, CustomerFiles],
        from_customers: FileLimit,
    ) -> None:
        self._passing, self._sources, self._staff = passing, sources, staff
        self._customers, self._from_customers = customers, from_customers

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        match effect:
            case SendFile(to=to):
                return self._side(to).lane(to)
            case _:
                return f"files:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        match effect:
            case SendFile(to=to):
                return self._side(to).limits(to)
            case other:
                return self._staff.limits(_shown(other).thread)

    def parts(self, effect: Effect) -> int:
        return 1

    def join(self, first: Effect, then: Effect) -> Effect | None:
        """The first with its words; what has words of its own stays by itself."""
        match first, then:
            case SendFile(), SendFile(caption="") if first.ref and (first.to, first.ref) == (then.to, then.ref):
                return first if self._side(first.to).together((first, then)) else None
            case ShowFile(), ShowFile(caption="") if (first.thread, first.author) == (then.thread, then.author):
                return first if any({first.file.kind, then.file.kind} <= kinds for kinds in _ALBUMS) else None
            case _:
                return None

    def company(self, effect: Effect) -> Company | None:
        match effect:
            case ShowFile(file=file) if any(file.kind in kinds for kinds in _ALBUMS):
                return ALBUM
            case SendFile():
                return SENT_AT_ONCE
            case _:
                return None

    async def perform(self, row: OutboxRow) -> Done:
        """The receipt is the platform's id of the message that shows the file."""
        match row.effect:
            case SendFile() as sent:
                return await self._send(row, sent)
            case other:
                return await self._show(row, _shown(other))

    # --- to staff
    async def _show(self, row: OutboxRow, asked: ShowFile) -> Done:
        """A repeat does not show again what is there: of an album all is, or nothing."""
        if row.attempts > 1 and (ts := await self._staff.shown(asked.thread, _key(row))):
            return Done(ts)
        async with AsyncExitStack() as there:
            files = [await self._fetched(each, there) for each in (row, *row.joined)]
            return Done(await self._staff.share(asked.thread, files, _whose(asked)))

    async def _fetched(self, row: OutboxRow, there: AsyncExitStack) -> OnDisk:
        """On the disk until `there` ends."""
        file = _shown(row.effect).file
        fetch = partial(self._fetch, file.reference, self._from_customers)
        path = await there.enter_async_context(self._passing.fetched(str(row.seq), fetch))
        return OnDisk(path, file_name(file.name, file.kind), _key(row))

    # --- to the customer
    async def _send(self, row: OutboxRow, asked: SendFile) -> Done:
        side = self._side(asked.to)
        async with AsyncExitStack() as there:
            files = [await self._to_customer(each, side, there) for each in (row, *row.joined)]
            receipt, *others = await side.send(files)
        return Done(receipt, Delivered(asked.ref) if asked.ref else None, tuple(others))

    async def _to_customer(self, row: OutboxRow, side: CustomerFiles, there: AsyncExitStack) -> ToCustomer:
        """On the disk until `there` ends."""
        effect = row.effect
        assert isinstance(effect, SendFile)
        if effect.file.size > side.most.bytes:
            raise Refused(too_large(side.most))
        fetch = partial(self._fetch_soon, effect.file.reference, side.most, row.attempts)
        path = await there.enter_async_context(self._passing.fetched(str(row.seq), fetch))
        return ToCustomer(effect, path, file_name(effect.file.name, effect.file.kind))

    async def _fetch_soon(self, reference: str, most: FileLimit, attempts: int, into: Path) -> None:
        try:
            await self._fetch(reference, most, into)
        except Transient as error:
            if attempts < FETCHED_WITHIN:
                raise
            raise Refused(f"the file could not be fetched ({error})") from error

    # --- both
    async def _fetch(self, reference: str, most: FileLimit, into: Path) -> None:
        channel, _, name = reference.partition(":")
        if channel not in self._sources or not name:
            raise Gone("the file is nowhere to be fetched")
        await self._sources[channel].fetch(name, into, most)

    def _side(self, to: Address) -> CustomerFiles:
        """Raises Refused where files do not go."""
        if to.channel not in self._customers:
            raise Refused(f"no files go to {to.channel}")
        return self._customers[to.channel]


def too_large(most: FileLimit) -> str:
    """In words for staff."""
    return f"it is larger than {most.bytes // MB} MB, the most that can be sent"


def _key(row: OutboxRow) -> str:
    return f"{_shown(row.effect).case}/{row.id}"


def _whose(asked: ShowFile) -> Text:
    author = asked.author or "-"
    if asked.caption:
        return text("staff.file_captioned", author=author, caption=asked.caption)
    return text("staff.file_from", author=author)


def _shown(effect: Effect) -> ShowFile:
    if not isinstance(effect, ShowFile):
        raise TypeError(f"files are shown and sent, not {type(effect).__name__}")
    return effect
