"""A mail server on loopback, and our mailer in front of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.mail.message import Sender
from bots.mail.outgoing import SmtpMailer
from bots.playground.mail import MailServer
from core.engine.clock import SystemClock
from core.store.sqlite import SqliteStore
from tests.mail.inbox import Inbox


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    server = MailServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def mailer(server: MailServer) -> SmtpMailer:
    return SmtpMailer(server.url, Sender("support@desk.example", "Hamerslag"), SystemClock())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(tmp_path / "desk.db")
    yield store
    await store.close()


@pytest.fixture
async def inbox(store: SqliteStore, tmp_path: Path) -> AsyncIterator[Inbox]:
    inbox = Inbox(store, tmp_path / "mail")
    yield inbox
    await inbox.mails.close()
