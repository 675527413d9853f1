"""The board's settings: what may be set, and what is said of a mistake."""

from pathlib import Path

import pytest

from bots.cli.check_board import board
from bots.read_settings import SettingsError, load


@pytest.fixture(autouse=True)
def nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.fault("Security", "metrics and health on loopback by default")
def test_it_is_on_for_this_machine_alone() -> None:
    assert load().listen.host == "127.0.0.1"
    ours = load().board
    assert (ours.mode, ours.host, ours.port, ours.url) == ("on", "127.0.0.1", 8090, "")
    assert (ours.supervisors_group, ours.operators, ours.viewers) == ("", (), "agents")


def test_all_of_it_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BOARD_URL": "https://board.shop.example/",
        "BOARD_SUPERVISORS_GROUP": "@leads",
        "BOARD_OPERATORS": '["U0123ABCD", "ops@shop.example"]',
        "BOARD_VIEWERS": "nobody",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "canary",
    }.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert settings.board.url == "https://board.shop.example"
    assert settings.board.operators == ("U0123ABCD", "ops@shop.example")
    assert settings.has_slack_sign_in()
    assert "canary" not in repr(settings)


def test_the_secret_may_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("canary\n")
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("BOARD_URL", "https://board.shop.example")
    assert load().slack.client_secret.get_secret_value() == "canary"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"BOARD_MODE": "yes"}, "BOARD_MODE (board.mode) is 'yes'"),
        ({"BOARD_PORT": "70000"}, "BOARD_PORT (board.port)"),
        ({"BOARD_HOST": "http://x"}, "write what to listen on"),
        ({"BOARD_URL": "board.shop.example"}, "write an address such as"),
        ({"BOARD_URL": "https://shop.example/board"}, "write an address without a path"),
        ({"BOARD_URL": "http://board.shop.example"}, "a proxy with TLS belongs before it"),
        ({"BOARD_OPERATORS": '["eva"]'}, "'eva' is neither a member's id, such as U0123ABCD, nor an e-mail address"),
        ({"BOARD_VIEWERS": "all"}, "BOARD_VIEWERS (board.viewers) is 'all'"),
        ({"SLACK_CLIENT_SECRET": "canary"}, "SLACK_CLIENT_SECRET (slack.client_secret): goes with SLACK_CLIENT_ID"),
        ({"SLACK_CLIENT_ID": "1.2", "BOARD_URL": "https://b.example"}, "SLACK_CLIENT_SECRET (slack.client_secret)"),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "canary"},
            "BOARD_URL (board.url): is missing, so nobody can come back from signing in with Slack",
        ),
    ],
)
def test_a_mistake_is_said_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], told: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load()
    assert told in str(error.value)
    assert "canary" not in str(error.value)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, ["at http://127.0.0.1:8090, entered by the link that is printed at the start, or by that of"]),
        ({"BOARD_MODE": "off"}, ["off, as BOARD_MODE says"]),
        ({"BOARD_HOST": "0.0.0.0"}, ["at http://127.0.0.1:8090", "others can read along: it listens on 0.0.0.0"]),
        ({"BOARD_HOST": "0.0.0.0", "BOARD_URL": "https://b.example"}, ["at https://b.example"]),
        ({"BOARD_OPERATORS": '["U0123ABCD"]'}, ["at http", "nobody signs in with Slack"]),
    ],
)
def test_check_says_how_the_board_stands(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], told: list[str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    found = [words for _, words in board(load())]
    assert len(found) == len(told)
    for words, start in zip(found, told, strict=True):
        assert words.startswith(start)
