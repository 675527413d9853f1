"""Fetches pages politely and carefully: few at once, small, soon, and from one site of the internet only."""

import asyncio
import zlib
from contextlib import AsyncExitStack
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp
import msgspec

from core.answers.importing.addresses import same_site
from core.answers.importing.connections import connector
from core.answers.importing.errors import Gone, NotAnArticle, PageRefused

_GZIP = b"\x1f\x8b"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_GONE = (404, 410)
_HEADERS = {"User-Agent": "Frontdesk-import/1", "Accept-Encoding": "gzip"}

HTML = ("text/html", "application/xhtml+xml")
SITE_MAPS = (
    "text/xml",
    "application/xml",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
    "text/plain",
)


class Limits(msgspec.Struct, frozen=True):
    """Sizes in bytes, after unpacking; times in seconds. `pause` is kept by each of those at once."""

    page: int = 2_000_000
    site_map: int = 20_000_000
    pages: int = 2_000
    site_maps: int = 50
    redirects: int = 3
    page_time: float = 10.0
    site_map_time: float = 60.0
    at_once: int = 4
    pause: float = 0.2
    longest_wait: float = 20.0  # that a busy server may ask for


LIMITS = Limits()


class Fetched(NamedTuple):
    """`address` is where it was found after redirects."""

    address: str
    body: bytes
    kind: str  # the media type
    charset: str


class Fetcher:
    """Use as `async with Fetcher(first address) as fetcher`. The operator's own host and port are let in as they stand."""

    def __init__(self, start: str, limits: Limits, *, allow_private: bool = False) -> None:
        self._start = start
        self._limits = limits
        self._allow_private = allow_private
        self._gate = asyncio.Semaphore(limits.at_once)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """No proxy of the environment: it would connect to what the check never sees."""
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(
                connector=connector(allow_private=self._allow_private, at_once=self._limits.at_once),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
                auto_decompress=False,
                trust_env=False,
            )
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def page(self, address: str) -> Fetched:
        """Raises NotAnArticle with the reason."""
        return await self._politely(address, HTML, self._limits.page, self._limits.page_time)

    async def site_map(self, address: str) -> Fetched:
        """A site map or a page. Raises NotAnArticle with the reason."""
        limits = self._limits
        return await self._politely(address, (*HTML, *SITE_MAPS), limits.site_map, limits.site_map_time)

    async def _politely(self, address: str, kinds: tuple[str, ...], size: int, seconds: float) -> Fetched:
        async with self._gate:
            try:
                async with asyncio.timeout(seconds + self._limits.longest_wait):
                    return await self._follow(address, kinds, size, seconds)
            except TimeoutError as error:
                raise PageRefused(f"it took longer than {seconds:g} s") from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise PageRefused(f"it cannot be fetched: {_reason(error)}") from error
            finally:
                await asyncio.sleep(self._limits.pause)

    async def _follow(self, address: str, kinds: tuple[str, ...], size: int, seconds: float) -> Fetched:
        waited = False
        for _ in range(self._limits.redirects + 2):
            address = self._checked(address)
            async with asyncio.timeout(seconds):
                got = await self._get(address, kinds, size)
            if isinstance(got, Fetched):
                return got
            if isinstance(got, float) and waited:
                raise PageRefused("its server is busy: try again later")
            if isinstance(got, float):
                waited = True
                await asyncio.sleep(got)
            else:
                address = got
        raise PageRefused(f"it is redirected more than {self._limits.redirects} times")

    async def _get(self, address: str, kinds: tuple[str, ...], size: int) -> Fetched | str | float:
        """What is there, or the address that it is redirected to, or how many seconds to wait first."""
        async with self._session.get(address, allow_redirects=False) as answer:
            if answer.status in _REDIRECTS:
                return urljoin(address, answer.headers.get("Location", ""))
            if answer.status in _BUSY:
                return self._wait(answer.headers.get("Retry-After", ""))
            if answer.status in _GONE:
                raise Gone(f"the server answers {answer.status}: the page is gone")
            if answer.status != 200:
                raise PageRefused(f"the server answers {answer.status}")
            if answer.content_type not in kinds:
                raise NotAnArticle(f"it is {answer.content_type}, which holds no articles")
            body = await _body(answer, size)
            return Fetched(address, body, answer.content_type, answer.charset or "")

    def _wait(self, asked: str) -> float:
        return float(min(int(asked), self._limits.longest_wait)) if asked.isascii() and asked.isdigit() else 1.0

    def _checked(self, address: str) -> str:
        """The address as it is fetched: of a site that speaks https nothing is read over http."""
        parts = _split(address)
        start = _split(self._start)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise PageRefused("it is not an address of the form https://...")
        if parts.username or parts.password:
            raise PageRefused("it has a user's name in it: leave it out")
        if not same_site(address, self._start):
            raise PageRefused(f"it is on another site, {parts.hostname}: import from there by its own address")
        if parts.port not in (None, *_PORTS.values()) and parts.netloc != start.netloc:
            raise PageRefused(f"it is at port {parts.port}, which is not a web site's")
        if start.scheme == "https" and parts.scheme == "http" and parts.port is None:
            return parts._replace(scheme="https").geturl()
        return address


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for what is no number
    except ValueError as error:
        raise PageRefused(f"it is no address: {error}") from error
    return parts


async def _body(answer: aiohttp.ClientResponse, size: int) -> bytes:
    """At most `size` bytes, packed and unpacked; a page that is packed says so, a site map may be a packed file."""
    if (answer.content_length or 0) > size:
        raise _too_large(size)
    raw = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        raw += chunk
        if len(raw) > size:
            raise _too_large(size)
    body = bytes(raw)
    for _ in range(2):  # a packed file, itself packed for the journey
        if not body.startswith(_GZIP):
            return body
        body = _unpacked(body, size)
    return body


def _unpacked(body: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(body, size + 1)
    except zlib.error as error:
        raise PageRefused("its gzip is broken") from error
    if len(unpacked) > size:
        raise _too_large(size)
    return unpacked


def _too_large(size: int) -> PageRefused:
    return PageRefused(f"it is larger than {size / 1e6:g} MB")


def _reason(error: Exception) -> str:
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return str(cause) or type(error).__name__
