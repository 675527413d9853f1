"""A playground's mail server, and the product's side of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from email.message import EmailMessage

import aiosmtplib
import pytest

from bots.playground.mail import MailServer
from bots.playground.mail.door import Pace
from tests.playground_mail.desk import DESK, NOW, SECRET, Desk

TEAM = "team@desk.example"

Sends = Callable[..., Awaitable[str]]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    server = MailServer(clock=lambda: 1_800_000_000.0)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    await desk.opens()
    yield desk
    await desk.closes()


@pytest.fixture
async def town(desk: Desk) -> AsyncIterator[MailServer]:
    """A mail server that knows the way to the desk."""
    server = MailServer(clock=lambda: NOW, desk=DESK, secret=SECRET)
    server.door.pace = Pace(0.01, 0.02)
    server.door.is_at(desk.root)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def sends(server: MailServer) -> Sends:
    """Sends a mail over SMTP; the server's answer to DATA."""

    async def send(
        text: str = "Hello", subject: str = "A ticket", to: str | list[str] = TEAM, message_id: str = "<1@desk.example>"
    ) -> str:
        message = EmailMessage()
        message["From"] = "Hamerslag <support@desk.example>"
        message["To"] = to
        message["Subject"] = subject
        if message_id:
            message["Message-ID"] = message_id
        message.set_content(text)
        return await deliver(server, bytes(message), to)

    return send


async def deliver(server: MailServer, raw: bytes, to: str | list[str] = TEAM) -> str:
    """Hand over any bytes as a mail."""
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=int(server.url.rpartition(":")[2]), timeout=2)
    async with client:
        _, answer = await client.sendmail("support@desk.example", to, raw)
    return answer
