"""A small product on the real Bolt, over Socket Mode or HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import SlackServer


class Product:
    """A Bolt application that remembers what it was told; a test adds its own listeners to `app`."""

    def __init__(self, server: SlackServer) -> None:
        self._came = asyncio.Event()
        self.heard: list[dict[str, Any]] = []
        self.retries: list[tuple[str | None, str | None]] = []
        self.client = AsyncWebClient(token=server.api.bot_token, base_url=f"{server.root}/api/", retry_handlers=[])
        self.app = AsyncApp(client=self.client, signing_secret=server.http.secret, ignoring_self_events_enabled=False)
        self.app.event("message")(self._hear)

    async def _hear(self, body: dict[str, Any], request: AsyncBoltRequest) -> None:
        self.heard.append(body)
        num, reason = (request.headers.get(f"x-slack-retry-{each}", [None])[0] for each in ("num", "reason"))
        self.retries.append((num, reason))
        self._came.set()

    async def hears(self, count: int) -> list[str]:
        """The texts of the first `count` messages."""
        async with asyncio.timeout(3):
            while len(self.heard) < count:
                self._came.clear()
                await self._came.wait()
        return [each["event"].get("text", "") for each in self.heard]


@asynccontextmanager
async def by_socket(server: SlackServer, product: Product) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(product.app, server.api.app_token, ping_interval=0.1)
    await handler.connect_async()
    await server.sockets.connected()
    try:
        yield handler
    finally:
        await handler.close_async()


@asynccontextmanager
async def by_http(server: SlackServer, product: Product) -> AsyncIterator[None]:
    async def events(request: web.Request) -> web.Response:
        headers = {key: [value] for key, value in request.headers.items()}
        answer = await product.app.async_dispatch(AsyncBoltRequest(body=await request.text(), headers=headers))
        return web.Response(
            status=answer.status, text=answer.body, content_type="application/json" if answer.body else None
        )

    site = web.Application()
    site.router.add_post("/slack/events", events)
    runner = web.AppRunner(site, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


CONNECT = {"socket": by_socket, "http": by_http}
