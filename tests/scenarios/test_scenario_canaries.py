"""Everything fails that could print a token, and then all that the desk has written, said and shown is searched for one."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bots.cli.check import check
from bots.playground.faults import Fault
from bots.playground.openai import trouble
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.read_settings import load
from bots.running import TELEGRAM_PATH
from tests.canaries import leaked
from tests.scenarios.town import LIVE_CHAT, SHOP_SECRET, TALK, Town

pytestmark = [
    pytest.mark.faults,
    pytest.mark.fault("Security", "tokens in no log, error or thread", "searched for after every failure at once"),
]

SPELLING_IT_OUT = trouble.Trouble(
    401, '{"error": {"message": "Incorrect API key provided: a-key-for-the-model", "code": "invalid_api_key"}}'
)


@pytest.fixture
def settings() -> dict[str, str]:
    return {
        "OPENAI_MODEL": "scripted",
        "SHOP_SECRET": SHOP_SECRET,
        "MAIL_REPLY_ADDRESS": "support@desk.example",
        "HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00",
        "DESK_LOG": "debug",
    }


@pytest.fixture(autouse=True)
def all_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG, "bots"), caplog.at_level(logging.DEBUG, "core"):
        yield


async def everything_fails(town: Town, anna: Customer, tom: Person) -> None:
    """In the middle of a chat every server refuses the secret that it was given, or answers with nonsense."""
    await town.has_on_duty(tom)
    town.model.always(SPELLING_IT_OUT)
    await anna.write("How do I pay, and by when?")
    await anna.reads("Quoted from the help centre")
    await anna.write(TALK)
    await anna.reads("This is how you can reach our team:")
    await anna.press(LIVE_CHAT)
    card = await town.shows_card(anna)
    town.slack.revoke_tokens("token_revoked")
    await anna.write("Are you there?")
    await asyncio.sleep(0.2)
    town.slack.restore_tokens()
    await town.support.shows(lambda message: "Are you there?" in message.plain)
    town.faults.add(Fault("telegram", "sendMessage", status=502, body="<h1>42</h1>"))
    await tom.clicks("Claim", in_=card)
    await anna.reads("Tom")
    right, town.telegram.token = town.telegram.token, "42:another"
    await tom.writes(town.support, "Yes.", card.ts)
    await asyncio.sleep(0.2)
    town.telegram.token = right
    await anna.reads("Yes.")


def written(folder: Path) -> str:
    """All that the desk has on disk: its database, mails, what is passing."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).decode("utf-8", "replace")


async def knocked(town: Town) -> str:
    """What strangers get at every door."""
    answers = []
    async with aiohttp.ClientSession() as session:
        root = town.door.removesuffix(TELEGRAM_PATH)
        for path in ("/", "/telegram", "/slack/events", "/mail/incoming", "/health", "/metrics", "/v1/links/x"):
            for method in ("GET", "POST"):
                async with session.request(method, f"{root}{path}", data=b"{") as answer:
                    answers.append(f"{answer.headers}{await answer.text()}")
    return "\n".join(answers)


async def test_no_secret_is_written_anywhere(
    town: Town,
    anna: Customer,
    tom: Person,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await everything_fails(town, anna, tom)
    strangers = await knocked(town)
    await asyncio.to_thread(check, load())
    checked = "".join(capsys.readouterr())
    await town.closes()

    files = written(town.folder)
    assert "Are you there?" in files  # what is searched is what was written
    posts = "\n".join(str(message) for message in town.support.all)
    said = "\n".join(str(message) for message in anna.screen)
    mails = "\n".join(str(mail) for mail in town.team.mails)
    everywhere = {
        "the log": caplog.text,
        "the files": files,
        "the threads": posts,
        "the chat": said,
        "the mails": mails,
        "the doors": strangers,
        "frontdesk check": checked,
        "the dead letters": str(town.stored("SELECT * FROM outbox")),
    }
    assert {where: found for where, text in everywhere.items() if (found := leaked(text))} == {}
