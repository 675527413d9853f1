"""Changes and takes back what a customer has of an agent's message in Telegram.

A bot may edit a text of its own at any time, and delete it for 48 hours (https://core.telegram.org/bots/api#editmessagetext,
#deletemessage).
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest

from bots.telegram.characters import clean
from bots.telegram.errors import already_gone, unchanged, unparsed
from bots.telegram.parts import MESSAGE_LIMIT, split
from bots.telegram.render import NO_PREVIEW, keyboard, styled
from bots.telegram.styled import Styled, html, plain
from core.model.effects import Amend, Say, SendFile
from core.model.errors import Refused
from core.model.file_limits import LONGEST_CAPTION
from core.model.ids import ConversationId
from core.model.rows import CopyPart
from core.model.view import View
from core.ports import Catalog

_Place = tuple[str, int]  # the chat, and the message in it
_Put = Callable[[_Place, str, InlineKeyboardMarkup | None, str | None], Awaitable[None]]

Sent = Callable[[ConversationId, str], Awaitable[Sequence[CopyPart]]]
"""What was sent of an agent's message so far, oldest first."""


async def nothing_sent(_conversation: ConversationId, _ref: str) -> Sequence[CopyPart]:
    return ()


class Amending:
    def __init__(self, bot: Bot, catalog: Catalog, sent: Sent) -> None:
        self._bot = bot
        self._catalog = catalog
        self._sent = sent

    async def amend(self, conversation: ConversationId, amend: Amend) -> None:
        """All pieces, one after the other; a repeat changes nothing twice. Raises Refused, or what Telegram raises."""
        sent = await self._sent(conversation, amend.ref)
        if amend.view is None:
            await self._take_back(amend, sent)
        else:
            await self._rewrite(amend, amend.view, sent)

    async def _rewrite(self, amend: Amend, view: View, sent: Sequence[CopyPart]) -> None:
        said = Say(amend.to, view, amend.language, amend.speaker)
        pieces = _words(amend, sent)
        under_file = isinstance(pieces[0].effect, SendFile)
        parts = split(styled(said, self._catalog), LONGEST_CAPTION if under_file else MESSAGE_LIMIT)
        if len(parts) != len(pieces):
            raise Refused(f"it stands in {len(pieces)} messages, and now takes {len(parts)}")
        put = self._put_under_file if under_file else self._put
        for part, piece in zip(parts, pieces, strict=True):
            buttons = keyboard(said, self._catalog) if piece is pieces[-1] else None
            await self._edit(put, (amend.to.key, int(piece.receipt)), part, buttons)

    async def _edit(self, put: _Put, place: _Place, part: Styled, buttons: InlineKeyboardMarkup | None) -> None:
        """With its styles, or without them if Telegram cannot read those."""
        try:
            await put(place, html(part), buttons, "HTML")
        except BadRequest as error:
            if unparsed(error):
                await put(place, clean(plain(part)), buttons, None)
            elif not unchanged(error):
                raise

    async def _put(
        self, place: _Place, text: str, buttons: InlineKeyboardMarkup | None, parse_mode: str | None
    ) -> None:
        await self._bot.edit_message_text(
            text, *place, parse_mode=parse_mode, reply_markup=buttons, link_preview_options=NO_PREVIEW
        )

    async def _put_under_file(
        self, place: _Place, text: str, buttons: InlineKeyboardMarkup | None, parse_mode: str | None
    ) -> None:
        await self._bot.edit_message_caption(*place, caption=text, parse_mode=parse_mode, reply_markup=buttons)

    async def _take_back(self, amend: Amend, sent: Sequence[CopyPart]) -> None:
        """Whatever can be, before the first refusal is raised."""
        refusals = []
        for message in _all(amend, sent):
            try:
                await self._bot.delete_message(amend.to.key, message)
            except BadRequest as error:
                if not already_gone(error):
                    refusals.append(error)
        if refusals:
            raise refusals[0]


def _words(amend: Amend, sent: Sequence[CopyPart]) -> list[CopyPart]:
    """The messages in which its words stand, as they were sent last: one at least. Raises Refused where they are in none."""
    brought = [piece for piece in sent if isinstance(piece.effect, Say | SendFile) and piece.effect.to == amend.to]
    said = [piece for piece in brought if isinstance(piece.effect, Say)]
    said = said or [piece for piece in brought if isinstance(piece.effect, SendFile) and piece.effect.caption]
    last = [piece for piece in said if piece.id == said[-1].id]
    if not last or any(piece.state != "done" for piece in last):
        raise Refused("it has not arrived whole")
    return last


def _all(amend: Amend, sent: Sequence[CopyPart]) -> Iterator[int]:
    for piece in sent:
        if isinstance(piece.effect, Say | SendFile) and piece.effect.to == amend.to and piece.receipt.isdigit():
            yield int(piece.receipt)
