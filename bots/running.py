"""A desk while it runs: what is started and stopped together, and the doors at which the outside comes in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from aiohttp import web
from telegram import Bot

from bots.mail.webhook import MAIL_PATH
from bots.post import Post
from bots.shop.door import LINK_PATH, ShopDoor
from bots.slack.link import SlackLink
from bots.telegram.channel import TelegramChannel
from bots.telegram.request import close as close_bot
from core.engine.desk import Desk
from core.engine.supervise import supervise
from core.engine.why import answer_behind
from core.model.answer import Answer
from core.model.ids import Address, conversation_at
from core.ports import Store

log = logging.getLogger(__name__)

TELEGRAM_PATH = "/telegram"
SLACK_PATH = "/slack/events"


class App:
    """A running desk. `start` returns when customers can write; `stop` when everything is on disk."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        telegram: TelegramChannel,
        slack: SlackLink,
        bot: Bot,
        watch: Callable[[], Awaitable[None]],
        doors: AsyncExitStack,
        shop_door: ShopDoor | None,
        post: Post,
    ) -> None:
        self._store = store
        self._desk = desk
        self._telegram = telegram
        self._slack = slack
        self._bot = bot
        self._watch = watch
        self._loops: list[asyncio.Future[None]] = []
        self._doors = doors
        self._shop_door = shop_door
        self._post = post
        self.address = ""  # where webhooks, events, mails and the shop come in, once they do

    async def start(self, listen: tuple[str, int] | None = None) -> None:
        """`listen`: host and port for webhooks and events, where any are used."""
        await self._desk.start()
        if listen:
            await self._open_doors(*listen)
        self._loops = [
            asyncio.ensure_future(supervise("Slack", self._slack.run)),
            asyncio.ensure_future(self._watch()),
        ]
        if self._post.mailbox:
            self._loops.append(asyncio.ensure_future(supervise("the mailbox", self._post.mailbox.run)))
        await self._telegram.start()

    async def _open_doors(self, host: str, port: int) -> None:
        server = web.Application()
        server.router.add_route("*", TELEGRAM_PATH, self._telegram.webhook)
        server.router.add_route("*", SLACK_PATH, self._slack.http)
        if self._shop_door:
            server.router.add_get(LINK_PATH, self._shop_door.show, allow_head=False)
            server.router.add_post(LINK_PATH, self._shop_door.confirm)
        if self._post.webhook:
            server.router.add_route("*", MAIL_PATH, self._post.webhook.handle)
        server.router.add_get("/health", _healthy)
        # What comes in is checked as it was signed: a body that is not what its headers say is the doors' business.
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=5, auto_decompress=False)
        await runner.setup()
        self._doors.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, host, port).start()
        self.address = f"http://{host}:{runner.addresses[0][1]}"
        log.info("webhooks and events come in at %s", self.address)

    async def why(self, customer: Address, receipt: str) -> Answer | None:
        """The answer behind a message in a customer's chat, by the platform's id of the message."""
        return await answer_behind(self._store, conversation_at(customer), receipt)

    async def stop(self) -> None:
        """Close the doors, let what is under way finish, leave the rest on disk."""
        await self._telegram.stop()
        await self._slack.stop()
        if self._post.webhook:
            self._post.webhook.close()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._desk.stop()
        await self._doors.aclose()
        await self._slack.close()
        await close_bot(self._bot)
        await self._store.close()


async def _healthy(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})
