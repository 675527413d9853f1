"""A playground's Telegram on loopback with a clock that tests move, and the real python-telegram-bot talking to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import telegram

from bots.playground.telegram import UNLIMITED, Customer, TelegramServer

TOKEN = "42:playground"


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[TelegramServer]:
    """Without limits of speed."""
    server = TelegramServer(TOKEN, limits=UNLIMITED, clock=lambda: clock.now)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(TOKEN, base_url=f"{server.root}/bot", base_file_url=f"{server.root}/file/bot") as bot:
        yield bot


@pytest.fixture
async def anna(server: TelegramServer) -> Customer:
    """A customer who has opened the chat."""
    anna = server.customer(1001, "Anna")
    await anna.starts()
    return anna
