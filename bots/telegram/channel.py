"""The Telegram channel: brings what customers do into the inbox, by long polling or by webhook."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bots.telegram.ids import bot_id
from bots.telegram.incoming import WANTED, press_id, received
from bots.telegram.pauses import GROWING, Pauses
from bots.telegram.polling import POLL, Polling
from bots.telegram.profile import publish
from bots.telegram.webhook import Webhook, check_secret
from core.model.ids import Language
from core.ports import Catalog, Intake

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ByPolling:
    """Ask for updates; each question waits so many seconds, at most 50."""

    seconds: float = POLL


@dataclass(frozen=True)
class ByWebhook:
    """Telegram delivers to this public address. Raises ValueError without a secret."""

    url: str
    secret: str

    def __post_init__(self) -> None:
        check_secret(self.secret)


@dataclass(frozen=True)
class Profile:
    """The texts that introduce the bot, in these languages; the first one is for everybody else too. `shop`: one can sign in."""

    catalog: Catalog
    languages: Sequence[Language]
    shop: bool = False


class TelegramChannel:
    """Between `start` and `stop` updates come in. With a webhook, mount `webhook` where its address leads."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        way: ByPolling | ByWebhook,
        profile: Profile | None = None,
        pauses: tuple[float, ...] = GROWING,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._way = way
        self._profile = profile
        self._pauses = pauses
        self._tasks: set[asyncio.Task[None]] = set()
        self._door = Webhook(way.secret, self._take) if isinstance(way, ByWebhook) else None

    async def start(self) -> None:
        """Return at once: a Telegram that cannot be reached is tried again and again in the background."""
        if self._profile:
            self._run(publish(self._bot, self._profile.catalog, self._profile.languages, shop=self._profile.shop))
        match self._way:
            case ByPolling(seconds):
                self._run(Polling(self._bot, self._take, Pauses(self._pauses), seconds).run())
            case ByWebhook() as way:
                self._run(self._set_webhook(way))

    async def stop(self) -> None:
        """Take nothing more. What was not confirmed to Telegram comes again after the next start."""
        if self._door:
            self._door.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def webhook(self, request: web.Request) -> web.Response:
        """The route for Telegram's deliveries; 404 while updates are asked for."""
        return await self._door.handle(request) if self._door else web.Response(status=404)

    async def _take(self, updates: Sequence[object]) -> None:
        """Return when they are on disk; then the pressed buttons stop spinning."""
        bot = bot_id(self._bot.token)
        await self._intake.receive([received(update, bot) for update in updates])
        for press in filter(None, map(press_id, updates)):
            self._run(self._answer_press(press))

    async def _answer_press(self, press: str) -> None:
        try:
            await self._bot.answer_callback_query(press)
        except TelegramError as error:
            log.debug("a press is not answered: %s", error)

    async def _set_webhook(self, way: ByWebhook) -> None:
        pauses = Pauses(self._pauses)
        while True:
            try:
                await self._bot.set_webhook(way.url, secret_token=way.secret, allowed_updates=WANTED)
            except TelegramError as error:
                await pauses.after(error, "the webhook is not set: %s")
            else:
                return pauses.over()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a task of the Telegram channel ended by a mistake of ours", exc_info=error)
