"""A mail server on loopback, and our mailer in front of it."""

from collections.abc import AsyncIterator

import pytest

from bots.mail.outgoing import SmtpMailer
from bots.playground.mail import MailServer
from core.engine.clock import SystemClock


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def mailer(server: MailServer) -> SmtpMailer:
    return SmtpMailer(server.url, "support@desk.example", "Hamerslag", SystemClock())
