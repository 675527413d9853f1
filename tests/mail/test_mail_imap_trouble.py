"""What a mail server can do wrong, and what becomes of the mails then: each is taken once, and none stops those after it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bots.mail import imap as imap_module
from bots.mail import imap_mailbox
from bots.mail.imap import ImapInbox
from bots.mail.imap_mailbox import Mailbox, MailboxTrouble
from core.model.errors import Transient
from core.store.sqlite import SqliteStore
from tests.engine.fakes import Clock, kept, until
from tests.mail.fake_imap import FakeImap
from tests.mail.inbox import running


@pytest.fixture
async def server() -> AsyncIterator[FakeImap]:
    server = FakeImap()
    await server.start()
    yield server
    await server.stop()


@dataclass
class Taken:
    """What came through the door; `troubles` come once, in place of it."""

    mails: list[bytes] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    troubles: dict[bytes, Exception] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None

    async def take(self, raw: bytes, full_size: int) -> None:
        self.before()
        if trouble := self.troubles.pop(raw, None):
            raise trouble
        self.mails.append(raw)
        self.sizes.append(full_size)


@pytest.fixture
def taken() -> Taken:
    return Taken()


def watched(
    server: FakeImap, taken: Taken, store: SqliteStore, poll: float = 0.05
) -> AbstractAsyncContextManager[None]:
    return running(ImapInbox(server.url, taken.take, store, Clock(), pauses=(0.01, 0.02), poll=poll))


async def once(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    """One mail is taken, so that the place is known."""
    server.deliver(b"zero")
    async with watched(server, taken, store):
        await until(lambda: "IDLE" in server.commands)
    server.commands.clear()


async def test_a_mail_is_marked_as_read_only_when_it_is_kept(
    server: FakeImap, taken: Taken, store: SqliteStore
) -> None:
    server.deliver(b"one")
    seen = list[set[int]]()
    taken.before = lambda: seen.append(set(server.seen))
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1})
    assert seen == [set()]


async def test_a_store_that_takes_nothing_leaves_the_mail_unread(
    server: FakeImap, taken: Taken, store: SqliteStore
) -> None:
    server.deliver(b"one")
    server.deliver(b"two")
    taken.troubles[b"one"] = Transient("the disk is full")
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1, 2})
    assert taken.mails == [b"one", b"two"]


async def test_without_idle_the_folder_is_looked_at_again_and_again(
    server: FakeImap, taken: Taken, store: SqliteStore
) -> None:
    server.has_idle = False
    async with watched(server, taken, store):
        await until(lambda: server.commands.count("SEARCH") >= 3)
        server.deliver(b"one")
        await until(lambda: taken.mails == [b"one"])
    assert "IDLE" not in server.commands


@pytest.mark.fault("Mail", "IMAP dropped in mid-fetch", "read again, once")
async def test_a_connection_that_breaks_in_the_middle_of_a_mail(
    server: FakeImap, taken: Taken, store: SqliteStore
) -> None:
    mails = [b"one" * 1000, b"two" * 1000, b"three" * 1000]
    for raw in mails:
        server.deliver(raw)
    server.breaks_at[2] = 2
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1, 2, 3})
    assert list(dict.fromkeys(taken.mails)) == mails


@pytest.mark.parametrize("known", [False, True], ids=["first start", "later"])
async def test_a_mail_that_always_breaks_the_connection_stops_no_other(
    server: FakeImap,
    taken: Taken,
    store: SqliteStore,
    tmp_path: Path,
    known: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if known:
        await once(server, taken, store)
    poison = server.deliver(b"poison" * 1000)
    server.breaks_at[poison] = 10_000
    server.deliver(b"next")
    with caplog.at_level(logging.ERROR):
        async with watched(server, taken, store):
            await until(lambda: b"next" in taken.mails)
            server.deliver(b"later")
            await until(lambda: b"later" in taken.mails)
    assert poison not in server.seen
    assert f"UID {poison}" in caplog.text
    ((detail,),) = kept(tmp_path, "SELECT detail FROM audit WHERE kind = 'mail not fetched'")
    assert str(detail).startswith(f"UID {poison}: ")


async def test_a_mail_that_the_server_does_not_give_is_tried_again_later(
    server: FakeImap, taken: Taken, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_module, "LEFT_AGAIN", 0.05)
    await once(server, taken, store)
    server.has_idle = False
    server.refuses = {server.deliver(b"refused")}
    server.deliver(b"next")
    async with watched(server, taken, store):
        await until(lambda: b"next" in taken.mails)
        server.refuses.clear()
        await until(lambda: b"refused" in taken.mails)
        await until(lambda: server.seen == {1, 2, 3})
    assert taken.mails[-2:] == [b"next", b"refused"]


async def test_what_was_left_is_tried_again_at_the_next_start(
    server: FakeImap, taken: Taken, store: SqliteStore
) -> None:
    server.refuses = {server.deliver(b"refused")}
    await once(server, taken, store)
    server.refuses.clear()
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1, 2})
    assert taken.mails[-1] == b"refused"


async def test_a_mistake_of_ours_stops_no_other_mail(
    server: FakeImap, taken: Taken, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    server.deliver(b"poison")
    server.deliver(b"next")
    taken.troubles[b"poison"] = RuntimeError("a mistake")
    async with watched(server, taken, store):
        await until(lambda: "IDLE" in server.commands)
    assert server.seen == {2}
    assert "a mistake of ours" in caplog.text


@pytest.mark.fault("Mail", "UIDVALIDITY changed")
async def test_numbers_that_begin_anew(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    await once(server, taken, store)
    server.validity = 2
    server.mails, server.seen = {7: b"zero", 8: b"read by somebody", 9: b"new"}, {8}
    async with watched(server, taken, store):
        await until(lambda: server.seen == {7, 8, 9})
    assert taken.mails == [b"zero", b"zero", b"new"]  # what was taken before is known in the inbox


async def test_a_start_that_broke_off_takes_the_rest_and_not_what_others_had_read(
    server: FakeImap, taken: Taken, store: SqliteStore
) -> None:
    for raw in (b"old", b"one", b"two"):
        server.deliver(raw)
    server.seen = {1}
    server.breaks_at[3] = 2
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1, 2, 3})
    assert taken.mails == [b"one", b"two"]


async def test_an_empty_folder(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    async with watched(server, taken, store):
        await until(lambda: "IDLE" in server.commands)
        server.deliver(b"first")
        await until(lambda: server.seen == {1})
    assert taken.mails == [b"first"]


async def test_nothing_new_is_fetched_again(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    await once(server, taken, store)
    async with watched(server, taken, store):
        await until(lambda: "IDLE" in server.commands)
    assert not [command for command in server.commands if command.startswith("FETCH")]


async def test_a_mail_that_was_removed_meanwhile(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    for raw in (b"one", b"two", b"three"):
        server.deliver(raw)
    server.on_command = lambda command: command == "FETCH 1" and server.mails.pop(2, None)
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1, 3})
    assert taken.mails == [b"one", b"three"]


@pytest.mark.parametrize("after", [False, True], ids=["UID before", "UID after"])
async def test_other_servers_write_in_another_order(
    server: FakeImap, taken: Taken, store: SqliteStore, after: bool
) -> None:
    server.uid_after_the_mail = after
    server.deliver(b"one")
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1})
    assert taken.mails == [b"one"]


async def test_of_a_very_large_mail_the_beginning_is_taken(
    server: FakeImap, taken: Taken, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_module, "LARGEST", 1000)
    monkeypatch.setattr(imap_module, "BEGINNING", 100)
    server.deliver(b"x" * 1001)
    server.deliver(b"y" * 1000)
    async with watched(server, taken, store):
        await until(lambda: server.seen == {1, 2})
    assert [(len(raw), size) for raw, size in zip(taken.mails, taken.sizes, strict=True)] == [(100, 1001), (1000, 0)]


async def test_a_server_that_goes_away_while_we_wait(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    async with watched(server, taken, store):
        for number in range(3):
            await until(lambda: "IDLE" in server.commands)
            server.commands.clear()
            server.break_connections()
            server.deliver(b"%d" % number)
            await until(lambda: len(taken.mails) == number + 1)  # noqa: B023 (waited for in this round)
    assert taken.mails == [b"0", b"1", b"2"]


async def test_one_trouble_is_said_once(
    server: FakeImap, taken: Taken, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    server.refuses_login = True
    async with watched(server, taken, store):
        await until(lambda: server.commands.count("LOGIN") >= 4)
        server.refuses_login = False
        await until(lambda: "IDLE" in server.commands)
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert "AUTHENTICATIONFAILED" in caplog.text
    assert "over: " in caplog.text
    assert "canary-imap" not in caplog.text


async def test_it_stops_at_once(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    async with watched(server, taken, store):
        await until(lambda: "IDLE" in server.commands)
        began = time.monotonic()
    assert time.monotonic() - began < 5


async def test_it_stops_at_once_while_a_server_says_nothing(server: FakeImap, taken: Taken, store: SqliteStore) -> None:
    server.is_silent = True
    async with watched(server, taken, store):
        await asyncio.sleep(0.05)
        began = time.monotonic()
    assert time.monotonic() - began < 5


async def test_a_server_that_says_nothing_is_given_up(server: FakeImap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_mailbox, "TIMEOUT", 0.1)
    server.is_silent = True
    with pytest.raises(MailboxTrouble):
        await asyncio.to_thread(Mailbox(server.url).open)
