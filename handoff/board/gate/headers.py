"""What every answer of the board tells the browser: run nothing but our own files, and show us in no other page."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from handoff.board.gate.listening import NAME
from handoff.board.gate.place import Place

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # With no-referrer browsers send "Origin: null" with our own forms: https://fetch.spec.whatwg.org/#origin-header
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Server": NAME,
}
A_YEAR = 365 * 24 * 60 * 60  # seconds


def protecting(place: Place) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """For aiohttp's on_response_prepare: it is asked for errors, files and streams too, before anything is sent."""

    async def protect(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", _kept(request))
        if place.has_tls:
            response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"

    return protect


def _kept(request: web.Request) -> str:
    """Files have nobody's secrets, and are asked for with every page."""
    return "no-cache" if request.path.startswith("/static/") else "no-store"
