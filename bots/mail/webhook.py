"""The door to which a mail provider delivers mails: signed, on disk first, then 200.

`Frontdesk-Mail-Signature: t=<unix seconds>,v1=<64 hex digits>`, where v1 is the HMAC-SHA256 of `<t>.` and the body as it goes
over the wire. The body is the mail itself (message/rfc822), or a form with it in a field that providers use.
"""

import logging
import re
from http import HTTPStatus
from urllib.parse import parse_qs

from aiohttp import web

from bots.mail.incoming import LARGEST, Take
from bots.mail.webhook_signing import HEADER, SHORTEST_SECRET, Signature
from bots.secrets.accepted import Accepted
from bots.webhook_body import Arriving, Rejected, TooLarge, read_body
from core.model.errors import Transient
from core.ports import Clock

log = logging.getLogger(__name__)

MAIL_PATH = "/mail"
LARGEST_BODY = LARGEST + 1024 * 1024  # bytes: a form has fields of its own
BODY_WITHIN = 60.0  # seconds
AT_ONCE = 4 * LARGEST_BODY  # bytes, of all mails that arrive
FIELDS = ("email", "body-mime", "raw", "mime")  # as SendGrid, Mailgun and others call it

_BOUNDARY = re.compile(r'multipart/form-data;.*?\bboundary="?([^\s";,]{1,200})', re.IGNORECASE)
_FIELD = re.compile(rb'\bname="?([^";\r\n]{1,100})', re.IGNORECASE)


class MailWebhook:
    """POST `MAIL_PATH`, while it is open. Raises ValueError for a secret that could be guessed."""

    def __init__(self, secret: str, take: Take, clock: Clock) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"the secret of the mail webhook must have at least {SHORTEST_SECRET} characters")
        self.secrets = Accepted(secret)
        self._take = take
        self._clock = clock
        self._arriving = Arriving(AT_ONCE)
        self._open = True

    def close(self) -> None:
        """From now on providers are asked to come again."""
        self._open = False

    async def handle(self, request: web.Request) -> web.Response:
        """200 when it is durable; 400, 401, 405, 408, 413 for what no provider sends; 503 when it should come again."""
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        if not self._open:
            return _come_again()
        try:
            signature = self._signature(request)
            body = await self._body(request)
            if not any(signature.is_of(secret, body) for secret in self.secrets.all()):
                raise Rejected(401, "The signature is wrong: another secret or another body was signed.")
            mail = _mail(request.headers.get("Content-Type", ""), body)
        except Rejected as rejected:
            log.warning("a mail was turned away at the webhook: %s", rejected)
            if rejected.status == HTTPStatus.SERVICE_UNAVAILABLE:
                return _come_again()
            return web.Response(status=rejected.status, text=f"{rejected}\n")
        return await self._stored(mail)

    def _signature(self, request: web.Request) -> Signature:
        """Looked at before the body is read: nobody without one makes us read much."""
        headers = request.headers.getall(HEADER, [])
        try:
            signature = Signature(headers[0] if len(headers) == 1 else "")
        except ValueError:
            raise Rejected(401, f"The header {HEADER} is missing or malformed.") from None
        if not signature.is_fresh(self._clock.now().timestamp()):
            raise Rejected(401, "The signature is too old, or the clocks differ by more than five minutes.")
        return signature

    async def _body(self, request: web.Request) -> bytes:
        try:
            return await read_body(request, LARGEST_BODY, BODY_WITHIN, self._arriving)
        except TooLarge:
            raise _too_large() from None

    async def _stored(self, mail: bytes) -> web.Response:
        try:
            await self._take(mail, 0)
        except Transient as error:
            log.error("a mail is not stored, its provider will bring it again: %s", error)
            return _come_again()
        except Exception:  # the edge of the channel: the sender hears "again", never of our insides
            log.exception("a mail is not stored by a mistake of ours")
            return _come_again()
        return web.Response(text="The mail is stored.\n")


def _mail(content_type: str, body: bytes) -> bytes:
    mail = _in_form(content_type, body)
    if not mail.strip():
        raise Rejected(400, f"There is no mail in the body, nor in a field {' or '.join(FIELDS)} of it.")
    if len(mail) > LARGEST:
        raise _too_large()
    return mail


def _too_large() -> TooLarge:
    return TooLarge(f"A mail may have at most {LARGEST // 1024**2} MB.")


def _in_form(content_type: str, body: bytes) -> bytes:
    if content_type.lower().startswith("application/x-www-form-urlencoded"):
        fields = _percent_encoded(body)
    elif boundary := _BOUNDARY.match(content_type):
        fields = _multipart(body, boundary[1].encode())
    elif content_type.lower().startswith("multipart/form-data"):
        raise Rejected(400, "The form says no boundary.")
    else:
        return body
    return next((fields[name] for name in FIELDS if name in fields), b"")


def _percent_encoded(body: bytes) -> dict[str, bytes]:
    """Bytes beyond ASCII stay what they are."""
    try:
        fields = parse_qs(body.decode("latin-1"), encoding="latin-1", max_num_fields=1000)
    except ValueError:
        raise Rejected(400, "The form has too many fields.") from None
    return {name: values[0].encode("latin-1", "replace") for name, values in fields.items()}


def _multipart(body: bytes, boundary: bytes) -> dict[str, bytes]:
    """Each field by its name, byte for byte (RFC 7578); signatures inside the mail need that."""
    fields = dict[str, bytes]()
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:1000]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = _FIELD.search(head)
        if name and not part.startswith(b"--"):
            fields.setdefault(name[1].decode("utf-8", "replace"), content)
    return fields


def _come_again() -> web.Response:
    return web.Response(status=503, text="Please send it again in a moment.\n", headers={"Retry-After": "1"})
