"""A desk while it runs: what is started and stopped together, and the doors at which the outside comes in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

from aiohttp import web
from telegram import Bot

from bots.health import Health
from bots.machines import Loop, Machines
from bots.mail.webhook import MAIL_PATH
from bots.post import Post
from bots.secrets.renewal import Renewal
from bots.shop.door import LINK_PATH, ShopDoor
from bots.slack.link import SlackLink
from bots.telegram.channel import TelegramChannel
from bots.telegram.request import close as close_bot
from core.engine.desk import Desk
from core.engine.pulse import DATABASE
from core.engine.supervise import supervise
from core.engine.why import answer_behind
from core.model.answer import Answer
from core.model.errors import Final
from core.model.ids import Address, conversation_at
from handoff.board.gate.listening import NAME, Listening
from handoff.board.room import Room
from handoff.board.server import Board

log = logging.getLogger(__name__)

TELEGRAM_PATH = "/telegram"
SLACK_PATH = "/slack/events"
IDLE = 75.0  # seconds until a connection is closed on which no request comes, or no whole one: longer than proxies keep theirs


class CannotListen(Final):
    """Something else is at the port."""


class App:
    """A running desk. `start` returns when customers can write; `stop` when everything is on disk."""

    def __init__(
        self,
        between: Machines,
        desk: Desk,
        telegram: TelegramChannel,
        slack: SlackLink,
        bot: Bot,
        watch: Callable[[], Awaitable[None]],
        doors: AsyncExitStack,
        shop_door: ShopDoor | None,
        post: Post,
        room: Room,
        board: Board | None,
        renewal: Renewal,
    ) -> None:
        self._between = between
        self._store = between.store
        self._desk = desk
        self._telegram = telegram
        self._slack = slack
        self._bot = bot
        self._watch = watch
        self._loops: list[asyncio.Future[None]] = []
        self._doors = doors
        self._shop_door = shop_door
        self._post = post
        self._renewal = renewal
        self.room = room
        self.board = board  # `open_board` lets people in
        self.address = ""  # where webhooks, events, mails and the shop come in, once they do

    async def start(self, listen: tuple[str, int] | None = None) -> None:
        """`listen`: host and port for webhooks and events, where any are used."""
        self._go_on(*self._between.loops)
        await self._desk.start()
        if listen:
            await self._open_doors(*listen)
        self._go_on(("Slack", self._slack.run))
        self._go_on(("the secrets' files", self._renewal.run))
        self._loops.append(asyncio.ensure_future(self._watch()))
        if self._hears:
            await self._listen()

    @property
    def _hears(self) -> bool:
        return "intake" in self._between.roles

    async def _listen(self) -> None:
        if self._post.mailbox:
            self._go_on(("the mailbox", partial(self._between.ownership.alone, "mailbox", self._post.mailbox.run)))
        await self._telegram.start()

    def _go_on(self, *loops: Loop) -> None:
        self._loops += [asyncio.ensure_future(supervise(name, run)) for name, run in loops]

    async def _open_doors(self, host: str, port: int) -> None:
        server = web.Application()
        if self._hears:
            self._let_in(server.router)
        server.router.add_get("/health", Health(self._store, self._between.roles, takes=self._store_takes).answer)
        server.on_response_prepare.append(_unadorned)
        runner = web.AppRunner(server, shutdown_timeout=5)
        await runner.setup()
        self._doors.push_async_callback(runner.cleanup)
        # What comes in is checked as it was signed: a body that is not what its headers say is the doors' business.
        await Listening(runner, host, port, IDLE).start()
        self.address = f"http://{host}:{runner.addresses[0][1]}"
        log.info("webhooks and events come in at %s", self.address)

    def _store_takes(self) -> bool:
        return all(vital.well for vital in self.room.vitals.all() if vital.name == DATABASE)

    def _let_in(self, router: web.UrlDispatcher) -> None:
        """What comes in from the outside."""
        router.add_route("*", TELEGRAM_PATH, self._telegram.webhook)
        router.add_route("*", SLACK_PATH, self._slack.http)
        if self._shop_door:
            router.add_get(LINK_PATH, self._shop_door.show, allow_head=False)
            router.add_post(LINK_PATH, self._shop_door.confirm)
        if self._post.webhook:
            router.add_route("*", MAIL_PATH, self._post.webhook.handle)

    async def open_board(self, port: int) -> str:
        """The board's address; empty where there is none. Raises CannotListen."""
        if self.board is None:
            return ""
        try:
            return await self.board.start(port)
        except OSError as error:
            raise CannotListen(
                f"The board cannot listen: {error.strerror or error}. Choose another BOARD_PORT."
            ) from None

    async def why(self, customer: Address, receipt: str) -> Answer | None:
        """The answer behind a message in a customer's chat, by the platform's id of the message."""
        return await answer_behind(self._store, conversation_at(customer), receipt)

    async def stop(self) -> None:
        """Close the doors, let what is under way finish, leave the rest on disk."""
        if self.board:
            await self.board.stop()
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


async def _unadorned(_: web.Request, response: web.StreamResponse) -> None:
    """Whoever asks is not told with what, and in which version, the desk is built; nor may a browser make a page of an answer."""
    response.headers["Server"] = NAME
    response.headers["X-Content-Type-Options"] = "nosniff"
