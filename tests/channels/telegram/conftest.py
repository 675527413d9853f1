"""A playground's Telegram on loopback, a customer, and our performer in front of them."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bots.playground.telegram import UNLIMITED, Customer, TelegramServer
from bots.telegram.outgoing import TelegramPerformer
from bots.telegram.request import close, make_bot
from tests.channels.telegram.fakes import TOKEN, FewWords


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """Without limits of speed."""
    server = TelegramServer(TOKEN, limits=UNLIMITED)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def anna(server: TelegramServer) -> Customer:
    """She has written before, so the bot may write to her."""
    anna = server.customer(1001, "Anna", language_code="pl")
    await anna.write("Hello")
    return anna


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    bot = make_bot(TOKEN, server.root)
    yield bot
    await close(bot)


@pytest.fixture
def performer(bot: Bot) -> TelegramPerformer:
    return TelegramPerformer(bot, FewWords())
