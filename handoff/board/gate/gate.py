"""Stands before every page of the board: who is it, may they, and did one of our own pages send it."""

import hmac
import logging
from collections.abc import Sequence
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from core.model.board_session import BoardSession
from core.model.ids import Language
from core.model.view import Text, text
from core.ports import Catalog
from handoff.board.gate.error_pages import error_page, plain
from handoff.board.gate.place import Place
from handoff.board.gate.posted import posted
from handoff.board.gate.sessions import Sessions, csrf_of
from handoff.board.upkeep.metrics_door import METRICS
from handoff.board.visitors import Role, Visitor

log = logging.getLogger(__name__)

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
ZONE_COOKIE = "frontdesk_zone"
METHODS = ("GET", "HEAD", "POST")


class BoardGate:
    """The Gate of a desk. `languages` are those that its pages can be read in, English first; `zone` is the desk's."""

    def __init__(
        self, sessions: Sessions, place: Place, catalog: Catalog, languages: Sequence[Language], zone: str
    ) -> None:
        self.sessions, self.place, self.catalog = sessions, place, catalog
        self._languages, self._zone = tuple(languages), zone

    # --- who is it
    async def admit(self, request: web.Request, role: Role) -> Visitor:
        """Raises HTTPSeeOther (to the sign-in), HTTPUnauthorized or HTTPForbidden."""
        acts = request.method == "POST"
        proven = acts and await self._is_proven(request)
        session = await self.sessions.of(self.secret_of(request), fresh=proven)
        if session is None:
            raise _stranger(request)
        if acts and not proven:
            raise web.HTTPForbidden(text=self.say(request, text("board.error.form")))
        visitor = self._as_visitor(request, session)
        if not visitor.may(role):
            raise web.HTTPForbidden(text=self.say(request, text("board.error.role")))
        return visitor

    async def _is_proven(self, request: web.Request) -> bool:
        """Only then is the messenger asked what they may do now."""
        given = request.headers.get(CSRF_HEADER)
        if given is None:
            given = (await posted(request)).get(CSRF_FIELD, "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), csrf_of(self.secret_of(request)).encode())

    async def is_still_inside(self, request: web.Request, role: Role) -> bool:
        """For answers that go on: asking does not keep a session alive."""
        session = await self.sessions.of(self.secret_of(request), used=False)
        return session is not None and self._as_visitor(request, session).may(role)

    def secret_of(self, request: web.Request) -> str:
        return request.cookies.get(self.cookie, "")

    @property
    def cookie(self) -> str:
        """The prefix keeps other hosts of the domain from setting it: https://www.rfc-editor.org/rfc/rfc6265bis#section-4.1.3."""
        return "__Host-frontdesk_board" if self.place.has_tls else "frontdesk_board"

    def _as_visitor(self, request: web.Request, session: BoardSession) -> Visitor:
        return Visitor(
            session.agent,
            session.role,
            csrf_of(self.secret_of(request)),
            member=session.member,
            language=self.language_of(request),
            zone=_zone_of(request) or self._zone,
            exposed=self.place.exposed,
        )

    def language_of(self, request: web.Request) -> Language:
        """The first of the browser's that the pages can be read in."""
        wanted = (
            part.partition(";")[0].strip()[:2].casefold()
            for part in request.headers.get("Accept-Language", "").split(",")
        )
        return next((Language(each) for each in wanted if each in self._languages), self._languages[0])

    def say(self, request: web.Request, line: Text) -> str:
        return self.catalog.say(line.key, line.params, self.language_of(request))

    # --- before everything
    def guard(self) -> Middleware:
        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                self._check(request)
                return await handler(request)
            except web.HTTPException as raised:
                return self._shown(request, raised)
            except Exception:
                log.exception("the board could not answer %s %s", request.method, plain(request.path))
                return self._error(request, 500)

        return guarded

    def _check(self, request: web.Request) -> None:
        """Raises HTTPBadRequest, HTTPForbidden or HTTPMethodNotAllowed."""
        if not self.place.is_meant(request) and request.path != METRICS:  # that door looks for itself
            raise web.HTTPBadRequest(text=self.say(request, text("board.error.host")))
        if request.method not in METHODS:
            raise web.HTTPMethodNotAllowed(request.method, METHODS)
        if not (self.place.is_from_here(request) if request.method == "POST" else self.place.is_opened(request)):
            raise web.HTTPForbidden(text=self.say(request, text("board.error.form")))

    def _shown(self, request: web.Request, raised: web.HTTPException) -> web.StreamResponse:
        if raised.status < 400:
            raise raised
        told = raised.text if raised.text != f"{raised.status}: {raised.reason}" else None
        answer = self._error(request, raised.status, told)
        for name in ("Allow", "Retry-After"):
            if name in raised.headers:
                answer.headers[name] = raised.headers[name]
        return answer

    def _error(self, request: web.Request, status: int, told: str | None = None) -> web.Response:
        return error_page(self.catalog, self.language_of(request), status, told)


def _stranger(request: web.Request) -> web.HTTPException:
    """A page leads to the sign-in and back; to a script that asks there is nothing to show."""
    if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return web.HTTPSeeOther(f"/sign-in?to={quote(request.path_qs, safe='')}")
    return web.HTTPUnauthorized()


def _zone_of(request: web.Request) -> str:
    """The browser's, as the page's script noted it; empty for none that there is."""
    given = request.cookies.get(ZONE_COOKIE, "").replace("%2F", "/")
    try:
        return ZoneInfo(given).key if given else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
