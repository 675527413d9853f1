"""The product in a process of its own, everything on: Telegram, Slack, mail, the board, the sample's help centre."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import aiohttp

from benchmarks.throughput import process
from benchmarks.throughput.telegram import TOKEN, FastTelegram
from bots.playground.mail import MailServer
from bots.playground.slack import Limits, SlackServer
from bots.playground.telegram.webhook import SECRET_HEADER

Way = Literal["webhook", "polling"]

_SECRET = "a-webhook-secret-of-the-benchmark"
_READY_WITHIN, _LOOK = 30.0, 0.02  # seconds, and those between two looks
_NO_LIMIT = "1000000"


class World:
    """The played servers around the bot, all in this process."""

    def __init__(self) -> None:
        self.telegram = FastTelegram()
        self.slack = SlackServer(limits=Limits.lifted())
        self.mail = MailServer()

    async def start(self) -> dict[str, str]:
        """The environment that leads the product here. Its own limits are as high as the platforms' are lifted."""
        telegram, slack, mail = await self.telegram.start(), await self.slack.start(), await self.mail.start()
        self.slack.channel("support")
        return {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_ROOT": telegram,
            "TELEGRAM_PER_CHAT_PER_SECOND": _NO_LIMIT,
            "TELEGRAM_TOTAL_PER_SECOND": _NO_LIMIT,
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "SLACK_API_ROOT": slack,
            "SLACK_PER_CHANNEL_PER_SECOND": _NO_LIMIT,
            "SLACK_SUPPORT_CHANNEL": "support",
            "SMTP_URL": mail,
            "BOARD_PORT": "0",
            "HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00",
            "HOURS_COUNTRY": "",
        }

    async def stop(self) -> None:
        await self.telegram.stop()
        await self.slack.stop()
        await self.mail.stop()


def _by(way: Way, ports: Sequence[int]) -> dict[str, str]:
    if way == "polling":
        return {"TELEGRAM_MODE": "polling"}
    return {
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{ports[0]}",
        "TELEGRAM_WEBHOOK_SECRET": _SECRET,
    }


@asynccontextmanager
async def world() -> AsyncIterator[tuple[World, dict[str, str]]]:
    around = World()
    try:
        yield around, await around.start()
    finally:
        await around.stop()


@asynccontextmanager
async def product(around: World, environment: Mapping[str, str], way: Way) -> AsyncIterator[Process]:
    """Running, with a fresh data folder on the disk of the temporary files; ready to be written to."""
    async with products(around, environment, way) as (running,):
        yield running


@asynccontextmanager
async def products(
    around: World, environment: Mapping[str, str], way: Way, count: int = 1, core: int | None = process.BOT
) -> AsyncIterator[list[Process]]:
    """The same as so many processes of one desk, each with all roles; webhooks come to each of them in turn."""
    with TemporaryDirectory(prefix="throughput-") as folder:
        ports = [await process.free_port() for _ in range(count)]
        around.telegram.doors = [f"http://127.0.0.1:{port}/telegram" for port in ports]
        named = {**environment, **_by(way, ports), "DESK_DATA": str(Path(folder) / "data")}
        running = [
            await process.python(["-m", "bots", "run"], {**named, "LISTEN_PORT": str(port)}, core) for port in ports
        ]
        try:
            await _ready(around, way, count)
            yield running
        finally:
            await asyncio.gather(*(process.end(each) for each in running))


@asynccontextmanager
async def echo(environment: Mapping[str, str], request: str) -> AsyncIterator[Process]:
    """The bare bot; `request`: "default" or "aiohttp"."""
    arguments = ["-m", "benchmarks.throughput.echo", environment["TELEGRAM_API_ROOT"], TOKEN, request]
    running = await process.python(arguments, {})
    try:
        yield running
    finally:
        await process.end(running)


async def _ready(around: World, way: Way, count: int) -> None:
    async with asyncio.timeout(_READY_WITHIN):
        while sum(each.usable for each in around.slack.sockets.connections) < count:  # noqa: ASYNC110
            await asyncio.sleep(_LOOK)  # the playground tells only of the first
        if way == "webhook":
            while around.telegram.account.state.webhook is None:
                await around.telegram.account.change()
            for door in around.telegram.doors:  # open by now: each process opens its own before its socket
                await _door_is_open(door)


async def _door_is_open(url: str) -> None:
    """It answers, and only to whoever knows the secret."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=b"{}", headers={SECRET_HEADER: "another"}) as answer,
    ):
        assert answer.status == 401, answer.status
