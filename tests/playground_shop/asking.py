"""Asks the shop's server as the desk does, or as somebody who is not the desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import msgspec
from yarl import URL

from bots.shop.signing import HEADER, new_nonce, sign, verify

SECRET = "the-secret-of-the-sample-shop-and-the-desk"


class Told:
    """An answer; `signed` is the nonce that it was rightly signed for, None where it was not."""

    def __init__(self, status: int, body: bytes, signed: str | None) -> None:
        self.status = status
        self.body = body
        self.signed = signed

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Asking:
    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self.session = session
        self.root = root

    async def signed(self, method: str, target: str, body: bytes = b"", **different: Any) -> Told:
        """`different`: secret, nonce, ago (seconds), or what is signed in place of what is sent (method, target, body)."""
        nonce = different.get("nonce") or new_nonce()
        header = sign(
            different.get("secret", SECRET),
            different.get("as_method", method),
            different.get("as_target", target),
            different.get("as_body", body),
            now=datetime.now(UTC) - timedelta(seconds=different.get("ago", 0)),
            nonce=nonce,
        )
        return await self.send(method, target, body, {HEADER: header})

    async def send(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Told:
        url = URL(f"{self.root}{target}", encoded=True)
        async with self.session.request(method, url, data=body or None, headers=headers, allow_redirects=False) as told:
            got = await told.read()
            header = told.headers.get(HEADER)
            signed = verify(SECRET, header, str(told.status), target, got, now=datetime.now(UTC)) if header else None
            return Told(told.status, got, signed)
