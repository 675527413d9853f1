"""`frontdesk run` as a process of its own: it says when it is ready, works, and stops when it is told to."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bots.playground.mail import MailServer
from bots.playground.slack import SlackServer
from bots.playground.telegram import TelegramServer

pytestmark = pytest.mark.faults  # real processes

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[tuple[Process, str]]:
    """The process and the line by which it says that it is ready."""
    environment = (
        os.environ | {"PYTHONPATH": str(ROOT), "DESK_DATA": str(folder / "data"), "BOARD_PORT": "0"} | settings
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bots", "run", cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )
    assert process.stdout
    try:
        yield process, (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_with_no_token_at_all_it_plays_everything_and_stops_cleanly(tmp_path: Path) -> None:
    async with running(tmp_path, PLAYGROUND_PORT="0") as (process, ready):
        assert ready.startswith("Frontdesk is running. Open http://127.0.0.1:")
        assert ready.rstrip().endswith("(playground: Telegram, Slack, mail)")
        async with aiohttp.ClientSession() as browser, browser.get(ready.split()[4]) as page:
            assert page.status == 200
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 15) == 0


async def test_with_tokens_it_answers_and_tells_no_secret(tmp_path: Path, help_folder: Path) -> None:
    telegram, slack, mail = (
        TelegramServer("42:canary"),
        SlackServer("xoxb-canary", "xapp-canary", "canary"),
        MailServer(),
    )
    roots = [await server.start() for server in (telegram, slack, mail)]
    slack.channel("support")
    settings = {
        "TELEGRAM_TOKEN": "42:canary",
        "TELEGRAM_API_ROOT": roots[0],
        "HELP_FOLDER": str(help_folder),
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "SLACK_APP_TOKEN": "xapp-canary",
        "SLACK_API_ROOT": roots[1],
        "SMTP_URL": roots[2],
        "DESK_LOG": "debug",
    }
    try:
        async with running(tmp_path, **settings) as (process, ready):
            assert ready == "Frontdesk is running.\n"
            anna = telegram.customer(1001, "Anna", language_code="en")
            await anna.write("When do I get my money back?")
            await anna.reads("2 working days", timeout=10)
            process.send_signal(signal.SIGTERM)
            out, err = await asyncio.wait_for(process.communicate(), 15)
            assert process.returncode == 0
            for secret in (b"canary", b"money back"):
                assert secret not in out + err
    finally:
        for server in (telegram, slack, mail):
            await server.stop()


async def test_a_real_telegram_goes_with_the_playgrounds_slack_and_mail(tmp_path: Path, help_folder: Path) -> None:
    """Real is what has a token: here a Bot API server of our own, elsewhere than in the product's process."""
    telegram = TelegramServer("42:real")
    settings = {
        "TELEGRAM_TOKEN": "42:real",
        "TELEGRAM_API_ROOT": await telegram.start(),
        "HELP_FOLDER": str(help_folder),
        "PLAYGROUND_PORT": "0",
        "HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00",
        "HOURS_COUNTRY": "",
    }
    try:
        async with running(tmp_path, **settings) as (_, ready):
            assert ready.rstrip().endswith("(playground: Slack, mail)")
            anna = telegram.customer(1001, "Anna", language_code="en")
            await anna.write("When do I get my money back?")
            await anna.reads("2 working days", timeout=10)
            await anna.press("Talk to customer support")
            ways = await anna.reads("Live chat", timeout=10)
            assert "nobody is on duty" in ways.text
    finally:
        await telegram.stop()


async def test_the_board_is_entered_by_the_link_that_is_printed_and_no_log_has_it(tmp_path: Path) -> None:
    async with running(tmp_path, PLAYGROUND_PORT="0", DESK_LOG="debug") as (process, _):
        assert process.stdout
        line = (await asyncio.wait_for(process.stdout.readline(), 5)).decode().strip()
        assert line.startswith("The board: http://127.0.0.1:")
        root, _, token = line.removeprefix("The board: ").partition("/sign-in?token=")
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.post(f"{root}/sign-in", data={"token": token}) as page:
                assert (page.status, str(page.url)) == (200, f"{root}/")
                assert "Operator" in await page.text()
            session = next(each.value for each in browser.cookie_jar)
            async with browser.post(f"{root}/sign-in", data={"token": token}) as again:
                assert again.status == 403
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 15)
        assert process.returncode == 0
        for secret in (token, session):
            assert secret.encode() not in out + err


async def test_there_may_be_no_board(tmp_path: Path) -> None:
    async with running(tmp_path, PLAYGROUND_PORT="0", BOARD_MODE="off") as (process, _):
        process.send_signal(signal.SIGTERM)
        out, _ = await asyncio.wait_for(process.communicate(), 15)
        assert (process.returncode, out) == (0, b"")


async def test_a_board_whose_port_is_taken_says_what_to_do(tmp_path: Path) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    number = str(taken.sockets[0].getsockname()[1])
    try:
        async with running(tmp_path, PLAYGROUND_PORT="0", BOARD_PORT=number) as (process, ready):
            _, err = await asyncio.wait_for(process.communicate(), 15)
            assert (process.returncode, ready) == (1, "")
            assert "The board cannot listen: " in err.decode()
            assert "Choose another BOARD_PORT." in err.decode()
            assert b"Traceback" not in err
    finally:
        taken.close()
        await taken.wait_closed()


@pytest.mark.parametrize(("name", "port"), [("PLAYGROUND_PORT", "playground"), ("LISTEN_PORT", "listen")])
async def test_a_port_that_is_taken_is_said_with_what_to_do(tmp_path: Path, name: str, port: str) -> None:
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    number = str(taken.sockets[0].getsockname()[1])
    settings = {"PLAYGROUND_PORT": "0"} | {name: number}
    if port == "listen":
        settings |= {"SLACK_MODE": "http", "SLACK_BOT_TOKEN": "xoxb-x", "SLACK_SIGNING_SECRET": "x"}
        settings |= {"SLACK_API_ROOT": "http://127.0.0.1:9"}
    try:
        async with running(tmp_path, **settings) as (process, ready):
            _, err = await asyncio.wait_for(process.communicate(), 15)
            assert (process.returncode, ready) == (1, "")
            assert "Choose another LISTEN_PORT or PLAYGROUND_PORT." in err.decode()
            assert b"Traceback" not in err
    finally:
        taken.close()
        await taken.wait_closed()
