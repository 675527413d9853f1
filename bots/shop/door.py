"""The desk's side of signing in: the shop asks whose chat a link belongs to, and says who opened it and agreed.

DeskError
+-- Rejected       the request is answered with a status and one sentence

Only what the shop signed, just now and once, gets past the door. Answers are signed too, but to a request that did not prove
whose it is.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from aiohttp import web

from bots import webhook_body
from bots.secrets.accepted import Accepted
from bots.shop import wire
from bots.shop.signing import HEADER, REMEMBERED_FOR, BadSignature, sign, verify
from bots.webhook_body import read_body
from core.model import codec
from core.model.errors import DeskError
from core.model.events import SignedIn
from core.model.rows import LinkRow, Received, digest
from core.model.shop import Person
from core.ports import Clock, Store, Transaction

log = logging.getLogger(__name__)

LINK_PATH = "/shop/links/{token}"
LARGEST_BODY = 64 * 1024  # bytes
BODY_WITHIN = 10.0  # seconds

_SHORT = 12  # hex digits of the digest in a note: enough to tell links apart


class Rejected(DeskError):
    """The request is answered with `status` and no more."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class _Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who agreed. Which chat it is about stands in our table alone."""

    person: Person


class _Answer(NamedTuple):
    status: int
    body: bytes = b""


_Work = Callable[[str, bytes, datetime], Awaitable[_Answer]]  # of the token, the body and the time


class ShopDoor:
    """Two handlers for LINK_PATH: GET `show` and POST `confirm`. `wake`: there is news in the inbox."""

    def __init__(self, store: Store, clock: Clock, secret: str, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self.secrets = Accepted(secret)
        self._wake = wake

    async def show(self, request: web.Request) -> web.Response:
        """200 {"messenger", "name", "expires_at"}, for the page on which the customer agrees; 404, 410."""
        return await self._handle(request, self._show)

    async def confirm(self, request: web.Request) -> web.Response:
        """{"person": Person} -> 204, once; 400, 404, 410."""
        return await self._handle(request, self._confirm)

    async def _handle(self, request: web.Request, work: _Work) -> web.Response:
        try:
            body = await _bytes(request)
            now = self._clock.now()
            nonce = self._check(request, body, now)
            answer = await self._once(nonce, now) or await _answered(work(request.match_info["token"], body, now))
        except Rejected as rejected:
            log.warning("a request to the shop's door was turned away: %s", rejected)
            return _response(_refusal(rejected))
        signature = sign(self.secrets.now, str(answer.status), request.raw_path, answer.body, now=now, nonce=nonce)
        return _response(answer, {HEADER: signature})

    def _check(self, request: web.Request, body: bytes, now: datetime) -> str:
        """The nonce of a signed request. Raises Rejected with 401."""
        headers = request.headers.getall(HEADER, [])
        header = headers[0] if len(headers) == 1 else None
        try:
            return verify(self.secrets.all(), header, request.method, request.raw_path, body, now=now)
        except BadSignature as error:
            raise Rejected(401, str(error)) from error

    async def _once(self, nonce: str, now: datetime) -> _Answer | None:
        """None for a request that no process has seen before. Raises Rejected with 401; an answer where that is not known."""
        try:
            is_first = await self._store.transact(lambda tx: tx.nonces.use(nonce, now + REMEMBERED_FOR))
        except DeskError as error:
            return _not_served(error)
        if not is_first:
            raise Rejected(401, "This request was seen before: every request needs a nonce of its own.")
        return None

    async def _show(self, token: str, _: bytes, now: datetime) -> _Answer:
        key = digest(token)
        link = await self._store.transact(lambda tx: _shown(tx, key, now))
        if isinstance(link, Rejected):
            raise link
        answer = {
            "messenger": link.channel.title(),
            "name": wire.one_line(link.name),
            "expires_at": link.expires_at.isoformat(timespec="seconds"),
        }
        return _Answer(200, msgspec.json.encode(answer))

    async def _confirm(self, token: str, body: bytes, now: datetime) -> _Answer:
        key, person = digest(token), _person(body)
        link = await self._store.transact(lambda tx: _confirmed(tx, key, person, now))
        if isinstance(link, Rejected):
            raise link
        self._wake()
        return _Answer(204)


# A refusal inside a transaction is returned, not raised: the note of it is to stay.


async def _shown(tx: Transaction, key: str, now: datetime) -> LinkRow | Rejected:
    link = await tx.links.get(key)
    if link is None or link.state != "open" or link.expires_at <= now:
        return await _refused(tx, key, link, now)
    await tx.audit.note("link shown", link.conversation, key[:_SHORT], now)
    return link


async def _confirmed(tx: Transaction, key: str, person: Person, now: datetime) -> LinkRow | Rejected:
    """The confirmation together with the news of it."""
    first = await tx.links.confirm(key, now)
    link = await tx.links.get(key)
    if link is None or not first:
        return await _refused(tx, key, link, now)
    await tx.audit.note("link confirmed", link.conversation, f"{key[:_SHORT]} by {person.id}", now)
    news = Received(f"link:{key}", "core", link.conversation, codec.encode(SignedIn(person, key)))
    await tx.inbox.add([news], now)
    return link


async def _refused(tx: Transaction, key: str, link: LinkRow | None, now: datetime) -> Rejected:
    kind = "link refused"
    match link:
        case None:
            rejected = Rejected(404, "This link is not known.")
        case LinkRow(state="confirmed"):
            rejected = Rejected(410, "This link was used already.")
        case LinkRow(state="void"):
            rejected = Rejected(410, "A newer link has taken this one's place.")
        case LinkRow():
            kind, rejected = "link expired", Rejected(410, "This link has expired.")
    await tx.audit.note(kind, link.conversation if link else "", f"{key[:_SHORT]} {rejected}", now)
    return rejected


def _person(body: bytes) -> Person:
    """Raises Rejected with 400 and the place that does not fit."""
    try:
        return wire.read(body, _Confirmation).person
    except wire.WrongShape as error:
        raise Rejected(400, str(error)) from error


async def _bytes(request: web.Request) -> bytes:
    try:
        return await read_body(request, LARGEST_BODY, BODY_WITHIN)
    except webhook_body.Rejected as rejected:
        raise Rejected(rejected.status, str(rejected)) from None


async def _answered(work: Awaitable[_Answer]) -> _Answer:
    try:
        return await work
    except Rejected as rejected:
        return _refusal(rejected)
    except DeskError as error:  # the store's
        return _not_served(error)


def _not_served(error: DeskError) -> _Answer:
    log.error("a request of the shop was not served: %s", error)
    return _refusal(Rejected(503, "The desk cannot write at this moment: try again."))


def _refusal(rejected: Rejected) -> _Answer:
    return _Answer(rejected.status, msgspec.json.encode({"error": str(rejected)}))


def _response(answer: _Answer, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(
        status=answer.status,
        body=answer.body or None,
        content_type="application/json" if answer.body else None,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
