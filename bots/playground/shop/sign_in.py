"""Signing in at the shop, and connecting a messenger's account to a customer's: who are you, is this you, done."""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from typing import NoReturn
from urllib.parse import quote, urlsplit

from aiohttp import web

from bots.playground.shop.contract import AnyShop
from bots.playground.shop.desk import UNKNOWN, Desk, DeskSaysNo
from bots.playground.shop.html import elsewhere, page, says, style
from core.model.shop import CustomerId, Person

COOKIE = "sample_shop_session"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_MOST_SESSIONS = 1000
FAILED = "That did not work"


class SignIn:
    """The pages from a messenger's button to "Go back". A session is a customer who said who they are."""

    def __init__(self, shop: AnyShop, desk: Desk) -> None:
        self._shop = shop
        self._desk = desk
        self._key = secrets.token_bytes(32)
        self._sessions: OrderedDict[str, CustomerId] = OrderedDict()

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/sign-in", self._who)
        app.router.add_post("/sign-in", self._it_is)
        app.router.add_get("/sign-in/connect", self._ask)
        app.router.add_post("/sign-in/connect", self._connect)
        app.router.add_get("/sign-in/done", self._done)
        app.router.add_post("/sign-out", self._sign_out)
        app.router.add_get("/style.css", style)

    async def customer(self, request: web.Request) -> Person | None:
        """Who is signed in."""
        id = self._sessions.get(_cookie(request))
        return await self._shop.person(id) if id else None

    def csrf(self, request: web.Request, *about: str) -> str:
        """A form's proof that this browser was given it, for these very things."""
        return self._csrf(_cookie(request), *about)

    def _csrf(self, session: str, *about: str) -> str:
        return hmac.new(self._key, "\n".join((session, *about)).encode(), hashlib.sha256).hexdigest()

    def check(self, request: web.Request, given: str, *about: str) -> None:
        """Raises HTTPForbidden for a form of another site, another browser or about something else."""
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        proof = self.csrf(request, *about)
        if foreign or not _cookie(request) or not hmac.compare_digest(proof.encode(), given.encode()):
            raise web.HTTPForbidden(text="This form is not from this page any more. Go back and open it again.")

    # --- who are you
    async def _who(self, request: web.Request) -> web.Response:
        link = request.query.get("link", "")
        if link and not _TOKEN.fullmatch(link):
            return says(FAILED, UNKNOWN, 404)
        session = _cookie(request) or secrets.token_urlsafe(32)
        csrf = self._csrf(session, "who", link)
        answer = page("who", people=self._shop.people(), link=link, csrf=csrf)
        _remember(answer, session)
        return answer

    async def _it_is(self, request: web.Request) -> web.Response:
        form = await _form(request)
        link = form.get("link", "")
        self.check(request, form.get("csrf", ""), "who", link)
        person = await self._shop.person(CustomerId(form.get("person", "")))
        if person is None:
            return says(FAILED, "There is no such customer.", 404)
        answer = elsewhere(f"/sign-in/connect?link={quote(link)}" if link else "/orders")
        _remember(answer, self._begin(_cookie(request), person.id))
        raise answer

    def _begin(self, before: str, person: CustomerId) -> str:
        """A new session with each signing in: one that somebody put into the browser before is worth nothing."""
        self._sessions.pop(before, None)
        session = secrets.token_urlsafe(32)
        self._sessions[session] = person
        while len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return session

    # --- is this you
    async def _ask(self, request: web.Request) -> web.Response:
        link, person = request.query.get("link", ""), await self.customer(request)
        if person is None:
            raise elsewhere(f"/sign-in?link={quote(link)}")
        if not _TOKEN.fullmatch(link):
            return says(FAILED, UNKNOWN, 404)
        try:
            asked = await self._desk.link(link)
        except DeskSaysNo as no:
            return says(FAILED, str(no), no.status)
        csrf = self.csrf(request, "connect", link, person.id)
        return page("connect", asked=asked, person=person, link=link, csrf=csrf)

    async def _connect(self, request: web.Request) -> web.Response:
        form = await _form(request)
        link, person = form.get("link", ""), await self.customer(request)
        if person is None or not _TOKEN.fullmatch(link):
            return says(FAILED, "You are not signed in any more. Open the link in your messenger again.", 403)
        self.check(request, form.get("csrf", ""), "connect", link, person.id)
        if form.get("answer") != "confirm":
            return says("Nothing was connected", _NOT_ME)
        try:
            await self._desk.confirm(link, person)
        except DeskSaysNo as no:
            return says(FAILED, str(no), no.status)
        raise elsewhere("/sign-in/done")

    async def _done(self, _: web.Request) -> web.Response:
        return says("You are connected", "Go back to your messenger: the conversation goes on there.")

    async def _sign_out(self, request: web.Request) -> NoReturn:
        form = await _form(request)
        self.check(request, form.get("csrf", ""), "out")
        self._sessions.pop(_cookie(request), None)
        answer = elsewhere("/sign-in")
        answer.del_cookie(COOKIE)
        raise answer


_NOT_ME = (
    "Close this page. If somebody sent you the link, do not trust them: whoever asked for it in a messenger would have "
    "seen your orders."
)


def _cookie(request: web.Request) -> str:
    return request.cookies.get(COOKIE, "")


def _remember(answer: web.StreamResponse, session: str) -> None:
    answer.set_cookie(COOKIE, session, httponly=True, samesite="Lax", path="/")


async def _form(request: web.Request) -> dict[str, str]:
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
