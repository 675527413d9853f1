"""What operators set for mails that come in, and what they are told."""

import json
from pathlib import Path

import pytest

from bots.cli.check import check
from bots.mail.addresses import TOKEN_LENGTH, reply_address
from bots.mail.webhook_signing import SHORTEST_SECRET
from bots.read_settings import SettingsError, load
from bots.settings import Settings

MAILBOX = "imaps://me:canary@mail.example"
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


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"IMAP_URL": MAILBOX}, "is missing, so no mail comes in by IMAP_URL; set it"),
        ({"MAIL_WEBHOOK_SECRET": "x" * 16}, "is missing, so no mail comes in by MAIL_WEBHOOK_SECRET; set it"),
        ({"IMAP_URL": MAILBOX, "MAIL_WEBHOOK_SECRET": "x" * 16}, "by IMAP_URL or MAIL_WEBHOOK_SECRET"),
        ({"MAIL_REPLY_ADDRESS": "support@shop.example"}, "set IMAP_URL or MAIL_WEBHOOK_SECRET"),
    ],
)
def test_an_address_and_a_way_in_need_each_other(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, PLAYGROUND_MODE="off", **environment)
    (mistake,) = [each for each in raised.value.mistakes if each.startswith("MAIL_REPLY_ADDRESS")]
    assert said in mistake
    assert "TELEGRAM_TOKEN" in str(raised.value), "all mistakes are told together"
    assert "canary" not in str(raised.value)


def test_the_teams_own_inbox_is_no_address_for_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"write another address than mail\.team_inbox"):
        read(monkeypatch, MAIL_TEAM_INBOX="team@shop.example", MAIL_REPLY_ADDRESS="Team@shop.example", IMAP_URL=MAILBOX)


def test_who_answers_for_the_team(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch).mail.team == ()
    written = read(monkeypatch, MAIL_TEAM='["eva@shop.example", "@desk.example"]')
    assert written.mail.team == ("eva@shop.example", "@desk.example")


@pytest.mark.parametrize("wrong", ["shop.example", "eva@", "@", "@example", "eva@shop.example, @desk.example"])
def test_who_is_nobody(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"MAIL_TEAM \(mail\.team\).*neither an address"):
        read(monkeypatch, MAIL_TEAM=json.dumps(["eva@shop.example", wrong]))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("IMAP_URL", "imap://me:canary@mail.example/INBOX", "write imaps://"),
        ("IMAP_URL", "imap://me:canary@127.0.0.1.evil.example/INBOX", "write imaps://"),
        ("IMAP_URL", "https://me:canary@mail.example", "write imaps://user"),
        ("IMAP_URL", "imaps://me:canary@mail.example:x", "write imaps://user"),
        ("IMAP_URL", "imaps://me:/canary@mail.example/INBOX", "/ is written %2F"),
        ("SMTP_URL", "smtp://me:/canary@mail.example", "/ is written %2F"),
        ("SMTP_URL", "smtp://me:12#canary@mail.example", "# %23"),
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
    assert read(monkeypatch, MAIL_REPLY_ADDRESS=longest, IMAP_URL=MAILBOX).mail.reply_address == longest
    assert len(reply_address(longest, "t" * TOKEN_LENGTH).partition("@")[0]) == 64  # RFC 5321, 4.5.3.1.1


def test_a_secret_that_is_allowed_opens_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(
        monkeypatch, MAIL_REPLY_ADDRESS="a@b.example", MAIL_WEBHOOK_SECRET="x" * SHORTEST_SECRET
    ).has_mail_webhook()


def test_check_says_where_a_provider_delivers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    door = {"MAIL_WEBHOOK_SECRET": "canary-of-a-provider", "MAIL_REPLY_ADDRESS": "support@shop.example"}
    assert check(read(monkeypatch, **door, DESK_DATA=str(tmp_path))) == 0
    printed = capsys.readouterr().out
    assert "a provider delivers to /mail what comes to support@shop.example" in printed
    assert "canary" not in printed


def test_check_looks_into_the_mailbox(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = {"IMAP_URL": "imap://me:canary@127.0.0.1:1/INBOX", "MAIL_REPLY_ADDRESS": "support@shop.example"}
    assert check(read(monkeypatch, **closed, DESK_DATA=str(tmp_path))) == 1
    printed = capsys.readouterr().out
    assert "the mailbox was not reached" in printed
    assert "canary" not in printed
