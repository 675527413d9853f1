"""Socket Mode: one web socket to Slack that is noticed when it goes deaf, and opened anew whatever happened."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.api import is_loopback, sdk_log
from bots.slack.ids import Json

Event = Callable[[Json], Awaitable[BoltResponse | None]]  # the answer to an event; None for anything else
_FIRST_CONNECTION = 10.0  # seconds that a start waits for it; later it goes on trying
_FAREWELL = 2.0  # seconds that a stop waits for Slack's good-bye


class _Handler(AsyncSocketModeHandler):
    """Acknowledges where the connection still stands; where it broke meanwhile, Slack delivers again and the inbox knows it."""

    def __init__(self, app: AsyncApp, app_token: str, event: Event, **known: Any) -> None:
        super().__init__(app, app_token, **known)
        self._event = event

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        try:
            answer = await self._event(req.payload)
            if answer is None:
                await super().handle(client, req)
            elif answer.status == 200:
                await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
        except ConnectionError:
            sdk_log().info("a connection broke before its acknowledgement: Slack delivers again")


class Socket:
    """The connection of one app. What arrives goes to `event`, or to `app` where that answers None; an answer of 200 acknowledges it.

    The SDK pings every `ping_seconds`, and takes a connection that gives no sign of life for half of that for lost.
    """

    def __init__(self, app: AsyncApp, web: AsyncWebClient, app_token: str, ping_seconds: float, event: Event) -> None:
        self._handler = _Handler(app, app_token, event, logger=sdk_log(), web_client=web, ping_interval=ping_seconds)
        self._client = self._handler.client
        if is_loopback(web.base_url):
            self._client.proxy = None
        self._pause = ping_seconds
        self._tasks: list[asyncio.Task[None]] = []
        self._last: object = None
        self._count = 0

    async def open(self, address: str) -> None:
        """Connect to an address that was asked for just now; returns when connected, or after ten seconds of trying."""
        self._client.wss_uri = address
        connecting = asyncio.create_task(self._connect())
        self._tasks = [connecting, asyncio.create_task(self._renew_address())]
        await asyncio.wait([connecting], timeout=_FIRST_CONNECTION)

    def renew(self, app_token: str) -> None:
        """For the next address; an open connection needs no token."""
        self._client.app_token = app_token

    async def connected(self) -> bool:
        return await self._client.is_connected()

    def connection(self) -> str:
        """The present one's name, another after each break; empty while there is none."""
        session = self._client.current_session
        if session is None or session.closed:
            return ""
        if session is not self._last:
            self._last, self._count = session, self._count + 1
        return str(self._count)

    async def _connect(self) -> None:
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def _renew_address(self) -> None:
        """An address opens one socket, once and soon; the SDK would knock at the same one for ever."""
        while True:
            await asyncio.sleep(self._pause)
            if not await self._client.is_connected():
                self._client.wss_uri = None

    async def close(self) -> None:
        """What is not acknowledged by now, Slack delivers again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await self._handler.close_async()  # type: ignore[no-untyped-call]
        await self._tidy()

    async def _tidy(self) -> None:
        """The SDK starts tasks and leaves them to the loop."""
        client = self._client
        left = [
            task for task in (client.message_processor, client.current_session_monitor, client.message_receiver) if task
        ]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await client.aiohttp_client_session.close()
