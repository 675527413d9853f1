"""What an operator writes about alerts and alarms, and what is said about mistakes."""

from datetime import time
from pathlib import Path

import pytest

from bots.alerting import alarming_of, alerting_of
from bots.read_settings import SettingsError, load
from bots.settings import Settings
from bots.workspace import slack_access
from handoff.alerts import NEVER, Quiet


@pytest.fixture(autouse=True)
def nobodys_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load()


def test_usually_there_are_none_and_nights_are_quiet(monkeypatch: pytest.MonkeyPatch):
    settings = with_(monkeypatch)
    alerting = alerting_of(settings)
    assert settings.alerts.channel == ""
    assert (alerting.digest_at, alerting.quiet) == (time(8, 30), Quiet(time(22), time(7)))
    assert alerting.kinds == ("claim", "reply", "callback", "email", "dispute")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("22:00-07:00", Quiet(time(22), time(7))),
        (" 9:05 - 17:00 ", Quiet(time(9, 5), time(17))),
        ("", NEVER),
    ],
)
def test_quiet_hours(written: str, read: Quiet, monkeypatch: pytest.MonkeyPatch):
    assert alerting_of(with_(monkeypatch, ALERTS_QUIET=written)).quiet == read


def test_no_time_is_no_digest(monkeypatch: pytest.MonkeyPatch):
    assert alerting_of(with_(monkeypatch, ALERTS_DIGEST_AT="")).digest_at is None


def test_the_links_are_to_the_board(monkeypatch: pytest.MonkeyPatch):
    assert alerting_of(with_(monkeypatch)).board == ""
    assert alerting_of(with_(monkeypatch, BOARD_URL="https://board.example")).board == "https://board.example"
    assert alerting_of(with_(monkeypatch, BOARD_MODE="off")).board == ""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALERTS_DIGEST_AT", "24:00", "write a time of the day such as 08:30"),
        ("ALERTS_DIGEST_AT", "half past eight", "write a time of the day such as 08:30"),
        ("ALERTS_QUIET", "22:00", "write two times of the day such as 22:00-07:00"),
        ("ALERTS_QUIET", "22:00-7", "write two times of the day such as 22:00-07:00"),
        ("ALERTS_QUIET", "-", "write two times of the day such as 22:00-07:00"),
        ("ALERTS_KINDS", '["mail"]', "ALERTS_KINDS"),
        ("BOARD_METRICS_TOKEN", "short", "at least 16 characters"),
    ],
)
def test_a_mistake_is_named_with_what_to_write(name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SettingsError) as raised:
        with_(monkeypatch, **{name: value})
    (mistake,) = raised.value.mistakes
    assert name in mistake
    assert said in mistake
    assert name != "BOARD_METRICS_TOKEN" or "'short'" not in mistake


def test_alarms_are_for_the_same_channel_or_else_for_where_staff_are(monkeypatch: pytest.MonkeyPatch):
    assert slack_access(with_(monkeypatch, SLACK_SUPPORT_CHANNEL="help")).alerts_channel == "help"
    assert slack_access(with_(monkeypatch, SLACK_TRUST_CHANNEL="trust")).alerts_channel == "trust"
    assert slack_access(with_(monkeypatch, ALERTS_CHANNEL="desk")).alerts_channel == "desk"


def test_how_long_a_trouble_may_last(monkeypatch: pytest.MonkeyPatch):
    alarming = alarming_of(with_(monkeypatch, ALARM_WAITS="120", ALARM_AWAY="5"))
    assert (alarming.waits.total_seconds(), alarming.away.total_seconds()) == (120, 5)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALARM_EMAIL", "the operator", "write an address such as operator@shop.example"),
        ("ALARM_WAITS", "1", "greater than or equal to 30"),
        ("ALARM_AWAY", "0", "greater than or equal to 1"),
    ],
)
def test_a_mistake_about_alarms(name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SettingsError, match=said):
        with_(monkeypatch, **{name: value})
