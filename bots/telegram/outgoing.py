"""Says things in Telegram chats."""

import logging

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bots.telegram.amending import Amending, Sent, nothing_sent
from bots.telegram.characters import clean
from bots.telegram.errors import Unanswered, desk_error, operators_matter, unparsed
from bots.telegram.ids import CHANNEL
from bots.telegram.markup import to_styled
from bots.telegram.parts import split
from bots.telegram.render import Key, keys, styled
from bots.telegram.request import call
from bots.telegram.styled import Styled, html, plain
from core.model.effects import Amend, Effect, Say
from core.model.events import Delivered
from core.model.ids import Address, ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import Catalog

log = logging.getLogger(__name__)

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PER_CHAT = 1.0  # messages per second
IN_TOTAL = 30.0
CAUGHT_UP = 3  # of the messages over all: a loop wakes a little late each time, which would leave a thirtieth unused
CUT = 500  # messages whose parts are remembered until they are sent, where many wait
TYPING_WITHIN = 5.0  # seconds, as long as it shows


def rates(to: Address, per_chat: float, in_total: float) -> tuple[Limit, ...]:
    """What any message counts against, the narrowest first."""
    return (Limit(str(to), per_chat, in_one=True), Limit(CHANNEL, in_total, CAUGHT_UP))


Keys = list[list[Key]]


class TelegramPerformer:
    """Carries out `Say` to customers in Telegram, and `Amend` of what `sent` knows them to have."""

    def __init__(
        self,
        bot: Bot,
        catalog: Catalog,
        *,
        per_chat: float = PER_CHAT,
        in_total: float = IN_TOTAL,
        sent: Sent = nothing_sent,
    ) -> None:
        self._bot = bot
        self._catalog = catalog
        self._per_chat = per_chat
        self._in_total = in_total
        self._amending = Amending(bot, catalog, sent)
        self._alarm = ""
        self._cut: dict[int, tuple[Say, list[Styled]]] = {}  # the latest messages, by identity

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return str(_ours(effect).to)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return rates(_ours(effect).to, self._per_chat, self._in_total)

    def parts(self, effect: Effect) -> int:
        ours = _ours(effect)
        return len(self._parts(ours)) if isinstance(ours, Say) else 1

    async def perform(self, row: OutboxRow) -> Done:
        """The receipt of what is said is Telegram's message_id."""
        try:
            done = await self._perform(row)
        except TelegramError as error:
            self._raise_alarm(error)
            raise desk_error(error) from error
        self._alarm = ""
        return done

    async def _perform(self, row: OutboxRow) -> Done:
        match _ours(row.effect):
            case Amend() as amend:
                await self._amending.amend(row.conversation, amend)
                return Done()
            case Say() as said:
                return await self._say(said, row.part)

    async def _say(self, said: Say, number: int) -> Done:
        """Send one part; the last one carries the buttons, and with it an agent's message has arrived.

        A row that outlived a change of the texts may have no part left to send: then there is nothing to do.
        """
        parts = self._parts(said)
        if number >= len(parts):
            return Done()
        is_last = number == len(parts) - 1
        sent = await self._send(said.to.key, parts[number], keys(said, self._catalog) if is_last else [])
        if is_last:
            self._cut.pop(id(said), None)
        return Done(receipt=str(sent), event=Delivered(said.ref) if is_last and said.ref else None)

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

    def forget(self) -> None:
        """What was sent last."""
        self._cut.clear()

    def _parts(self, said: Say) -> list[Styled]:
        """What has just been counted is sent next."""
        known = self._cut.get(id(said))
        if known and known[0] is said:
            return known[1]
        while len(self._cut) >= CUT:
            self._cut.pop(next(iter(self._cut)), None)
        parts = split(styled(said, self._catalog))
        self._cut[id(said)] = said, parts
        return parts

    async def _send(self, chat: str, part: Styled, buttons: Keys) -> int:
        """A chat that has moved is followed once."""
        try:
            return await self._send_readable(chat, part, buttons)
        except ChatMigrated as moved:
            return await self._send_readable(str(moved.new_chat_id), part, buttons)

    async def _send_readable(self, chat: str, part: Styled, buttons: Keys) -> int:
        """With its styles, or without them if Telegram cannot read those."""
        try:
            return await self._post(chat, html(part), buttons, parse_mode="HTML")
        except BadRequest as error:
            if not unparsed(error):
                raise
            log.error("Telegram cannot read our formatting, so the text goes without: %s", error)
            return await self._post(chat, clean(plain(part)), buttons, parse_mode=None)

    async def _post(self, chat: str, text: str, buttons: Keys, *, parse_mode: str | None) -> int:
        """https://core.telegram.org/bots/api#sendmessage, without the library's objects, which cost more than the sending."""
        said: dict[str, object] = {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}
        if parse_mode:
            said["parse_mode"] = parse_mode
        if buttons:
            said["reply_markup"] = {"inline_keyboard": buttons}
        match await call(self._bot, "sendMessage", said):
            case {"message_id": int(number)}:
                return number
            case _:
                raise Unanswered("sendMessage was not answered with a message")

    def _raise_alarm(self, error: TelegramError) -> None:
        """Once for each trouble that only operators can end, not at every try."""
        if operators_matter(error) and self._alarm != str(error):
            self._alarm = str(error)
            log.error("Telegram takes nothing from us until its set-up is mended: %s", error)


def _ours(effect: Effect) -> Say | Amend:
    if not isinstance(effect, Say | Amend):
        raise TypeError(f"Telegram carries out Say and Amend, not {type(effect).__name__}")
    return effect
