"""A Telegram channel that runs against the playground: asked for updates, or by a webhook on a real socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from telegram import Bot

from bots.playground.telegram import TelegramServer
from bots.playground.telegram.webhook import Pace
from bots.telegram.channel import ByPolling, ByWebhook, Profile, TelegramChannel
from tests.channels.telegram.fakes import MemoryInbox

SECRET = "a-secret_of-27-characters-0"
SOON = (0.02,)


@dataclass(frozen=True)
class Desk:
    """A running channel, its inbox, and where its door is."""

    channel: TelegramChannel
    inbox: MemoryInbox
    door: str


@asynccontextmanager
async def polling(server: TelegramServer, bot: Bot, profile: Profile | None = None) -> AsyncIterator[Desk]:
    inbox = MemoryInbox()
    channel = TelegramChannel(bot, inbox, ByPolling(1), profile, SOON)
    await channel.start()
    try:
        yield Desk(channel, inbox, "")
    finally:
        await channel.stop()


@asynccontextmanager
async def webhook(server: TelegramServer, bot: Bot, profile: Profile | None = None) -> AsyncIterator[Desk]:
    server.webhook_pace = Pace(0.02, 0.02)
    inbox = MemoryInbox()
    app = web.Application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def handle(request: web.Request) -> web.Response:
        return await channel.webhook(request)

    app.router.add_route("*", "/telegram", handle)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    channel = TelegramChannel(bot, inbox, ByWebhook(door, SECRET), profile, SOON)
    await channel.start()
    try:
        yield Desk(channel, inbox, door)
    finally:
        await channel.stop()
        await runner.cleanup()


WAYS = {"polling": polling, "webhook": webhook}
