"""The played world on one core, and the desk on the other: its servers, its process, its database."""

import asyncio
import sqlite3
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.load.delivering import Webhook
from benchmarks.load.trouble import OnePercent
from benchmarks.played import UNHURRIED, Servers, running
from benchmarks.throughput import process
from benchmarks.throughput.servers import postgres, redis
from bots.playground.openai import OpenAIServer

SECRET = "a-webhook-secret-of-the-benchmark"
READY_WITHIN, LOOK = 90.0, 0.05  # seconds, and those between two looks
ANY_HOUR = {"HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00", "HOURS_PHONE": "", "HOURS_COUNTRY": "", "DESK_LOG": "error"}


class World:
    """`lifted`: the servers, and the desk, are without the platforms' rates. `model`: one writes the answers."""

    def __init__(self, *, lifted: bool, model: bool = True) -> None:
        self.trouble = OnePercent()
        self.servers = Servers(lifted=lifted, faults=self.trouble)
        self.telegram, self.slack, self.mail = self.servers.telegram, self.servers.slack, self.servers.mail
        self.model = OpenAIServer(self.trouble, key="the-key")
        self.webhook = Webhook(self.telegram.account, self.trouble)
        self._lifted = lifted
        self._has_model = model

    async def start(self) -> dict[str, str]:
        """The settings that lead the desk here."""
        places = await self.servers.start()
        await self.webhook.start()
        model = {"OPENAI_BASE_URL": await self.model.start(), "OPENAI_API_KEY": "the-key"}
        model |= {"OPENAI_MODEL": "playground"} if self._has_model else {}
        port = await process.free_port()
        door = {
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "LISTEN_PORT": str(port),
        }
        return places | model | door | ANY_HOUR | (UNHURRIED if self._lifted else {})

    async def stop(self) -> None:
        await self.webhook.stop()
        await self.servers.stop()
        await self.model.stop()

    async def hears_the_desk(self) -> None:
        """Its webhook is set, and its socket is open."""
        async with asyncio.timeout(READY_WITHIN):
            while not any(each.usable for each in self.slack.sockets.connections):  # noqa: ASYNC110
                await asyncio.sleep(LOOK)
            while self.telegram.account.state.webhook is None:  # noqa: ASYNC110
                await asyncio.sleep(LOOK)


class Database:
    """The desk's, asked while it runs or after. Questions have no values, and are the same in both."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._file, self._url = folder / "desk.db", url

    async def rows(self, question: str) -> list[tuple[Any, ...]]:
        if self._url:
            connection = await asyncpg.connect(self._url)
            try:
                return [tuple(row) for row in await connection.fetch(question)]
            finally:
                await connection.close()
        return await asyncio.to_thread(self._ask, question)

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(question).fetchall()


class Desk:
    """The product over one folder and one database, started and stopped as often as is wanted."""

    def __init__(self, folder: Path, settings: Mapping[str, str], url: str) -> None:
        self.folder = folder
        self.database = Database(folder, url)
        self._settings = settings

    @asynccontextmanager
    async def running(self, world: World) -> AsyncIterator[Process]:
        """On its core, and heard by the world."""
        async with running(self.folder, self._settings) as desk:
            if process.BOT != process.WORLD:
                process.stay_on(process.BOT, desk.pid)
            await world.hears_the_desk()
            yield desk

    def log(self) -> str:
        return (self.folder / "desk.log").read_text("utf-8", "replace")


@asynccontextmanager
async def desk_of(folder: Path, settings: Mapping[str, str], store: str) -> AsyncIterator[Desk]:
    """`store`: "sqlite", or "postgresql" with a server of its own, and Redis where it is installed."""
    async with AsyncExitStack() as stack:
        if store == "sqlite":
            yield Desk(folder, settings, "")
            return
        database, nerves = await stack.enter_async_context(postgres()), await stack.enter_async_context(redis())
        more = {"DATABASE_URL": database.url} | ({"REDIS_URL": nerves.url} if nerves else {})
        yield Desk(folder, {**settings, **more}, database.url)
