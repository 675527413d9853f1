"""The Telegram channel: brings what customers do into the inbox, by long polling or by webhook."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bots.telegram.ids import bot_id
from bots.telegram.incoming import WANTED, press_id, received
from bots.telegram.pauses import GROWING, VITAL, Pauses
from bots.telegram.polling import POLL, Polling
from bots.telegram.profile import publish
from bots.telegram.webhook import Webhook, check_secret
from core.model.errors import Transient
from core.model.ids import Language
from core.ports import Catalog, Intake, Vitals
from core.ports.ownership import Alone, by_itself
from core.ports.unwatched import UNWATCHED

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
    """Between `start` and `stop` updates come in. With a webhook, mount `webhook` where its address leads.

    `alone`: of several processes one asks for updates, for Telegram lets no two (409).
    """

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        way: ByPolling | ByWebhook,
        profile: Profile | None = None,
        pauses: tuple[float, ...] = GROWING,
        vitals: Vitals = UNWATCHED,
        alone: Alone = by_itself,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._way = way
        self._profile = profile
        self._pauses = pauses
        self._vitals = vitals
        self._alone = alone
        self._tasks: set[asyncio.Task[None]] = set()
        self._door = Webhook(way.secret, self._take) if isinstance(way, ByWebhook) else None

    async def start(self) -> None:
        """Return at once: a Telegram that cannot be reached is tried again and again in the background."""
        if self._profile:
            self._run(self._alone("texts", partial(self._publish, self._profile)))
        match self._way:
            case ByPolling(seconds):
                polling = Polling(self._bot, self._take, Pauses(self._pauses, self._vitals), seconds)
                self._run(self._alone("polling", polling.run))
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

    async def renew_secret(self, secret: str) -> None:
        """Telegram is told, and what it still delivers with the one before is taken too. Raises Transient."""
        if self._door is None or not isinstance(self._way, ByWebhook):
            return
        way = ByWebhook(self._way.url, secret)
        self._door.secrets.renew(secret)
        try:
            await self._bot.set_webhook(way.url, secret_token=way.secret, allowed_updates=WANTED)
        except TelegramError as error:
            raise Transient(f"Telegram is not told of the webhook's new secret: {type(error).__name__}") from None
        self._way = way

    async def webhook(self, request: web.Request) -> web.Response:
        """The route for Telegram's deliveries; 404 while updates are asked for."""
        return await self._door.handle(request) if self._door else web.Response(status=404)

    async def _take(self, updates: Sequence[object]) -> None:
        """Return when they are on disk; then the pressed buttons stop spinning."""
        bot = bot_id(self._bot.token)
        await self._intake.receive([received(update, bot) for update in updates])
        self._vitals.well(VITAL)
        for press in filter(None, map(press_id, updates)):
            self._run(self._answer_press(press))

    async def _answer_press(self, press: str) -> None:
        try:
            await self._bot.answer_callback_query(press)
        except TelegramError as error:
            log.debug("a press is not answered: %s", error)

    async def _set_webhook(self, way: ByWebhook) -> None:
        pauses = Pauses(self._pauses, self._vitals)
        while True:
            try:
                await self._bot.set_webhook(way.url, secret_token=way.secret, allowed_updates=WANTED)
            except TelegramError as error:
                await pauses.after(error, "the webhook is not set: %s")
            else:
                return pauses.over()

    async def _publish(self, profile: Profile) -> None:
        await publish(self._bot, profile.catalog, profile.languages, shop=profile.shop)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a task of the Telegram channel ended by a mistake of ours", exc_info=error)
