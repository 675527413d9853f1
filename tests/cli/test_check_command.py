"""`frontdesk check`: each server is reached, and what is wrong is named with what to do."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.playground.faults import Fault, Faults
from bots.playground.mail import MailServer
from bots.playground.openai import OpenAIServer
from bots.playground.slack import SlackServer
from bots.playground.telegram import TelegramServer
from tests.cli.conftest import Frontdesk


class World:
    """Servers that pass for the real ones."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.telegram = TelegramServer("42:right", self.faults)
        self.slack = SlackServer("xoxb-right", "xapp-right", "right", self.faults)
        self.mail = MailServer(self.faults)


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    world = World()
    environment = {
        "TELEGRAM_TOKEN": "42:right",
        "TELEGRAM_API_ROOT": await world.telegram.start(),
        "SLACK_BOT_TOKEN": "xoxb-right",
        "SLACK_APP_TOKEN": "xapp-right",
        "SLACK_API_ROOT": await world.slack.start(),
        "SMTP_URL": await world.mail.start(),
    }
    world.slack.channel("support")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    yield world
    for server in (world.telegram, world.slack, world.mail):
        await server.stop()


def found(printed: str, subject: str) -> str:
    (line,) = [line for line in printed.splitlines() if f" {subject} " in line]
    return line


async def test_without_tokens_everything_is_played(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("check")
    assert printed.code == 0
    assert "2 articles in en, nl" in found(printed.out, "Help centre")
    for subject, name in (("Telegram", "TELEGRAM_TOKEN"), ("Slack", "SLACK_BOT_TOKEN"), ("Mail", "SMTP_URL")):
        assert found(printed.out, subject).startswith("played")
        assert name in found(printed.out, subject)


async def test_what_is_real_is_reached(frontdesk: Frontdesk, world: World) -> None:
    printed = await frontdesk("check")
    assert (printed.code, printed.err) == (0, "")
    assert [line[:2] for line in printed.out.splitlines()] == ["ok"] * 6
    assert f"@sample_market_bot at {world.telegram.root}, polling" in found(printed.out, "Telegram")
    assert f"support at {world.slack.root}, events by socket" in found(printed.out, "Slack")
    assert "tickets to team@desk.example" in found(printed.out, "Mail")


@pytest.mark.parametrize(
    ("name", "value", "subject", "said"),
    [
        ("TELEGRAM_TOKEN", "42:wrong", "Telegram", "TELEGRAM_TOKEN"),
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack", "invalid_auth"),
        ("SLACK_SUPPORT_CHANNEL", "nowhere", "Slack", "nowhere"),
    ],
)
async def test_what_is_not_taken_is_named(
    frontdesk: Frontdesk, world: World, name: str, value: str, subject: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, subject).startswith("WRONG")
    assert said in found(printed.out, subject)
    assert sum(line.startswith("WRONG") for line in printed.out.splitlines()) == 1
    assert "wrong" not in printed.out
    assert "1 thing to mend." in printed.err


@pytest.mark.parametrize(
    ("name", "scheme", "subject"),
    [("TELEGRAM_API_ROOT", "http", "Telegram"), ("SLACK_API_ROOT", "http", "Slack"), ("SMTP_URL", "smtp", "Mail")],
)
async def test_a_server_that_is_down_is_named_with_its_address(
    frontdesk: Frontdesk, world: World, name: str, scheme: str, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv(name, f"{scheme}://127.0.0.1:{free.getsockname()[1]}")
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, subject).startswith("WRONG")
    assert name in found(printed.out, subject)


@pytest.mark.parametrize(("method", "subject"), [("getMe", "Telegram"), ("auth.test", "Slack")])
async def test_a_server_that_answers_nonsense_is_no_traceback(
    frontdesk: Frontdesk, world: World, method: str, subject: str
) -> None:
    world.faults.add(Fault(method=method, status=502, body="<html>Bad gateway</html>", times=9))
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, subject).startswith("WRONG")
    assert "Traceback" not in printed.err


async def test_a_broken_article_is_named_with_file_and_line_and_the_others_load(
    frontdesk: Frontdesk, help_folder: Path
) -> None:
    (help_folder / "en" / "broken.md").write_text("---\nid: broken\nlanguage: en\ntitle: [\n---\n\nText\n")
    printed = await frontdesk("check")
    assert printed.code == 1
    assert "2 articles" in found(printed.out, "Help centre")
    assert "en/broken.md:" in found(printed.out, "Article")


async def test_an_empty_help_centre_is_named_with_what_belongs_there(
    frontdesk: Frontdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HELP_FOLDER", str(tmp_path / "empty"))
    printed = await frontdesk("check")
    assert printed.code == 1
    assert "put Markdown files at <language>/<id>.md" in found(printed.out, "Help centre")


async def test_a_damaged_database_is_named(frontdesk: Frontdesk, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.db").write_bytes(b"this is no database" * 100)
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, "Database").startswith("WRONG")


@pytest.fixture
async def model(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OpenAIServer]:
    server = OpenAIServer(key="right", model="a-model")
    for name, value in (("BASE_URL", await server.start()), ("API_KEY", "right"), ("MODEL", "a-model")):
        monkeypatch.setenv(f"OPENAI_{name}", value)
    yield server
    await server.stop()


async def test_a_model_is_asked_for_a_word(
    frontdesk: Frontdesk, model: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_EMBEDDINGS", "a-model")
    printed = await frontdesk("check")
    assert found(printed.out, "Model") == f"ok     Model       a-model at {model.base_url}, embeddings by a-model"
    assert model.asked() == 1


@pytest.mark.parametrize(
    ("name", "value", "subject", "said"),
    [
        ("OPENAI_API_KEY", "wrong", "Model", "Check OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL"),
        ("OPENAI_BASE_URL", "http://127.0.0.1:9", "Model", "Check OPENAI_BASE_URL"),
        ("BUDGET_PER_DAY", "5", "Budget", "BUDGET_PER_DAY limits nothing while nothing has a price"),
    ],
)
async def test_what_is_wrong_with_the_model_is_named(
    frontdesk: Frontdesk,
    model: OpenAIServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    subject: str,
    said: str,
) -> None:
    monkeypatch.setenv(name, value)
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, subject).startswith("WRONG")
    assert said in found(printed.out, subject)


async def test_what_is_set_for_no_model_is_noted(frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_EMBEDDINGS", "a-model")
    assert "OPENAI_EMBEDDINGS is not used" in found((await frontdesk("check")).out, "Model")
    monkeypatch.setenv("PLAYGROUND_MODEL", "true")
    assert found((await frontdesk("check")).out, "Model").startswith("played")
