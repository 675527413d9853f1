"""Sends files to Telegram chats as what they are: photos are seen, voice notes are heard, all else is a document.

https://core.telegram.org/bots/api#sending-files
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Literal

from telegram import Bot, InputFile, InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bots.files.performer import ToCustomer
from bots.telegram.characters import clean
from bots.telegram.errors import desk_error, unparsed
from bots.telegram.outgoing import IN_TOTAL, PER_CHAT, rates
from bots.telegram.styled import BOLD, Run, Styled, html, plain
from bots.telegram.worded import worded
from core.engine.privacy.documents import Document
from core.model.effects import SendFile
from core.model.errors import Gone
from core.model.file_limits import PHOTO_TO_TELEGRAM, TO_TELEGRAM
from core.model.ids import Address
from core.model.rows import Limit

Way = Literal["photo", "voice", "audio", "video", "document"]

SENT_WITHIN = 300.0  # seconds for the largest file

_WAYS: dict[str, Way] = {
    "image/jpeg": "photo",
    "image/png": "photo",
    "image/webp": "photo",
    "audio/ogg": "voice",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/x-m4a": "audio",
    "video/mp4": "video",
}
_IN_ALBUMS: dict[Way, Any] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}
_ALBUMS: tuple[set[Way], ...] = ({"photo", "video"}, {"audio"}, {"document"})
_CLIP = "audio_message"  # begins the name of what is recorded in Slack, docs.slack.dev/reference/objects/file-object


def way_of(kind: str, name: str, size: int) -> Way:
    """How a file of this media type and so many bytes is sent."""
    way = _WAYS.get(kind.partition(";")[0].strip().lower(), "document")
    if way == "photo" and size > PHOTO_TO_TELEGRAM.bytes:
        return "document"
    return "voice" if way == "audio" and name.startswith(_CLIP) else way


class TelegramFileSender:
    """At the rates at which texts go too, for they count together."""

    most = TO_TELEGRAM

    def __init__(self, bot: Bot, *, per_chat: float = PER_CHAT, in_total: float = IN_TOTAL) -> None:
        self._bot = bot
        self._per_chat = per_chat
        self._in_total = in_total

    def lane(self, to: Address) -> str:
        return str(to)

    def limits(self, to: Address) -> tuple[Limit, ...]:
        return rates(to, self._per_chat, self._in_total)

    def together(self, effects: Sequence[SendFile]) -> bool:
        """https://core.telegram.org/bots/api#sendmediagroup: photos and videos, or only documents, or only music; 50 MB in all."""
        ways = {way_of(each.file.kind, each.file.name, each.file.size) for each in effects}
        fit = sum(each.file.size for each in effects) <= self.most.bytes
        return fit and any(ways <= kinds for kinds in _ALBUMS)

    async def send(self, files: Sequence[ToCustomer]) -> tuple[str, ...]:
        """Telegram's message_ids. Raises Transient, Limited, Uncertain, Blocked, Gone or Refused."""
        try:
            if len(files) > 1:
                return tuple(map(str, await self._album(files)))
            effect, path, name = files[0]
            size = (await asyncio.to_thread(path.stat)).st_size
            return (str(await self._sent(effect, way_of(effect.file.kind, effect.file.name, size), path, name)),)
        except TelegramError as error:
            raise desk_error(error) from error

    async def send_document(self, to: Address, document: Document) -> str:
        """Telegram's message_id. Raises as `send`."""
        try:
            return str(await self._document(to.key, document))
        except TelegramError as error:
            raise desk_error(error) from error

    async def _document(self, chat: str, document: Document) -> int:
        """A chat that has moved is followed once."""
        try:
            return await self._post_document(chat, document)
        except ChatMigrated as moved:
            return await self._post_document(str(moved.new_chat_id), document)

    async def _post_document(self, chat: str, document: Document) -> int:
        file = InputFile(document.content, filename=document.name)
        message = await self._bot.send_document(chat, file, read_timeout=SENT_WITHIN)
        return message.message_id

    async def _album(self, files: Sequence[ToCustomer]) -> list[int]:
        """The words stand under the first. What Telegram does not take together goes one by one."""
        with ExitStack() as opened:
            media: list[Any] = []
            for effect, path, name in files:
                content = opened.enter_context(await asyncio.to_thread(path.open, "rb"))
                file = InputFile(content, filename=name, attach=True, read_file_handle=False)
                kind = _IN_ALBUMS[way_of(effect.file.kind, effect.file.name, effect.file.size)]
                media.append(kind(file, caption=html(_caption(effect)), parse_mode="HTML") if not media else kind(file))
            sent = await self._bot.send_media_group(files[0].effect.to.key, media, read_timeout=SENT_WITHIN)
        return [message.message_id for message in sent]

    async def _sent(self, effect: SendFile, way: Way, path: Path, name: str) -> int:
        """A chat that has moved is followed once; what Telegram does not take as what it is may be taken as a document."""
        try:
            return await self._send_readable(effect.to.key, effect, way, path, name)
        except ChatMigrated as moved:
            return await self._send_readable(str(moved.new_chat_id), effect, way, path, name)
        except BadRequest as error:
            if way == "document" or isinstance(desk_error(error), Gone):
                raise
        return await self._send_readable(effect.to.key, effect, "document", path, name)

    async def _send_readable(self, chat: str, effect: SendFile, way: Way, path: Path, name: str) -> int:
        """With the styles of its caption, or without them if Telegram cannot read those."""
        under = _caption(effect)
        try:
            return await self._post(chat, way, path, name, html(under), parse_mode="HTML")
        except BadRequest as error:
            if not unparsed(error):
                raise
            return await self._post(chat, way, path, name, clean(plain(under)), parse_mode=None)

    async def _post(self, chat: str, way: Way, path: Path, name: str, caption: str, *, parse_mode: str | None) -> int:
        with closing(await asyncio.to_thread(path.open, "rb")) as content:
            file = InputFile(content, filename=name, attach=False, read_file_handle=False)
            message = await self._method(way)(
                chat, file, caption=caption, parse_mode=parse_mode, read_timeout=SENT_WITHIN
            )
        return message.message_id

    def _method(self, way: Way) -> Callable[..., Awaitable[Message]]:
        methods: dict[Way, Any] = {
            "photo": self._bot.send_photo,
            "voice": self._bot.send_voice,
            "audio": self._bot.send_audio,
            "video": self._bot.send_video,
            "document": self._bot.send_document,
        }
        method: Callable[..., Awaitable[Message]] = methods[way]
        return method


def _caption(effect: SendFile) -> Styled:
    """Whose file it is, and their words about it."""
    words = [Run("\n"), *worded(effect.caption, effect.styles)] if effect.caption else []
    return [Run(effect.speaker.name, (BOLD,)), *words]
