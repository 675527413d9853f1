"""`frontdesk run --roles`: what is refused at once, and in which words."""

import pytest

from bots.cli.command_line import parser
from bots.cli.commands import main
from bots.cli.run import doors
from bots.read_settings import load
from tests.cli.conftest import Frontdesk


def test_the_command_line_is_stronger_than_the_environment() -> None:
    assert parser().parse_args(["run", "--roles", "sender,worker"]).roles == ("worker", "sender")
    assert parser().parse_args(["run"]).roles is None


def test_a_role_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["run", "--roles", "worker,boards"])
    assert left.value.code == 2
    assert "there is no role boards; write some of intake,worker,sender,board" in capsys.readouterr().err


async def test_many_processes_on_one_file_are_refused_before_anything_starts(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TELEGRAM_TOKEN": "42:x", "SLACK_BOT_TOKEN": "xoxb-x", "SLACK_APP_TOKEN": "xapp-x"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:25")
    printed = await frontdesk("run", "--roles", "worker")
    assert (printed.code, printed.out) == (2, "")
    assert "set DATABASE_URL=postgresql://..., the same in each, or leave the roles out" in printed.err


async def test_a_part_of_a_playground_is_refused(frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/desk")
    printed = await frontdesk("run", "--roles", "intake,board")
    assert (printed.code, printed.out) == (2, "")
    assert "set TELEGRAM_TOKEN, SLACK_BOT_TOKEN, SMTP_URL" in printed.err


@pytest.mark.parametrize(
    ("roles", "health", "listens"),
    [("intake", "false", True), ("worker,sender", "false", False), ("worker,sender", "true", True)],
)
def test_only_what_hears_the_platforms_listens_or_who_is_looked_after(
    roles: str, health: str, listens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "SHOP_URL": "https://shop.example",
        "SHOP_SECRET": "x" * 32,
        "DESK_ROLES": roles,
        "LISTEN_HEALTH": health,
    }.items():
        monkeypatch.setenv(name, value)
    assert doors(load()) == (("127.0.0.1", 8080) if listens else None)
