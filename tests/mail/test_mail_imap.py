"""Mails out of a real mailbox, Debian's dovecot, each once, whatever happens to the connection or the desk."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from bots.mail.imap import ImapInbox
from bots.mail.imap_mailbox import MailboxTrouble, reach
from core.store.sqlite import SqliteStore
from tests.engine.fakes import Clock
from tests.mail.dovecot import PASSWORD, PROGRAM, Account, Dovecot
from tests.mail.inbox import Inbox
from tests.mail.samples import mail

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not PROGRAM, reason="dovecot is not installed (Debian: dovecot-imapd)"),
    pytest.mark.timeout(60),
]

PATIENCE = 15.0


_names = itertools.count()


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    dovecot = Dovecot()
    try:
        dovecot.start()
        yield dovecot
    finally:
        dovecot.remove()


@pytest.fixture
def server(dovecot: Dovecot) -> Account:
    """A mailbox of each test's own."""
    return Account(dovecot, f"desk{next(_names)}")


@asynccontextmanager
async def watched(
    server: Account, inbox: Inbox, store: SqliteStore, renew: float = 60.0, url: str = ""
) -> AsyncIterator[None]:
    imap = ImapInbox(url or server.url, inbox.mails.take, store, Clock(), pauses=(0.05, 0.1), renew=renew)
    running = asyncio.create_task(imap.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(fits: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(fits):  # noqa: ASYNC110 (a server is looked at)
            await asyncio.sleep(0.02)


async def rows(inbox: Inbox, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(await inbox.rows()) < count:  # noqa: ASYNC110 (a table is looked at)
            await asyncio.sleep(0.02)


def named(subject: str) -> bytes:
    return mail(Subject=subject, Message_ID=f"<{subject}@shop.example>")


async def test_unread_mails_are_taken_in_their_order_and_marked_as_read(
    server: Account, inbox: Inbox, store: SqliteStore
) -> None:
    for number in range(5):
        server.deliver(named(f"mail{number}"))
    async with watched(server, inbox, store):
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == [f"mail{number}" for number in range(5)]


async def test_a_new_mail_is_told_at_once(server: Account, inbox: Inbox, store: SqliteStore) -> None:
    async with watched(server, inbox, store):
        server.deliver(named("first"))
        await until(lambda: server.unread() == 0)
        server.deliver(named("second"))
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["first", "second"]


async def test_over_tls(
    server: Account, dovecot: Dovecot, inbox: Inbox, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    async with watched(server, inbox, store, url=server.tls_url):
        for number in range(3):
            server.deliver(named(f"mail{number}"))
            await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["mail0", "mail1", "mail2"]


async def test_a_server_whose_certificate_nobody_knows_gets_no_password(server: Account) -> None:
    with pytest.raises(MailboxTrouble, match="CERTIFICATE_VERIFY_FAILED"):
        await asyncio.to_thread(reach, server.tls_url)


async def test_watching_is_renewed(server: Account, inbox: Inbox, store: SqliteStore) -> None:
    async with watched(server, inbox, store, renew=0.1):
        await asyncio.sleep(0.5)
        server.deliver(named("late"))
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["late"]


async def test_what_came_while_the_desk_was_down_is_taken_even_if_somebody_read_it(
    server: Account, inbox: Inbox, store: SqliteStore
) -> None:
    server.deliver(named("before"))
    async with watched(server, inbox, store):
        await until(lambda: server.unread() == 0)
    server.deliver(named("meanwhile"))
    server.mark_read()
    async with watched(server, inbox, store):
        await rows(inbox, 2)
    assert await inbox.subjects() == ["before", "meanwhile"]


async def test_mails_that_were_read_before_the_first_start_are_somebody_elses(
    server: Account, inbox: Inbox, store: SqliteStore
) -> None:
    server.deliver(named("old"))
    server.mark_read()
    server.deliver(named("new"))
    async with watched(server, inbox, store):
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["new"]


async def test_a_server_that_is_started_again(
    server: Account, dovecot: Dovecot, inbox: Inbox, store: SqliteStore
) -> None:
    async with watched(server, inbox, store):
        server.deliver(named("before"))
        await until(lambda: server.unread() == 0)
        await asyncio.to_thread(dovecot.stop)
        await asyncio.sleep(0.2)
        await asyncio.to_thread(dovecot.start)
        server.deliver(named("after"))
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["before", "after"]


async def test_a_mailbox_that_was_numbered_anew(server: Account, inbox: Inbox, store: SqliteStore) -> None:
    for number in range(3):
        server.deliver(named(f"mail{number}"))
    async with watched(server, inbox, store):
        await until(lambda: server.unread() == 0)
    server.number_anew()
    server.deliver(named("mail3"))
    async with watched(server, inbox, store):
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == [f"mail{number}" for number in range(4)]


async def test_odd_mails_come_through(server: Account, inbox: Inbox, store: SqliteStore) -> None:
    """IMAP itself has words that a mail may hold; the others are those that break parsers."""
    odd = [
        b")\r\n* 1 FETCH (UID 9)\r\nA1 OK\r\n",
        b"Subject: \r\n\r\n",
        b"From: a@\r\n\r\n" + b"x" * 200_000,
        named("last"),
    ]
    for raw in odd:
        server.deliver(raw)
    async with watched(server, inbox, store):
        await until(lambda: server.unread() == 0)
    assert [inbox.folder.path(letter.original).read_bytes() for letter in await inbox.letters()] == odd


async def test_the_mailbox_is_reached(server: Account) -> None:
    server.deliver(named("one"))
    assert await asyncio.to_thread(reach, server.url) == "INBOX at 127.0.0.1, 1 mails, told of new ones"


@pytest.mark.parametrize(
    ("wrong", "right"), [("/NoSuchFolder", "/INBOX"), ("wrong-password", PASSWORD)], ids=["folder", "password"]
)
async def test_what_is_wrong_is_said_without_the_password(server: Account, wrong: str, right: str) -> None:
    with pytest.raises(MailboxTrouble) as raised:
        await asyncio.to_thread(reach, server.url.replace(right, wrong))
    assert PASSWORD not in str(raised.value)
    assert wrong.strip("/") not in str(raised.value) or wrong.startswith("/")
