"""`frontdesk check`: each server is reached, and what is wrong is named with what to do."""

import re
import socket
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web

from bots.cli.check import remedies
from bots.playground.faults import Fault, Faults
from bots.playground.mail import MailServer
from bots.playground.openai import OpenAIServer
from bots.playground.shop import ShopServer
from bots.playground.shop.server import utc_now
from bots.playground.slack import SlackServer
from bots.playground.telegram import TelegramServer
from bots.settings import sample_folder
from bots.shop.sample import SampleShop
from handoff.remedies import read_remedies
from tests.cli.conftest import Frontdesk

pytestmark = pytest.mark.scenarios


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
    played = {"Telegram": "TELEGRAM_TOKEN", "Slack": "SLACK_BOT_TOKEN", "Mail": "SMTP_URL", "Shop": "SHOP_URL"}
    for subject, name in played.items():
        assert found(printed.out, subject).startswith("played")
        assert name in found(printed.out, subject)


async def test_a_misspelt_variable_is_noted(frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAIL_REPY_ADDRESS", "HOURS_LIVECHAT", "SHOP_SECRET_FILES", "MAIL_CLIENT", "HOMEBREW_LISTEN_PORT"):
        monkeypatch.setenv(name, "x")
    printed = await frontdesk("check")
    assert (printed.code, [line for line in printed.out.splitlines() if " Settings " in line]) == (
        0,
        [
            "note   Settings    HOURS_LIVECHAT is not read; is HOURS_LIVE_CHAT meant?",
            "note   Settings    MAIL_REPY_ADDRESS is not read; is MAIL_REPLY_ADDRESS meant?",
        ],
    )


async def test_what_is_real_is_reached(frontdesk: Frontdesk, world: World) -> None:
    printed = await frontdesk("check")
    assert (printed.code, printed.err) == (0, "")
    marks = [line[:4] for line in printed.out.splitlines() if " Remedies " not in line]  # which depend on the day
    assert marks == ["ok  "] * 6 + ["note"] * 4 + ["ok  "]
    assert "Set MAIL_REPLY_ADDRESS and IMAP_URL" in found(printed.out, "Mailbox")
    assert "Set SHOP_URL and SHOP_SECRET" in found(printed.out, "Shop")
    assert "Set OPENAI_MODEL" in found(printed.out, "Model")
    assert "set REPLIES_FOLDER" in found(printed.out, "Replies")
    assert f"@sample_market_bot at {world.telegram.root}, polling" in found(printed.out, "Telegram")
    assert f"support at {world.slack.root}, events by socket" in found(printed.out, "Slack")
    assert "tickets to team@desk.example" in found(printed.out, "Mail")


@pytest.mark.parametrize(
    ("name", "value", "subject", "said"),
    [
        ("TELEGRAM_TOKEN", "42:wrong", "Telegram", "TELEGRAM_TOKEN"),
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack", "invalid_auth"),
        ("SLACK_SUPPORT_CHANNEL", "nowhere", "Slack", "nowhere"),
        ("ALERTS_CHANNEL", "no-alerts", "Slack", "ALERTS_CHANNEL"),
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


def test_bodies_to_turn_to_in_a_dispute_are_named_when_they_are_to_be_looked_at_again() -> None:
    rows = read_remedies().body
    new, old = (max(row.checked_on for row in rows), max(row.valid_until for row in rows) + timedelta(days=1))
    assert [state for state, _, _ in remedies(new)] == ["ok"]
    assert {state for state, _, _ in remedies(old)} == {"note"}
    assert sum("no customer is shown it" in words for _, _, words in remedies(old)) == len(rows)


async def test_an_empty_help_centre_is_named_with_what_belongs_there(
    frontdesk: Frontdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("HELP_FOLDER", str(tmp_path / "empty"))
    printed = await frontdesk("check")
    assert printed.code == 1
    assert "put Markdown files at <language>/<id>.md" in found(printed.out, "Help centre")


async def test_the_samples_of_saved_replies_are_counted(frontdesk: Frontdesk) -> None:
    assert "55 saved, in da, de, en" in found((await frontdesk("check")).out, "Replies")


async def test_a_saved_reply_that_would_show_its_braces_to_customers_is_named(
    frontdesk: Frontdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "replies"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "hello.md").write_text("# Hello\n\nHello {customer}, {agnet} here.\n")
    (folder / "en" / "empty.md").write_text("# Nothing\n")
    monkeypatch.setenv("REPLIES_FOLDER", str(folder))
    printed = await frontdesk("check")
    assert printed.code == 1
    assert "1 saved, in en" in found(printed.out, "Replies")
    wrong = [line for line in printed.out.splitlines() if " Reply " in line]
    assert len(wrong) == 2
    assert "en/empty.md" in wrong[0]
    assert "en/hello: there is no {agnet}, but {customer}, {agent}, {case}, {order}" in wrong[1]


async def test_a_damaged_database_is_named(frontdesk: Frontdesk, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.db").write_bytes(b"this is no database" * 100)
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, "Database").startswith("WRONG")


SECRET = "a-secret-that-desk-and-shop-share"


class Shop:
    """The sample shop as a real one; `hours` is how far its clock is ahead."""

    def __init__(self) -> None:
        self.hours = 0
        self.server = ShopServer(SampleShop(sample_folder() / "shop", utc_now), SECRET, now=self._now)

    def _now(self) -> datetime:
        return utc_now() + timedelta(hours=self.hours)


@pytest.fixture
async def shop(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    shop = Shop()
    monkeypatch.setenv("SHOP_URL", await shop.server.start())
    monkeypatch.setenv("SHOP_SECRET", SECRET)
    yield shop
    await shop.server.stop()


async def test_a_shop_is_asked_with_and_without_a_signature(frontdesk: Frontdesk, shop: Shop) -> None:
    printed = await frontdesk("check")
    root = shop.server.root
    reached = f"{root}, signature accepted, clocks alike; customers sign in at {root}/sign-in"
    assert (printed.code, found(printed.out, "Shop")) == (0, f"ok     Shop        {reached}")
    assert [bool(request.refused) for request in shop.server.requests] == [True, False]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SHOP_SECRET", "another secret than the shop's own", "compare SHOP_SECRET and the clocks"),
        ("SHOP_URL", "http://127.0.0.1:9", "Check SHOP_URL and the network"),
        ("SHOP_SIGN_IN_URL", "http://127.0.0.1:9/sign-in", "Check SHOP_SIGN_IN_URL"),
    ],
)
async def test_what_is_wrong_with_the_shop_is_named(
    frontdesk: Frontdesk, shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    printed = await frontdesk("check")
    assert printed.code == 1
    assert found(printed.out, "Shop").startswith("WRONG")
    assert said in found(printed.out, "Shop")
    assert value not in printed.out + printed.err or name != "SHOP_SECRET"


async def test_a_sign_in_page_that_is_not_there_is_named(
    frontdesk: Frontdesk, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_SIGN_IN_URL", f"{shop.server.root}/nowhere")
    assert "answers 404. Check SHOP_SIGN_IN_URL" in found((await frontdesk("check")).out, "Shop")


async def test_a_shop_whose_clock_is_wrong_is_named(frontdesk: Frontdesk, shop: Shop) -> None:
    shop.hours = 1
    assert "compare SHOP_SECRET and the clocks" in found((await frontdesk("check")).out, "Shop")


async def test_a_shop_that_answers_whoever_asks_is_named(frontdesk: Frontdesk, shop: Shop) -> None:
    shop.server.faults.add(Fault("shop", "person", status=200, body="{}"))
    printed = await frontdesk("check")
    assert printed.code == 1
    assert "answers 200 to a request without a signature" in found(printed.out, "Shop")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "clocks alike"),
        (90, r"its clock (89|90) s ahead \(at most 300 s are accepted\)"),
        (-7200, r"its clock 720[0-2] s behind \(at most 300 s are accepted\)"),
        (None, "its clock unknown"),
    ],
)
async def test_how_far_the_clocks_are_apart_is_said(
    frontdesk: Frontdesk, monkeypatch: pytest.MonkeyPatch, seconds: int | None, words: str
) -> None:
    """By the date that every web server sends; a server in front of the shop's may set it."""
    app = web.Application()

    async def refuse(request: web.Request) -> web.Response:
        told = "soon" if seconds is None else format_datetime(utc_now() + timedelta(seconds=seconds), usegmt=True)
        return web.json_response({}, status=401, headers={"Date": told})

    app.router.add_get("/v1/people/{anybody}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("SHOP_URL", f"http://127.0.0.1:{runner.addresses[0][1]}")
    monkeypatch.setenv("SHOP_SECRET", SECRET)
    printed = await frontdesk("check")
    await runner.cleanup()
    assert re.search(words, found(printed.out, "Shop"))


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
    reached = f"a-model at {model.base_url}, embeddings by a-model"
    assert found(printed.out, "Model") == f"ok     Model       {reached}; at most 200000 tokens a customer a day"
    assert model.asked() == 1


@pytest.mark.parametrize(
    ("set_to", "said"),
    [
        ({"PER_DAY": "5", "PER_CUSTOMER": "0.25"}, "at most 5 in all, 0.25 a customer, 200000 tokens a customer a day"),
        ({"PER_DAY": "5", "TOKENS_PER_CUSTOMER": "900"}, "at most 5 in all, 900 tokens a customer a day"),
    ],
)
async def test_what_the_model_may_cost_is_said(
    frontdesk: Frontdesk,
    model: OpenAIServer,
    monkeypatch: pytest.MonkeyPatch,
    set_to: dict[str, str],
    said: str,
) -> None:
    monkeypatch.setenv("OPENAI_PROMPT_PRICE", "1")
    for name, value in set_to.items():
        monkeypatch.setenv(f"BUDGET_{name}", value)
    assert said in found((await frontdesk("check")).out, "Model")


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
