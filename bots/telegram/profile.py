"""What people see of the bot before they write: its commands and its description, in each language."""

import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import TelegramError

from core.model.ids import Language
from core.ports import Catalog

log = logging.getLogger(__name__)

COMMANDS = ("support", "language", "cancel", "start")  # in the order in which the menu shows them


async def publish(bot: Bot, catalog: Catalog, languages: Sequence[Language]) -> None:
    """Set them for each language; the first one is also what everybody else sees. The bot works without, so errors are only logged."""
    try:
        for code, language in [("", language) for language in languages[:1]] + [(each, each) for each in languages]:
            await _publish_in(bot, catalog, language, code)
    except TelegramError as error:
        log.warning("the bot's commands and descriptions are not set: %s", error)


async def _publish_in(bot: Bot, catalog: Catalog, language: Language, code: str) -> None:
    """An empty `code` is for users whose language has no texts of its own, https://core.telegram.org/bots/api#setmycommands."""
    commands = [(command, catalog.say(f"command.{command}", {}, language)) for command in COMMANDS]
    await bot.set_my_commands(commands, language_code=code)
    await bot.set_my_description(catalog.say("bot.description", {}, language), language_code=code)
    await bot.set_my_short_description(catalog.say("bot.short_description", {}, language), language_code=code)
