"""A desk with nothing but its door for the shop: it knows some links, and believes what is rightly signed."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web

from bots.shop.signing import HEADER, BadSignature, new_nonce, sign, verify
from tests.playground_shop.asking import SECRET

TOKEN = "T" * 43


class FakeDesk:
    """`links`: the name that each token's chat has. `status` answers in place of all else, `lies` signs wrongly."""

    def __init__(self) -> None:
        self.links: dict[str, str] = {TOKEN: "Anna"}
        self.confirmed: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []
        self.status = 0
        self.body = b""
        self.lies = ""
        self.drops = False
        self.url = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/shop/links/{token}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        body, now = await request.read(), datetime.now(UTC)
        token = request.match_info["token"]
        self.asked.append((request.method, token))
        if self.drops and request.transport:
            request.transport.abort()
        try:
            nonce = verify(SECRET, request.headers.get(HEADER), request.method, request.raw_path, body, now=now)
        except BadSignature:
            return web.Response(status=401)
        status, told = (self.status, self.body) if self.status else self._told(request.method, token, body)
        secret = "y" * 32 if self.lies == "secret" else SECRET
        nonce = new_nonce() if self.lies == "nonce" else nonce
        headers = {HEADER: sign(secret, str(status), request.raw_path, told, now=now, nonce=nonce)}
        return web.Response(status=status, body=told or None, headers=headers)

    def _told(self, method: str, token: str, body: bytes) -> tuple[int, bytes]:
        if token not in self.links:
            return 404, b"{}"
        if token in self.confirmed:
            return 410, b"{}"
        if method == "POST":
            self.confirmed[token] = msgspec.json.decode(body)["person"]
            return 204, b""
        link = {"messenger": "Telegram", "name": self.links[token], "expires_at": "2026-05-20T10:00:00+00:00"}
        return 200, msgspec.json.encode(link)
