"""Signing in with Slack by OpenID Connect: a page on which one says who one is, and the methods that tell it to the app.

docs.slack.dev/authentication/sign-in-with-slack, docs.slack.dev/reference/methods/openid.connect.token. Nobody can check the
tokens' signature: the playground has no key, as it has no TLS.
"""

import base64
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from aiohttp import web
from markupsafe import Markup

from bots.playground.faults import Faults
from bots.playground.slack.errors import Refused
from bots.playground.slack.state import User
from bots.playground.slack.workspace import Workspace

Json = dict[str, Any]

CLIENT_ID = "1000000000.2000000000"
CLIENT_SECRET = "playground-client-secret"  # noqa: S105 - opens nothing but this playground
AUTHORIZE = "/openid/connect/authorize"
_LASTS = 600.0  # seconds that a code can be exchanged
_TOKEN_LASTS = 300
_ASKED = ("response_type", "scope", "client_id", "state", "nonce", "redirect_uri", "team")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Grant:
    """What somebody allowed the app to know: `code` is exchanged once, for the same address."""

    user: User
    nonce: str
    redirect_uri: str
    expires: float  # seconds since 1970
    used: bool = False


@dataclass
class SignInWithSlack:
    """Anybody may be chosen. `redirect_urls`: as the app was configured with; empty: any address on loopback."""

    workspace: Workspace
    faults: Faults
    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    redirect_urls: tuple[str, ...] = ()
    grants: dict[str, Grant] = field(default_factory=dict)  # by code
    _tokens: dict[str, Grant] = field(default_factory=dict)

    def add_to(self, app: web.Application) -> None:
        app.router.add_get(AUTHORIZE, self._ask)
        app.router.add_post(AUTHORIZE, self._chosen)
        app.router.add_post("/api/openid.connect.token", self._token_method)
        app.router.add_route("*", "/api/openid.connect.userInfo", self._user_info_method)

    # --- the page
    async def _ask(self, request: web.Request) -> web.Response:
        asked = {name: request.query.get(name, "") for name in _ASKED}
        if wrong := self._wrong(asked):
            return _page("Something went wrong", Markup("<p>{}</p>").format(wrong), 400)
        fields = Markup("").join(_FIELD.format(name, value) for name, value in asked.items())
        people = [user for user in self.workspace.state.users.values() if user.bot_id is None and not user.deleted]
        buttons = Markup("").join(_BUTTON.format(user.id, user.real_name, self._about(user)) for user in people)
        name = self.workspace.state.team_name
        return _page(f"Sign in to {name} with Slack", _FORM.format(action=AUTHORIZE, fields=fields, buttons=buttons))

    def _wrong(self, asked: Json) -> str:
        if asked["client_id"] != self.client_id:
            return "invalid_client_id"
        if asked["response_type"] != "code" or "openid" not in asked["scope"].split():
            return "invalid_scope"
        return "" if self._may_lead_to(asked["redirect_uri"]) else "redirect_uri did not match any configured URIs"

    def _may_lead_to(self, address: str) -> bool:
        if self.redirect_urls:
            return address.startswith(self.redirect_urls)
        return urlsplit(address).hostname in _LOOPBACK

    def _about(self, user: User) -> str:
        if user.team_id != self.workspace.state.team_id:
            return "of another workspace"
        return "guest" if user.guest else user.email

    async def _chosen(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        user = self.workspace.state.users.get(form.get("user", ""))
        asked = {name: form.get(name, "") for name in _ASKED}
        if wrong := self._wrong(asked):
            return _page("Something went wrong", Markup("<p>{}</p>").format(wrong), 400)
        if user is None:
            return _back(asked, {"error": "access_denied"})
        return _back(asked, {"code": self.grant(user, asked["nonce"], asked["redirect_uri"])})

    def grant(self, user: User, nonce: str, redirect_uri: str) -> str:
        """A code, as if the user had pressed their button."""
        code = secrets.token_urlsafe(24)
        self.grants[code] = Grant(user, nonce, redirect_uri, self.workspace.clock() + _LASTS)
        return code

    # --- the methods
    async def _token_method(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            return _said(self._exchanged, request, {k: str(v) for k, v in (await request.post()).items()})

        return await self.faults.http(request, "slack", "openid.connect.token", effect)

    def _exchanged(self, request: web.Request, given: Json) -> Json:
        self._check_client(request, given)
        grant = self.grants.get(given.get("code", ""))
        if grant is None or grant.expires < self.workspace.clock():
            raise Refused("invalid_code")
        if grant.used:
            raise Refused("code_already_used")
        if given.get("redirect_uri", "") != grant.redirect_uri:
            raise Refused("bad_redirect_uri")
        grant.used = True
        token = f"xoxp-{secrets.token_hex(16)}"
        self._tokens[token] = grant
        return {"access_token": token, "token_type": "Bearer", "id_token": self._id_token(grant)}

    def _check_client(self, request: web.Request, given: Json) -> None:
        """By HTTP Basic, or in the form: token_endpoint_auth_methods_supported of Slack's discovery document."""
        id, secret = given.get("client_id", ""), given.get("client_secret", "")
        header = request.headers.get("Authorization", "")
        if header.startswith("Basic "):
            id, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        if id != self.client_id:
            raise Refused("invalid_client_id")
        if secret != self.client_secret:
            raise Refused("bad_client_secret")

    def _id_token(self, grant: Grant) -> str:
        now = int(self.workspace.clock())
        claims = self._claims(grant.user) | {
            "iss": self.workspace.root,
            "aud": self.client_id,
            "iat": now,
            "auth_time": now,
            "exp": now + _TOKEN_LASTS,
            "nonce": grant.nonce,
        }
        parts = ({"alg": "RS256", "typ": "JWT", "kid": "playground"}, claims)
        return ".".join([*(_encoded(msgspec.json.encode(each)) for each in parts), _encoded(b"no signature")])

    def _claims(self, user: User) -> Json:
        return {
            "sub": user.id,
            "https://slack.com/user_id": user.id,
            "https://slack.com/team_id": user.team_id,
            "https://slack.com/team_name": self.workspace.state.team_name,
            "email": user.email,
            "email_verified": bool(user.email),
            "name": user.real_name,
            "locale": "en-US",
        }

    async def _user_info_method(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            return _said(self._user_info, request, {})

        return await self.faults.http(request, "slack", "openid.connect.userInfo", effect)

    def _user_info(self, request: web.Request, _given: Json) -> Json:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self._tokens:
            raise Refused("invalid_auth")
        return self._claims(self._tokens[token].user)


def _said(method: Any, request: web.Request, given: Json) -> web.Response:
    try:
        return web.json_response({"ok": True, **method(request, given)})
    except Refused as refused:
        return web.json_response({"ok": False, "error": refused.code})


def _back(asked: Json, told: Json) -> web.Response:
    joint = "&" if "?" in asked["redirect_uri"] else "?"
    to = f"{asked['redirect_uri']}{joint}{urlencode(told | {'state': asked['state']})}"
    return web.Response(status=303, headers={"Location": to})


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


_FIELD = Markup('<input type="hidden" name="{}" value="{}">')
_BUTTON = Markup('<p><button name="user" value="{}"><b>{}</b> {}</button></p>')
_FORM = Markup(
    '<form method="post" action="{action}">{fields}{buttons}<p><button name="user" value="">Cancel</button></p></form>'
)
_PAGE = Markup(
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>:root{{color-scheme:light dark}}body{{font:17px/1.5 sans-serif;max-width:32rem;"
    "margin:3rem auto;padding:0 1rem}}button{{font:inherit;width:100%;padding:.6rem;text-align:left}}</style>"
    "<main><h1>{title}</h1><p>A played Slack: choose whom you want to be.</p>{content}</main></html>"
)


def _page(title: str, content: Markup, status: int = 200) -> web.Response:
    text = _PAGE.format(title=title, content=content)
    headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)
