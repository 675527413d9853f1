"""The door to which Telegram delivers updates: on disk first, then 200.

What is answered with another status is delivered again (https://core.telegram.org/bots/api#setwebhook), so a door that refuses
loses nothing, and a door that answers 200 has it on disk.
"""

import hmac
import logging
import re

from aiohttp import web

from bots.json_text import read_json
from bots.secrets.accepted import Accepted
from bots.telegram.polling import Take
from bots.webhook_body import Rejected, read_body
from core.model.errors import Transient

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a name, not a secret)
LARGEST_BODY = 1024 * 1024  # bytes
BODY_WITHIN = 10.0  # seconds
RETRY_AFTER = "1"  # seconds; Telegram honours it

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def check_secret(secret: str) -> str:
    """The secret, if it is one that Telegram takes; raises ValueError for any other, and for none."""
    if not _SECRET.fullmatch(secret):
        raise ValueError("the secret of the webhook must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
    return secret


class Webhook:
    """Takes updates while it is open; after `close` Telegram is asked to come again."""

    def __init__(self, secret: str, take: Take) -> None:
        self.secrets = Accepted(check_secret(secret))
        self._take = take
        self._open = True

    def close(self) -> None:
        self._open = False

    async def handle(self, request: web.Request) -> web.Response:
        """200 when it is durable; 400, 401, 405, 408, 413 for what is not Telegram's; 503 when it should come again."""
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        if not self._authentic(request):
            return web.Response(status=401)
        if not self._open:
            return _come_again()
        try:
            update = _update(await read_body(request, LARGEST_BODY, BODY_WITHIN))
        except Rejected as rejected:
            return web.Response(status=rejected.status)
        return await self._stored(update)

    def _authentic(self, request: web.Request) -> bool:
        given = request.headers.getall(SECRET_HEADER, [])
        return len(given) == 1 and any(
            hmac.compare_digest(given[0].encode("utf-8", "replace"), secret.encode()) for secret in self.secrets.all()
        )

    async def _stored(self, update: object) -> web.Response:
        try:
            await self._take([update])
        except Transient as error:
            log.error("an update is not stored, Telegram will bring it again: %s", error)
            return _come_again()
        except Exception:  # the edge of the channel: the sender hears "again", never of our insides
            log.exception("an update is not stored by a mistake of ours")
            return _come_again()
        return web.Response()


def _update(body: bytes) -> dict[str, object]:
    try:
        update = read_json(body)
    except (ValueError, RecursionError):
        raise Rejected(400, "The body is not JSON.") from None
    if not isinstance(update, dict):
        raise Rejected(400, "The body is not a JSON object.")
    return update


def _come_again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
