"""`frontdesk board-link`: a link for a desk that runs already."""

import json
from pathlib import Path

import pytest

from bots.board import LINK_FILE
from bots.cli.commands import main
from core.engine.clock import SystemClock
from handoff.board.gate.one_time_links import OneTimeLinks


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_it_prints_a_link_that_works_once(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["board-link"]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8090/sign-in?token=")
    links = OneTimeLinks(SystemClock().now, data / LINK_FILE)
    assert [links.use(link.partition("token=")[2]) for _ in range(2)] == [True, False]


def test_what_is_left_on_the_disk_is_not_the_link(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["board-link"]) == 0
    token = capsys.readouterr().out.strip().partition("token=")[2]
    assert sorted(json.loads((data / LINK_FILE).read_text())) == ["digest", "ends"]
    assert token not in (data / LINK_FILE).read_text()


@pytest.mark.parametrize(
    ("settings", "start"),
    [
        ({"BOARD_URL": "https://board.shop.example"}, "https://board.shop.example/sign-in?token="),
        ({"BOARD_HOST": "0.0.0.0", "BOARD_PORT": "9000"}, "http://127.0.0.1:9000/sign-in?token="),
        ({"BOARD_HOST": "::1"}, "http://[::1]:8090/sign-in?token="),
    ],
)
def test_it_leads_to_where_people_open_the_board(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: dict[str, str],
    start: str,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["board-link"]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("name", "value", "told"), [("BOARD_MODE", "off", "BOARD_MODE is off"), ("BOARD_PORT", "0", "Choose one")]
)
def test_where_it_cannot_know_it_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["board-link"]) == 1
    assert told in capsys.readouterr().err
    assert not data.exists()
