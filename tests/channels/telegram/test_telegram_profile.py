"""What the bot says about itself, in the texts that we ship."""

import logging

import pytest
from telegram import Bot

from bots.playground.telegram import TelegramServer
from bots.telegram.profile import publish
from core.language.catalog import read_catalog


@pytest.mark.parametrize(
    ("shop", "menu"),
    [
        (False, ["support", "requests", "language", "privacy", "cancel", "start"]),
        (True, ["support", "requests", "language", "privacy", "cancel", "start", "orders", "dispute", "signin"]),
    ],
    ids=["without a shop", "with a shop"],
)
async def test_telegram_takes_our_texts_in_every_language(
    bot: Bot, server: TelegramServer, caplog: pytest.LogCaptureFixture, shop: bool, menu: list[str]
) -> None:
    caplog.set_level(logging.WARNING)
    catalog = read_catalog()
    await publish(bot, catalog, list(catalog.texts), shop=shop)
    assert caplog.text == ""
    assert [command.command for command in await bot.get_my_commands()] == menu
    assert set(server.account.state.profile.short_descriptions) == {"", *catalog.texts}
