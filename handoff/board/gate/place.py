"""Where the board is: the address that people open, and whether a request meant it."""

import ipaddress
import re
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Place:
    """`url`: the public address, where there is one; `host`: what it listens on. `listening` is known once it does."""

    def __init__(self, host: str, url: str = "") -> None:
        self.host = host
        self.url = url.rstrip("/")
        self.listening = ""
        self._names = {*LOOPBACK, host.casefold(), urlsplit(url).hostname or ""} - {"", *_NEAR}

    def at(self, port: int) -> str:
        """The address on this machine, with this port."""
        near = _NEAR.get(self.host, self.host)
        return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"

    @property
    def root(self) -> str:
        """As people open it, without a slash at the end."""
        return self.url or self.listening

    @property
    def has_tls(self) -> bool:
        return self.url.startswith("https://")

    @property
    def exposed(self) -> bool:
        """Other machines can reach it, and whoever is on the way can read it."""
        return self.host not in LOOPBACK and not self.has_tls

    def is_meant(self, request: web.Request) -> bool:
        """Another name in the Host header that leads here is a page that had its own name point at us (DNS rebinding)."""
        return name_in(request) in self._names

    def is_opened(self, request: web.Request) -> bool:
        """By somebody, or by a page of ours. Another page may lead here, but not fetch, embed or measure what is here."""
        led = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        return led or request.headers.get("Sec-Fetch-Site", "none") in _OURS

    def other_name(self, request: web.Request) -> str:
        """The address to be at, where this machine was called by another of its names: a cookie is one name's alone."""
        if self.url or request.host == urlsplit(self.listening).netloc:
            return ""
        return self.listening

    def is_from_here(self, request: web.Request) -> bool:
        """Whether one of our own pages sent it, as far as the browser says; it cannot be made to say otherwise.

        https://www.w3.org/TR/fetch-metadata, https://fetch.spec.whatwg.org/#origin-header; a program that is no browser says
        neither, and has to have a session's token all the same.
        """
        if request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
            return False
        origin = request.headers.get("Origin")
        return origin is None or origin in (_origin(self.url), f"http://{request.host}")

    def address_of(self, request: web.Request) -> str:
        """Whose request it is; behind a proxy on this machine, as that one says: the last one in its list it wrote itself."""
        peer = request.remote or ""
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return forwarded if self.url and forwarded and _is_near(peer) else peer


_OURS = ("same-origin", "none")  # pages that may act: ours, and what somebody typed
_LOCAL = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")  # "//host" and "/\host" lead elsewhere
_NEAR = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what listens everywhere is found here too


def name_in(request: web.Request) -> str:
    """By which name it was called; empty for none, of which the system would have to be asked."""
    try:
        return urlsplit(f"//{request.host}").hostname or "" if "Host" in request.headers else ""
    except ValueError:
        return ""


def local(to: str) -> str:
    """A page of ours; what is none leads to the first."""
    return to if _LOCAL.fullmatch(to) else "/"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""


def _is_near(peer: str) -> bool:
    """A proxy is on this machine or in its own network, as containers are."""
    try:
        return ipaddress.ip_address(peer).is_private
    except ValueError:
        return False
