"""Puts the playground's servers where the settings name no real ones: addresses and tokens, nothing else differs."""

from pydantic import SecretStr

from bots.playground import world
from bots.playground.slack.sign_in import CLIENT_ID, CLIENT_SECRET
from bots.playground.world import Playground
from bots.settings import Settings, sample_folder


def playground_for(settings: Settings) -> Playground | None:
    """A playground with just the servers that are missing; None when everything is real."""
    missing = (not settings.has_telegram(), not settings.has_slack(), not settings.has_smtp())
    if not any(missing):
        return None
    telegram, slack, mail = missing
    return Playground(
        telegram,
        slack,
        mail,
        shop=sample_folder() / "shop" if telegram and not settings.has_shop() else None,
        model=settings.playground.model and not settings.has_model(),
        state_file=settings.desk.data / "playground.state",
        name=settings.desk.name,
    )


def stand_in(settings: Settings, playground: Playground) -> Settings:
    """The settings with which the desk talks to the playground."""
    changes: dict[str, object] = {}
    if playground.telegram:
        changes["telegram"] = settings.telegram.model_copy(
            update={"token": SecretStr(world.TELEGRAM_TOKEN), "api_root": playground.telegram.root, "mode": "polling"}
        )
    if playground.slack:
        changes["slack"] = settings.slack.model_copy(
            update={
                "bot_token": SecretStr(world.SLACK_BOT_TOKEN),
                "app_token": SecretStr(world.SLACK_APP_TOKEN),
                "signing_secret": SecretStr(world.SLACK_SIGNING_SECRET),
                "client_id": CLIENT_ID,
                "client_secret": SecretStr(CLIENT_SECRET),
                "api_root": playground.slack.root,
                "mode": "socket",
                "support_channel": world.SUPPORT_CHANNEL,
                "trust_channel": world.TRUST_CHANNEL,
            }
        )
        changes["replies"] = settings.replies.model_copy(update={"folder": settings.replies_folder()})
    if playground.model:
        changes["openai"] = settings.openai.model_copy(
            update={"base_url": playground.model.base_url, "model": world.MODEL, "embeddings": world.MODEL}
        )
    if playground.shop:
        changes["shop"] = settings.shop.model_copy(
            update={
                "url": playground.shop.root,
                "secret": SecretStr(world.SHOP_SECRET),
                "sign_in_url": playground.shop.sign_in_url,
            }
        )
    if playground.mail:
        changes["smtp"] = settings.smtp.model_copy(update={"url": SecretStr(playground.mail.url)})
        changes["mail"] = settings.mail.model_copy(
            update={
                "reply_address": world.REPLY_ADDRESS,
                "auth_server": world.MAIL_SERVER,
                "webhook_secret": SecretStr(world.MAIL_SECRET),
            }
        )
    return settings.model_copy(update=changes)
