"""kill -9 the moment the board has said that it is done, and while it is being carried out: it is done, and once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bots.board import LINK_FILE
from bots.playground.faults import Fault, Moment
from handoff.board.gate.one_time_links import leave
from tests.board.doors import Browser
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.oracle import drained
from tests.faults.stage import Stage, bot_messages, staged
from tests.faults.warm import WarmStarts
from tests.ports import free_port

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

FETCH = {"X-Requested-With": "fetch"}
JOINED, GIVEN, CLOSED = "Tom is now in the chat with you.", "gave this chat to Tom", "Our team is in a meeting."
MEETING = {"method": "live_chat", "reason": "meeting", "until": "60", "words": "Weekly talk"}


@pytest.fixture
def board_port() -> int:
    return free_port()


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts, board_port: int) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start, BOARD_PORT=str(board_port)) as stage:
        await stage.product.start()
        await stage.on_duty(stage.tom)
        await ways.in_the_queue(stage)
        await drained(stage)
        yield stage


@asynccontextmanager
async def at_the_board(stage: Stage, port: int) -> AsyncIterator[Browser]:
    """The operator, by a link that was asked for on the command line."""
    root = f"http://127.0.0.1:{port}"
    token = leave(stage.folder / "data" / LINK_FILE, datetime.now(UTC))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(root, session)
        await browser.enters_by(f"{root}/sign-in?token={token}")
        yield browser


async def does(browser: Browser, deed: str, form: dict[str, str]) -> None:
    done = await browser.sends(f"/acts/{deed}", FETCH, csrf=await browser.token(), **form)
    assert done.status == 204, done


async def assigns(stage: Stage, port: int) -> Browser:
    ((case,),) = rows(stage.folder, "SELECT code FROM cases")
    async with at_the_board(stage, port) as browser:
        await does(browser, "assign", {"case": case, "agent": "U0TOM"})
        return browser


def heard(stage: Stage, words: str) -> int:
    return sum(words in message.text for message in bot_messages(stage.anna))


def heard_about_once(stage: Stage, words: str) -> None:
    """Telegram knows no keys: what was on its way at the kill may come once more."""
    assert 1 <= heard(stage, words) <= 1 + sent_again(stage)


def in_thread(stage: Stage, words: str) -> int:
    return sum(words in message.plain for message in stage.support.all if not message.top_level)


def sent_again(stage: Stage) -> int:
    """How many messages of the customer's chat were on their way at the kill."""
    question = "SELECT count(*) FROM audit WHERE kind = 'effect tried again' AND conversation = ?"
    ((count,),) = rows(stage.folder, question, f"telegram:{stage.anna.id}")
    return int(count)


async def test_killed_as_soon_as_it_is_answered_a_chat_is_given_all_the_same_and_once(
    stage: Stage, board_port: int
) -> None:
    await assigns(stage, board_port)
    stage.product.kill()
    await stage.reads(stage.anna, JOINED)
    await stage.in_thread(GIVEN)
    await drained(stage)
    heard_about_once(stage, JOINED)
    assert (in_thread(stage, GIVEN), stage.product.kills) == (1, 1)
    assert rows(stage.folder, "SELECT count(*) FROM audit WHERE kind = 'board: assigned'") == [(1,)]


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
@pytest.mark.parametrize("method", ["sendMessage", "chat.postMessage", "chat.update"])
async def test_killed_while_it_is_carried_out(stage: Stage, board_port: int, method: str, moment: Moment) -> None:
    stage.faults.add(Fault(method=method, kill=moment))
    with suppress(aiohttp.ClientConnectionError):  # the kill may be quicker than the board's answer
        await assigns(stage, board_port)
    await stage.reads(stage.anna, JOINED)
    await stage.in_thread(GIVEN)
    await drained(stage)
    heard_about_once(stage, JOINED)
    assert (in_thread(stage, GIVEN), stage.product.kills) == (1, 1)


async def test_a_way_that_was_closed_stays_so_and_who_waits_is_told_once(stage: Stage, board_port: int) -> None:
    async with at_the_board(stage, board_port) as browser:
        await does(browser, "close-method", MEETING)
    stage.product.kill()
    await stage.reads(stage.anna, CLOSED)
    await drained(stage)
    heard_about_once(stage, CLOSED)
    assert stage.product.kills == 1
    await stage.daan.write("/support")
    await stage.sees(
        stage.daan, lambda phone: bool(phone.screen) and "Livechat: voorlopig gesloten." in phone.screen[-1].text
    )
