"""What people see of the bot before they write: its commands and its description, in each language."""

import logging
from collections.abc import Mapping, Sequence

from telegram import Bot
from telegram.error import TelegramError

from core.model.ids import Language
from core.ports import Catalog

log = logging.getLogger(__name__)

# In the order in which the menu shows them, each with the text that says what it does.
COMMANDS = {
    "support": "command.support",
    "requests": "button.requests",
    "language": "command.language",
    "privacy": "command.privacy",
    "cancel": "command.cancel",
    "start": "command.start",
}
SHOP_COMMANDS = {"orders": "button.orders", "dispute": "button.dispute", "signin": "button.sign_in"}


async def publish(bot: Bot, catalog: Catalog, languages: Sequence[Language], *, shop: bool) -> None:
    """Set them for each language, with those about one's own orders where there is a `shop`.

    The first one is also what everybody else sees. The bot works without, so errors are only logged.
    """
    try:
        for code, language in [("", language) for language in languages[:1]] + [(each, each) for each in languages]:
            await _publish_in(bot, catalog, language, code, COMMANDS | (SHOP_COMMANDS if shop else {}))
    except TelegramError as error:
        log.warning("the bot's commands and descriptions are not set: %s", error)


async def _publish_in(bot: Bot, catalog: Catalog, language: Language, code: str, menu: Mapping[str, str]) -> None:
    """An empty `code` is for users whose language has no texts of its own, https://core.telegram.org/bots/api#setmycommands."""
    commands = [(command, catalog.say(key, {}, language)) for command, key in menu.items()]
    await bot.set_my_commands(commands, language_code=code)
    await bot.set_my_description(catalog.say("bot.description", {}, language), language_code=code)
    await bot.set_my_short_description(catalog.say("bot.short_description", {}, language), language_code=code)
