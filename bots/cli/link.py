"""`frontdesk link order|article ID`: a link that opens the messenger with an order or an article already chosen."""

import asyncio
from pathlib import Path

from telegram.error import TelegramError

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from bots.shop import deep_links
from bots.shop.deep_links import Kind, kept_secret, start_payload
from bots.telegram.errors import desk_error
from bots.telegram.request import close, make_bot
from core.answers.articles import read_help_centre
from core.model.errors import DeskError

NO_BOT = "YOUR_BOT"

_NAMELESS = f"""
Put your bot's username in the place of {NO_BOT}: it is known here when TELEGRAM_TOKEN is set."""

_ARTICLE = """
On the article's page:

  <a href="{link}">Contact us</a>"""

_ORDER = """
On the order's page:

  <a href="{link}">Get support</a>

Every order has a link of its own; a template can make it on your server. In Python:

  import base64, hashlib, hmac

  def support_link(order: str) -> str:  # the id is of A-Z a-z 0-9 _ - only, and of 51 at most
      signed = hmac.new(SHOP_SECRET.encode(), f"frontdesk link:o{{order}}".encode(), hashlib.sha256).digest()
      return "https://t.me/{bot}?start=o" + base64.urlsafe_b64encode(signed).decode()[:12] + order"""

_UNSHARED = """
SHOP_SECRET is not set, so the link is signed with a secret of this desk's own: it stays good as long as the database
does."""


def link(settings: Settings, kind: Kind, id: str) -> int:
    """1 where no link can be made. Raises DeskError where Telegram or the store does not answer."""
    if kind == "article" and not _is_article(settings.help.folder, id):
        print(f"There is no article {id} in {settings.help.folder}: its id is the name of its file, without .md.")
        return 1
    print(asyncio.run(_words(settings, kind, id)))
    return 0


def _is_article(folder: Path, id: str) -> bool:
    articles, _ = read_help_centre(folder)
    return any(article.id == id for article in articles)


async def _words(settings: Settings, kind: Kind, id: str) -> str:
    shared = settings.shop.secret.get_secret_value()
    payload = start_payload(kind, id, shared or await _kept(settings))
    bot = await _username(settings) if settings.has_telegram() else NO_BOT
    address = deep_links.link(bot, payload)
    how = (_ORDER if kind == "order" else _ARTICLE).format(link=address, bot=bot)
    return "\n".join([address, how, "" if settings.has_telegram() else _NAMELESS, "" if shared else _UNSHARED]).rstrip()


async def _kept(settings: Settings) -> str:
    """The file is only read if it can be, so that a desk may run meanwhile; one that has run has made its secret."""
    try:
        return await _ask(settings, read_only=True)
    except DeskError:
        return await _ask(settings, read_only=False)


async def _ask(settings: Settings, *, read_only: bool) -> str:
    async with desk_store(settings, read_only=read_only) as store:
        return await store.transact(kept_secret)


async def _username(settings: Settings) -> str:
    bot = make_bot(settings.telegram.token.get_secret_value(), settings.telegram.api_root)
    try:
        return (await bot.get_me()).username or NO_BOT  # every bot has one
    except TelegramError as error:
        raise desk_error(error) from error
    finally:
        await close(bot)
