"""What comes in by mail to a ticket of a running desk: twice, by two doors, as poison, from machines, and too large."""

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bots.mail.webhook import MAIL_PATH
from bots.mail.webhook_signing import HEADER, sign
from bots.playground.mail import Mail, Mailbox
from bots.playground.mail.writing import Author, reply
from tests.faults import ticket_ways as ways
from tests.faults.database import rows
from tests.faults.oracle import drained, log_is_clean, nothing_given_up
from tests.faults.product import until
from tests.faults.stage import MAIL_SECRET, PATIENCE, REPLIES, Stage, staged
from tests.faults.ticket_oracle import the_ticket
from tests.faults.warm import WarmStarts
from tests.mail.dovecot import Account, Dovecot

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

MEGABYTE = 1_000_000


@pytest.fixture
async def stage(mail_stage: Stage) -> Stage:
    await ways.asks_for_an_address(mail_stage)
    return mail_stage


async def delivers(stage: Stage, raw: bytes) -> tuple[int, str]:
    """A provider does, once; the status and when it is to come again."""
    headers = {"Content-Type": "message/rfc822", HEADER: sign(MAIL_SECRET, raw, int(time.time()))}
    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.mail_door + MAIL_PATH, data=raw, headers=headers) as answered,
    ):
        return answered.status, answered.headers.get("Retry-After", "")


def answer(mail: Mail, words: str, files: dict[str, bytes] | None = None) -> bytes:
    """Of whoever got the mail, as it leaves their server."""
    local = mail.to.partition("@")[0].title()
    return bytes(reply(mail, Author(local, mail.to), words, datetime.now(UTC), files))


@contextmanager
def busy(folder: Path) -> Iterator[None]:
    """Another process writes into the database and does not come to an end."""
    with closing(sqlite3.connect(folder / "data" / "desk.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def times(stage: Stage, words: str) -> int:
    return sum(words in message.text for message in stage.anna.screen)


# --- twice, and by two doors


async def test_503_while_the_store_is_busy_and_sent_again_it_is_one(stage: Stage):
    ticket = await ways.proven(stage)
    await drained(stage)
    raw = answer(ticket.opening, ways.ANSWER)
    with busy(stage.folder):
        assert await delivers(stage, raw) == (503, "1")
    assert (await delivers(stage, raw))[0] == 200
    assert (await delivers(stage, raw))[0] == 200
    await stage.reads(stage.anna, ways.ANSWER)
    await stage.gets(ways.ADDRESS, ways.ANSWER)
    await drained(stage)
    assert times(stage, ways.ANSWER) == 1
    assert len(ticket.mailbox.mails) == 2
    nothing_given_up(stage)


class TestWithAMailboxToo:
    """A desk that hears mail by a provider and from a mailbox."""

    @pytest.fixture
    def account(self, dovecot: Dovecot, request: pytest.FixtureRequest) -> Account:
        return Account(dovecot, f"desk{abs(hash(request.node.name))}")

    @pytest.fixture
    async def stage(self, tmp_path: Path, warm_starts: WarmStarts, account: Account) -> AsyncIterator[Stage]:
        async with staged(tmp_path, warm_starts.start, MAIL_REPLY_ADDRESS=REPLIES, IMAP_URL=account.url) as stage:
            await ways.asks_for_an_address(stage)
            yield stage

    async def test_the_same_mail_by_both_is_one(self, stage: Stage, account: Account):
        ticket = await ways.proven(stage)
        raw = answer(ticket.opening, ways.ANSWER)
        await asyncio.gather(asyncio.to_thread(account.deliver, raw), delivers(stage, raw))
        await stage.reads(stage.anna, ways.ANSWER)
        await self.all_read(account, stage)
        assert times(stage, ways.ANSWER) == 1
        assert len(ticket.mailbox.mails) == 2
        log_is_clean(stage)

    async def test_a_mailbox_that_numbers_anew_brings_nothing_twice(self, stage: Stage, account: Account):
        ticket = await ways.proven(stage)
        await asyncio.to_thread(account.deliver, answer(ticket.opening, ways.ANSWER))
        await stage.reads(stage.anna, ways.ANSWER)
        await drained(stage)
        stage.product.terminate()  # one that runs, and waits for mails, hears nothing of the new mailbox for minutes
        await stage.product.ended(PATIENCE)
        await asyncio.to_thread(account.number_anew)
        await asyncio.to_thread(account.deliver, answer(ticket.opening, ways.SECOND))
        await stage.product.start_again()
        await stage.reads(stage.anna, ways.SECOND)
        await self.all_read(account, stage)
        assert times(stage, ways.ANSWER) == 1
        assert [mail.text.count(ways.ANSWER) for mail in ticket.mailbox.mails] == [0, 1, 0]

    async def test_of_a_mail_that_is_too_large_the_team_reads_the_beginning(self, stage: Stage, account: Account):
        ticket = await ways.answered(stage)
        raw = answer(ticket.mailbox.mails[-1], ways.BY_MAIL, {"film.mp4": bytes(25 * MEGABYTE)})
        await asyncio.to_thread(account.deliver, raw)
        mail = await stage.gets(stage.team.address, ways.BY_MAIL)
        assert re.search(r"larger than we take \(3[34] MB\)", mail.text)
        await drained(stage)
        log_is_clean(stage)

    async def all_read(self, account: Account, stage: Stage) -> None:
        async with asyncio.timeout(PATIENCE):
            await until(lambda: account.unread() == 0, 0.1)
        await drained(stage)


# --- poison


@pytest.mark.fault("Mail", "poison mails")
async def test_poison_to_a_ticket_is_kept_and_said_and_stops_nobody(stage: Stage):
    ticket = await ways.answered(stage)
    sides = {stage.team.address: ticket.opening, ways.ADDRESS: ticket.confirmation}
    for number, poison in enumerate(POISON):
        for sender, answered in sides.items():
            to = answered.header("reply-to")
            head = f"From: {sender}\r\nTo: {to}\r\nMessage-ID: <{number}.{sender}>\r\n".encode()
            assert await delivers(stage, head + poison) == (200, "")
    assert await delivers(stage, f"To: {to}\r\n".encode() + SLOW) == (200, "")

    await stage.team.replies(ticket.opening, ways.SECOND)

    await stage.reads(stage.anna, ways.SECOND)
    await drained(stage)
    assert stage.product.kills == 0
    assert rows(stage.folder, "SELECT count(*) FROM inbox WHERE source = 'mail'") == [(2 + 2 * len(POISON) + 1,)]
    assert sum("couldn’t be read" in mail.text for mail in stage.team.mails) == 2 * BROKEN + 1
    the_ticket(stage)
    nothing_given_up(stage)
    log_is_clean(stage)


SLOW = b"Content-Type: text/html\r\n\r\n" + b"<!--" * 100_000
BROKEN = 2  # of these no reader makes anything
POISON = (
    b"Content-Type: multipart/mixed; boundary*=idna'x'%ff\r\n\r\nx",
    b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(1500)),
    b"\r\n" + b"\x00" * 1000,
    b"Subject: =?utf-8?b?" + b"4pyT" * 20_000 + b"?=\r\n\r\n\xff\xfe\xfd",
    b"Content-Type: text/plain; charset=no-such\r\n\r\n#close #split\r\n\xe9\xe9",
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b"====" * 1000,
    b"\r\n" + b"> " * 200_000,
)


# --- programs


async def answers_each(mailbox: Mailbox, words: str) -> None:
    """As a program does that never says that it is one; each of its mails has a number of its own."""
    answered = len(mailbox.mails)
    while True:
        for mail in mailbox.mails[answered:]:
            answered += 1
            await mailbox.replies(mail, f"{words} Your reference is {answered}.")
        await asyncio.sleep(0.01)


@pytest.mark.fault("Mail", "automatic mails and loops")
async def test_two_programs_that_answer_each_other_stop(stage: Stage):
    ticket = await ways.answered(stage)
    machines = [
        asyncio.create_task(answers_each(stage.team, "Thank you, we have received your mail.")),
        asyncio.create_task(answers_each(ticket.mailbox, "I am out of the office.")),
    ]
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], ways.BY_MAIL)
    await stage.gets(stage.team.address, "looks like a program")
    await drained(stage)
    await quiet(stage)
    await asyncio.sleep(1)
    await quiet(stage)

    assert sum("looks like a program" in mail.text for mail in stage.team.mails) == 1
    assert len(stage.team.mails) <= 40
    assert len(ticket.mailbox.mails) <= 40
    await stage.anna.write(ways.IN_CHAT)
    await stage.gets(stage.team.address, ways.IN_CHAT)
    for machine in machines:
        machine.cancel()
    nothing_given_up(stage)


async def quiet(stage: Stage) -> None:
    """Returns when every mail to the desk is taken and decided."""
    async with asyncio.timeout(PATIENCE):
        await until(lambda: not any(mail.waiting for box in stage.mail.mailboxes for mail in box.sent))
    await drained(stage)


# --- files


def film(megabytes: int) -> bytes:
    """As a mail it takes a third more."""
    return bytes(range(256)) * (megabytes * MEGABYTE // 256)


async def test_a_mail_of_25_mb_goes_on_whole_both_ways(mail_stage: Stage):
    large = film(18)
    mail_stage.mail.largest = 50 * MEGABYTE
    await ways.asks_for_an_address(mail_stage)
    ticket = await ways.answered(mail_stage)
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], ways.BY_MAIL, {"film.mp4": large})
    to_team = await mail_stage.gets(mail_stage.team.address, ways.BY_MAIL)
    await mail_stage.team.replies(to_team, ways.SECOND, {"label.bin": large})
    to_customer = await mail_stage.gets(ways.ADDRESS, ways.SECOND)
    files = [(each.name, each.size) for mail in (to_team, to_customer) for each in mail.attached]
    assert files == [("film.mp4", len(large)), ("label.bin", len(large))]
    await drained(mail_stage)
    log_is_clean(mail_stage)


async def test_where_the_mail_server_takes_less_the_words_go_on_and_the_file_is_named(stage: Stage):
    stage.mail.largest = 2 * MEGABYTE
    ticket = await ways.answered(stage)
    await ticket.mailbox.replies(ticket.mailbox.mails[-1], ways.BY_MAIL, {"film.mp4": film(3)})
    mail = await stage.gets(stage.team.address, ways.BY_MAIL)
    assert "Not sent along: film.mp4" in mail.text
    assert mail.attached == ()
    await drained(stage)
    nothing_given_up(stage)
