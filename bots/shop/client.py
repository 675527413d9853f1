"""Signed calls to the shop's server: what comes back is the signed body of this call, or an error of the desk."""

import asyncio
from dataclasses import dataclass, field, replace

import aiohttp
from yarl import URL

from bots.secrets.accepted import Accepted
from bots.shop.errors import WrongAnswer, of_status
from bots.shop.signing import HEADER, SHORTEST_SECRET, BadSignature, new_nonce, sign, verify
from core.model.errors import Transient, Uncertain
from core.ports import Clock

LARGEST_ANSWER = 1_000_000  # bytes
AGAIN_AFTER = 0.1  # seconds: a server that restarts refuses connections for a moment
_SIGNED = (200, 201, 404)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class ShopAccess:
    """How to reach the shop: the address before `/v1`, the secret of both sides, seconds to wait for an answer.

    Raises ValueError, in words for the operator.
    """

    url: str
    secret: str = field(repr=False)
    answer_within: float = 3.0

    def __post_init__(self) -> None:
        url = URL(self.url)
        if url.scheme not in ("http", "https") or not url.host or url.query_string or url.fragment or url.user:
            raise ValueError(
                "write an address such as https://shop.example/frontdesk, without user, query and fragment"
            )
        if len(self.secret) < SHORTEST_SECRET:
            raise ValueError(f"write at least {SHORTEST_SECRET} characters, such as what `openssl rand -hex 32` prints")


@dataclass(frozen=True)
class Answered:
    status: int
    body: bytes


class Client:
    """One session, opened by the first call. No error names an address: the customer's id is part of it."""

    def __init__(self, access: ShopAccess, clock: Clock) -> None:
        self._access = access
        self._secrets = Accepted(access.secret)
        self._clock = clock
        self._root = str(URL(access.url)).rstrip("/")
        self._opened: aiohttp.ClientSession | None = None

    def renew(self, secret: str) -> None:
        """For the calls that follow; answers may still be signed with the one before."""
        self._access = replace(self._access, secret=secret)
        self._secrets.renew(secret)

    async def get(self, path: str) -> bytes | None:
        """The body of a 200, None for a 404. `path` is percent-encoded, from `/v1` on."""
        try:
            answer = await self._call("GET", path, b"")
        except _NobodyThere:
            await asyncio.sleep(AGAIN_AFTER)
            answer = await self._call("GET", path, b"")
        return None if answer.status == 404 else answer.body

    async def post(self, path: str, body: bytes) -> bytes:
        """The body of a 200 or 201; raises Uncertain where it may have happened."""
        answer = await self._call("POST", path, body)
        if answer.status == 404:
            raise of_status(404, {}, self._clock.now())
        return answer.body

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def _call(self, method: str, path: str, body: bytes) -> Answered:
        url = URL(f"{self._root}{path}", encoded=True)
        signing = _Signing(self._secrets, url.raw_path_qs, body, self._clock)
        headers = {"Content-Type": "application/json"} if body else {}
        unanswered = Transient if method == "GET" else Uncertain
        try:
            async with self._session().request(
                method, url, data=body or None, headers=headers, allow_redirects=False, middlewares=[signing]
            ) as answer:
                return await self._checked(answer, signing, unanswered)
        except aiohttp.ClientConnectorError as error:
            refused = isinstance(error.os_error, ConnectionRefusedError)
            raise (_NobodyThere if refused else Transient)(
                f"The shop is not reached: {type(error).__name__}."
            ) from None
        except aiohttp.ConnectionTimeoutError:
            raise Transient("The shop is not reached in time.") from None
        except TimeoutError:
            raise unanswered(f"The shop gave no answer in {self._access.answer_within:g} seconds.") from None
        except (aiohttp.ClientError, OSError) as error:
            raise unanswered(f"The shop's answer was cut off: {type(error).__name__}.") from None

    async def _checked(
        self, answer: aiohttp.ClientResponse, signing: "_Signing", unanswered: type[Transient]
    ) -> Answered:
        if answer.status not in _SIGNED or (answer.status == 404 and HEADER not in answer.headers):
            raise of_status(answer.status, answer.headers, self._clock.now(), unanswered)
        if answer.content_type != "application/json":
            raise WrongAnswer(
                "no JSON", "The shop's answer is not application/json: compare SHOP_URL and the contract."
            )
        body = await _whole(answer)
        signing.check(answer, body)
        return Answered(answer.status, body)

    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._access.answer_within),
                headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Frontdesk"},
                cookie_jar=aiohttp.DummyCookieJar(),  # nothing of one customer's call goes into another's
                trust_env=URL(self._root).host not in _LOOPBACK,
            )
        return self._opened


class _NobodyThere(Transient):
    """The connection was refused: nothing has happened."""


class _Signing:
    """Signs a request, and every repeat of it with a nonce of its own.

    As a middleware, for aiohttp repeats a GET by itself where a connection that was kept open has been closed meanwhile:
    with the nonce of the first try it could be taken for a replay.
    """

    def __init__(self, secrets: Accepted, target: str, body: bytes, clock: Clock) -> None:
        self._secrets, self._target, self._body, self._clock = secrets, target, body, clock
        self._nonce = ""

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        self._nonce, now = new_nonce(), self._clock.now()
        request.headers[HEADER] = sign(
            self._secrets.now, request.method, self._target, self._body, now=now, nonce=self._nonce
        )
        return await handler(request)

    def check(self, answer: aiohttp.ClientResponse, body: bytes) -> None:
        """Raises WrongAnswer unless the shop signed this body, with this status, for this very request."""
        header, status = answer.headers.get(HEADER), str(answer.status)
        try:
            nonce = verify(self._secrets.all(), header, status, self._target, body, now=self._clock.now())
        except BadSignature as error:
            raise WrongAnswer("signature", f"An answer in the shop's name is not signed by the shop. {error}") from None
        if nonce != self._nonce:
            raise WrongAnswer("nonce", "The shop's answer belongs to another request: its nonce is not the request's.")


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise WrongAnswer("size", "The shop's answer is larger than a megabyte: give fewer orders on a page.")
    return bytes(body)
