"""A mail on its way in: on disk as it came, read where it can break nobody, and one row of the inbox."""

import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from bots.mail.incoming import MailIntake, MailReader
from bots.mail.incoming_folder import MailFolder
from bots.mail.reading_guard import GuardedReading
from core.engine.intake import DurableIntake
from core.model import codec
from core.model.errors import Transient, Unreadable
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON, Unsteady
from tests.mail.inbox import Inbox
from tests.mail.samples import RULES, TOKEN, mail, of_parts

SLOW = mail("Content-Type: text/html", body="<!--" * 100_000)  # Python's HTML parser takes minutes for it


def kept(inbox: Inbox, suffix: str = ".eml") -> list[Path]:
    return sorted(inbox.root.rglob(f"*{suffix}"))


async def test_a_mail_is_kept_as_it_came_and_heard_as_a_letter(inbox: Inbox) -> None:
    await inbox.mails.take(mail(body="It is order 4711."))
    (file,) = kept(inbox)
    assert file.read_bytes() == mail(body="It is order 4711.")
    (letter,) = await inbox.letters()
    assert (letter.sender, letter.token, letter.text) == ("anna@shop.example", TOKEN, "It is order 4711.")
    assert letter.received_at == NOON
    assert inbox.folder.path(letter.original) == file


async def test_only_our_own_user_may_read_it(inbox: Inbox) -> None:
    await inbox.mails.take(mail())
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [inbox.root, *inbox.root.rglob("*")]}
    assert modes == {0o700, 0o600}


async def test_it_lies_in_a_folder_of_its_month_and_nothing_else_does(inbox: Inbox) -> None:
    await inbox.mails.take(mail())
    assert {path.parent.name for path in kept(inbox)} == {"2026-03"}
    assert [path.suffix for path in sorted(inbox.root.glob("*/*"))] == [".eml", ".json"]


async def test_the_row_holds_no_words(inbox: Inbox) -> None:
    await inbox.mails.take(mail(body="secret"))
    (row,) = await inbox.rows()
    assert "secret" not in row.payload


async def test_mails_of_one_ticket_keep_their_order_and_its_token_stands_nowhere(inbox: Inbox) -> None:
    await inbox.mails.take(mail(body="One"))
    await inbox.mails.take(mail(body="Two"))
    await inbox.mails.take(mail(To="x@y.example"))
    first, second, other = await inbox.rows()
    assert first.stream == second.stream != other.stream
    assert not any(TOKEN in f"{row.stream} {row.key} {row.payload}" for row in (first, second, other))


async def test_the_same_mail_by_two_doors_is_one_row(inbox: Inbox) -> None:
    await inbox.mails.take(mail())
    await inbox.mails.take(b"Received: from a by b\r\n" + mail().replace(b"\r\n", b"\n"))
    assert len(await inbox.rows()) == len(kept(inbox)) == 1


async def test_another_mail_under_the_same_id_is_another_row(inbox: Inbox) -> None:
    await inbox.mails.take(mail(body="One"))
    await inbox.mails.take(mail(body="Two"))
    assert [letter.text for letter in await inbox.letters()] == ["One", "Two"]


async def test_mails_of_one_sender_without_a_ticket_keep_their_order(inbox: Inbox) -> None:
    await inbox.mails.take(mail(To="x@y.example", From="Anna@shop.example"))
    await inbox.mails.take(mail(To="x@y.example", From="anna@shop.example"))
    await inbox.mails.take(mail(To="x@y.example", From="a@"))
    assert [row.stream for row in await inbox.rows()] == ["mail:anna@shop.example"] * 2 + ["mail:nobody"]


async def test_of_a_large_mail_its_beginning_says_so(inbox: Inbox) -> None:
    await inbox.mails.take(mail(), 40_000_000)
    assert [letter.too_large for letter in await inbox.letters()] == [40_000_000]


async def test_of_a_large_mail_the_file_that_was_cut_is_not_taken_for_whole(inbox: Inbox) -> None:
    parts = ["Content-Type: text/plain\n\nLook", *(f"Content-Type: video/mp4; name={each}\n\nfilm" for each in "ab")]
    whole = of_parts("mixed", *parts)
    await inbox.mails.take(whole[: whole.rindex(b"film") + 2], 40_000_000)
    assert [[file.name for file in letter.attached] for letter in await inbox.letters()] == [["a"]]


async def test_a_full_disk_takes_no_mail(inbox: Inbox) -> None:
    inbox.root.write_text("no folder can be made here")
    with pytest.raises(Transient):
        await inbox.mails.take(mail())
    assert await inbox.rows() == []


async def test_a_mail_whose_row_was_not_written_comes_again(inbox: Inbox, store: SqliteStore) -> None:
    unsteady = Unsteady(store)
    unsteady.failing = 1
    mails = MailIntake(DurableIntake(unsteady, inbox.clock), inbox.folder, inbox.reading, inbox.clock)
    with pytest.raises(Transient):
        await mails.take(mail())
    await mails.take(mail())
    assert len(await inbox.rows()) == 1


async def test_a_mail_that_was_removed_cannot_be_heard(inbox: Inbox) -> None:
    await inbox.mails.take(mail())
    for file in kept(inbox, ".json"):
        file.unlink()
    (row,) = await inbox.rows()
    with pytest.raises(Unreadable):
        MailReader(inbox.folder).read(row.payload)


@pytest.mark.parametrize("name", ["../../etc/passwd", "2026-03/../x", "2026-03/" + "g" * 40, "/etc/passwd", ""])
def test_no_other_file_can_be_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        MailFolder(tmp_path).letter(name)
    payload = codec.encode({"original": name, "received_at": NOON})
    with pytest.raises(Unreadable):
        MailReader(MailFolder(tmp_path)).read(payload)


# --- the process that reads


@pytest.fixture
async def hasty(store: SqliteStore, tmp_path: Path) -> Inbox:
    return Inbox(store, tmp_path / "mail", seconds=1.0)


async def test_a_mail_that_stalls_its_reader_is_unreadable_and_the_next_one_is_not(hasty: Inbox) -> None:
    try:
        await hasty.mails.take(SLOW)
        await hasty.mails.take(mail(body="Next"))
        slow, next_ = await hasty.letters()
        assert (slow.unreadable, slow.sender) == ("reading it took longer than 1 seconds", "anna@shop.example")
        assert (next_.unreadable, next_.text) == ("", "Next")
    finally:
        await hasty.mails.close()


async def test_the_desk_goes_on_while_a_mail_stalls(hasty: Inbox) -> None:
    try:
        await hasty.mails.take(mail())
        taking = asyncio.create_task(hasty.mails.take(SLOW))
        ticks = 0
        while not taking.done():
            await asyncio.sleep(0.02)
            ticks += 1
        assert ticks > 20
    finally:
        await hasty.mails.close()


async def test_a_reader_that_was_killed_is_started_again(inbox: Inbox) -> None:
    await inbox.mails.take(mail(body="One"))
    os.kill(inbox.reading.process_id, signal.SIGKILL)
    await inbox.mails.take(mail(body="Two"))
    assert [letter.text for letter in await inbox.letters()] == ["One", "Two"]


async def test_without_a_reader_mails_are_kept_and_say_why(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    await inbox.mails.take(mail())
    (letter,) = await inbox.letters()
    assert (letter.unreadable, letter.token) == ("its reader ended while reading it", TOKEN)


async def test_a_reader_that_cannot_be_started_is_a_matter_of_the_machine(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Transient):
        await inbox.mails.take(mail())
    assert await inbox.rows() == []


async def test_who_is_cancelled_leaves_no_answer_to_the_next_one(inbox: Inbox) -> None:
    await inbox.mails.take(mail(body="One"))
    taking = asyncio.create_task(inbox.mails.take(mail(body="Two")))
    await asyncio.sleep(0.005)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    await inbox.mails.take(mail(body="Three"))
    assert [letter.text for letter in await inbox.letters()][-1] == "Three"


async def test_the_process_that_reads_knows_no_secret(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that gets hold of it finds the way to the code, and no token."""
    seen = tmp_path / "seen"
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\nenv > {seen}\necho ready\nread path\n")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    monkeypatch.setenv("TELEGRAM_TOKEN", "canary")
    await inbox.mails.take(mail())
    assert "canary" not in seen.read_text()


async def test_it_ends_with_the_desk(tmp_path: Path) -> None:
    reading = GuardedReading(RULES)
    (tmp_path / "a.eml").write_bytes(mail())
    await reading.read(tmp_path / "a.eml")
    process = reading.process_id
    await reading.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
