"""Methods by which the bot gets its updates: asking for them, or naming an address for them."""

import re
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

import msgspec

from bots.playground.telegram import wire
from bots.playground.telegram.account import Account
from bots.playground.telegram.errors import BadRequest, Conflict
from bots.playground.telegram.methods import method
from bots.playground.telegram.parameters import Parameters
from bots.playground.telegram.state import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@method("getUpdates", "", "offset limit timeout allowed_updates")
async def get_updates(account: Account, parameters: Parameters) -> list[msgspec.Raw]:
    if account.state.webhook is not None:
        raise Conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    _allow(account, parameters)
    found = await account.updates.poll(
        parameters.integer("offset"), parameters.integer("limit", 100), parameters.integer("timeout")
    )
    return [msgspec.Raw(body.encode()) for body in found]


def _allow(account: Account, parameters: Parameters) -> None:
    """What is not a list leaves the previous kinds in force, as for Telegram."""
    kinds = parameters.json("allowed_updates", "allowed updates")
    if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
        account.state.allowed_updates = cast("list[str]", kinds)


@method("setWebhook", "url", "max_connections allowed_updates drop_pending_updates secret_token")
async def set_webhook(account: Account, parameters: Parameters) -> bool:
    url, secret = parameters.text("url"), parameters.text("secret_token")
    if not url:
        return await delete_webhook(account, parameters)
    _check(url, secret)
    _allow(account, parameters)
    connections = parameters.integer("max_connections", 40)
    account.updates.end_poll("terminated by setWebhook request")
    account.state.webhook = Webhook(url, secret, max(1, min(connections, 100)))
    await _switch(account, parameters)
    return True


def _check(url: str, secret: str) -> None:
    """Plain HTTP is good enough for this machine, as for a Bot API server of one's own."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise BadRequest("invalid webhook URL specified")
    if parts.scheme == "http" and not _loopback(parts.hostname):
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise BadRequest("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise BadRequest("secret token contains unallowed characters")


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@method("deleteWebhook", "", "drop_pending_updates")
async def delete_webhook(account: Account, parameters: Parameters) -> bool:
    account.state.webhook = None
    await _switch(account, parameters)
    return True


async def _switch(account: Account, parameters: Parameters) -> None:
    if parameters.flag("drop_pending_updates"):
        account.updates.forget()
    await account.deliveries.restart()
    account.changed()


@method("getWebhookInfo")
def get_webhook_info(account: Account, _: Parameters) -> wire.Json:
    webhook = account.state.webhook or Webhook("")
    info: wire.Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates.pending()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if account.state.allowed_updates:
        info["allowed_updates"] = account.state.allowed_updates
    if webhook.last_error_date:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error_message}
    return info
