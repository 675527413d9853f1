"""Who uses which secret, and how a new one is tried before it is: by the setting's name."""

import asyncio
from collections.abc import Mapping, Sequence

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bots.mail.imap_mailbox import reach
from bots.post import Post
from bots.secrets.files import Unusable
from bots.secrets.renewal import Use
from bots.shop.door import ShopDoor
from bots.shop.http import HttpShop
from bots.slack.link import SlackLink
from bots.telegram.channel import TelegramChannel
from bots.telegram.ids import bot_id
from bots.telegram.request import close, make_bot, renew
from core.answers.llm import ModelServer
from core.model.errors import Transient


def uses(
    root: str,
    bot: Bot,
    telegram: TelegramChannel,
    slack: SlackLink,
    post: Post,
    shop: HttpShop | None,
    door: ShopDoor | None,
    servers: Sequence[ModelServer],
) -> Mapping[str, Use]:
    """`root`: the address of the Bot API."""

    async def telegram_token(token: str) -> None:
        await _is_the_same_bot(bot, token, root)
        renew(bot, token)

    async def model_key(key: str) -> None:
        if servers and not await servers[0].lets_in(key):
            raise Unusable("the model's server does not let it in")
        for server in servers:
            server.renew(key)

    async def imap(url: str) -> None:
        if post.mailbox:
            await asyncio.to_thread(reach, url)
            post.mailbox.renew(url)

    async def mail_webhook(secret: str) -> None:
        if post.webhook:
            post.webhook.secrets.renew(secret)

    async def shop_secret(secret: str) -> None:
        if shop:
            shop.renew(secret)
        if door:
            door.secrets.renew(secret)

    return {
        "TELEGRAM_TOKEN": telegram_token,
        "TELEGRAM_WEBHOOK_SECRET": telegram.renew_secret,
        "SLACK_BOT_TOKEN": slack.renew_bot_token,
        "SLACK_APP_TOKEN": slack.renew_app_token,
        "SLACK_SIGNING_SECRET": slack.renew_signing_secret,
        "OPENAI_API_KEY": model_key,
        "SMTP_URL": post.mailer.renew,
        "IMAP_URL": imap,
        "MAIL_WEBHOOK_SECRET": mail_webhook,
        "SHOP_SECRET": shop_secret,
    }


async def _is_the_same_bot(bot: Bot, token: str, root: str) -> None:
    """Another bot is another door, to which no customer has ever written. Raises Unusable or Transient."""
    if bot_id(token) != bot_id(bot.token):
        raise Unusable("it is another bot's: give a new token of the same bot, or start the desk anew")
    tried = make_bot(token, root)
    try:
        await tried.get_me()
    except InvalidToken:
        raise Unusable("Telegram does not know it") from None
    except NetworkError as error:
        raise Transient(f"Telegram is not reached: {type(error).__name__}") from None
    except TelegramError as error:
        raise Unusable(f"Telegram does not take it: {type(error).__name__}") from None
    finally:
        await close(tried)
