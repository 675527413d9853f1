"""The HTTP side: a Bot API server on loopback that python-telegram-bot cannot tell from Telegram's.

Its address takes the place of https://api.telegram.org: methods under `/bot<token>/`, files under `/file/bot<token>/`.
"""

import hmac
import time
from collections.abc import AsyncIterator, Callable
from inspect import isawaitable
from typing import Any

import msgspec
from aiohttp import web

from bots.playground.faults import Faults
from bots.playground.telegram import albums, editing, profile, receiving, sending, state, uploading, wire
from bots.playground.telegram.account import Account
from bots.playground.telegram.customer import Customer
from bots.playground.telegram.errors import BotApiError, NotFound, Unauthorized
from bots.playground.telegram.files import at_path
from bots.playground.telegram.limits import Limits
from bots.playground.telegram.methods import METHODS, find
from bots.playground.telegram.parameters import read_parameters
from bots.playground.telegram.webhook import Pace

LARGEST_REQUEST = 50 * 1024 * 1024  # bytes, the limit for an upload
PIECE = 256 * 1024  # bytes of a download that are sent at once
_FAMILIES = (albums, editing, profile, receiving, sending, uploading)  # importing them fills the table of methods


class TelegramServer:
    """One bot's Telegram. `clock` gives Unix seconds and may be moved by tests; the rates keep real time."""

    def __init__(
        self,
        token: str = "42:playground",  # noqa: S107 (it opens nothing but this playground)
        faults: Faults | None = None,
        limits: Limits = Limits(),  # noqa: B008 (frozen)
        username: str = "sample_market_bot",
        name: str = "Sample Market",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.faults = faults or Faults()
        self.root = ""
        bot = wire.Bot(int(token.partition(":")[0]), name, username)
        self.account = Account(bot, limits, clock)
        self._customers: dict[int, Customer] = {}
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; the root address. Deliveries to a webhook that was set before go on."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/{anything:.*}", self._elsewhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.account.deliveries.start()
        return self.root

    async def stop(self) -> None:
        self.account.updates.close()
        await self.account.deliveries.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def customer(
        self,
        number: int,
        first_name: str = "Anna",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Customer:
        """The customer with this identifier; made with these names when there is none yet."""
        chats = self.account.state.chats
        if number not in chats:
            chats[number] = state.Chat(number, first_name, last_name, username, language_code)
            self.account.changed()
        return self._customers.setdefault(number, Customer(self.account, number))

    @property
    def customers(self) -> list[Customer]:
        return [self.customer(number) for number in self.account.state.chats]

    @property
    def on_change(self) -> Callable[[], None]:
        return self.account.on_change

    @on_change.setter
    def on_change(self, called: Callable[[], None]) -> None:
        self.account.on_change = called

    @property
    def deliver_times(self) -> int:
        """How often each update is delivered: 1, or more to try the bot's memory."""
        return self.account.updates.deliver_times

    @deliver_times.setter
    def deliver_times(self, times: int) -> None:
        self.account.updates.deliver_times = times

    @property
    def webhook_pace(self) -> Pace:
        return self.account.deliveries.pace

    @webhook_pace.setter
    def webhook_pace(self, pace: Pace) -> None:
        self.account.deliveries.pace = pace

    def push_update(self, raw: dict[str, Any]) -> int:
        """Deliver anything as an update: unknown kinds, junk, an old id. Its own `update_id` is kept, if it has one."""
        return self.account.updates.push(raw, "pushed")

    def dump(self) -> bytes:
        """Everything that must survive a restart of this process."""
        return state.dump(self.account.state)

    def load(self, stored: bytes) -> None:
        """Go on from a dump; before `start`. Raises msgspec.ValidationError for anything else."""
        self.account.state = state.load(stored)
        self.account.changed()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        known = METHODS.get(request.match_info["method"].lower())
        name = known.name if known else request.match_info["method"]

        async def effect() -> web.Response:
            return await self._answer(request)

        return await self.faults.http(request, "telegram", name, effect)

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
            called = find(request.match_info["method"])
            result = called.run(self.account, await read_parameters(request))
            return _ok(await result if isawaitable(result) else result)
        except BotApiError as error:
            return _refused(error)
        except web.HTTPRequestEntityTooLarge:
            return _json(413, {"ok": False, "error_code": 413, "description": "Request Entity Too Large"})

    def _check_token(self, request: web.Request) -> None:
        if not hmac.compare_digest(request.match_info["token"].encode("utf-8", "replace"), self.token.encode()):
            raise Unauthorized

    async def _download(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            try:
                self._check_token(request)
                found = at_path(self.account.state, request.match_info["path"], self.account.clock())
                if found is None:
                    raise NotFound
                length = {"Content-Length": str(len(found.content))}
                return web.Response(
                    body=_pieces(found.content), content_type="application/octet-stream", headers=length
                )
            except BotApiError as error:
                return _refused(error)

        return await self.faults.http(request, "telegram", "file", effect)

    async def _elsewhere(self, _: web.Request) -> web.Response:
        return _refused(NotFound())


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def _ok(result: object) -> web.Response:
    return _json(200, {"ok": True, "result": result})


def _refused(error: BotApiError) -> web.Response:
    body: dict[str, object] = {"ok": False, "error_code": error.status, "description": error.description}
    return _json(error.status, body | ({"parameters": error.parameters} if error.parameters else {}))


def _json(status: int, body: dict[str, object]) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json")
