"""Fetches the files that customers send, straight to disk: no file is ever held whole in memory."""

import asyncio
from contextlib import aclosing
from pathlib import Path

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bots.telegram.errors import desk_error
from bots.telegram.request import AiohttpRequest
from core.model.errors import DeskError, Gone, Refused, Transient, Uncertain
from core.model.file_limits import FROM_TELEGRAM, FileLimit

_TOO_LARGE = f"it is larger than the {FROM_TELEGRAM.megabytes} MB that Telegram gives to a bot"
_FOUND_WITHIN = 60.0  # seconds: the Bot API server first fetches the file itself


class TelegramFiles:
    """The files of one bot, of `make_bot`: another bot's ids open nothing here."""

    def __init__(self, bot: Bot) -> None:
        if not isinstance(bot.request, AiohttpRequest):
            raise TypeError("files are fetched by a bot of make_bot")
        self._bot = bot
        self._request = bot.request

    async def fetch(self, reference: str, into: Path, most: FileLimit = FROM_TELEGRAM) -> None:
        """Write the file of this file_id over `into`. Raises Refused for one that is too large, Gone, Transient or OSError."""
        try:
            found = await self._bot.get_file(reference, read_timeout=_FOUND_WITHIN)
            if not found.file_path:
                raise Transient("Telegram says of a file not where it is")
            await self._download(found.file_path, into, most.bytes)
        except TelegramError as error:
            raise _file_error(error) from error

    async def _download(self, address: str, into: Path, left: int) -> None:
        with await asyncio.to_thread(open, into, "wb") as out:
            async with aclosing(self._request.pieces(address)) as pieces:
                async for piece in pieces:
                    left -= len(piece)
                    if left < 0:
                        raise Refused(_TOO_LARGE)
                    await asyncio.to_thread(out.write, piece)


def _file_error(error: TelegramError) -> DeskError:
    """In words for staff. What has only been looked at is not changed by a lost answer, so nothing is uncertain here.

    The words are those of the official server: "file is too big", "invalid file_id", and "wrong file_id or the file is
    temporarily unavailable" where its own download failed.
    """
    said = error.message.lower()
    if isinstance(error, BadRequest) and "too big" in said:
        return Refused(_TOO_LARGE)
    if isinstance(error, BadRequest) and "temporarily unavailable" not in said:
        return Gone(f"Telegram has no such file any more ({error.message})")
    known = desk_error(error)
    return Transient(str(error)) if isinstance(known, Uncertain | Refused) else known
