"""The bot's account at the playground's Telegram: what the calls of the bot and the customers' hands both work on."""

import asyncio
import time
from collections.abc import Callable

from bots.playground.telegram import wire
from bots.playground.telegram.errors import BadRequest, Forbidden, TooManyRequests
from bots.playground.telegram.limits import Limits, Rates
from bots.playground.telegram.state import Chat, Message, Press, State
from bots.playground.telegram.updates import Updates
from bots.playground.telegram.webhook import Deliveries

ACTION_SHOWS = 5.0  # seconds, https://core.telegram.org/bots/api#sendchataction
DRAFT_SHOWS = 30.0  # seconds, https://core.telegram.org/bots/api#sendmessagedraft


class Account:
    """One bot, its customers and its queue. `on_change` is called after every change that somebody could see."""

    def __init__(self, bot: wire.Bot, limits: Limits, clock: Callable[[], float] = time.time) -> None:
        self.bot = bot
        self.clock = clock
        self.on_change: Callable[[], None] = lambda: None
        self.rates = Rates(limits, time.monotonic)
        self.updates = Updates(State(), clock)
        self.deliveries = Deliveries(self.updates, clock)
        self._change = asyncio.Event()

    @property
    def state(self) -> State:
        return self.updates.state

    @state.setter
    def state(self, state: State) -> None:
        self.updates.state = state

    @property
    def name(self) -> str:
        return self.state.profile.names.get("", self.bot.name)

    def now(self) -> int:
        return int(self.clock())

    def changed(self) -> None:
        self._change.set()
        self._change = asyncio.Event()
        self.on_change()

    async def change(self) -> None:
        """Wait until something changes."""
        await self._change.wait()

    def changes_in(self, seconds: float) -> None:
        """Something that shows now will vanish by itself."""
        asyncio.get_running_loop().call_later(seconds, self.changed)

    def chat(self, identifier: str) -> Chat:
        """The private chat that a call names; raises BadRequest when the bot knows none such."""
        if not identifier:
            raise BadRequest("chat_id is empty")
        known = self.state.chats.get(_number(identifier))
        if known is None or not known.started:
            raise BadRequest("chat not found")
        return known

    def open_chat(self, identifier: str) -> Chat:
        """A chat that the bot may write to; raises Forbidden when the customer has blocked it."""
        chat = self.chat(identifier)
        if chat.blocked:
            raise Forbidden("bot was blocked by the user")
        return chat

    def charge(self, chat: Chat) -> None:
        """Count a message against the rates; raises TooManyRequests."""
        wait = self.rates.retry_after(chat.id)
        if wait:
            raise TooManyRequests(wait)

    def add(self, chat: Chat, message: Message) -> Message:
        """Show a message at the end of the chat; it gets its id and date here."""
        message.id = self.state.next_message
        message.date = self.now()
        message.revision = self.state.revise()
        self.state.next_message += 1
        chat.messages.append(message)
        if message.by_bot:
            chat.action, chat.draft = "", None
        self.changed()
        return message

    def wired(self, message: Message) -> wire.Json:
        return wire.message(self.state, self.bot, message)

    def tell_message(self, kind: str, message: Message) -> None:
        """Queue `message` or `edited_message` for the bot."""
        self.updates.add(kind, self.wired(message), f"chat {message.chat_id}")

    def tell_press(self, press: Press) -> None:
        body = wire.callback_query(self.state, self.bot, press)
        self.updates.add("callback_query", body, f"presses {press.chat_id}")

    def tell_membership(self, chat: Chat) -> None:
        body = wire.membership(self.bot, chat, self.now())
        self.updates.add("my_chat_member", body, f"chat {chat.id}")


def _number(identifier: str) -> int:
    """A chat's number; 0, which no chat has, for a name of a channel or anything else."""
    try:
        return int(identifier)
    except ValueError:
        return 0
