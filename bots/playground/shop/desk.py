"""The shop's side of signing in: asks the desk whose chat a link is for, and says who agreed.

DeskSaysNo       `str(error)` is one plain sentence for the customer, `status` what the page answers with
"""

from collections.abc import Callable
from datetime import datetime

import aiohttp
import msgspec
from yarl import URL

from bots.shop import wire
from bots.shop.signing import HEADER, BadSignature, new_nonce, sign, verify
from core.model.shop import Person

ANSWER_WITHIN = 5.0  # seconds
_LARGEST = 64 * 1024  # bytes

UNKNOWN = "We do not know this link. Ask for a new one in your messenger."
OVER = "This link was used already, or it has expired. Ask for a new one in your messenger."
RACED = "This link is being used at this very moment. Look in your messenger whether it worked."
UNREACHABLE = "The support desk cannot be reached right now. Try again in a few minutes."
NOT_UNDERSTOOD = "The support desk did not accept our request. Nothing was connected; please tell the shop."
_WORDS = {404: UNKNOWN, 409: RACED, 410: OVER, 429: UNREACHABLE}


class DeskSaysNo(Exception):
    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Link(msgspec.Struct, frozen=True):
    """The messenger ("Telegram") and the name that the account has there."""

    messenger: str
    name: str
    expires_at: datetime


class Desk:
    """The desk at an address; empty: there is none. Its methods raise DeskSaysNo."""

    def __init__(
        self, url: str, secret: str, now: Callable[[], datetime], answer_within: float = ANSWER_WITHIN
    ) -> None:
        self.url = url
        self._secret = secret
        self._now = now
        self._timeout = aiohttp.ClientTimeout(total=answer_within)

    async def link(self, token: str) -> Link:
        try:
            return msgspec.json.decode(await self._call("GET", token), type=Link)
        except (msgspec.DecodeError, RecursionError):
            raise DeskSaysNo(502, NOT_UNDERSTOOD) from None

    async def confirm(self, token: str, person: Person) -> None:
        await self._call("POST", token, wire.write({"person": person}))

    async def _call(self, method: str, token: str, body: bytes = b"") -> bytes:
        if not self.url:
            raise DeskSaysNo(502, UNREACHABLE)
        url, nonce = URL(f"{self.url.rstrip('/')}/shop/links/{token}"), new_nonce()
        signed = sign(self._secret, method, url.raw_path_qs, body, now=self._now(), nonce=nonce)
        headers = {HEADER: signed, "Content-Type": "application/json"}
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout, middlewares=(_once,)) as session,
                session.request(method, url, data=body or None, headers=headers, allow_redirects=False) as answer,
            ):
                told = await answer.content.read(_LARGEST) if answer.status != 204 else b""
                self._check(answer, url.raw_path_qs, told, nonce)
                return told
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise DeskSaysNo(502, UNREACHABLE) from None

    def _check(self, answer: aiohttp.ClientResponse, target: str, told: bytes, nonce: str) -> None:
        """What anybody else says in the desk's name is not believed, a refusal neither."""
        if answer.status >= 500:
            raise DeskSaysNo(502, UNREACHABLE)
        try:
            answers = verify(
                self._secret, answer.headers.get(HEADER), str(answer.status), target, told, now=self._now()
            )
        except BadSignature:
            raise DeskSaysNo(502, NOT_UNDERSTOOD) from None
        if answers != nonce:
            raise DeskSaysNo(502, NOT_UNDERSTOOD)
        if answer.status not in (200, 204):
            raise DeskSaysNo(answer.status, _WORDS.get(answer.status, NOT_UNDERSTOOD))


async def _once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """aiohttp repeats a GET whose connection broke, and a nonce is good for one request: so it does not get to know."""
    try:
        return await send(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise DeskSaysNo(502, UNREACHABLE) from None
