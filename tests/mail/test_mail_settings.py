"""What operators set for mails that come in, and what they are told."""

from pathlib import Path

import pytest

from bots.cli.check import check
from bots.mail.addresses import TOKEN_LENGTH, reply_address
from bots.mail.webhook_signing import SHORTEST_SECRET
from bots.read_settings import SettingsError, load
from bots.settings import Settings

ROOM = 34  # characters before the @


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load()


def test_as_it_comes_no_mail_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch)
    assert (settings.mail.reply_address, settings.has_mailbox(), settings.has_mail_webhook()) == ("", False, False)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://me%40shop.example:p%2Fw@mail.example/INBOX",
        "imaps://me:pw@mail.example:1993/Desk%20mails",
        "imap://me:pw@127.0.0.1:143/INBOX",
        "imap://me:pw@[::1]/INBOX",
        "imap://me:pw@localhost",
    ],
)
def test_a_mailbox(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert read(monkeypatch, MAIL_REPLY_ADDRESS="support@shop.example", IMAP_URL=url).has_mailbox()


def test_both_ways_need_an_address_for_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, IMAP_URL="imaps://me:pw@mail.example", MAIL_WEBHOOK_SECRET="x" * 16)
    assert (settings.has_mailbox(), settings.has_mail_webhook()) == (False, False)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("IMAP_URL", "imap://me:canary@mail.example/INBOX", "write imaps://"),
        ("IMAP_URL", "imap://me:canary@127.0.0.1.evil.example/INBOX", "write imaps://"),
        ("IMAP_URL", "https://me:canary@mail.example", "write imaps://user"),
        ("IMAP_URL", "imaps://me:canary@mail.example:x", "write imaps://user"),
        ("MAIL_REPLY_ADDRESS", "support", "write one e-mail address"),
        ("MAIL_REPLY_ADDRESS", "x" * (ROOM + 1) + "@shop.example", "at most 34 characters"),
        ("MAIL_WEBHOOK_SECRET", "canary", "at least 16 characters"),
    ],
)
def test_mistakes_are_told_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, **{name: value})
    assert said in str(raised.value)
    assert name in str(raised.value)
    assert "canary" not in str(raised.value)


def test_an_address_that_is_allowed_has_room_for_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = "x" * ROOM + "@shop.example"
    assert read(monkeypatch, MAIL_REPLY_ADDRESS=longest).mail.reply_address == longest
    assert len(reply_address(longest, "t" * TOKEN_LENGTH).partition("@")[0]) == 64  # RFC 5321, 4.5.3.1.1


def test_a_secret_that_is_allowed_opens_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(
        monkeypatch, MAIL_REPLY_ADDRESS="a@b.example", MAIL_WEBHOOK_SECRET="x" * SHORTEST_SECRET
    ).has_mail_webhook()


def test_check_says_that_a_mailbox_needs_an_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(read(monkeypatch, IMAP_URL="imaps://me:canary@mail.example", DESK_DATA=str(tmp_path))) == 1
    printed = capsys.readouterr().out
    assert "Mailbox" in printed
    assert "set MAIL_REPLY_ADDRESS too" in printed
    assert "canary" not in printed


def test_check_looks_into_the_mailbox(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = {"IMAP_URL": "imap://me:canary@127.0.0.1:1/INBOX", "MAIL_REPLY_ADDRESS": "support@shop.example"}
    assert check(read(monkeypatch, **closed, DESK_DATA=str(tmp_path))) == 1
    printed = capsys.readouterr().out
    assert "the mailbox was not reached" in printed
    assert "canary" not in printed
