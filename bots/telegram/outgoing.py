"""Says things in Telegram chats."""

import logging

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bots.telegram.characters import clean
from bots.telegram.errors import desk_error, operators_matter, unparsed
from bots.telegram.ids import CHANNEL
from bots.telegram.markup import to_styled
from bots.telegram.parts import split
from bots.telegram.render import keyboard, styled
from bots.telegram.styled import Styled, html, plain
from core.model.effects import Effect, Say
from core.model.ids import Address, ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Catalog

log = logging.getLogger(__name__)

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PER_CHAT = 1.0  # messages per second
IN_TOTAL = 30.0
TYPING_WITHIN = 5.0  # seconds, as long as it shows

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramPerformer:
    """Carries out `Say` to customers in Telegram."""

    def __init__(self, bot: Bot, catalog: Catalog, *, per_chat: float = PER_CHAT, in_total: float = IN_TOTAL) -> None:
        self._bot = bot
        self._catalog = catalog
        self._per_chat = per_chat
        self._in_total = in_total
        self._alarm = ""

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return str(_said(effect).to)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        chat = Limit(str(_said(effect).to), self._per_chat)
        return (chat, Limit(CHANNEL, self._in_total))

    def parts(self, effect: Effect) -> int:
        return len(self._parts(_said(effect)))

    async def perform(self, row: OutboxRow) -> Done:
        """Send the row's part; the last one carries the buttons. The receipt is Telegram's message_id.

        A row that outlived a change of the texts may have no part left to send: then there is nothing to do.
        """
        said = _said(row.effect)
        parts = self._parts(said)
        if row.part >= len(parts):
            return Done()
        buttons = keyboard(said, self._catalog) if row.part == len(parts) - 1 else None
        try:
            sent = await self._send(said.to.key, parts[row.part], buttons)
        except TelegramError as error:
            self._raise_alarm(error)
            raise desk_error(error) from error
        self._alarm = ""
        return Done(receipt=str(sent))

    async def show_typing(self, address: Address) -> None:
        """Let the customer see that something is being written, for up to 5 s; nobody minds when it fails."""
        try:
            await self._bot.send_chat_action(address.key, "typing", read_timeout=TYPING_WITHIN)
        except TelegramError as error:
            log.debug("typing is not shown: %s", error)

    async def show_draft(self, address: Address, draft: int, markdown: str) -> bool:
        """A preview of a text that is being written, for 30 s or until the message is there.

        https://core.telegram.org/bots/api#sendmessagedraft: private chats only, and the number is not 0.
        """
        preview = split(to_styled(markdown))[0]
        try:
            await self._bot.send_message_draft(
                int(address.key), draft, html(preview), parse_mode="HTML", read_timeout=TYPING_WITHIN
            )
        except (TelegramError, ValueError) as error:
            log.debug("the draft is not shown: %s", error)
            return False
        return True

    def _parts(self, said: Say) -> list[Styled]:
        return split(styled(said, self._catalog))

    async def _send(self, chat: str, part: Styled, buttons: InlineKeyboardMarkup | None) -> int:
        """A chat that has moved is followed once."""
        try:
            return await self._send_readable(chat, part, buttons)
        except ChatMigrated as moved:
            return await self._send_readable(str(moved.new_chat_id), part, buttons)

    async def _send_readable(self, chat: str, part: Styled, buttons: InlineKeyboardMarkup | None) -> int:
        """With its styles, or without them if Telegram cannot read those."""
        try:
            return await self._post(chat, html(part), buttons, parse_mode="HTML")
        except BadRequest as error:
            if not unparsed(error):
                raise
            log.error("Telegram cannot read our formatting, so the text goes without: %s", error)
            return await self._post(chat, clean(plain(part)), buttons, parse_mode=None)

    async def _post(self, chat: str, text: str, buttons: InlineKeyboardMarkup | None, *, parse_mode: str | None) -> int:
        message = await self._bot.send_message(
            chat, text, parse_mode=parse_mode, reply_markup=buttons, link_preview_options=_NO_PREVIEW
        )
        return message.message_id

    def _raise_alarm(self, error: TelegramError) -> None:
        """Once for each trouble that only operators can end, not at every try."""
        if operators_matter(error) and self._alarm != str(error):
            self._alarm = str(error)
            log.error("Telegram takes nothing from us until its set-up is mended: %s", error)


def _said(effect: Effect) -> Say:
    if not isinstance(effect, Say):
        raise TypeError(f"Telegram carries out Say, not {type(effect).__name__}")
    return effect
