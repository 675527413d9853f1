"""The desk's real door for mails, and what came through it as the desk reads it."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from bots.mail.reading import Rules, read
from bots.mail.webhook import MAIL_PATH, MailWebhook
from core.model.errors import Transient
from core.model.letter import Letter
from tests.engine.fakes import NOON, Clock

DESK = "support@desk.example"
SECRET = "canary-of-the-mail-provider"
TOKEN = "0123456789abcdefghjkmnpqrs"
TICKET = f"support+fd-{TOKEN}@desk.example"
NOW = NOON.timestamp()


class Desk:
    """`opens` and `closes` at one address; `busy`: how many mails it turns away before it takes one."""

    def __init__(self, secret: str = SECRET) -> None:
        self.letters: list[Letter] = []
        self.busy = 0
        self.root = ""
        self._secret = secret
        self._runner: web.AppRunner | None = None

    async def opens(self) -> None:
        app = web.Application(client_max_size=40 * 1024**2)
        app.router.add_route("*", MAIL_PATH, MailWebhook(self._secret, self._take, Clock()).handle)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        port = int(self.root.rpartition(":")[2]) if self.root else 0
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def closes(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, raw: bytes, _: int) -> None:
        if self.busy:
            self.busy -= 1
            raise Transient("the disk is full")
        self.letters.append(read(raw, Rules(DESK, "mx.playground")))

    async def gets(self) -> Letter:
        """The last letter, once there is one."""
        await until(lambda: bool(self.letters))
        return self.letters[-1]


async def until(fits: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not fits():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)
