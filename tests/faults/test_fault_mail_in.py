"""Mail comes in while the process is killed, the mailbox breaks and mails are poison: each is kept once, and none is lost.

The way in runs as a process of its own (this file as a program): store, folder, mailbox and webhook, as the desk has them.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bots.mail.imap import ImapInbox
from bots.mail.incoming import Arrived, MailIntake
from bots.mail.incoming_folder import MailFolder
from bots.mail.reading_guard import GuardedReading
from bots.mail.webhook import MAIL_PATH, MailWebhook
from bots.mail.webhook_signing import HEADER, sign
from core.engine.clock import SystemClock
from core.engine.intake import DurableIntake
from core.model import codec
from core.model.letter import Letter
from core.store.sqlite import SqliteStore
from tests.engine.fakes import undone
from tests.faults.product import ROOT, until
from tests.mail.fake_imap import FakeImap
from tests.mail.samples import RULES, mail
from tests.ports import free_port

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

SECRET = "canary-of-the-mail-provider"
PATIENCE = 120.0
READ_WITHIN = 3.0  # seconds for one mail
SLOW = mail("Content-Type: text/html", body="<!--" * 100_000, Message_ID="<slow@x>")


# --- the process


async def serve(folder: Path, imap_url: str, port: int) -> None:
    store = SqliteStore.open(folder / "desk.db")
    clock = SystemClock()
    reading = GuardedReading(RULES, READ_WITHIN)
    mails = MailIntake(DurableIntake(store, clock), MailFolder(folder / "mail"), reading, clock)
    app = web.Application()
    app.router.add_route("*", MAIL_PATH, MailWebhook(SECRET, mails.take, clock).handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    await ImapInbox(imap_url, mails.take, store, clock, pauses=(0.05,), poll=0.2).run()


class WayIn:
    """The process; when it was killed it is started again on the same folder."""

    def __init__(self, folder: Path, imap_url: str, port: int) -> None:
        self._arguments = (str(folder), imap_url, str(port))
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._wanted = True
        self.port = port
        self.kills = 0

    async def start(self) -> None:
        self._process = await self._started()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Also while it is being started again."""
        assert self._watcher
        assert self._process
        self._wanted = False
        self._end()
        await self._watcher
        self._end()
        await self._process.wait()

    def kill(self) -> None:
        assert self._process
        if self._process.returncode is None:
            self.kills += 1
            self._end()

    def _end(self) -> None:
        assert self._process
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def letters(self) -> list[Letter]:
        """What the inbox holds in the end, in its order; each kept as it came."""
        await self.stop()
        store = SqliteStore.open(self._folder / "desk.db")
        try:
            arrived = [codec.decode(row.payload, Arrived) for row in await undone(store)]
        finally:
            await store.close()
        folder = MailFolder(self._folder / "mail")
        letters = [folder.letter(each.original) for each in arrived]
        assert all(folder.path(each.original).is_file() for each in arrived)
        return [letter for letter in letters if letter]

    async def _started(self) -> asyncio.subprocess.Process:
        with (self._folder / "log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.test_fault_mail_in", *self._arguments),
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    async def _watch(self) -> None:
        assert self._process
        while self._wanted:
            await self._process.wait()
            if self._wanted:
                self._process = await self._started()


@pytest.fixture
async def mailbox() -> AsyncIterator[FakeImap]:
    mailbox = FakeImap()
    await mailbox.start()
    yield mailbox
    await mailbox.stop()


@pytest.fixture
async def way_in(tmp_path: Path, mailbox: FakeImap) -> AsyncIterator[WayIn]:
    way_in = WayIn(tmp_path, mailbox.url, free_port())
    yield way_in
    await way_in.stop()


def named(name: str) -> bytes:
    return mail(Subject=name, Message_ID=f"<{name}@shop.example>", body=f"This is {name}.")


async def all_read(mailbox: FakeImap) -> None:
    async with asyncio.timeout(PATIENCE):
        await until(lambda: mailbox.seen >= mailbox.mails.keys())


# --- killed


@pytest.mark.fault("Process", "kill -9 at every step of a mail in")
@pytest.mark.parametrize("nth", [1, 4, *range(7, 18)])
async def test_killed_at_every_command_of_the_mailbox(mailbox: FakeImap, way_in: WayIn, nth: int) -> None:
    """The numbers cover one start with three mails, from the login to the wait for more."""
    for name in ("one", "two", "three"):
        mailbox.deliver(named(name))
    mailbox.on_command = lambda _: way_in.kill() if len(mailbox.commands) == nth else None
    await way_in.start()
    await all_read(mailbox)
    async with asyncio.timeout(PATIENCE):
        await until(lambda: way_in.kills == 1)
    assert [letter.subject for letter in await way_in.letters()] == ["one", "two", "three"]


async def test_killed_again_and_again(mailbox: FakeImap, way_in: WayIn) -> None:
    names = [f"mail{number}" for number in range(6)]
    for name in names:
        mailbox.deliver(named(name))
    mailbox.on_command = lambda _: way_in.kill() if len(mailbox.commands) % 11 == 0 else None
    await way_in.start()
    await all_read(mailbox)
    assert way_in.kills > 2
    assert [letter.subject for letter in await way_in.letters()] == names


async def test_killed_while_a_provider_delivers(mailbox: FakeImap, way_in: WayIn) -> None:
    """Whoever hears no 200 sends again; the mailbox brings the same mails too."""
    names = [f"mail{number}" for number in range(12)]
    await way_in.start()
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE * 2):
        for number, name in enumerate(names):
            mailbox.deliver(named(name))
            killing = asyncio.get_running_loop().call_later(0.004 * number, way_in.kill) if number % 3 == 0 else None
            await _delivered(session, way_in.port, named(name))
            if killing:
                killing.cancel()
    await all_read(mailbox)
    subjects = [letter.subject for letter in await way_in.letters()]
    assert sorted(subjects) == sorted(names)
    assert len(set(subjects)) == len(names)


async def _delivered(session: aiohttp.ClientSession, port: int, raw: bytes) -> None:
    url = f"http://127.0.0.1:{port}{MAIL_PATH}"
    while True:
        try:
            async with session.post(url, data=raw, headers={HEADER: sign(SECRET, raw, int(time.time()))}) as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.05)


# --- a mailbox that breaks, and mails that do


@pytest.mark.fault("Mail", "IMAP dropped in mid-fetch")
@pytest.mark.fault("Mail", "UIDVALIDITY changed", "each mail counts once")
async def test_a_mailbox_that_breaks_and_numbers_anew(mailbox: FakeImap, way_in: WayIn) -> None:
    names = [f"mail{number}" for number in range(6)]
    for name in names[:3]:
        mailbox.deliver(named(name))
    mailbox.breaks_at[2] = 2
    await way_in.start()
    await all_read(mailbox)
    mails = list(mailbox.mails.values())
    mailbox.validity, mailbox.mails, mailbox.seen = 2, dict(enumerate(mails, 40)), set()
    for name in names[3:]:
        mailbox.deliver(named(name))
    mailbox.break_connections()
    await all_read(mailbox)
    assert [letter.subject for letter in await way_in.letters()] == names


@pytest.mark.fault("Mail", "poison mails", "kept, said, and the next one is read")
async def test_poison_stops_nobody(mailbox: FakeImap, way_in: WayIn) -> None:
    poison = [
        SLOW,
        mail("Content-Type: multipart/mixed; boundary*=idna'x'%ff", Message_ID="<idna@x>"),
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(1500)),
        b"\x00" * 1000,
        b"",
        b"From: " + b"(" * 5000 + b"\n\nx",
        b"Message-ID: <@>\nFrom: a@\n\nx",
    ]
    for raw in [*poison, named("after")]:
        mailbox.deliver(raw)
    await way_in.start()
    await all_read(mailbox)
    letters = await way_in.letters()
    assert (len(letters), letters[-1].text) == (len(poison) + 1, "This is after.")
    assert letters[0].unreadable == "reading it took longer than 3 seconds"


@pytest.mark.fault("Mail", "automatic mails and loops", "two programs that answer each other stop")
async def test_machines_that_answer_each_other_are_known(mailbox: FakeImap, way_in: WayIn) -> None:
    for number, header in enumerate(["Auto-Submitted: auto-replied", "Return-Path: <>", "X-Frontdesk-Loop: abcd1234"]):
        mailbox.deliver(mail(header, Message_ID=f"<{number}@x>"))
    mailbox.deliver(named("person"))
    await way_in.start()
    await all_read(mailbox)
    assert [letter.automatic for letter in await way_in.letters()] == [True, True, True, False]


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
