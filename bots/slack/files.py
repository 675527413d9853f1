"""Puts files from the desk's disk into Slack threads, each once, read from the disk as they go out.

docs.slack.dev/messaging/working-with-files: ask for an address, send the bytes, complete the upload; several that are completed
together are one message. A completion is taken once
per upload and answered before the message is there; sometimes the message never comes. So the file's id is remembered before
it is completed, and a thread that does not show the file after a while makes the next try an upload of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import aiohttp

from bots.files.passing import OnDisk
from bots.slack.api import Api
from bots.slack.cases.card import Say
from bots.slack.downloads import Downloads
from bots.slack.errors import of_answer
from bots.slack.ids import Json, Place, place_of
from bots.slack.kept import Kept
from bots.slack.outgoing import in_channel
from bots.slack.writing.markup import escaped, shortened
from core.model.errors import DeskError, Refused, Transient, Uncertain
from core.model.file_limits import FileLimit
from core.model.ids import Address
from core.model.rows import Limit
from core.model.view import Text
from core.ports import Store

LOOKS = (0.0, 0.5, 1.0, 2.0, 4.0)  # seconds before each look for a file in its thread
LONGEST_NAME = 255  # characters

_UPLOADING = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=60)


class Sent(NamedTuple):
    """A file whose bytes are at Slack, under this id."""

    id: str
    file: OnDisk


class SlackFiles:
    """Uploads by one app, with the scopes files:write and files:read. `say` gives catalog texts in the staff's language."""

    def __init__(
        self,
        api: Api,
        session: aiohttp.ClientSession,
        store: Store,
        say: Say,
        per_second: float = 1.0,
        looks: tuple[float, ...] = LOOKS,
    ) -> None:
        self._api, self._session, self._kept = api, session, Kept(store)
        self._say, self._per_second, self._looks = say, per_second, looks
        self._downloads = Downloads(api, session)

    def limits(self, thread: Address) -> tuple[Limit, ...]:
        """An upload shows a message, which counts as any other of the channel. Raises Gone for no thread."""
        return in_channel(place_of(thread).channel, self._per_second)

    async def fetch(self, reference: str, into: Path, most: FileLimit) -> None:
        """Write the file of this id over `into`. Raises Transient, Limited, Gone, Refused (too large) or OSError."""
        await self._downloads.fetch(reference, into, most)

    async def shown(self, thread: Address, key: str) -> str:
        """The ts of the message that shows the file with this key; empty if there is none. Raises as `upload`."""
        before = await self._kept.get(_name(thread, key))
        return await self._shown(before, place_of(thread)) if before else ""

    async def upload(self, thread: Address, path: Path, name: str, words: Text, key: str) -> str:
        """Show the file in the thread under this name, with our words; its message's ts.

        With the same thread and key once more: the one that is there. Raises Transient, Limited, Gone or Refused.
        """
        return await self.share(thread, [OnDisk(path, name, key)], words)

    async def share(self, thread: Address, files: Sequence[OnDisk], words: Text) -> str:
        """The same with several files and one message; where the first is there, all are."""
        place = place_of(thread)
        if ts := await self.shown(thread, files[0].key):
            return ts
        sent = [Sent(await self._sent(each), each) for each in files]
        await self._kept.put({_name(thread, each.file.key): each.id for each in sent})
        await self._complete(sent, place, words)
        ts = await self._shown(sent[0].id, place)
        if not ts:
            raise Transient("Slack has taken a file and does not show it")
        return ts

    # --- the three steps
    async def _sent(self, file: OnDisk) -> str:
        """The id of the file, whose bytes are at Slack then, seen by nobody."""
        size = (await asyncio.to_thread(file.path.stat)).st_size
        try:
            answer = await self._api.answer(
                self._api.web.files_getUploadURLExternal(filename=_title(file), length=size)
            )
            await self._send(str(answer["upload_url"]), file.path)
        except Uncertain as error:
            raise Transient(str(error)) from None  # nothing of it shows
        return str(answer["file_id"])

    async def _send(self, address: str, path: Path) -> None:
        with await asyncio.to_thread(path.open, "rb") as content:
            try:
                async with self._session.post(
                    address,
                    data=content,
                    headers={"Content-Type": "application/octet-stream"},
                    timeout=_UPLOADING,
                    allow_redirects=False,
                ) as answer:
                    status, headers = answer.status, answer.headers
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise Transient(f"a file does not reach Slack: {type(error).__name__}") from None
        if status != HTTPStatus.OK:
            raise _not_taken(status, of_answer(status, None, headers))

    async def _complete(self, sent: Sequence[Sent], place: Place, words: Text) -> None:
        await self._api.answer(
            self._api.web.files_completeUploadExternal(
                files=[{"id": each.id, "title": _title(each.file)} for each in sent],
                channel_id=place.channel,
                thread_ts=place.ts,
                initial_comment=escaped(self._say(words)),
            )
        )

    # --- whether it is there
    async def _shown(self, file: str, place: Place) -> str:
        """The ts of the message that shows the file in the thread, as soon as it does; empty if it does not."""
        for pause in self._looks:
            await asyncio.sleep(pause)
            try:
                found = await self._api.answer(self._api.web.files_info(file=file))
            except Refused:  # an upload that was never completed is no file
                return ""
            if ts := _ts_in(found, place):
                return ts
        return ""


class FilesOnceReached:
    """The same, while nobody knows yet whether Slack can be reached.

    `soon` gives them once Slack has been tried, and raises Transient where it was not reached. `per_second` as there.
    """

    def __init__(self, soon: Callable[[], Awaitable[SlackFiles]], per_second: float) -> None:
        self._soon, self._per_second = soon, per_second

    def limits(self, thread: Address) -> tuple[Limit, ...]:
        return in_channel(place_of(thread).channel, self._per_second)

    async def fetch(self, reference: str, into: Path, most: FileLimit) -> None:
        files = await self._soon()
        await files.fetch(reference, into, most)

    async def shown(self, thread: Address, key: str) -> str:
        files = await self._soon()
        return await files.shown(thread, key)

    async def upload(self, thread: Address, path: Path, name: str, words: Text, key: str) -> str:
        files = await self._soon()
        return await files.upload(thread, path, name, words, key)

    async def share(self, thread: Address, files: Sequence[OnDisk], words: Text) -> str:
        there = await self._soon()
        return await there.share(thread, files, words)


def _title(file: OnDisk) -> str:
    return shortened(file.name, LONGEST_NAME)


def _name(thread: Address, key: str) -> str:
    """Under which the id of a file is remembered."""
    return f"file:{thread}:{key}"


def _not_taken(status: int, error: DeskError) -> DeskError:
    """What Slack's door for files does not take now it may take later, but for what is wrong with the file."""
    if status in (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE):
        return Refused(f"Slack does not take the file ({status})")
    return error


def _ts_in(info: Json, place: Place) -> str:
    """Where files.info says that the file is shown in the thread: by kind of channel, by channel, by message."""
    for channels in ((info.get("file") or {}).get("shares") or {}).values():
        for share in channels.get(place.channel, []):
            if share.get("thread_ts") == place.ts:
                return str(share["ts"])
    return ""
