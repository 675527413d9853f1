"""Coming in and going out: by the staff's messenger (OpenID Connect), or by a link that works once.

NotSignedIn   the messenger's answer does not prove who came; the text is for the log, without secrets
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NamedTuple, NoReturn, Protocol
from urllib.parse import quote, unquote

from aiohttp import web

from core.model.errors import DeskError
from core.model.ids import AgentId
from core.model.people import Agent
from core.model.view import Text, text
from handoff.board.gate.error_pages import stranger
from handoff.board.gate.gate import BoardGate
from handoff.board.gate.one_time_links import OneTimeLinks
from handoff.board.gate.place import local
from handoff.board.gate.posted import posted
from handoff.board.gate.roles import Roles
from handoff.board.gate.throttle import Throttle
from handoff.board.pages import page
from handoff.board.routes import Route, Visit

log = logging.getLogger(__name__)

SIGN_IN = "/sign-in"
BY_SLACK = "/sign-in/slack"
BACK = "/sign-in/slack/back"
OPERATOR = Agent(AgentId("board"), "Operator")
"""Whoever came by a link: no member of the messenger, so no agent's id can be theirs."""

UNDER_WAY = timedelta(minutes=10)  # from the button to the way back


class NotSignedIn(DeskError):
    """Whatever it was, the person tries again from the beginning."""


class Known(NamedTuple):
    """Who came: their id in the messenger, and the address that it has proven, if any."""

    id: AgentId
    email: str = ""


class SignIn(Protocol):
    """The messenger's door (https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth)."""

    def url(self, state: str, nonce: str, back: str) -> str:
        """Where the browser is sent. `back`: our own address, to which it returns with a code and the state."""

    async def who(self, code: str, nonce: str, back: str) -> Known:
        """Exchanges the code, server to server. Raises NotSignedIn, or Transient where the messenger is not reached."""


class Doors:
    """What stands outside the gate. `sign_in` None: there is no messenger to sign in with; `desk` is the shop's name."""

    def __init__(
        self,
        gate: BoardGate,
        links: OneTimeLinks,
        roles: Roles,
        sign_in: SignIn | None,
        desk: str,
        seconds: Callable[[], float],
    ) -> None:
        self._gate, self._links, self._roles, self._sign_in, self._desk = gate, links, roles, sign_in, desk
        self._throttle = Throttle(seconds)

    def outside(self) -> list[web.RouteDef]:
        found = [web.get(SIGN_IN, self._page, allow_head=False), web.post(SIGN_IN, self._by_link)]
        if self._sign_in:
            found += [
                web.get(BY_SLACK, partial(self._leave, self._sign_in), allow_head=False),
                web.get(BACK, partial(self._return, self._sign_in), allow_head=False),
            ]
        return found

    def inside(self) -> list[Route]:
        return [Route("POST", "/sign-out", "viewer", self._sign_out)]

    # --- the page
    async def _page(self, request: web.Request) -> web.StreamResponse:
        to = _after(request.query.get("to", ""))
        token = request.query.get("token", "")
        if not token and await self._gate.sessions.of(self._gate.secret_of(request)):
            raise web.HTTPSeeOther(to)
        return self._shown(request, to, token=token)

    def _shown(
        self, request: web.Request, to: str = "/", refused: Text | None = None, status: int = 200, token: str = ""
    ) -> web.Response:
        answer = page(
            self._gate.catalog,
            stranger(self._gate.language_of(request), self._gate.place.exposed),
            "sign_in.html",
            desk=self._desk,
            messenger=self._sign_in is not None,
            refused=refused,
            to=to,
            token=token,
        )
        answer.set_status(status)
        return answer

    # --- a link that works once
    async def _by_link(self, request: web.Request) -> web.StreamResponse:
        self._slow_down(request)
        form = await posted(request)
        token, to = (form.get(name, "") for name in ("token", "to"))
        if not self._links.use(token):
            log.warning("somebody came to the board with a link that is not good (any more)")
            return self._shown(request, _after(to), text("board.refused.link"), 403)
        secret = await self._gate.sessions.by_link(OPERATOR, self._gate.secret_of(request))
        raise self._let_in(request, secret, _after(to))

    # --- by the messenger
    async def _leave(self, sign_in: SignIn, request: web.Request) -> web.StreamResponse:
        """The state and the nonce come of a secret that only this browser has, so what comes back is its own."""
        if elsewhere := self._gate.place.other_name(request):
            raise web.HTTPSeeOther(f"{elsewhere}{request.path_qs}")
        secret = secrets.token_urlsafe(32)
        away = web.HTTPSeeOther(sign_in.url(_state(secret), _nonce(secret), self._back))
        to = quote(_after(request.query.get("to", "")), safe="")
        self._set(away, self._under_way, f"{secret}:{to}", int(UNDER_WAY.total_seconds()))
        raise away

    async def _return(self, sign_in: SignIn, request: web.Request) -> web.StreamResponse:
        self._slow_down(request)
        secret, _, to = request.cookies.get(self._under_way, "").partition(":")
        if not secret or not _same(request.query.get("state", ""), _state(secret)):
            return self._refused(request, text("board.refused.state"), "the state is not this browser's")
        try:
            known = await sign_in.who(request.query.get("code", ""), _nonce(secret), self._back)
            standing = await self._roles.standing(known.id, known.email)
        except NotSignedIn as error:
            return self._refused(request, text("board.refused.again"), str(error))
        except DeskError as error:
            return self._refused(request, text("board.refused.later"), str(error), 503)
        if standing.role is None:
            return self._refused(request, standing.why or text("board.refused.nobody"), f"{known.id} has no part in it")
        session = await self._gate.sessions.by_messenger(
            standing, standing.role, known.email, self._gate.secret_of(request)
        )
        raise self._let_in(request, session, _after(unquote(to)))

    @property
    def _back(self) -> str:
        return f"{self._gate.place.root}{BACK}"

    @property
    def _under_way(self) -> str:
        return f"{self._gate.cookie}_sign_in"

    def _refused(self, request: web.Request, told: Text, why: str, status: int = 403) -> web.Response:
        log.warning("somebody was not let in at the board: %s", why)
        answer = self._shown(request, "/", told, status)
        self._drop(answer, self._under_way)
        return answer

    # --- in and out
    def _let_in(self, request: web.Request, secret: str, to: str) -> web.HTTPSeeOther:
        self._throttle.good(self._gate.place.address_of(request))
        answer = web.HTTPSeeOther(to)
        self._set(answer, self._gate.cookie, secret)
        self._drop(answer, self._under_way)
        return answer

    async def _sign_out(self, visit: Visit) -> NoReturn:
        await self._gate.sessions.end(self._gate.secret_of(visit.request))
        answer = web.HTTPSeeOther(SIGN_IN)
        self._drop(answer, self._gate.cookie)
        raise answer

    def _set(self, answer: web.StreamResponse, name: str, value: str, seconds: int | None = None) -> None:
        """Lax: the way back from the messenger is a page of another site that leads here."""
        answer.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=self._gate.place.has_tls
        )

    def _drop(self, answer: web.StreamResponse, name: str) -> None:
        answer.del_cookie(name, path="/", httponly=True, samesite="Lax", secure=self._gate.place.has_tls)

    def _slow_down(self, request: web.Request) -> None:
        wait = self._throttle.wait(self._gate.place.address_of(request))
        if wait:
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(wait)})


def _after(to: str) -> str:
    """Where a sign-in leads: not to itself again."""
    return "/" if to.startswith(SIGN_IN) else local(to)


def _state(secret: str) -> str:
    return hmac.new(secret.encode(), b"state", hashlib.sha256).hexdigest()


def _nonce(secret: str) -> str:
    return hmac.new(secret.encode(), b"nonce", hashlib.sha256).hexdigest()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
