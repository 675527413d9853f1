"""The product as a process of its own, with the playground's Telegram, Slack and mail around it."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bots.playground.faults import Faults
from bots.playground.mail import MailServer
from bots.playground.slack import Limits as SlackLimits
from bots.playground.slack import SlackServer
from bots.playground.telegram import UNLIMITED, TelegramServer
from bots.playground.telegram import Limits as TelegramLimits

SUPPORT = "support"
ALWAYS_OPEN = {"HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00", "HOURS_PHONE": "", "HOURS_COUNTRY": ""}
UNHURRIED = {
    "TELEGRAM_PER_CHAT_PER_SECOND": "100000",
    "TELEGRAM_TOTAL_PER_SECOND": "100000",
    "SLACK_PER_CHANNEL_PER_SECOND": "100000",
}


class Servers:
    """Theirs; `lifted`: without the limits that the real ones have."""

    def __init__(self, *, lifted: bool = True, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()
        self.telegram = TelegramServer("42:playground", self.faults, UNLIMITED if lifted else TelegramLimits())
        self.telegram.account.state.next_update = int(time.time())  # a desk that is started again remembers lower ones
        slack = SlackLimits.lifted() if lifted else SlackLimits()
        self.slack = SlackServer("xoxb-playground", "xapp-playground", "secret", self.faults, slack)
        self.mail = MailServer(self.faults)
        self.support = self.slack.channel(SUPPORT)

    async def start(self) -> dict[str, str]:
        """Where they are, as the product's settings."""
        return {
            "TELEGRAM_API_ROOT": await self.telegram.start(),
            "SLACK_API_ROOT": await self.slack.start(),
            "SMTP_URL": await self.mail.start(),
            "TELEGRAM_TOKEN": "42:playground",
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "BOARD_PORT": "0",
        }

    async def stop(self) -> None:
        for server in (self.telegram, self.slack, self.mail):
            await server.stop()


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Process]:
    """The product over the data in a folder, from its start until it has ended by itself; what it logs is beside the data."""
    environment = os.environ | settings | {"DESK_DATA": str(folder), "DESK_LOG": "error"}
    with (folder / "desk.log").open("ab") as log:
        desk = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots", "run", env=environment, stdout=DEVNULL, stderr=log
        )
    try:
        yield desk
    finally:
        if desk.returncode is None:
            desk.terminate()
        await desk.wait()


async def until(fits: Callable[[], bool], seconds: float) -> None:
    """Wait for what the servers tell nobody. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not fits():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
