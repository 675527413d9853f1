"""Mails out of a real mailbox, Debian's dovecot, each once, whatever happens to the connection or the desk."""

import asyncio
import itertools

import pytest

from bots.mail.imap_mailbox import MailboxTrouble, reach
from tests.mail.dovecot import PASSWORD, Account, Dovecot
from tests.mail.inbox import Inbox, until
from tests.mail.samples import mail

pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(60),
]

_names = itertools.count()


@pytest.fixture
def server(dovecot: Dovecot) -> Account:
    """A mailbox of each test's own."""
    return Account(dovecot, f"desk{next(_names)}")


def named(subject: str) -> bytes:
    return mail(Subject=subject, Message_ID=f"<{subject}@shop.example>")


async def test_unread_mails_are_taken_in_their_order_and_marked_as_read(server: Account, inbox: Inbox) -> None:
    for number in range(5):
        server.deliver(named(f"mail{number}"))
    async with inbox.watches(server.url):
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == [f"mail{number}" for number in range(5)]


async def test_a_new_mail_is_told_at_once(server: Account, inbox: Inbox) -> None:
    async with inbox.watches(server.url):
        server.deliver(named("first"))
        await until(lambda: server.unread() == 0)
        server.deliver(named("second"))
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["first", "second"]


async def test_over_tls(server: Account, dovecot: Dovecot, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    async with inbox.watches(server.tls_url):
        for number in range(3):
            server.deliver(named(f"mail{number}"))
            await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["mail0", "mail1", "mail2"]


async def test_a_server_whose_certificate_nobody_knows_gets_no_password(server: Account) -> None:
    with pytest.raises(MailboxTrouble, match="CERTIFICATE_VERIFY_FAILED"):
        await asyncio.to_thread(reach, server.tls_url)


async def test_watching_is_renewed(server: Account, inbox: Inbox) -> None:
    async with inbox.watches(server.url, renew=0.1):
        await asyncio.sleep(0.5)
        server.deliver(named("late"))
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["late"]


async def test_what_came_while_the_desk_was_down_is_taken_even_if_somebody_read_it(
    server: Account, inbox: Inbox
) -> None:
    server.deliver(named("before"))
    async with inbox.watches(server.url):
        await until(lambda: server.unread() == 0)
    server.deliver(named("meanwhile"))
    server.mark_read()
    async with inbox.watches(server.url):
        await inbox.has(2)
    assert await inbox.subjects() == ["before", "meanwhile"]


async def test_mails_that_were_read_before_the_first_start_are_somebody_elses(server: Account, inbox: Inbox) -> None:
    server.deliver(named("old"))
    server.mark_read()
    server.deliver(named("new"))
    async with inbox.watches(server.url):
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["new"]


async def test_a_server_that_is_started_again(server: Account, dovecot: Dovecot, inbox: Inbox) -> None:
    async with inbox.watches(server.url):
        server.deliver(named("before"))
        await until(lambda: server.unread() == 0)
        await asyncio.to_thread(dovecot.stop)
        await asyncio.sleep(0.2)
        await asyncio.to_thread(dovecot.start)
        server.deliver(named("after"))
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == ["before", "after"]


async def test_a_mailbox_that_was_numbered_anew(server: Account, inbox: Inbox) -> None:
    for number in range(3):
        server.deliver(named(f"mail{number}"))
    async with inbox.watches(server.url):
        await until(lambda: server.unread() == 0)
    server.number_anew()
    server.deliver(named("mail3"))
    async with inbox.watches(server.url):
        await until(lambda: server.unread() == 0)
    assert await inbox.subjects() == [f"mail{number}" for number in range(4)]


async def test_odd_mails_come_through(server: Account, inbox: Inbox) -> None:
    """IMAP itself has words that a mail may hold; the others are those that break parsers."""
    odd = [
        b")\r\n* 1 FETCH (UID 9)\r\nA1 OK\r\n",
        b"Subject: \r\n\r\n",
        b"From: a@\r\n\r\n" + b"x" * 200_000,
        named("last"),
    ]
    for raw in odd:
        server.deliver(raw)
    async with inbox.watches(server.url):
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
