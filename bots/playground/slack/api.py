"""The door of the Web API: arguments, token, rate, fault, then the method.

docs.slack.dev/apis/web-api: arguments come as form, multipart, JSON or query; the token in the header or among them.
"""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bots.playground.faults import Faults
from bots.playground.slack.delivery_socket import SocketMode
from bots.playground.slack.errors import RateLimited, Refused
from bots.playground.slack.limits import Rates
from bots.playground.slack.method import Json, Method
from bots.playground.slack.methods_chat import CHAT
from bots.playground.slack.methods_conversations import CONVERSATIONS
from bots.playground.slack.methods_files import FILES
from bots.playground.slack.methods_members import MEMBERS
from bots.playground.slack.methods_people import PEOPLE
from bots.playground.slack.methods_reactions import REACTIONS
from bots.playground.slack.methods_views import VIEWS
from bots.playground.slack.workspace import Workspace

METHODS: Mapping[str, Method[Any]] = CHAT | CONVERSATIONS | FILES | MEMBERS | PEOPLE | REACTIONS | VIEWS
OPEN_SOCKET = "apps.connections.open"
_CALLS_KEPT = 1000
_AS_JSON = ("blocks", "metadata", "view", "attachments", "files")


@dataclass
class WebApi:
    """Answers `/api/<method>`.

    `calls` are the latest calls that came with a good token: method and arguments.
    `token_error` (token_revoked, account_inactive ...) refuses every bot token while it is set.
    """

    workspace: Workspace
    sockets: SocketMode
    faults: Faults
    rates: Rates
    bot_token: str
    app_token: str
    token_error: str | None = None
    calls: deque[tuple[str, Json]] = field(default_factory=lambda: deque(maxlen=_CALLS_KEPT))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]

        async def effect() -> web.Response:
            return await self._answer(request, name)

        return await self.faults.http(request, "slack", name, effect)

    async def _answer(self, request: web.Request, name: str) -> web.Response:
        try:
            arguments = await _arguments(request)
            said = {"ok": True, **self._call(name, arguments, _token(request, arguments))}
        except RateLimited as refused:
            headers = {"Retry-After": str(refused.retry_after)}
            return _json({"ok": False, "error": refused.code}, 429, headers)
        except Refused as refused:
            hints = {"response_metadata": {"messages": list(refused.messages)}} if refused.messages else {}
            said = {"ok": False, "error": refused.code, **hints}
        return _json(self.workspace.local(said))

    def _call(self, name: str, arguments: Json, token: str) -> Json:
        if name == OPEN_SOCKET:
            return self._open_socket(token)
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method")
        self._check_token(token)
        self.calls.append((name, arguments))
        self.rates.spend(name, str(arguments.get("channel", "")))
        return method.call(self.workspace, arguments)

    def _open_socket(self, token: str) -> Json:
        if not token:
            raise Refused("not_authed")
        if token == self.bot_token:
            raise Refused("not_allowed_token_type")
        if token != self.app_token:
            raise Refused("invalid_auth")
        ticket = self.sockets.ticket()
        where = self.workspace.root.replace("http", "ws", 1)
        return {"url": f"{where}/link/?ticket={ticket}&app_id={self.sockets.app_id}"}

    def _check_token(self, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token == self.app_token:
            raise Refused("not_allowed_token_type")
        if token != self.bot_token:
            raise Refused("invalid_auth")
        if self.token_error is not None:
            raise Refused(self.token_error)


def _json(body: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response(body, status=status, headers=headers)


def _token(request: web.Request, arguments: Json) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token", ""))


async def _arguments(request: web.Request) -> Json:
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await _json_object(request)
    else:
        arguments |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    for key in _AS_JSON:
        if isinstance(arguments.get(key), str):
            arguments[key] = _decoded(key, arguments[key])
    return arguments


async def _json_object(request: web.Request) -> Json:
    try:
        body: Any = await request.json()
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


def _decoded(key: str, text: str) -> Any:
    """A structured argument of a form; an empty one is absent."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Refused("invalid_blocks_format" if key == "blocks" else "invalid_arguments") from None
